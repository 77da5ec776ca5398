import MultiView

/// How long trials run, and at which of their times the conclusions are read.
public struct Window: Sendable {
  /// How long trials run.
  package enum Extent: Sendable {
    /// Until T*, the first checkpoint whose training loss is at most a bound, and on to factor·T*.
    case fit(lossBound: Rule, factor: Int, stepLimit: Int)
    /// A fixed number of steps.
    case steps(Int)
    /// As many steps as the scale says; for claims whose scale is the time.
    case scaledSteps
    /// No training: the generator is inspected on some samples of each kind.
    case inspection(samples: Int)
    /// The dense network under the screen's eyes, for some steps.
    case audit(steps: Int)
  }

  /// The first time that is read.
  public enum Start: String, Sendable {
    /// T*; a run that reaches none is read in the last `factor` of its steps, [limit / factor, limit], and counted.
    case timeToFit = "T*"
    /// The first checkpoint.
    case firstStep = "1"
    /// The last checkpoint alone.
    case end = "the last step"
  }

  /// How long trials run.
  package var extent: Extent
  /// The first time that is read; the last is the end of the trial.
  public var start: Start
  /// Steps of fine-tuning after that, on coarse labels; with them, conclusions are read while fine-tuning.
  package var finetuning: Int
  /// Why so long.
  public let reason: String
  /// Why the search for T* is given up where it is; empty without a search.
  package let limitReason: String

  /// A window from its parts.
  package init(
    _ extent: Extent, thenFinetuning finetuning: Int = 0, readFrom start: Start, because reason: String,
    limitBecause limitReason: String = ""
  ) {
    self.extent = extent
    self.finetuning = finetuning
    self.start = start
    self.reason = reason
    self.limitReason = limitReason
  }

  /// The bound on the loss that defines T*, nil without a search for it.
  package var lossBound: Rule? {
    if case .fit(let bound, _, _) = extent { return bound }
    return nil
  }

  /// The ratio of the window's ends; 1 without a search for T*.
  package var factor: Int {
    if case .fit(_, let factor, _) = extent { return factor }
    return 1
  }

  /// Steps after which the search for T* is given up, or the fixed number of steps; 0 for inspections.
  public var stepLimit: Int {
    get {
      switch extent {
      case .fit(_, _, let limit): limit
      case .steps(let count), .audit(let count): count
      case .scaledSteps, .inspection: 0
      }
    }
    set {
      switch extent {
      case .fit(let bound, let factor, _): extent = .fit(lossBound: bound, factor: factor, stepLimit: newValue)
      case .steps: extent = .steps(newValue)
      case .audit: extent = .audit(steps: newValue)
      case .scaledSteps, .inspection: break
      }
    }
  }

  /// What is run and read, in words.
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
    switch extent {
    case .fit, .steps, .scaledSteps: true
    case .inspection, .audit: false
    }
  }

  /// What is run before any fine-tuning, in words.
  private var training: String {
    switch extent {
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

  /// A fixed time, for loud noise, where T* need not exist at small d.
  public static let loud = Window(
    .steps(64), readFrom: .end,
    because:
      "T* need not exist at small d; by 64 steps the easy error at d = 256, and under fine labels the hard one, is "
      + "below 1 % as seen with exploratory seeds")
}

extension Rule {
  /// Twice the bound that defines T*, for single runs.
  public static let twiceStandardBound = Rule(
    "2 d^(−1/2)",
    because: """
      T* is the first checkpoint within d^(−1/2), chosen for being low; later ones are evaluated on other samples and may \
      be a little above
      """
  ) {
    2 / $0.d.squareRoot()
  }

  /// A tighter bound on the loss, for labels under which the standard one is met at once.
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
