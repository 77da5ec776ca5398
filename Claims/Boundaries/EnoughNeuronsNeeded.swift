import ClaimKit
import MultiView

/// Fine labels need a lucky neuron for every feature.
public struct EnoughNeuronsNeeded: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Width of the network", .chosen,
    remark: "That a hypothesis is needed is ours to ask: the summary says nothing of it.")
  public let title = "With too few neurons, fine labels do not help"
  public let says = """
    Under fine labels with o(1) lucky neurons expected per (head, feature), the error on hard samples is Ω(1).
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    Given("λ = m·Q(c_b√L) = o(1)")
    Conclude(.error(on: .hard), is: .omega(1))
  }

  public var instance: Instance {
    Instance(
      regime: Regime.standard.varied(
        as: "scarce neurons", "As standard, with fewer lucky neurons expected the larger d is.",
        [
          .lucky: Rule("1 / L", because: "o(1), and slow: the network keeps some neurons at every d in reach") {
            1 / $0.L
          }
        ]),
      window: Window(
        .steps(256), readFrom: .end, because: "T* does not exist; the full network reaches it before that at d ≤ 1024"),
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
