import MultiView

/// The length of trials, and the times at which conclusions are read.
public struct Window: Sendable {
  /// How long trials run.
  package enum Length: Sendable {
    /// Trains until T*, the first checkpoint with a training loss of at most a bound, and then on to factor·T*.
    case fit(lossBound: Rule, factor: Int, stepLimit: Int)
    /// Trains for a fixed number of steps.
    case steps(Int)
    /// Trains for as many steps as the scale says, for claims in which the scale is the time.
    case scaledSteps
    /// Trains nothing and inspects the generator on a number of samples of each kind.
    case inspection(samples: Int)
    /// Trains the dense and the pruned network for a number of steps and checks the screen against the dense one.
    case audit(steps: Int)
  }

  /// The first time at which conclusions are read.
  public enum Start: String, Sendable {
    /// T*; a run that never reaches T* is read over [limit / factor, limit], and the fit summary on the page counts it.
    case timeToFit = "T*"
    /// The first checkpoint.
    case firstStep = "1"
    /// The last checkpoint, which is then the only one.
    case end = "the last step"
  }

  /// How long trials run.
  package var length: Length
  /// The first time at which conclusions are read; the last is the end of the trial.
  public var start: Start
  /// Steps of fine-tuning on coarse labels after the training; if there are any, conclusions are read during them only.
  package var finetuning: Int
  /// The reason for this length.
  public let reason: String
  /// The reason for the step limit of the search for T*; empty without a search.
  package let limitReason: String

  /// A window from its parts.
  package init(
    _ length: Length, thenFinetuning finetuning: Int = 0, readFrom start: Start, because reason: String,
    limitBecause limitReason: String = ""
  ) {
    self.length = length
    self.finetuning = finetuning
    self.start = start
    self.reason = reason
    self.limitReason = limitReason
  }

  /// The bound on the loss that defines T*; nil if the window does not search for T*.
  package var lossBound: Rule? {
    if case .fit(let bound, _, _) = length { return bound }
    return nil
  }

  /// The ratio of the window's last to its first time; 1 if the window does not search for T*.
  package var factor: Int {
    if case .fit(_, let factor, _) = length { return factor }
    return 1
  }

  /// The largest number of steps to search for T*, or the fixed number of steps; 0 if it is the scale, or for
  /// inspections.
  public var stepLimit: Int {
    get {
      switch length {
      case .fit(_, _, let limit): limit
      case .steps(let count), .audit(let count): count
      case .scaledSteps, .inspection: 0
      }
    }
    set {
      switch length {
      case .fit(let bound, let factor, _): length = .fit(lossBound: bound, factor: factor, stepLimit: newValue)
      case .steps: length = .steps(newValue)
      case .audit: length = .audit(steps: newValue)
      case .scaledSteps, .inspection: break
      }
    }
  }

  /// A description of the training and of the times at which conclusions are read.
  public var text: String {
    let read =
      switch start {
      case .timeToFit: "read at every checkpoint from T* on"
      case .firstStep: "read at every checkpoint"
      case .end: "read at the end"
      }
    if finetuning > 0 {
      return "\(training); then \(finetuning) steps of fine-tuning on coarse labels; \(read)"
    }
    return training + (isRead ? "; \(read)" : "")
  }

  /// Whether checkpoints are read.
  private var isRead: Bool {
    switch length {
    case .fit, .steps, .scaledSteps: true
    case .inspection, .audit: false
    }
  }

  /// A description of the training before any fine-tuning.
  private var training: String {
    switch length {
    case .fit(let bound, let factor, let limit):
      "training until T*, the first checkpoint with training loss ≤ \(bound.formula), at most \(limit) steps, then on to "
        + "\(factor)·T*"
    case .steps(let count): "\(count) training steps"
    case .scaledSteps: "T training steps"
    case .inspection(let samples): "no training; \(samples) samples of each kind are inspected"
    case .audit(let count): "\(count) training steps of the dense and of the pruned network"
    }
  }
}

extension Window {
  /// The bound of model.md §3: loss ≤ d^(−1/2).
  public static let standardBound = Rule(
    "d^(−1/2)",
    because: """
      a loss that is o(1) and that both label sets reach in poly(d) steps; with this T*, the conclusion on the loss \
      says that runs get there and stay there, and says nothing of the rate
      """
  ) {
    1 / $0.d.squareRoot()
  }

  /// The window of model.md §3: loss ≤ d^(−1/2), then a factor 4, read from T* on.
  public static let standard = Window(
    .fit(lossBound: standardBound, factor: 4, stepLimit: 4096), readFrom: .timeToFit,
    because: "two doublings: long enough that a conclusion holding at T* alone fails",
    limitBecause: "an order of magnitude above T* as seen at d ≤ 1024 with exploratory seeds")

  /// The same trials as ``standard``, read from the first checkpoint on.
  public static let throughout = Window(
    .fit(lossBound: standardBound, factor: 4, stepLimit: 4096), readFrom: .firstStep,
    because: "the same trials as those of the theorems, read from the first step on",
    limitBecause: "an order of magnitude above T* as seen at d ≤ 1024 with exploratory seeds")

  /// Training until T* and no further.
  ///
  /// - Parameter bound: The bound on the loss that defines T*.
  public static func untilFit(within bound: Rule = standardBound) -> Window {
    Window(
      .fit(lossBound: bound, factor: 1, stepLimit: 16384), readFrom: .timeToFit,
      because: "only T* itself is read", limitBecause: "an order of magnitude above T* as seen with exploratory seeds")
  }

  /// An inspection of the generator.
  public static let inspection = Window(
    .inspection(samples: 400), readFrom: .end,
    because: "1,200 samples and 3·10⁵ to 10⁷ coordinates of noise: a variance off by 1 % shows at the smallest d")

  /// A fixed number of steps for loud noise, where T* need not exist at small d.
  public static let loud = Window(
    .steps(64), readFrom: .end,
    because:
      "T* need not exist at small d; by 64 steps the easy error at d = 256, and under fine labels the hard one, is "
      + "below 1 % as seen with exploratory seeds")
}

extension Rule {
  /// Twice the bound that defines T*, as a tolerance on single runs.
  public static let twiceStandardBound = Rule(
    "2 d^(−1/2)",
    because: """
      T* is the first checkpoint within d^(−1/2), chosen for being low; later ones are evaluated on other samples and may \
      be a little above
      """
  ) {
    2 / $0.d.squareRoot()
  }

  /// A tighter bound on the loss, for labels under which a few steps already meet the standard bound.
  public static let tightBound = Rule(
    "d^(−3/4)",
    because: """
      under coarse labels the bound d^(−1/2) is met within 2 to 8 steps, where the rounding of checkpoints hides any law; \
      d^(−3/4) is o(1) as well
      """
  ) {
    let root = $0.d.squareRoot()
    return 1 / (root * root.squareRoot())
  }
}
