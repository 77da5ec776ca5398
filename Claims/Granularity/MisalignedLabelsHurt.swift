import ClaimKit
import MultiViewClaims

/// Labels that mix the superclasses do worse than labels that keep them apart.
public struct MisalignedLabelsHurt: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Summary: benefits when the label space is well aligned with the downstream task", .chosen,
    remark: """
      The misaligned map pairs one subclass of each superclass. This map is ours, and so is reading the network by a \
      probe.
      """)
  public let title = "On easy samples, misaligned labels do worse than aligned ones of the same granularity"
  public let says = """
    Misaligned labels are k_y labels that each pair a subclass of one superclass with a subclass of the other. Under \
    them the error on easy samples exceeds by Ω(1) that under k_y labels that pair subclasses of one superclass.
    """
  public let caveat = """
    All networks are read in the same way, by a logistic regression on head outputs, because misaligned heads belong \
    to no superclass. The regression is fitted on easy samples. The error on hard samples is not compared: this probe \
    relies on common features and errs on many hard samples under aligned pairs too. The claim does not cover \
    information in hidden neurons that the outputs of their heads do not show. An earlier version compared with fine \
    labels too. That conclusion had the same numbers, as easy samples are never answered wrongly under either kind of \
    aligned labels.
    """

  private static let misaligned = Arm(.misaligned)
  private static let pairs = Arm(.pairs)

  private let easy = Quantity.difference(of: .error(on: .easy, by: .probe), under: Self.misaligned, minus: Self.pairs)

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Conclude(easy, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .evenSubclasses,
      window: Window(
        .steps(64), readFrom: .end,
        because: "long enough for aligned labels to solve easy samples and, read by the largest head, hard ones"),
      materialities: [
        Materiality(of: easy, 0.05, because: "the materiality of the errors that Theorems 5.1 and 5.2 compare")
      ])
  }

  public var controls: [Control] {
    Control(
      "the aligned map", refutes: easy,
      because: "aligned labels, with seeds of their own, do as well as aligned labels",
      changing: Self.misaligned
    ) {
      $0.labels = .pairs
      $0.seedOffset = 500
    }
  }
}
