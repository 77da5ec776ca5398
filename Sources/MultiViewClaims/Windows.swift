import ClaimKit
import Experiments

extension Window.Length {
  static let inspection = "inspection"
  static let audit = "audit"
  static let comparison = "comparison"

  /// Trains nothing and inspects the generator on a number of samples of each kind.
  package static func inspection(samples: Int) -> Window.Length {
    .task(
      Window.Task(
        inspection, samples, before: "no training; ", after: " samples of each kind are inspected", isSteps: false))
  }

  /// Trains a concentrated and a pruned network for a number of steps and compares them at the last one.
  package static func comparison(steps: Int) -> Window.Length {
    .task(
      Window.Task(
        comparison, steps, after: " training steps of the concentrated and of the pruned network", isSteps: true))
  }

  /// Trains the dense and the pruned network for a number of steps and checks the screen against the dense one.
  package static func audit(steps: Int) -> Window.Length {
    .task(Window.Task(audit, steps, after: " training steps of the dense and of the pruned network", isSteps: true))
  }
}

extension Window {
  /// A window with fine-tuning on coarse labels after the training; conclusions are read during it only.
  package init(_ length: Length, thenFinetuning finetuning: Int, readFrom start: Start, because reason: String) {
    self.init(
      length, then: Continuation(steps: finetuning, words: "fine-tuning on coarse labels"), readFrom: start,
      because: reason)
  }
}

extension Window {
  /// Pretraining and as long a fine-tuning, read at the end.
  public static let finetuning = Window(
    .steps(64), thenFinetuning: 64, readFrom: .end,
    because: "long enough for fine labels to solve hard samples; fine-tuning has as many steps")
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
    .fit(lossBound: standardBound, factor: 4, stepLimit: standardLimit), readFrom: .timeToFit,
    because: "two doublings: long enough that a conclusion holding at T* alone fails",
    limitBecause: standardLimit.reason)

  /// The same trials as ``standard``, read from the first checkpoint on.
  public static let throughout = Window(
    .fit(lossBound: standardBound, factor: 4, stepLimit: standardLimit), readFrom: .firstStep,
    because: "the same trials as those of the theorems, read from the first step on",
    limitBecause: standardLimit.reason)

  /// 4,096 steps, and beyond d = 1,024 in proportion to √d.
  private static let standardLimit = growing(4096)

  /// A step limit that grows in proportion to √d beyond d = 1,024, like T* under fine labels.
  private static func growing(_ steps: Double) -> Rule {
    Rule(
      "\(steps.exactText) max(1, √(d/1024))",
      because: """
        an order of magnitude above T* as seen at d ≤ 1024 with exploratory seeds, and at least four times T* as seen up \
        to d = 2^40
        """
    ) {
      steps * max(1, ($0.d / 1024).squareRoot())
    }
  }

  /// The times of Theorem 5.1 in asymptotic regimes: from √d/2 to 64 times as long, or longer.
  public static let coarseTimes = asymptotic(
    from: Rule("√d/2", because: "") { $0.d.squareRoot() / 2 },
    because: """
      T₀ is a power of d that no measured quantity defines; the last time is at least 64 T₀, and it is the last time of \
      the fine networks too
      """)

  /// The times of Theorem 5.2 in asymptotic regimes: from k √d/2 to eight times as long, or longer.
  public static let fineTimes = asymptotic(
    from: Rule("k √d/2", because: "") { $0.value(.k) * $0.d.squareRoot() / 2 },
    because: """
      T₀ is k times as late as for coarse labels, because one sample in 2k has a given fine label; the last time is at \
      least 8 T₀
      """)

  /// The same trials, read from the first checkpoint on.
  public static let asymptoticThroughout = Window(
    coarseTimes.length, readFrom: .firstStep, because: "the trials of the theorems, read from the first step on")

  /// The same trials, read at their end.
  public static let asymptoticEnd = Window(
    coarseTimes.length, readFrom: .end, because: "the trials of the theorems, read at their last step")

  private static func asymptotic(from: Rule, because reason: String) -> Window {
    Window(
      .timetable(
        from: from, to: Rule("4 max(8, k) √d", because: "") { 4 * max(8, $0.value(.k)) * $0.d.squareRoot() }),
      readFrom: .timetable, because: reason)
  }

  /// Training until T* and no further.
  ///
  /// - Parameter bound: The bound on the loss that defines T*.
  public static func untilFit(within bound: Rule = standardBound) -> Window {
    Window(
      .fit(lossBound: bound, factor: 1, stepLimit: growing(16384)), readFrom: .timeToFit,
      because: "only T* itself is read", limitBecause: "an order of magnitude above T* as seen with exploratory seeds")
  }

  /// An inspection of the generator.
  public static let inspection = Window(
    .inspection(samples: 400), readFrom: .end,
    because: "1,200 samples and 3·10⁵ to 10⁷ coordinates of noise: a variance off by 1 % shows at the smallest d")

  /// A concentrated and an exact trial, side by side.
  public static let comparison = Window(
    .comparison(steps: 32), readFrom: .end,
    because: "under coarse labels the loss is then 0.01, and every neuron has the state that it keeps")

  /// A concentrated and an exact trial, side by side for a short time.
  public static let shortComparison = Window(
    .comparison(steps: 8), readFrom: .end,
    because: "the first step moves the bias, and from the second on the opened neurons answer")

  /// A few steps, read at the last one, for controls whose outcome is settled by then.
  ///
  /// - Parameter steps: The number of steps.
  public static func end(of steps: Int) -> Window {
    Window(.steps(steps), readFrom: .end, because: "the outcome is settled by then")
  }

  /// A few steps, read at every checkpoint, for controls whose outcome is settled by then.
  ///
  /// - Parameter count: The number of steps.
  public static func steps(_ count: Int) -> Window {
    Window(.steps(count), readFrom: .firstStep, because: "the outcome is settled by then")
  }

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

  /// A bound on the loss of single runs in asymptotic regimes.
  public static let fourthRootBound = Rule(
    "d^(−1/4)", because: "o(1); the loss at T₀ is of the order 1/(η s² λ T₀), which is below it by powers of L"
  ) {
    1 / $0.d.squareRoot().squareRoot()
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
