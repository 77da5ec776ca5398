import ClaimKit
import MultiViewClaims

/// Pretraining on random labels teaches no rare features.
public struct RandomLabelsTeachNothing: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Summary: a label space that is not aligned with the task does not help", .chosen,
    remark: """
      Random labels are our choice of an extreme misalignment. Fine-tuning, which lets these networks answer with a \
      superclass, is also our choice.
      """)
  public let title = "After pretraining on random labels, few or many, a constant share of hard samples stays wrong"
  public let says = """
    Pretraining uses labels drawn independently of the input, either 2 or 2k_y of them. After fine-tuning on coarse \
    labels, the error on hard samples is Ω(1).
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1.self]
  public let caveat = """
    Read literally, “no better than coarse training” is false here. After coarse training, distractors mislead the \
    network on nearly every hard sample, which is worse than guessing. Networks pretrained on random labels err less \
    often than guessing would. At the standard profile their mean error is 0.438 over all d after 2 labels, and 0.364 \
    [0.294, 0.438] at d = 1024 after 2k_y labels. The claim is about the mean over runs, and in the mean neither \
    solves hard samples. Single networks may: after 2k_y labels, 23 of 160 err on less than a tenth of the hard \
    samples. The claim does not cover a probe on the outputs of random heads without fine-tuning. At small d such a \
    probe can read rare features off untrained neurons, although no label taught them.
    """

  private let few = Quantity.under(Arm(.randomized(into: 2)), .error(on: .hard))
  private let many = Quantity.under(.random, .error(on: .hard))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Given("pretraining labels independent of the input, then fine-tuning on coarse labels")
    Conclude(few, is: .bigOmega(1))
    Conclude(many, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .smallInit,
      window: Window(
        .steps(64), thenFinetuning: 64, readFrom: .end,
        because: "long enough for fine labels to solve hard samples; fine-tuning has as many steps"),
      materialities: [
        Materiality(of: few, 0.05, because: "the same bound as in Theorem 5.1, which the claim refers to"),
        Materiality(of: many, 0.05, because: "the same bound, so that the two can be compared"),
      ])
  }

  public var controls: [Control] {
    Self.fineLabels(few, in: Arm(.randomized(into: 2)))
    Self.fineLabels(many, in: .random)
  }

  private static func fineLabels(_ error: Quantity, in arm: Arm) -> Control {
    Control(
      "fine labels in place of \(arm.text)", refutes: error,
      because: "fine labels teach what fine-tuning then keeps", changing: arm
    ) {
      $0.labels = .fine
    }
  }
}
