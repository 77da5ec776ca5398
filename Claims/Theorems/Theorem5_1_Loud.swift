import ClaimKit
import MultiViewClaims

/// Theorem 5.1 in noise so loud that errors are above zero and their decay can be measured.
public struct Theorem5_1_Loud: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.1, in loud noise", .reconstructed,
    remark:
      "The orders are reconstructed as in Theorem 5.1. The summary has no loud noise: it and the fixed time are ours.")
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

  public var standIn: StandIn { .loudTheorem }

  public var controls: [Control] {
    Control.deafening(refutes: .trainingLoss)
    Control.deafening(refutes: .error(on: .easy))
    Control("fine labels", refutes: .error(on: .hard), because: "fine labels teach the rare features (Theorem 5.2)") {
      $0.labels = .fine
    }
  }
}
