import ClaimKit
import MultiViewClaims

/// Fine-tuning on coarse labels keeps the rare features that pretraining on fine labels taught.
public struct FinetuningKeepsRareFeatures: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Abstract: pretraining on fine labels, followed by fine-tuning on coarse ones", .reconstructed,
    remark: """
      The abstract describes the practice and the outcome. How fine-tuning starts, with hidden neurons regrouped by \
      superclass, and how long it lasts are reconstructed.
      """)
  public let title = "Fine-tuning on coarse labels keeps the rare features that fine pretraining taught"
  public let says = """
    After pretraining on fine labels and fine-tuning on coarse labels, the error on hard samples is o(1). Coarse \
    training with the same total number of samples has an error on hard samples that exceeds it by Ω(1).
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1.self, Theorem5_2.self]

  private let kept = Quantity.under(.fine, .error(on: .hard))
  private let gap = Quantity.difference(of: .error(on: .hard), under: .coarse, minus: .fine)

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .start, to: .poly(.d)) {
      Conclude(kept, is: .littleO(1))
      Conclude(gap, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    StandIn(
      regime: .smallInit,
      window: Window(
        .steps(64), thenFinetuning: 64, readFrom: .firstStep,
        because: "long enough for fine labels to solve hard samples; fine-tuning has as many steps to undo it"),
      materialities: [
        Materiality(of: kept, 0.05, because: "the same bound as in Theorem 5.2"),
        Materiality(of: gap, 0.05, because: "the same bound as in the gap between Theorems 5.1 and 5.2"),
      ])
  }

  public var controls: [Control] {
    Control(
      "random labels in pretraining", refutes: kept,
      because: "as many labels that say nothing teach no rare feature for fine-tuning to keep", changing: .fine
    ) {
      $0.labels = .random
    }
    Control(
      "fine against fine", refutes: gap, because: "two networks pretrained alike have no gap; their seeds differ",
      changing: .coarse
    ) {
      $0.labels = .fine
      $0.seedOffset = 500
    }
  }
}
