import ClaimKit
import MultiViewClaims

/// Answers of dimension-free trials are as noisy as those of exact ones (Documentation/concentrated.md).
public struct ConcentrationKeepsNoise: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Noise in dimension-free trials", .chosen,
    remark: "They make large dimensions affordable; nothing in the paper rests on them.")
  public let title = "Answers without vectors of length d are as noisy as exact ones"
  public let says = """
    A concentrated trial takes the initial weights of two neurons for orthogonal. So the noise of many neurons adds up \
    as if each had its own. In the mean over runs, the noise of a head's answer is that of the exact trial beside it, up \
    to a few per cent.
    """
  public let caveat = """
    The two are compared where both can run, at d ≤ 1024. Nothing is said about larger d. Read are the neurons that every \
    patch of their own feature fires, and no patch of another.
    """

  private let noise = Quantity.conformance(.answerNoiseRatio)

  public var statement: [Clause] {
    Given(labels: .coarse)
    Conclude(noise, is: .equals(.one))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .concentratedStandard,
      axis: .comparison,
      window: .comparison,
      materialities: [
        Materiality(
          of: noise, curveWithinShare: 0.25,
          because: "if initial weights were correlated by a half, it would be three times as large")
      ])
  }

  public var controls: [Control] {
    Control(
      "initial neurons correlated by a half", refutes: noise,
      because: "what neurons share adds up by their number, and what they do not share by its root"
    ) {
      $0.fault = .neuronsCorrelated(0.5)
    }
  }
}
