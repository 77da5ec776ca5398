import ClaimKit
import MultiViewClaims

/// A new head on frozen neurons reads the rare features that fine pretraining taught.
public struct FrozenFeaturesKeepTheGap: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Abstract: pretraining on fine labels, followed by fine-tuning on coarse ones", .reconstructed,
    remark: """
      The abstract describes the practice and the outcome. The new head, the frozen neurons and the number of samples \
      are reconstructed. With FullFinetuningForgets, this claim replaces FinetuningKeepsRareFeatures. There, outputs \
      were regrouped by superclass, which solved the task before the first step, so fine-tuning had nothing to learn.
      """)
  public let title =
    "On frozen neurons, a new head does better on hard samples after fine pretraining than after coarse"
  public let says = """
    A network is pretrained, its neurons are frozen, and a new linear head is trained on a fixed set of easy samples \
    with coarse labels, ln d for each subclass. The error on hard samples is Ω(1) after coarse pretraining, and exceeds \
    that after fine pretraining by Ω(1).
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1.self, Theorem5_2.self, SamplesPerClass.self]
  public let caveat = """
    That the error after fine pretraining is o(1) is not claimed. The new head adds up the responses of all k_y heads of \
    a superclass to a distractor, and only one head answers to the rare feature. In 20 exploratory runs at d = 256 its \
    mean error was 0.005, and no decay with d was seen. With k_y = (ln d)²/2 and λ = 16 it was 0 at d = 64, 0.02 at \
    d = 256 and 0.08 in one run at d = 1024. The largest head, by which Theorem 5.2 reads the network, adds up nothing. \
    Nor do a few samples suffice: with 2 ln d in all, fewer than subclasses, the mean error was 0.09 at d = 256.
    """

  private static let coarse = Arm(.coarse, then: .frozen(samplesPerSubclass: .log))
  private static let fine = Arm(.fine, then: .frozen(samplesPerSubclass: .log))

  private let afterCoarse = Quantity.under(Self.coarse, .error(on: .hard))
  private let gap = Quantity.difference(of: .error(on: .hard), under: Self.coarse, minus: Self.fine)

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Given("fine-tuning trains a new linear head on the outputs of frozen heads")
    Conclude(afterCoarse, is: .bigOmega(1))
    Conclude(gap, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .wideBatch,
      axis: .finetuning,
      window: .finetuning,
      materialities: [
        Materiality(of: afterCoarse, 0.05, because: "the same bound as in Theorem 5.1"),
        Materiality(of: gap, 0.05, because: "the same bound as in the gap between Theorems 5.1 and 5.2"),
      ])
  }

  public var controls: [Control] {
    Control(
      "no distractors", refutes: afterCoarse,
      because: "without distractors even the weak response to a rare feature decides a hard sample rightly",
      changing: Self.coarse
    ) {
      $0.regime = .withoutDistractors
    }
    Control(
      "fine against fine", refutes: gap, because: "two networks pretrained alike have no gap; their seeds differ",
      changing: Self.coarse
    ) {
      $0.labels = .fine
      $0.seedOffset = 500
    }
  }
}
