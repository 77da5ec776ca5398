import ClaimKit
import MultiView

/// Theorem 5.1 in noise so loud that errors are above zero and their decay can be measured.
public struct Theorem5_1_Loud: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source("Theorem 5.1, in loud noise", .stated, remark: "The noise and the fixed time are ours.")
  public let title = "In loud noise, coarse labels teach the easy samples but not the hard ones"
  public let says = """
    Under coarse labels with k_y ≥ polylog(d), in noise loud enough that errors are visible at small d: after poly(d) steps, \
    training loss = o(1), error on easy samples = o(1), error on hard samples = Ω(1).
    """
  public let restsOn: [any Claim.Type] = [Definition4_2_Patches.self, Definition4_4_SourceSet.self]

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    Conclude(.trainingLoss, is: .littleO(1))
    Conclude(.error(on: .easy), is: .littleO(1))
    Conclude(.error(on: .hard), is: .bigOmega(1))
  }

  public var instance: Instance {
    Instance(
      regime: .loudNarrow,
      axis: .dense,
      window: .loud,
      materialities: [
        Materiality(
          of: .trainingLoss, shareOfFirst: 0.5,
          because: "a loss has no natural unit, so the test is whether it at least halves"),
        Materiality(of: .error(on: .easy), 0.05, because: "the same bound as without loud noise"),
        Materiality(of: .error(on: .hard), 0.05, because: "the same bound as without loud noise"),
      ])
  }

  public var controls: [Control] {
    Control(
      "noise norm growing like √d", refutes: .error(on: .easy),
      because: "noise that outgrows the signal leaves nothing to be learned, not even on easy samples"
    ) {
      $0.regime = .deafening
    }
  }
}
