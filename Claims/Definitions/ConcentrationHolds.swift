import ClaimKit
import MultiViewClaims

/// Dimension-free trials follow the law of exact ones (Documentation/concentrated.md).
public struct ConcentrationHolds: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Dimension-free trials", .chosen,
    remark: "They make large dimensions affordable; nothing in the paper rests on them.")
  public let title = "Trials without vectors of length d behave like exact ones"
  public let says = """
    A concentrated trial draws the products of weights with noise from their law. It has the same initial neurons and \
    the same samples as the exact trial beside it. In the mean over runs, loss, weights and accuracy on hard samples \
    are those of the exact trial, up to a few per cent. In all but a few runs, the share of the weights off their own \
    feature does not vanish against that of the exact trial.
    """
  public let caveat = """
    The two are compared where both can run, at d ≤ 1024. Nothing is said about larger d. The error of the law falls \
    like 1/√d there by an argument that is not a proof. The control of the weights off the own feature was chosen after \
    its registered trials had been seen: an earlier control could not refute this conclusion.
    """

  private let loss = Quantity.conformance(.lossRatio)
  private let common = Quantity.conformance(.commonWeightRatio)
  private let rare = Quantity.conformance(.rareWeightRatio)
  private let accuracy = Quantity.conformance(.hardAccuracyRatio)
  private let off = Quantity.conformance(.offFeatureRatio)

  private static let louder =
    "loud noise keeps many lucky neurons from firing on all patches, so without it the weights grow too far"
  private static let fourTimesAsLoud = Regime.concentratedDominantNoise.varied(
    as: "four times as loud", "As concentratedDominantNoise, with four times the noise.",
    [
      .noiseNorm: Rule(
        "1 / L²", because: "the weights then depend on the noise in decisions by more than the tolerance"
      ) {
        1 / ($0.L * $0.L)
      }
    ])

  public var statement: [Clause] {
    Given(labels: .coarse)
    Conclude(loss, is: .equals(.one))
    Conclude(common, is: .equals(.one))
    Conclude(rare, is: .equals(.one))
    Conclude(accuracy, is: .equals(.one))
    WithHighProbability {
      Conclude(off, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    StandIn(
      regime: .concentratedDominantNoise,
      axis: .comparison,
      window: .comparison,
      materialities: [
        Materiality(
          of: loss, curveWithinShare: 0.05, because: "without the noise in decisions it is off by up to 10 % at small d"
        ),
        Materiality(
          of: common, curveWithinShare: 0.02, because: "without the noise in decisions it is off by 1 to 3 %"),
        Materiality(of: rare, curveWithinShare: 0.02, because: "without the noise in decisions it is off by 1 to 3 %"),
        Materiality(of: accuracy, curveWithinShare: 0.04, because: "below the materiality of the theorems, 5 %"),
        Materiality(
          of: off, tolerance: 0.01, because: "where neurons that are not opened hold the share, the ratio is far below"),
      ])
  }

  public var controls: [Control] {
    Control(
      "decision noise off", refutes: loss,
      because: "noise decides whether neurons near their threshold fire, and these lower the loss"
    ) {
      $0.fault = .decisionNoiseOff
    }
    Control(
      "decision noise off, where noise is four times as loud", refutes: common, because: Self.louder
    ) {
      $0.regime = Self.fourTimesAsLoud
      $0.fault = .decisionNoiseOff
    }
    Control(
      "decision noise off, where noise is four times as loud, on rare features", refutes: rare, because: Self.louder
    ) {
      $0.regime = Self.fourTimesAsLoud
      $0.fault = .decisionNoiseOff
    }
    Control(
      "dead neurons dropped under dominant noise", refutes: accuracy,
      because: "dominant noise wakes neurons that no feature fires any more"
    ) {
      $0.fault = .deadDropped
    }
    Control(
      "decision noise off, where noise is four times as loud, off the own feature", refutes: off,
      because: """
        noise in decisions is what carries neurons over their threshold on features that are not their own; without it \
        the weights on these do not move
        """
    ) {
      $0.regime = Self.fourTimesAsLoud
      $0.fault = .decisionNoiseOff
    }
  }
}
