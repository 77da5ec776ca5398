import MultiView
import Randomness

/// The samples of a macro step: K batches that share one gradient (Documentation/concentrated.md).
///
/// The numbers of samples of each class are multinomial. A few samples of a class stand for all of it. For neurons that
/// only the strongest patches fire, the largest strength among all patches of the class is drawn too.
struct MacroStep {
  /// A class: the kind and subclass of a sample, and the part of its label that does not depend on the input.
  struct SampleClass {
    let kind: Sample.Kind
    let subclass: Subclass
    let label: Int
    let probability: Double
  }

  /// The strongest patch of a class that shows a feature.
  struct Strongest {
    let feature: Int
    let strength: Double
    /// The largest strength among the representatives' patches of the feature.
    let heard: Double
  }

  /// A sample that stands for several of its class.
  struct Representative {
    /// The number of samples that it stands for.
    let weight: Double
    let subclass: Subclass
    let label: Int
    /// The strongest patches of its class; with the last representative only.
    let strongest: [Strongest]
  }

  /// The number of samples above which a class has fewer representatives than samples.
  private static let samples = 1024
  private static let mostPerClass = 8

  private let parameters: ModelParameters
  private let features: Features
  private let seed: UInt64
  private let classes: [SampleClass]
  /// For each class, the probability of it or a later one, added up from the last.
  private let masses: [Double]
  private let noise: Double
  /// Whether the samples of a single step are drawn in the same way.
  ///
  /// This is so where macro steps are taken and a batch holds more samples than representatives would. In the first step
  /// many neurons are single ones, and each of them is looked at on each patch that may fire it.
  let standsForBatches: Bool

  /// The classes of a trial at a stage.
  init(of trial: NetworkTrial, labels: LabelMap, noise: Double) {
    parameters = trial.parameters
    features = Features(subclasses: parameters.k)
    seed = trial.seed
    self.noise = noise
    standsForBatches = Self.standsForBatches(parameters)
    let parts =
      switch labels {
      case .split(let count), .random(let count): count
      case .coarse, .merged, .fine, .mixed, .misaligned, .instance: 1
      }
    let hard = trial.parameters.hardShare
    let kinds: [(Sample.Kind, Double)] = [(.easy, 1 - hard), (.hard, hard)].filter { $0.1 > 0 }
    let k = trial.parameters.k
    let classes = kinds.flatMap { kind, share in
      Superclass.allCases.flatMap { superclass in
        (0..<k).flatMap { number in
          (0..<parts).map { part in
            let subclass = Subclass(superclass, number)
            let labelled = trial.fault == .labelsShifted ? subclass.next(of: k) : subclass
            let label = labels.label(of: labelled, subclasses: k, number: { 0 }, draw: { _ in part })
            return SampleClass(
              kind: kind, subclass: subclass, label: label, probability: share / Double(2 * k * parts))
          }
        }
      }
    }
    self.classes = classes
    masses = classes.reversed().reduce(into: []) { $0.append(($0.last ?? 0) + $1.probability) }.reversed()
  }

  /// Whether samples of single steps are represented in trials of these parameters; see the property of this name.
  static func standsForBatches(_ parameters: ModelParameters) -> Bool {
    parameters.macro > 0 && parameters.batch > samples
  }

  /// The largest number of representatives of a number of classes.
  static func representatives(ofClasses count: Int) -> Int { count * max(1, min(mostPerClass, samples / count)) }

  /// Draws the samples of `span` batches, at the given time.
  func draw(
    time: Int, span: Int, _ tape: inout NormalTape
  ) -> (samples: GroupedSamples, representatives: [Representative]) {
    var draws = Draws(seed: seed, stream: .macroSamples, step: time)
    var left = span * parameters.batch
    let most = Self.representatives(ofClasses: classes.count) / classes.count
    var samples = GroupedSamples()
    var representatives: [Representative] = []
    for (sampleClass, mass) in zip(classes, masses) {
      // The last class gets all that are left, because its probability is its mass.
      let share = sampleClass.probability / mass
      let count = share < 1 ? draws.binomialByRejection(trials: left, probability: share) : left
      left -= count
      guard count > 0 else { continue }
      let drawn = min(most, count)
      var heard: [Int: Double] = [:]
      for number in 1...drawn {
        add(sampleClass, to: &samples, &draws, &tape)
        for group in samples.groups(of: samples.count - 1) {
          heard[samples.groups[group].feature] = max(
            heard[samples.groups[group].feature] ?? 0, samples.groups[group].most)
        }
        let isLast = number == drawn && count > drawn
        representatives.append(
          Representative(
            weight: Double(count) / Double(drawn), subclass: sampleClass.subclass, label: sampleClass.label,
            strongest: isLast ? strongest(sampleClass, count, heard, &draws, &tape) : []))
      }
    }
    return (samples, representatives)
  }

  /// The features of a class, the number of patches that show each, and their strength relative to a full feature.
  private func features(of sampleClass: SampleClass) -> [(feature: Int, patches: Int, factor: Double)] {
    let subclass = sampleClass.subclass
    let rare = (features.rare(subclass), parameters.s, 1.0)
    switch sampleClass.kind {
    case .easy: return [rare, (features.common(subclass.superclass), parameters.s, 1)]
    case .hard:
      let distractor = features.common(subclass.superclass.other)
      return parameters.distractors > 0
        ? [rare, (distractor, parameters.distractors, parameters.distractorStrength)] : [rare]
    }
  }

  private func add(
    _ sampleClass: SampleClass, to samples: inout GroupedSamples, _ draws: inout Draws, _ tape: inout NormalTape
  ) {
    var position = 0
    for (feature, patches, factor) in features(of: sampleClass) {
      let strengths = (0..<patches).map { _ in factor * (low + (high - low) * draws.uniform()) + noise * tape.next() }
      samples.add(feature, strengths, position: position)
      position += patches
    }
    samples.endSample(noisePatches: 0)
  }

  /// The largest of the strengths of all patches of a class, for each of its features, with the noise that its patch has.
  private func strongest(
    _ sampleClass: SampleClass, _ count: Int, _ heard: [Int: Double], _ draws: inout Draws, _ tape: inout NormalTape
  ) -> [Strongest] {
    features(of: sampleClass).map { feature, patches, factor in
      let place = Elementary.exp(Elementary.log(draws.uniform()) / Double(count * patches))
      return Strongest(
        feature: feature, strength: factor * (low + (high - low) * place) + noise * tape.next(),
        heard: heard[feature] ?? 0)
    }
  }

  private var low: Double { (1 - parameters.iota).squareRoot() }
  private var high: Double { (1 + parameters.iota).squareRoot() }
}
