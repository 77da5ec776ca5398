import ClaimKit
import MultiViewClaims

/// Rotating the dictionary does not change the law of errors and weights (model.md §4).
public struct RotationInvariance: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Rotation invariance of initialisation and noise", .chosen,
    remark: "This claim justifies training in the coordinates of the features.")
  public let title = "A rotated dictionary changes neither errors nor weights beyond sampling error"
  public let says = """
    Initialisation and noise are rotation invariant. Training with a dictionary rotated at random gives the same \
    errors and the same weights ⟨w, v_y⟩ along the features as training in the features' own coordinates, up to \
    sampling error.
    """
  public let caveat = """
    In each run the two networks are different random draws, so the tolerances allow for sampling error. A small \
    systematic difference would pass. A dictionary other than that of the data would not pass. The loss is not \
    compared, because at a fixed time it varies most.
    """
  public let restsOn: [any Claim.Type] = [Definition4_1_Features.self]

  private static func distance(of quantity: Quantity) -> Quantity {
    .distance(of: quantity, between: Arm(.coarse, frame: .rotated), and: .coarse)
  }

  private let easy = Self.distance(of: .error(on: .easy))
  private let hard = Self.distance(of: .error(on: .hard))
  private let common = Self.distance(of: .observed(.commonWeight))

  public var statement: [Clause] {
    Given(labels: .coarse)
    WithHighProbability {
      Conclude(easy, is: .negligible)
      Conclude(hard, is: .negligible)
      Conclude(common, is: .negligible)
    }
  }

  public var standIn: StandIn {
    StandIn(
      regime: .loud,
      axis: .dense,
      window: Window(
        .steps(32), readFrom: .end,
        because:
          "weights have grown far beyond their initial size by then, and errors are neither 0 nor 1: a difference would show"
      ),
      materialities: [
        Materiality(
          of: easy, tolerance: 0.25,
          because: "two runs of one seed differ by up to 0.15, as seen with exploratory seeds"),
        Materiality(
          of: hard, tolerance: 0.2,
          because: "two runs of one seed differ by up to 0.09, as seen with exploratory seeds"),
        Materiality(
          of: common, tolerance: 0.75,
          because:
            "a mean over about eight lucky neurons; two runs of one seed differ by up to 0.57, as seen with exploratory "
            + "seeds"),
      ])
  }

  public var controls: [Control] {
    Control(
      "rotated data, old dictionary", refutes: common,
      because: "weights grow along the features of the data, which the old dictionary does not hold",
      changing: Arm(.coarse, frame: .rotated)
    ) {
      $0.frame = .standard
      $0.fault = .rotatedDataOnly
    }
  }
}
