import ClaimKit
import MultiViewClaims

/// Rotating the dictionary does not change the mean errors (model.md §4).
public struct RotationInvariance: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Rotation invariance of initialisation and noise", .chosen,
    remark: "This claim justifies training in the coordinates of the features.")
  public let title = "A rotated dictionary changes no error in the mean over runs"
  public let says = """
    Initialisation and noise are rotation invariant. Training with a dictionary rotated at random gives the same \
    errors, in the mean over runs, as training in the features' own coordinates.
    """
  public let caveat = """
    In each run the two networks are different random draws, so single runs differ, and only means are compared. An \
    earlier version compared single runs, with tolerances about ten times as large. It also compared the weights \
    ⟨w, v_y⟩. In loud noise these fall with d, and so does any difference between them: that conclusion would hold for \
    wrong dictionaries too. The loss is not compared, because at a fixed time it varies most.
    """
  public let restsOn: [any Claim.Type] = [Definition4_1_Features.self]

  private static let rotated = Arm(.coarse, frame: .rotated)

  private static func difference(of quantity: Quantity) -> Quantity {
    .difference(of: quantity, under: Self.rotated, minus: .coarse)
  }

  private let easy = Self.difference(of: .error(on: .easy))
  private let hard = Self.difference(of: .error(on: .hard))

  public var statement: [Clause] {
    Given(labels: .coarse)
    Conclude(easy, is: .littleO(1))
    Conclude(hard, is: .littleO(1))
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
        Materiality(of: easy, 0.025, because: Self.half),
        Materiality(of: hard, 0.025, because: Self.half),
      ])
  }

  private static let half =
    "half of 0.05, the materiality of the theorems that are run in the features' own coordinates"

  public var controls: [Control] {
    Control(
      "labels shuffled in the rotated frame", refutes: easy,
      because: "the rotated arm then learns nothing, and guesses", changing: Self.rotated
    ) {
      $0.fault = .labelsShuffled
    }
    Control(
      "a common patch left in hard samples of the rotated frame", refutes: hard,
      because: "the two arms then answer different questions", changing: Self.rotated
    ) {
      $0.fault = .commonPatchInHardSamples
    }
  }
}
