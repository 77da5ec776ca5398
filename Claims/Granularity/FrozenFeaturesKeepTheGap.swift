import ClaimKit
import MultiViewClaims

/// A new head on frozen neurons reads the rare features that fine pretraining taught, if it sees every subclass.
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
  public let title = "On frozen neurons, a new head does better after fine pretraining, if it sees every subclass"
  public let says = """
    A network is pretrained, its neurons are frozen, and a new linear head is trained on a fixed set of N easy samples \
    with coarse labels. With ln d samples per subclass, the error on hard samples is Ω(1) after coarse pretraining, and \
    exceeds that after fine pretraining by Ω(1). With one sample per subclass, it is Ω(1) even after fine pretraining.
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1.self, Theorem5_2.self, SamplesPerClass.self]
  public let caveat = """
    Whether the error after fine pretraining is o(1) is not claimed. The new head adds up the responses of all k_y \
    heads of a superclass. Each of them responds a little to the distractor, and only one to the rare feature. By \
    exploratory seeds the mean error is 0 at d = 64, 0.02 at d = 256 and about 0.06 at d = 1024. The largest head, by \
    which Theorem 5.2 reads the network, does not add up.
    """

  private static let coarse = Arm(.coarse, then: .frozen(samplesPerSubclass: .log))
  private static let fine = Arm(.fine, then: .frozen(samplesPerSubclass: .log))
  private static let few = Arm(.fine, then: .frozen(samplesPerSubclass: .one))

  private let afterCoarse = Quantity.under(Self.coarse, .error(on: .hard))
  private let gap = Quantity.difference(of: .error(on: .hard), under: Self.coarse, minus: Self.fine)
  private let afterFew = Quantity.under(Self.few, .error(on: .hard))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Given("fine-tuning trains a new linear head on the outputs of frozen heads")
    Conclude(afterCoarse, is: .bigOmega(1))
    Conclude(gap, is: .bigOmega(1))
    Conclude(afterFew, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .wideBatch,
      axis: .finetuning,
      window: .finetuning,
      materialities: [
        Materiality(of: afterCoarse, 0.05, because: "the same bound as in Theorem 5.1"),
        Materiality(of: gap, 0.05, because: "the same bound as in the gap between Theorems 5.1 and 5.2"),
        Materiality(of: afterFew, 0.05, because: "the same bound, so that the three can be compared"),
      ])
  }

  public var controls: [Control] {
    Control(
      "two subclasses", refutes: afterCoarse,
      because: "with two subclasses coarse labels teach the rare features, and the new head keeps them",
      changing: Self.coarse
    ) {
      $0.regime = Regime.wideBatch.varied(
        as: "wideBatchConstantK", "As wideBatch, with two subclasses.",
        [.k: .constant(2, because: "below the crossing k ≈ s/(s†ι†)")])
    }
    Control(
      "fine against fine", refutes: gap, because: "two networks pretrained alike have no gap; their seeds differ",
      changing: Self.coarse
    ) {
      $0.labels = .fine
      $0.seedOffset = 500
    }
    Control(
      "many samples in place of few", refutes: afterFew,
      because: "with ln d samples per subclass, only a share 1/d of the subclasses is missed", changing: Self.few
    ) {
      $0.head = .frozen(samplesPerSubclass: .log)
    }
  }
}
