import ClaimKit
import MultiViewClaims

/// Even fine labels fail on hard samples if many features have no lucky neuron.
public struct EnoughNeuronsNeeded: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Width of the network", .chosen,
    remark: "The summary does not say whether this hypothesis is needed; the question is ours.")
  public let title = "With too few neurons, even fine labels leave a constant share of hard samples wrong"
  public let says = """
    Under fine labels with o(1) lucky neurons expected per (head, feature), the error on hard samples is Ω(1).
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    Given("λ = m·Q(c_b√L) = o(1)")
    Conclude(.error(on: .hard), is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: Regime.standard.varied(
        as: "scarce neurons", "As standard, with an expected number of lucky neurons that falls with d.",
        [
          .lucky: Rule("1 / L", because: "o(1), but so slow that some neurons remain at every d in reach") {
            1 / $0.L
          }
        ]),
      window: Window(
        .steps(256), readFrom: .end,
        because: "this network has no T*; the standard one reaches its T* within 256 steps at d ≤ 1024"),
      materialities: [
        Materiality(of: .error(on: .hard), 0.05, because: "the same bound as in Theorem 5.2")
      ])
  }

  public var controls: [Control] {
    Control(
      "sixteen lucky neurons", refutes: .error(on: .hard),
      because: "with λ = 16 every feature has its neurons (Theorem 5.2)"
    ) {
      $0.regime = .standard
      $0.window = .standard
    }
  }
}
