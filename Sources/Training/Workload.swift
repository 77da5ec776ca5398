import MultiView
import Randomness

/// What a trial does, counted before it runs: the quantities that its time grows in proportion to.
///
/// The steps of a trial that goes on until T* are not known beforehand; whoever asks has to say what T* to expect.
package struct Workload: Hashable, Sendable {
  /// A kind of work.
  package enum Part: String, CaseIterable, Sendable, Codable {
    /// The trial itself: 1.
    case start
    /// Weights drawn and indexed when the network is set up: neurons held × (d + features).
    case setup
    /// Steps taken and checkpoints looked at.
    case steps
    /// Numbers of the patches that are written out for training: samples × patches that somebody may hear × d.
    case draws
    /// Multiply–adds of training: patches × candidates × d.
    case products
    /// Multiply–adds with patches that only trained neurons hear, pure noise and others' features: patches × neurons held × d,
    /// where the noise is louder than a trained neuron's threshold.
    case overheard
    /// The same where samples come again.
    case repeated
    /// As ``products``, while fine-tuning.
    case tuning
    /// As ``products``, in dense mode: patches × neurons × d.
    case denseProducts
    /// Responses summed in training: samples × patches × outputs.
    case responses
    /// As ``draws``, for the samples that checkpoints look at.
    case observedDraws
    /// As ``products``, for the samples that checkpoints look at.
    case observedProducts
    /// As ``responses``, for the samples that checkpoints look at.
    case observedResponses
    /// Numbers looked at by an inspection, and products of features with each other.
    case inspection
    /// Multiply–adds of a dense network under audit.
    case audit
  }

  /// How much of each kind, in the order of ``Part``; no number is negative.
  package let amounts: [Double]

  /// Returns how much there is of a kind.
  package subscript(_ part: Part) -> Double { amounts[Part.allCases.firstIndex(of: part) ?? 0] }

  /// The work of a trial.
  ///
  /// - Parameters:
  ///   - trial: A trial that the trainer accepts.
  ///   - timeToFit: The T* to expect where the trial goes on until T*; nil if it is not expected to fit within its limit.
  package init(of trial: Trial, timeToFit: Double?) {
    let parameters = trial.parameters
    let d = Double(parameters.d)
    let features = Double(Features(subclasses: parameters.k).count)
    var parts: [Part: Double] = [.start: 1]
    if case .inspection(let samples) = trial.extent {
      let projection = trial.frame == .rotated ? features : 0
      parts[.inspection] =
        3 * Double(samples) * Double(parameters.P) * d * (8 + projection) + 4 * features * features * d
    } else {
      let screen = Screen(for: trial)
      let heads = Double(trial.heads)
      let width = Double(parameters.width)
      var isAudit = false
      if case .audit = trial.extent { isAudit = true }
      let isDense = parameters.mode == .dense && !isAudit
      let held = heads * width * (isDense || !screen.isMeaningful ? 1 : screen.livingShare)
      let candidates = heads * width * (isDense ? 1 : NormalLaw.tail(screen.livingCut))
      let loudness = isDense ? 0 : Self.loudness(for: parameters, screen)
      let all = Double(parameters.P)
      let heard = isDense ? all : min(all, 2 * Double(parameters.s) + loudness * all)
      let (steps, checkpoints) = Self.course(of: trial, timeToFit: timeToFit)
      parts[.setup] = held * (d + features)
      let batch = Double(parameters.batch)
      let outputs = heads * steps.first + 2 * steps.second
      parts[.steps] = steps.first + steps.second + checkpoints.first + checkpoints.second
      let samples = batch * (steps.first + steps.second)
      parts[.draws] = samples * heard * d
      parts[isDense ? .denseProducts : .products] = batch * steps.first * heard * candidates * d
      parts[.tuning] = batch * steps.second * heard * candidates * d
      parts[parameters.sourceSize > 0 ? .repeated : .overheard] = samples * all * loudness * held * d
      parts[.responses] = batch * outputs * Double(parameters.P)
      let seen = Self.observed(by: trial)
      let looked = seen * (checkpoints.first + checkpoints.second)
      parts[.observedDraws] = looked * heard * d
      parts[.observedProducts] = looked * (heard * candidates + all * loudness * held) * d
      parts[.observedResponses] = seen * (heads * checkpoints.first + 2 * checkpoints.second) * Double(parameters.P)
      if isAudit { parts[.audit] = samples * Double(parameters.P) * heads * width * d }
    }
    amounts = Part.allCases.map { parts[$0] ?? 0 }
  }

  /// How far trained neurons hear patches that show none of their features, from 0 (never) to 1 (soon after the start).
  ///
  /// On samples that come again they do by definition. On fresh ones the screen z σ_ζ‖w‖ grows with a neuron as its threshold
  /// does, by λ' = biasDecay per unit of growth: where z σ_ζ is larger, it overtakes the threshold once the neuron has grown by
  /// g* = σ0 (b0 − z σ_ζ √d)/(z σ_ζ − λ'), where weights end at about 1.
  private static func loudness(for parameters: ModelParameters, _ screen: Screen) -> Double {
    if parameters.sourceSize > 0 { return 1 }
    let noise = screen.multiplier * parameters.noiseScale
    guard noise > parameters.biasDecay else { return 0 }
    let distance = parameters.biasThreshold - noise * Double(parameters.d).squareRoot()
    let growth = max(0, parameters.initScale * distance / (noise - parameters.biasDecay))
    return 1 / (1 + 2 * growth)
  }

  /// Samples that a checkpoint looks at: easy and hard ones, those of a probe, and some of a finite training set.
  private static func observed(by trial: Trial) -> Double {
    let parameters = trial.parameters
    var samples = 2 * parameters.testSamples
    if parameters.sourceSize > 0 { samples += min(parameters.sourceSize, parameters.testSamples) }
    if trial.readout == .probe { samples += parameters.probeSamples }
    return Double(samples)
  }

  /// Steps and checkpoints, of pretraining and of fine-tuning.
  private static func course(
    of trial: Trial, timeToFit: Double?
  ) -> (steps: (first: Double, second: Double), checkpoints: (first: Double, second: Double)) {
    var isFinish = false
    var first = 0.0
    switch trial.extent {
    case .steps(let count), .audit(let count): first = Double(count)
    case .finish(let count):
      first = Double(count)
      isFinish = true
    case .window(_, let factor, let limit):
      first = timeToFit.map { $0 <= Double(limit) ? Double(factor) * $0 : Double(limit) } ?? Double(limit)
    case .inspection: break
    }
    let second = Double(trial.finetuning ?? 0)
    // Two per doubling.
    func checkpoints(_ steps: Double) -> Double {
      steps < 1 ? 0 : isFinish ? 1 : 1 + 2 * Elementary.log(steps) / Elementary.log(2)
    }
    return ((first, second), (checkpoints(first), checkpoints(second)))
  }
}
