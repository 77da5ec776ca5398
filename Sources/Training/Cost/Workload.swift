import MultiView
import Randomness

/// The work of a trial, counted before it runs, in quantities to which its computing time is proportional.
///
/// The number of steps of a trial that trains until T* is not known beforehand. The caller passes the T* to expect.
package struct Workload: Hashable, Sendable {
  /// A kind of work.
  package enum Part: String, CaseIterable, Sendable, Codable {
    /// A fixed cost per trial: always 1.
    case start
    /// Weights drawn and indexed when the network is set up: neurons held × (d + features).
    case setup
    /// The number of steps plus the number of checkpoints.
    case steps
    /// Coordinates of the patches written out for training: samples × patches on which some neuron may fire × d.
    case draws
    /// Multiply–adds of training: patches × candidates × d.
    case products
    /// Multiply–adds of trained neurons on patches that show none of their features: patches × neurons held × d.
    ///
    /// Such patches are pure noise or show other features. A trained neuron is evaluated on them once
    /// the noise term zσ_ζ‖w‖ of the screen exceeds its threshold −b.
    case offFeature = "overheard"
    /// As ``offFeature``, with a finite training set, whose samples are used again.
    case repeated
    /// As ``products``, while fine-tuning.
    case tuning
    /// As ``products``, in dense mode: patches × neurons × d.
    case denseProducts
    /// Responses summed in training: samples × patches × outputs.
    case responses
    /// As ``draws``, for the samples that checkpoints evaluate.
    case observedDraws
    /// As ``products``, for the samples that checkpoints evaluate.
    case observedProducts
    /// As ``responses``, for the samples that checkpoints evaluate.
    case observedResponses
    /// Numbers read by an inspection, and multiply–adds of the inner products between features.
    case inspection
    /// Multiply–adds of the dense network of an audit.
    case audit
    /// Scalar operations of a concentrated trial.
    case concentrated
  }

  /// The amount of each kind of work, in the order of ``Part``; no amount is negative.
  package let amounts: [Double]

  /// Returns the amount of one kind of work.
  package subscript(_ part: Part) -> Double { amounts[Part.allCases.firstIndex(of: part) ?? 0] }

  /// Counts the work of a trial.
  ///
  /// - Parameters:
  ///   - trial: A trial that the trainer accepts.
  ///   - timeToFit: The T* to expect of a window; nil if the trial is not expected to reach T* within its limit.
  package init(of trial: NetworkTrial, timeToFit: Double?) {
    let parameters = trial.parameters
    let d = Double(parameters.d)
    let features = Double(Features(subclasses: parameters.k).count)
    var parts: [Part: Double] = [.start: 1]
    if case .inspection(let samples) = trial.schedule {
      let projection = trial.frame == .rotated ? features : 0
      parts[.inspection] =
        3 * Double(samples) * Double(parameters.P) * d * (8 + projection) + 4 * features * features * d
    } else if parameters.mode == .concentrated {
      if case .comparison(let steps) = trial.schedule {
        let exact = Workload(of: trial.held(.pruned, for: .finish(steps: steps)), timeToFit: nil)
        for part in Part.allCases { parts[part] = exact[part] }
      }
      parts[.concentrated] = NetworkDemand(concentrated: trial, timeToFit: timeToFit).work
    } else {
      let screen = Screen(for: trial)
      let heads = Double(trial.heads)
      let width = parameters.width
      var isAudit = false
      if case .audit = trial.schedule { isAudit = true }
      let isDense = parameters.mode == .dense && !isAudit
      let held = heads * width * (isDense || !screen.isMeaningful ? 1 : screen.livingShare)
      let candidates = heads * width * (isDense ? 1 : NormalLaw.tail(screen.livingCut))
      let biasDecay = trial.fault == .biasFrozen ? 0 : parameters.biasDecay
      let offFeatureShare = isDense ? 0 : Self.offFeatureShare(for: parameters, screen, biasDecay: biasDecay)
      let all = Double(parameters.P)
      let evaluatedPatches = isDense ? all : min(all, 2 * Double(parameters.s) + offFeatureShare * all)
      let (steps, checkpoints) = Self.course(of: trial, timeToFit: timeToFit)
      parts[.setup] = held * (d + features)
      let batch = Double(parameters.batch)
      // A new head is trained on the outputs of all heads, in batches that are no larger than its set.
      let tunedHeads = trial.newHead == nil ? 2 : heads
      let tunedBatch = trial.newHead.map { min(batch, Double($0.set.samples)) } ?? batch
      let outputs = batch * heads * steps.first + tunedBatch * tunedHeads * steps.second
      parts[.steps] = steps.first + steps.second + checkpoints.first + checkpoints.second
      let samples = batch * steps.first + tunedBatch * steps.second
      parts[.draws] = samples * evaluatedPatches * d
      parts[isDense ? .denseProducts : .products] = batch * steps.first * evaluatedPatches * candidates * d
      parts[.tuning] = tunedBatch * steps.second * evaluatedPatches * candidates * d
      parts[parameters.sourceSize > 0 ? .repeated : .offFeature] = samples * all * offFeatureShare * held * d
      parts[.responses] = outputs * Double(parameters.P)
      let seen = Self.observed(by: trial)
      let looked = seen * (checkpoints.first + checkpoints.second)
      parts[.observedDraws] = looked * evaluatedPatches * d
      parts[.observedProducts] = looked * (evaluatedPatches * candidates + all * offFeatureShare * held) * d
      parts[.observedResponses] =
        seen * (heads * checkpoints.first + tunedHeads * checkpoints.second) * Double(parameters.P)
      if isAudit { parts[.audit] = samples * Double(parameters.P) * heads * width * d }
    }
    amounts = Part.allCases.map { parts[$0] ?? 0 }
  }

  /// Estimates how early trained neurons are evaluated on patches that show none of their features.
  ///
  /// The estimate goes from 0 (never) to 1 (soon after the start). With a finite training set it is 1, because trained
  /// neurons are then evaluated on every patch. With fresh samples, the screen's noise term z σ_ζ‖w‖ grows with a
  /// neuron, and so does its threshold, by λ' = biasDecay per unit of growth, or not at all with a frozen bias. Where
  /// z σ_ζ exceeds λ', the noise term overtakes the threshold once the neuron has grown by g* = σ0 (b0 − z σ_ζ √d)/(z
  /// σ_ζ − λ'). Weights end at about 1.
  private static func offFeatureShare(
    for parameters: ModelParameters, _ screen: Screen, biasDecay: Double
  ) -> Double {
    if parameters.sourceSize > 0 { return 1 }
    let noise = screen.multiplier * parameters.noiseScale
    guard noise > biasDecay else { return 0 }
    let distance = parameters.biasThreshold - noise * Double(parameters.d).squareRoot()
    let growth = max(0, parameters.initScale * distance / (noise - biasDecay))
    return 1 / (1 + 2 * growth)
  }

  /// Returns the number of samples that a checkpoint evaluates: easy and hard ones, those of a probe, and some of a
  /// finite training set.
  private static func observed(by trial: NetworkTrial) -> Double {
    let parameters = trial.parameters
    var samples = 2 * parameters.testSamples
    if parameters.sourceSize > 0 { samples += min(parameters.sourceSize, parameters.testSamples) }
    if trial.readout == .probe { samples += parameters.probeSamples }
    return Double(samples)
  }

  /// Returns the numbers of steps and of checkpoints, first of pretraining and second of fine-tuning.
  private static func course(
    of trial: NetworkTrial, timeToFit: Double?
  ) -> (steps: (first: Double, second: Double), checkpoints: (first: Double, second: Double)) {
    var isFinish = false
    var first = 0.0
    switch trial.schedule {
    case .steps(let count), .audit(let count), .comparison(let count): first = Double(count)
    case .finish(let count):
      first = Double(count)
      isFinish = true
    case .window(_, let factor, let limit):
      first = timeToFit.map { $0 <= Double(limit) ? Double(factor) * $0 : Double(limit) } ?? Double(limit)
    case .inspection: break
    }
    let second = Double(trial.finetuning ?? 0)
    // Checkpoint times have ratio √2, so there are two per doubling.
    func checkpoints(_ steps: Double) -> Double {
      steps < 1 ? 0 : isFinish ? 1 : 1 + 2 * Elementary.log(steps) / Elementary.log(2)
    }
    return ((first, second), (checkpoints(first), checkpoints(second)))
  }
}
