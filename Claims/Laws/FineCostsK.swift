import ClaimKit
import MultiViewClaims

/// Fine labels cost k times as many steps.
public struct FineCostsK: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Time to reach a loss", .chosen,
    remark: "The prediction follows from gradient flow; the summary has none.")
  public let title = "Fine labels cost k times as many steps"
  public let says = """
    Late in training, the training loss times T has the constants of gradient flow. Under coarse labels, \
    η s² λ/2 · T · loss is λ/(n(1 + 1/k)), where n is the number of neurons that fire on a full patch of a feature. Under \
    fine labels it is k λ/n. So fine labels need k times as many steps for the same loss.
    """
  public let restsOn: [any Claim.Type] = [RatioIsK.self]
  public let caveat = """
    Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let coarse = Quantity.under(.coarse, .observed(.scaledLoss))
  private let fine = Quantity.under(.fine, .observed(.scaledLoss))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Conclude(coarse, is: .equals(Law(predicted: "λ/(n(1 + 1/k_y))")))
    Conclude(fine, is: .equals(Law(predicted: "k_y λ/n")))
  }

  public var standIn: StandIn {
    .overDecades(
      window: .asymptoticEnd,
      Materiality(
        of: coarse, curveWithinShare: 0.2, of: .coarseLossConstant,
        because: "the mean of 1/n exceeds 1/n by 7 % at λ = 14, and the two superclasses differ"),
      Materiality(
        of: fine, curveWithinShare: 0.2, of: .fineLossConstant, because: "the same tolerance as for coarse labels"))
  }

  public var controls: [Control] {
    Control("fine against the coarse constant", refutes: coarse, because: "it is k times as large", changing: .coarse) {
      $0.labels = .fine
    }
    Control("coarse against the fine constant", refutes: fine, because: "it is k times as small", changing: .fine) {
      $0.labels = .coarse
    }
  }
}
