import ClaimKit
import MultiView

/// Pretraining on random labels teaches no rare features.
public struct RandomLabelsTeachNothing: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Summary: a label space that is not aligned with the task does not help", .chosen,
    remark:
      "Random labels, as the extreme of misalignment, and fine-tuning as the way to read a superclass off them are ours."
  )
  public let title = "Random labels, few or many, leave the hard samples unsolved"
  public let says = """
    After pretraining on labels drawn independently of the input, whether 2 or 2k_y of them, and fine-tuning on coarse \
    labels, the error on hard samples is Ω(1), as it is after coarse training throughout.
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1.self]
  public let caveat = """
    Read literally, “no better than coarse training” fails here: coarse training is fooled by distractors nearly \
    always, worse than guessing, while networks pretrained on random labels err less often than guessing would: at the \
    standard profile in a mean of 0.438 over all d after 2 labels, and of 0.364 [0.294, 0.438] at d = 1024 after 2k_y. \
    What was seen is that neither solves hard samples in the mean over runs, which is what the claim is about. Single \
    networks may: after 2k_y labels 23 of 160 err on less than a tenth of the hard samples. A probe on the outputs of \
    random heads, without fine-tuning, is not decided on: at small d it can read rare features off untrained neurons, \
    which no label has taught.
    """

  private let few = Quantity.under(Arm(.randomized(into: 2)), .error(on: .hard))
  private let many = Quantity.under(.random, .error(on: .hard))
  private let coarse = Quantity.under(.coarse, .error(on: .hard))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Given("pretraining labels independent of the input, then fine-tuning on coarse labels")
    Conclude(few, is: .omega(1))
    Conclude(many, is: .omega(1))
    Conclude(self.coarse, is: .omega(1))
  }

  public var instance: Instance {
    Instance(
      regime: .smallInit,
      window: Window(
        .steps(64), thenFinetuning: 64, readFrom: .end,
        because: "as long as it takes fine labels to solve hard samples, and as long again for fine-tuning"),
      materialities: [
        Materiality(of: few, 0.05, because: "the same bound as in Theorem 5.1, which the claim refers to"),
        Materiality(of: many, 0.05, because: "the same bound, so that the three can be compared"),
        Materiality(of: coarse, 0.05, because: "the same bound, so that the three can be compared"),
      ])
  }

  public var controls: [Control] {
    Control(
      "fine labels", refutes: many, because: "fine labels teach what fine-tuning then keeps", changing: .random
    ) {
      $0.labels = .fine
    }
  }
}
