import MultiView

/// The finite stand-in of a statement: every number it leaves open, with its reason.
public struct Instance: Sendable {
  /// The model as functions of d.
  public let regime: Regime
  /// From when to when the conclusions are read.
  public let window: FitWindow
  /// What counts as material, per quantity.
  public let materialities: [Materiality]

  /// A stand-in from its parts.
  public init(regime: Regime, window: FitWindow, materialities: [Materiality]) {
    self.regime = regime
    self.window = window
    self.materialities = materialities
  }

  /// Returns the materiality registered for a quantity.
  public func materiality(of quantity: Quantity) -> Materiality? {
    materialities.first { $0.quantity == quantity }
  }
}

/// What size of a quantity counts: a limit below it is read as o(1), a limit above it as Ω(1).
public struct Materiality: Sendable {
  /// The quantity.
  public let quantity: Quantity
  /// ε of the decision procedure: a number, or a share of the value at the smallest scale if ``isRelative``.
  public let epsilon: Double
  /// Whether ε is a share of the mean at the smallest scale.
  public let isRelative: Bool
  /// Why this size.
  public let reason: String

  /// An absolute materiality.
  public init(of quantity: Quantity, _ epsilon: Double, because reason: String) {
    self.quantity = quantity
    self.epsilon = epsilon
    isRelative = false
    self.reason = reason
  }

  /// A materiality relative to the mean at the smallest scale, for quantities without a natural unit.
  public init(of quantity: Quantity, shareOfFirst epsilon: Double, because reason: String) {
    self.quantity = quantity
    self.epsilon = epsilon
    isRelative = true
    self.reason = reason
  }
}

/// The window [T*, factor·T*] with T* the first checkpoint whose training loss is at most a bound.
///
/// A run that reaches no T* within the step limit is kept: its window is the last `factor` of its steps,
/// [limit / factor, limit], and the report counts it.
public struct FitWindow: Sendable {
  /// The bound on the loss that defines T*, as a function of d.
  public let lossBound: Rule
  /// The ratio of the window's ends.
  public let factor: Int
  /// Why this ratio.
  public let factorReason: String
  /// Steps after which the search for T* is given up.
  public let stepLimit: Int
  /// Why this limit.
  public let stepLimitReason: String

  /// A window from its bound, its length and its limit, each with a reason.
  public init(
    lossBound: Rule, factor: Int, because factorReason: String, stepLimit: Int,
    limitBecause stepLimitReason: String
  ) {
    self.lossBound = lossBound
    self.factor = factor
    self.factorReason = factorReason
    self.stepLimit = stepLimit
    self.stepLimitReason = stepLimitReason
  }

  /// The window of model.md §3: loss ≤ d^(−1/2), then a factor 4.
  public static let standard = FitWindow(
    lossBound: Rule(
      "d^(−1/2)",
      because: """
        a loss that is o(1) and that both label sets reach in poly(d) steps; with this T*, the conclusion on the loss \
        says that runs get there and stay there, and says nothing of the rate
        """
    ) {
      1 / $0.d.squareRoot()
    },
    factor: 4, because: "two doublings: long enough that a conclusion holding at T* alone fails",
    stepLimit: 4096, limitBecause: "an order of magnitude above T* as seen at d ≤ 1024 with exploratory seeds")
}
