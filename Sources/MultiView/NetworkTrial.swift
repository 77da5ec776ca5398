/// How long a trial trains, and when it is observed.
package enum Schedule: Hashable, Sendable, Codable {
  /// A fixed number of steps.
  case steps(Int)
  /// A fixed number of steps, observed after the last one only.
  case finish(steps: Int)
  /// Training until T*, the first checkpoint with training loss at most `lossBound`, and then on to factor·T*.
  ///
  /// A trial that has not reached T* by `stepLimit` ends there.
  case window(lossBound: Double, factor: Int, stepLimit: Int)
  /// No training: the generator is inspected on this many samples of each kind.
  case inspection(samples: Int)
  /// The dense network is trained for some steps and compared with the screen and with the pruned network.
  case audit(steps: Int)
  /// The trial is trained concentrated and pruned for some steps, and the two are compared at the last one.
  case comparison(steps: Int)

  /// The largest number of steps that the schedule can take.
  package var maximalSteps: Int {
    switch self {
    case .steps(let count), .finish(let count): count
    case .window(_, let factor, let limit):
      factor.multipliedReportingOverflow(by: limit).overflow ? .max : factor * limit
    case .inspection: 0
    case .audit(let count), .comparison(let count): count
    }
  }

  /// The names under which schedules are stored; a renamed case keeps its name here.
  ///
  /// Records of comparisons from before answers' noise and doubled hearing were compared lack these numbers. The stored
  /// name tells them apart.
  private enum CodingKeys: String, CodingKey {
    case steps, finish, window, inspection, audit
    case comparison = "closeComparison"
  }
  private enum FinishCodingKeys: String, CodingKey { case steps }
  private enum WindowCodingKeys: String, CodingKey { case lossBound, factor, stepLimit }
  private enum InspectionCodingKeys: String, CodingKey { case samples }
  private enum AuditCodingKeys: String, CodingKey { case steps }
  private enum ComparisonCodingKeys: String, CodingKey { case steps }
}

extension Schedule {
  /// The largest number of steps of a trial that holds weights; see ``NetworkMode/longestTrial`` for the other mode.
  ///
  /// The screen divides its budget over the patches of the longest trial.
  package static let longest = 1 << 24
}

/// One training run, completely described: the same trial always gives the same trace.
package struct NetworkTrial: Hashable, Sendable, Codable {
  /// The model at one dimension.
  package let parameters: ModelParameters
  /// The labels trained on.
  package let labels: LabelMap
  /// The seed of all random numbers of the trial.
  package let seed: UInt64
  /// How long the trial trains.
  package let schedule: Schedule
  /// The frame of the features; nil for the standard one.
  package let frame: Frame?
  /// The most expensive read-out taken; nil for `max`, where the labels define it.
  ///
  /// All cheaper read-outs that the labels define are taken too.
  package let readout: Readout?
  /// The number of fine-tuning steps after `schedule`, on coarse labels; nil for none.
  package let finetuning: Int?
  /// The new head that fine-tuning trains; nil where it regroups the heads by superclass.
  package let newHead: NewHead?
  /// A planted defect; nil in every trial that a claim's own verdict rests on.
  package let fault: Fault?
  /// The tag of the law that a concentrated trial follows; nil in the exact modes.
  package let law: String?

  /// The tag of the law of concentrated trials, a part of the keys of their records.
  ///
  /// Every change that alters any number of a concentrated trace must change the tag, and no other trace. The golden
  /// trajectories in the tests enforce this.
  package static let currentLaw = "1"

  /// A trial from its parts.
  package init(
    parameters: ModelParameters, labels: LabelMap, seed: UInt64, schedule: Schedule, frame: Frame = .standard,
    readout: Readout = .max, finetuning: Int = 0, newHead: NewHead? = nil, fault: Fault? = nil
  ) {
    self.parameters = parameters
    self.labels = labels
    self.seed = seed
    self.schedule = schedule
    // Defaults are stored as nil, so that the key of an ordinary trial does not depend on options it does not use.
    self.frame = frame == .standard ? nil : frame
    self.readout = readout == .max ? nil : readout
    self.finetuning = finetuning == 0 ? nil : finetuning
    self.newHead = newHead
    self.fault = fault
    law = parameters.mode == .concentrated ? Self.currentLaw : nil
  }

  /// The same trial with a defect planted, or with none.
  package func with(_ fault: Fault?) -> NetworkTrial { copy(parameters, schedule, fault) }

  /// The same trial with another seed.
  package func seeded(_ seed: UInt64) -> NetworkTrial {
    NetworkTrial(
      parameters: parameters, labels: labels, seed: seed, schedule: schedule, frame: frame ?? .standard,
      readout: readout ?? .max, finetuning: finetuning ?? 0, newHead: newHead, fault: fault)
  }

  /// The same trial in another network mode, whose limits it keeps, and with another schedule.
  package func held(_ mode: NetworkMode, for schedule: Schedule) -> NetworkTrial {
    copy(parameters.held(mode), schedule, fault)
  }

  private func copy(_ parameters: ModelParameters, _ schedule: Schedule, _ fault: Fault?) -> NetworkTrial {
    NetworkTrial(
      parameters: parameters, labels: labels, seed: seed, schedule: schedule, frame: frame ?? .standard,
      readout: readout ?? .max, finetuning: finetuning ?? 0, newHead: newHead, fault: fault)
  }

  /// Number of output heads H of the network that is pretrained.
  package var heads: Int { labels.heads(subclasses: parameters.k, sourceSize: parameters.sourceSize) }

  /// The largest number of steps that the trial can take, fine-tuning included.
  package var maximalSteps: Int {
    let (sum, overflow) = schedule.maximalSteps.addingReportingOverflow(finetuning ?? 0)
    return overflow ? .max : sum
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case parameters, labels, seed
    case schedule = "extent"
    case frame, readout, finetuning, newHead, fault, law
  }
}
