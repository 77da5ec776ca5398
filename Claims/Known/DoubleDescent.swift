import ClaimKit

/// A textbook theorem: beyond interpolation, more features lower the risk of least squares again.
public struct DoubleDescent: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Hastie, Montanari, Rosset and Tibshirani 2022, Theorem 1: risk of ridgeless least squares", .known,
    remark: """
      The risk r²(1 − 1/γ) + σ²/(γ − 1) falls in γ = p/n just above 1. It is stated from memory; the wording and every \
      number are ours.
      """)
  public let title = "More features than samples can lower the risk of least squares"
  public let says = """
    The risk R of the least-norm solution falls from p = 1.25n features to p = 3n features by a constant share: \
    (R(1.25n) − R(3n))/(R(1.25n) + R(3n)) = Ω(1).
    """
  public let restsOn: [any Claim.Type] = [RidgelessRisk.self]
  public let caveat = """
    The norm of β stays 1 while features are added. The samples of both models are made from the same random numbers, so \
    they are not independent. Two values of γ are compared; the peak at γ = 1 itself is infinite.
    """

  private static let measured = Observable(
    "fall", "fall of the risk from the second model, divided by the sum of both risks", .signed, isOfRun: true)
  private let fall = Quantity.observed(Self.measured)

  public var statement: [Clause] {
    Given("x is standard normal in p dimensions, ε has mean 0 and variance 1, and ‖β‖ = 1")
    Conclude(fall, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      of: RidgelessRisk.program,
      settings: [
        "gamma": .constant(3, because: "well beyond the peak"),
        "narrow": .constant(1.25, because: "near the peak, where the variance is large but finite"),
        "signal": .constant(1, because: "as for RidgelessRisk"), "noise": .constant(1, because: "as for RidgelessRisk"),
      ],
      axis: .scale(
        "n", "number of samples",
        [.quick: [6, 12, 24, 48, 96], .standard: [6, 12, 24, 48, 96], .deep: [6, 12, 24, 48, 96, 192]],
        because: "the least span that is accepted; the time grows like n³"),
      window: .once(because: "a solution is computed once"),
      materialities: [
        Materiality(of: fall, 0.25, because: "a fall from 5 to 3; the limit of the share is 0.565")
      ])
  }

  public var controls: [Control] {
    Control(
      "a ridge penalty in both models", refutes: fall,
      because:
        "a penalty of 2 per sample lies between the best ones, 1.25 and 3, and with the best the risk grows with p"
    ) {
      $0["ridge"] = 2
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        fall, is: .atMostLittleO(1), by: Materiality(of: fall, 0.1, because: "a fall from 11 to 9"),
        because: "it says that more features never help, as the bias–variance trade-off is often told")
    ]
  }
}
