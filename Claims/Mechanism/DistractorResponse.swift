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
    For every T ≥ T*, compare the response to a distractor patch ι† v with the response to a full common patch v. Under coarse \
    and under fine labels, their ratio is (ι† − β)/(1 − β), where β is the bias decay. It is \
    therefore Θ(ι†), and o(1), because β = o(ι†) and ι† = o(1).
    """
  public let restsOn: [any Claim.Type] = [BiasBounded.self, OffFeatureDrift.self]
  public let caveat = """
    Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let coarse = Quantity.under(.coarse, .ratio(.distractorResponse, to: .commonResponse))
  private let fine = Quantity.under(.fine, .ratio(.distractorResponse, to: .commonResponse))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(coarse, is: .equals(Law(predicted: "(ι† − β)/(1 − β)")))
      Conclude(fine, is: .equals(Law(predicted: "(ι† − β)/(1 − β)")))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .fineTimes,
      Materiality(
        of: coarse, curveWithinShare: 0.1, of: .distractorRatio,
        because: "a tenth of the response; the initial bias is neglected"),
      Materiality(
        of: fine, curveWithinShare: 0.1, of: .distractorRatio,
        because: "a tenth of the response; the initial bias is neglected"))
  }

  public var controls: [Control] {
    Control(
      "distractors of constant strength, coarse labels", refutes: coarse,
      because: "the response to them does not fall with d, but ι† = 1/L does; 64 steps settle it", changing: .coarse
    ) {
      $0.regime = .asymptoticConstantDistractors
      $0.window = .end(of: 64)
    }
    Control(
      "distractors of constant strength, fine labels", refutes: fine,
      because: "the response to them does not fall with d, but ι† = 1/L does; 64 steps settle it", changing: .fine
    ) {
      $0.regime = .asymptoticConstantDistractors
      $0.window = .end(of: 64)
    }
  }
}
