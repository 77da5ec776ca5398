import ClaimKit
import MultiViewClaims

/// The response to a distractor is proportional to its strength.
public struct DistractorResponse: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Response to distractors", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "The response to a distractor is proportional to its strength ι†"
  public let says = """
    At T*, compare the response to a distractor patch ι† v with the response to a full common patch v. Under coarse \
    and under fine labels, their ratio is Θ(ι†). It is therefore o(1), because ι† is o(1).
    """
  public let restsOn: [any Claim.Type] = [BiasBounded.self, OffFeatureDrift.self]
  public let caveat = """
    Only Θ(ι†) is tested. That the response is o(1) follows from ι† = 1/L = o(1). On its own, a decay like 1/ln d \
    cannot be told from a positive limit unless the largest d is the square of the smallest. The claim was supported \
    until the procedure asked whether the ratio to ι† surely changes, and is open now. At the standard profile the \
    slope of ln(ratio/ι†) against ln ι† is 0.055 for coarse and 0.034 for fine labels: within the tolerance, but surely \
    not 0.
    """

  private let coarse = Quantity.under(.coarse, .ratio(.distractorResponse, to: .commonResponse))
  private let fine = Quantity.under(.fine, .ratio(.distractorResponse, to: .commonResponse))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Conclude(coarse, is: .bigTheta(.distractorStrength))
    Conclude(fine, is: .bigTheta(.distractorStrength))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .smallInit,
      window: .untilFit(),
      materialities: [
        Materiality(of: coarse, slope: 0.15, band: 2, because: "the defaults of the decision procedure"),
        Materiality(of: fine, slope: 0.15, band: 2, because: "the defaults of the decision procedure"),
      ])
  }

  public var controls: [Control] {
    Control(
      "distractors of constant strength, coarse labels", refutes: coarse,
      because: "the response to them does not fall with d, but ι† = 1/L does", changing: .coarse
    ) {
      $0.regime = .constantDistractors
    }
    Control(
      "distractors of constant strength, fine labels", refutes: fine,
      because: "the response to them does not fall with d, but ι† = 1/L does", changing: .fine
    ) {
      $0.regime = .constantDistractors
    }
  }
}
