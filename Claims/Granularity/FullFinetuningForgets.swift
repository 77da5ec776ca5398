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
    easy samples with coarse labels, ln d for each subclass. The error on hard samples is Ω(1), and exceeds that with \
    frozen neurons by Ω(1). Yet the trained neurons move by less of their squared norm than after coarse pretraining, \
    and the difference is Ω(1).
    """
  public let restsOn: [any Claim.Type] = [FrozenFeaturesKeepTheGap.self, Theorem5_1.self]
  public let caveat = """
    Fine-tuning lasts as long as pretraining and has its step size. A shorter one moves the neurons less and forgets \
    less. The common feature is in every easy sample, so the neurons of all k_y heads of a superclass grow along it \
    together; each rare feature is in 1/k_y of the samples, as in coarse training.
    """

  private static let coarse = Arm(.coarse, then: .full(samplesPerSubclass: .log))
  private static let fine = Arm(.fine, then: .full(samplesPerSubclass: .log))
  private static let frozen = Arm(.fine, then: .frozen(samplesPerSubclass: .log))

  private let error = Quantity.under(Self.fine, .error(on: .hard))
  private let lost = Quantity.difference(of: .error(on: .hard), under: Self.fine, minus: Self.frozen)
  private let spared = Quantity.difference(of: .observed(.hiddenMotion), under: Self.coarse, minus: Self.fine)

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Given("fine-tuning trains a new linear head and all hidden neurons")
    Conclude(error, is: .bigOmega(1))
    Conclude(lost, is: .bigOmega(1))
    Conclude(spared, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .wideBatch,
      axis: .finetuning,
      window: .finetuning,
      materialities: [
        Materiality(of: error, 0.05, because: "the same bound as in Theorem 5.1"),
        Materiality(of: lost, 0.05, because: "the same bound as in the gap between Theorems 5.1 and 5.2"),
        Materiality(
          of: spared, 0.05, because: "a twentieth of the squared norm, as a twentieth of the samples for errors"),
      ])
  }

  public var controls: [Control] {
    Control(
      "no distractors", refutes: error,
      because: "without distractors nothing speaks against the rare feature, however weak it has become",
      changing: Self.fine
    ) {
      $0.regime = .withoutDistractors
    }
    Control(
      "frozen against frozen", refutes: lost,
      because: "two networks whose neurons are both frozen differ by their seeds alone", changing: Self.fine
    ) {
      $0.head = .frozen(samplesPerSubclass: .log)
      $0.seedOffset = 500
    }
    Control(
      "coarse against coarse", refutes: spared,
      because: "two networks pretrained alike move alike; their seeds differ", changing: Self.fine
    ) {
      $0.labels = .coarse
      $0.seedOffset = 500
    }
  }
}
