import ClaimKit
import MultiViewClaims

/// Few lucky neurons are lucky for two or more features.
public struct LuckyNeuronsAreDisjoint: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Lucky neurons are lucky once", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "The share of lucky neurons that are lucky for two or more features vanishes"
  public let says = """
    Among the neurons that are lucky for some feature, the share that is lucky for two or more is o(1).
    """
  public let caveat = """
    Heads are drawn from the same law under every label map. Fine labels are used because they give the most heads.
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]

  private let share = Quantity.observed(.overlapShare)

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    Conclude(share, is: .littleO(1))
  }

  public var standIn: StandIn {
    .standard(
      Materiality(
        of: share, shareOfFirst: 0.5,
        because: "the share is small at every d; the test is whether it falls to less than half"))
  }

  public var controls: [Control] {
    Control(
      "a threshold of 0.3 standard deviations", refutes: share,
      because: "with c_b = 0.3 a fifth of all neurons is lucky for any given feature, so nearly all for two"
    ) {
      $0.regime = Regime.standard.varied(
        as: "low threshold", "As standard, with initial biases so small that many neurons are lucky.", mode: .dense,
        [.biasFactor: .constant(0.3, because: "too low for a screen, so the network is dense")])
      $0.stepLimit = 1
    }
  }
}
