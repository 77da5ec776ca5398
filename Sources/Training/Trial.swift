import MultiView

/// How long a trial trains.
package enum Extent: Hashable, Sendable, Codable {
  /// A fixed number of steps.
  case steps(Int)
  /// A fixed number of steps, observed after the last one only.
  case finish(steps: Int)
  /// Until T*, the first checkpoint with training loss at most `lossBound`, then on to factor·T*; a trial without T* by
  /// `stepLimit` ends there.
  case window(lossBound: Double, factor: Int, stepLimit: Int)
  /// No training: the generator is inspected on this many samples of each kind (``Inspection``).
  case inspection(samples: Int)
  /// The dense network is trained for some steps while the screen looks on, and the pruned one beside it (``Audit``).
  case audit(steps: Int)

  /// The most steps it can take.
  package var maximalSteps: Int {
    switch self {
    case .steps(let count), .finish(let count): count
    case .window(_, let factor, let limit):
      factor.multipliedReportingOverflow(by: limit).overflow ? .max : factor * limit
    case .inspection: 0
    case .audit(let count): count
    }
  }

  /// The names under which extents are stored; a renamed case keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case steps, finish, window, inspection, audit
  }
  private enum FinishCodingKeys: String, CodingKey { case steps }
  private enum WindowCodingKeys: String, CodingKey { case lossBound, factor, stepLimit }
  private enum InspectionCodingKeys: String, CodingKey { case samples }
  private enum AuditCodingKeys: String, CodingKey { case steps }
}

extension Extent {
  /// The most steps of a trial: step numbers are 32-bit counters, and the budget of the screen must stay countable.
  package static let longest = 1 << 24
}

/// One training run, completely described: the same trial always gives the same ``Trace``.
package struct Trial: Hashable, Sendable, Codable {
  /// The model at one dimension.
  package let parameters: ModelParameters
  /// The labels trained on.
  package let labels: LabelMap
  /// The seed of all its randomness.
  package let seed: UInt64
  /// How long it trains.
  package let extent: Extent
  /// The coordinates in which features stand; nil for the standard ones.
  package let frame: Frame?
  /// The dearest read-out that is taken, with all cheaper ones that the labels define; nil for `max` where they define it.
  package let readout: Readout?
  /// Steps of fine-tuning after `extent`: heads regrouped by superclass, trained on coarse labels; nil for none.
  package let finetuning: Int?
  /// A planted defect; nil in every trial that a claim's own verdict rests on.
  package let fault: Fault?

  /// A trial from its parts.
  package init(
    parameters: ModelParameters, labels: LabelMap, seed: UInt64, extent: Extent, frame: Frame = .standard,
    readout: Readout = .max, finetuning: Int = 0, fault: Fault? = nil
  ) {
    self.parameters = parameters
    self.labels = labels
    self.seed = seed
    self.extent = extent
    // Absent rather than the default, so that the key of an ordinary trial does not depend on what else trials can be.
    self.frame = frame == .standard ? nil : frame
    self.readout = readout == .max ? nil : readout
    self.finetuning = finetuning == 0 ? nil : finetuning
    self.fault = fault
  }

  /// The same trial with a defect planted, or with none.
  package func with(_ fault: Fault?) -> Trial { copy(parameters, extent, fault) }

  /// The same trial with another seed.
  package func seeded(_ seed: UInt64) -> Trial {
    Trial(
      parameters: parameters, labels: labels, seed: seed, extent: extent, frame: frame ?? .standard,
      readout: readout ?? .max, finetuning: finetuning ?? 0, fault: fault)
  }

  /// The same trial with its network held in another way, for another extent.
  func held(_ mode: NetworkMode, for extent: Extent) -> Trial { copy(parameters.held(mode), extent, fault) }

  private func copy(_ parameters: ModelParameters, _ extent: Extent, _ fault: Fault?) -> Trial {
    Trial(
      parameters: parameters, labels: labels, seed: seed, extent: extent, frame: frame ?? .standard,
      readout: readout ?? .max, finetuning: finetuning ?? 0, fault: fault)
  }

  /// Number of output heads H of the network that is pretrained.
  package var heads: Int { labels.heads(subclasses: parameters.k, sourceSize: parameters.sourceSize) }

  /// The most steps it can take, fine-tuning included.
  var maximalSteps: Int {
    let (sum, overflow) = extent.maximalSteps.addingReportingOverflow(finetuning ?? 0)
    return overflow ? .max : sum
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case parameters, labels, seed, extent, frame, readout, finetuning, fault
  }
}

extension SampleSource {
  /// The source of a trial's samples, its planted defect included.
  init(_ trial: Trial) {
    self.init(
      parameters: trial.parameters, seed: trial.seed, frame: trial.frame ?? .standard, fault: trial.fault)
  }
}

extension ModelParameters {
  /// Easy samples that a probe is fitted on: 64 of every subclass on average, and no fewer than a test set has.
  ///
  /// With few samples of a subclass, the fit leans on common features and the prior alone decides what a rare one counts.
  var probeSamples: Int { max(testSamples, 128 * k) }
}
