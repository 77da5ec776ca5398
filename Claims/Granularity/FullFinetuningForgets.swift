import ClaimKit
import MultiViewClaims

/// Fine-tuning all weights on coarse labels undoes what fine pretraining taught about hard samples.
public struct FullFinetuningForgets: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Reviewers' question: does fine-tuning train the whole network?", .chosen,
    remark: """
      The abstract says that pretraining on fine labels is followed by fine-tuning on coarse ones, not which weights \
      move. The answer for this model is ours. With FrozenFeaturesKeepTheGap, this claim replaces \
      FinetuningKeepsRareFeatures, which said the opposite of a fine-tuning that had nothing to learn.
      """)
  public let title = "Fine-tuning all weights on coarse labels undoes what fine pretraining taught about hard samples"
  public let says = """
    A network is pretrained on fine labels. A new linear head and all hidden neurons are then trained on a fixed set of \
    easy samples with coarse labels. The error on hard samples is Ω(1), and exceeds the error with frozen neurons by \
    Ω(1). What it stays below the error after coarse pretraining is o(1). Yet the trained neurons move by o(1) of their \
    squared norm.
    """
  public let restsOn: [any Claim.Type] = [FrozenFeaturesKeepTheGap.self, Theorem5_1.self]
  public let caveat = """
    Fine-tuning lasts as long as pretraining and has its step size. A shorter one, or smaller steps, move the neurons \
    less and forget less: by exploratory seeds at d = 256, the mean error is 0.38 after 16 of the 64 steps and 0.96 at \
    their end. The common feature is in every easy sample, so the neurons of all k_y heads of a superclass grow along \
    it together; each rare feature is in 1/k_y of the samples, as in coarse pretraining.
    """

  private static let coarse = Arm(.coarse, then: .full(samplesPerSubclass: .log))
  private static let fine = Arm(.fine, then: .full(samplesPerSubclass: .log))
  private static let frozen = Arm(.fine, then: .frozen(samplesPerSubclass: .log))

  private let error = Quantity.under(Self.fine, .error(on: .hard))
  private let lost = Quantity.difference(of: .error(on: .hard), under: Self.fine, minus: Self.frozen)
  private let left = Quantity.difference(of: .error(on: .hard), under: Self.coarse, minus: Self.fine)
  private let motion = Quantity.under(Self.fine, .observed(.hiddenMotion))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Given("fine-tuning trains a new linear head and all hidden neurons")
    Conclude(error, is: .bigOmega(1))
    Conclude(lost, is: .bigOmega(1))
    Conclude(left, is: .littleO(1))
    Conclude(motion, is: .littleO(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .wideBatch,
      axis: .finetuning,
      window: .finetuning,
      materialities: [
        Materiality(of: error, 0.05, because: "the same bound as in Theorem 5.1"),
        Materiality(of: lost, 0.05, because: "the same bound as in the gap between Theorems 5.1 and 5.2"),
        Materiality(of: left, 0.05, because: "the same bound as in the gap between Theorems 5.1 and 5.2"),
        Materiality(
          of: motion, shareOfFirst: 0.5,
          because: "a motion has no natural unit, so the test is whether it at least halves"),
      ])
  }

  public var controls: [Control] {
    Control(
      "frozen neurons", refutes: error, because: "frozen neurons forget nothing", changing: Self.fine
    ) {
      $0.head = .frozen(samplesPerSubclass: .log)
    }
    Control(
      "frozen against frozen", refutes: lost,
      because: "two networks whose neurons are both frozen differ by their seeds alone", changing: Self.fine
    ) {
      $0.head = .frozen(samplesPerSubclass: .log)
      $0.seedOffset = 500
    }
    Control(
      "frozen neurons in both arms", refutes: left,
      because: "with frozen neurons the new head does better after fine pretraining at every d"
    ) {
      $0.head = .frozen(samplesPerSubclass: .log)
    }
    Control(
      "coarse labels in pretraining", refutes: motion,
      because: "few neurons then carry the common feature, so they have to move as far at every d", changing: Self.fine
    ) {
      $0.labels = .coarse
    }
  }
}
