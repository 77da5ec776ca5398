import MultiView
import Randomness

/// Draws the initial neurons of a concentrated trial: those that can fire, by their coordinates above the cut.
///
/// The neurons are those of the exact network of the same seed wherever that network's coordinates are drawn. Where
/// there are too many pairs of a head and a feature, only features are drawn that a sample with the head's label can
/// show; the others lower the neurons that hear them as soon as they occur.
struct ConcentratedStart {
  /// The dimension above which pairs outside the label map may be left out.
  static let keptUpTo = 200_000
  /// The number of pairs up to which all are kept at any dimension.
  static let keptPairs = 1 << 14

  /// Whether pairs outside the label map are left out.
  let dropsForeignPairs: Bool
  /// The neurons that can fire.
  private(set) var neurons: [SingleNeuron] = []
  /// How many are lucky for each head and feature.
  private(set) var counts: [[Int]]
  /// The number of neurons lucky for at least one feature.
  private(set) var lucky = 0
  /// The number of neurons lucky for two features or more.
  private(set) var overlapping = 0

  private let trial: NetworkTrial
  private let screen: Screen
  private let law: ConcentratedLaw
  private let features: Int
  private let scale: Double
  private let threshold: Double
  /// 1 − E[x² | x ≤ τ] = τφ(τ)/Φ(τ) for a standard normal x: what the cut τ takes from a coordinate that is not held.
  private let missing: Double
  private var tape: NormalTape

  /// Whether a trial leaves out pairs outside the label map.
  static func dropsForeignPairs(in trial: NetworkTrial) -> Bool {
    if trial.fault == .otherFeaturesDropped { return true }
    let pairs = trial.heads.multipliedReportingOverflow(by: Features(subclasses: trial.parameters.k).count)
    return trial.parameters.d > keptUpTo && (pairs.overflow || pairs.partialValue > keptPairs)
  }

  /// Draws the neurons of a trial.
  ///
  /// - Parameter own: The features that a sample with a head's label can show.
  init(
    of trial: NetworkTrial, screen: Screen, law: ConcentratedLaw, own: OwnFeatures, on execution: Execution
  ) {
    self.trial = trial
    self.screen = screen
    self.law = law
    features = Features(subclasses: trial.parameters.k).count
    scale = trial.parameters.initScale
    threshold = trial.parameters.biasThreshold
    let cut = screen.livingCut
    missing = cut * Elementary.exp(-0.5 * cut * cut) / ((2 * Double.pi).squareRoot() * (1 - NormalLaw.tail(cut)))
    tape = NormalTape(seed: trial.seed, on: execution)
    dropsForeignPairs = Self.dropsForeignPairs(in: trial)
    counts = Array(repeating: Array(repeating: 0, count: features), count: trial.heads)
    tape.open(.concentratedStart, step: 0)
    if dropsForeignPairs {
      for head in 0..<trial.heads { draw(head, own.features(of: head)) }
    } else {
      drawAll(on: execution)
    }
  }

  /// Takes the neurons from the layout of the exact network.
  private mutating func drawAll(on execution: Execution) {
    let lanes = NetworkLayout.lanes
    let layout = NetworkLayout(of: trial, screen: screen, scale: 1)
    let weights = InitialWeights(of: trial, layout: layout, screen: screen, scale: 1, on: execution)
    let buffer = Buffer<Float>(features * lanes)
    for block in layout.headOfBlock.indices {
      weights.drawSignals(block, into: buffer.base)
      for lane in 0..<lanes where layout.slots[block * lanes + lane] != nil {
        var coordinates: [(Int, Double)] = []
        for feature in 0..<features {
          let coordinate = Double(buffer.base[feature * lanes + lane])
          if coordinate > screen.livingCut { coordinates.append((feature, coordinate)) }
        }
        add(coordinates, of: features, head: Int(layout.headOfBlock[block]), place: Int32(block * lanes + lane))
      }
    }
  }

  /// Draws the neurons of a head that can fire on one of its own features.
  private mutating func draw(_ head: Int, _ own: [Int]) {
    let tail = NormalLaw.tail(screen.livingCut)
    let share = -Elementary.expm1(Double(own.count) * Elementary.log1p(-tail))
    var draws = Draws(seed: trial.seed, stream: .livingNeuron, step: head, sample: 0)
    let count = draws.livingCount(width: trial.parameters.width, share: share)
    for number in 0..<count {
      var draws = Draws(seed: trial.seed, stream: .livingNeuron, step: head, sample: number + 1)
      let first = draws.firstSuccess(among: own.count, probability: tail)
      var coordinates = [(own[first], draws.normal(above: screen.livingCut))]
      for feature in own[(first + 1)...] where draws.uniform() <= tail {
        coordinates.append((feature, draws.normal(above: screen.livingCut)))
      }
      add(coordinates, of: own.count, head: head, place: -1)
    }
  }

  /// Adds a neuron with given coordinates above the cut, in units of σ0.
  ///
  /// - Parameter looked: The number of features looked at, of which the others lie below the cut.
  private mutating func add(
    _ coordinates: [(feature: Int, coordinate: Double)], of looked: Int, head: Int, place: Int32
  ) {
    guard let largest = coordinates.map(\.coordinate).max() else { return }
    let fired = coordinates.count { $0.coordinate > threshold }
    for (feature, coordinate) in coordinates where coordinate > threshold { counts[head][feature] += 1 }
    lucky += fired > 0 ? 1 : 0
    overlapping += fired > 1 ? 1 : 0
    var held = coordinates
    if trial.fault == .secondEarsDropped { held = held.filter { $0.coordinate == largest } }
    let ears = held.map {
      Ear(feature: Int32($0.feature), weight: scale * $0.coordinate, isLucky: $0.coordinate > threshold)
    }
    let norm = max(
      0,
      law.chiSquare(degrees: law.dimension - Double(ears.count), &tape) - missing * Double(looked - coordinates.count))
    neurons.append(
      SingleNeuron(
        head: Int32(head), place: place, isExcitable: trial.parameters.maximalStrength * largest > threshold,
        ears: ears, bias: -threshold * scale, rest: scale * scale * norm * law.normFactor,
        ceiling: scale * screen.livingCut, spread: scale * scale))
  }

  /// The counts of lucky neurons; those of pairs that are left out are 0.
  ///
  /// - Parameter heads: The features of each head.
  func census(_ heads: [HeadFeatures?]) -> LuckyCensus {
    LuckyCensus(
      counts: counts, expected: trial.parameters.lucky, heads: heads, lucky: lucky, overlapping: overlapping)
  }
}
