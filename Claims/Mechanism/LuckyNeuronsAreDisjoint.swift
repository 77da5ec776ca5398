import ClaimKit
import MultiView

/// Hardly any neuron is lucky for two features.
public struct LuckyNeuronsAreDisjoint: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Lucky neurons are lucky once", .reconstructed,
    remark: "A step of the argument, named after what it says: the summary numbers no such statement.")
  public let title = "Hardly any lucky neuron is lucky for two features"
  public let says = """
    Among the neurons that are lucky for some feature, the share that is lucky for two or more is o(1).
    """
  public let caveat = """
    Heads are drawn from the same law under every label map: fine labels are taken because they have the most of them.
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]

  private let share = Quantity.observed(.overlapShare)

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    Conclude(share, is: .o(1))
  }

  public var instance: Instance {
    Instance(
      regime: .standard,
      window: .standard,
      materialities: [
        Materiality(of: share, shareOfFirst: 0.5, because: "it is small at every d: what counts is that it falls")
      ])
  }

  public var controls: [Control] {
    Control(
      "a threshold of 0.3 standard deviations", refutes: share,
      because: "with c_b = 0.3 a fifth of all neurons is lucky for any given feature, so nearly all for two"
    ) {
      $0.regime = Regime.standard.varied(
        as: "low threshold", "As standard, with a bias so small that luck is common.", mode: .dense,
        [.biasFactor: .constant(0.3, because: "hardly a threshold; no screen is possible, so the network is dense")])
      $0.stepLimit = 1
    }
  }
}
