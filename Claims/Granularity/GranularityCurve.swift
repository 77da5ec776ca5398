import ClaimKit
import MultiViewClaims

/// With a fixed budget of samples and steps, hard-sample error against the number of labels is U-shaped.
public struct GranularityCurve: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Summary: benefit of finer labels, and failure under extreme granularity", .chosen,
    remark: """
      The summary reports a U-shaped curve for ResNet34 on iNaturalist 2021. Whether the model of Definitions 4.1–4.4 \
      has one, and in which regime, is our question. Nothing here reproduces a published number.
      """)
  public let title = "Hard-sample error falls from coarse to fine labels and rises again when labels are finer still"
  public let says = """
    The training set and the number of passes over it are fixed. As labels grow in number, the hard-sample error \
    falls and then rises again. The error under coarse labels exceeds that under groups of subclasses by Ω(1). The \
    error under groups exceeds that under fine labels by Ω(1). On the other side, two more errors exceed that under \
    fine labels by Ω(1). One is the error under n labels, which cut subclasses at random, as n grows. The other is \
    the error under one label per sample.
    """
  public let restsOn: [any Claim.Type] = [RareResponseCoarse.self, RareResponseFine.self]
  public let caveat = """
    The scale is the number n of labels, at one small d, and only split labels depend on n. For the gaps without split \
    labels, the scales are repetitions with other seeds. Their Ω(1) says only that they exceed the materiality at this \
    d. Split labels have n ≤ N = 256, and N is fixed, so n cannot grow beyond the last scale. The budget is scarce on \
    purpose: two full-batch steps, with weights of the order of their initial thresholds. With the small initial \
    weights of the standard regime, exploration found no harm from labels finer than the features. There, any label \
    teaches weights far above those present by chance. The scarce resource is steps, not samples: four times as many \
    steps on the same samples undo the harm. Two labels per subclass do no harm, and four do hardly any. The rise \
    beyond fine labels shows only that each label must be seen often enough for its weights to outgrow initialisation. \
    It shows nothing about label noise or memorisation. The claim was supported until the procedure asked that means \
    which rise be surely above the materiality at each of the top three scales. The gap of split labels is not, so the \
    claim is open now.
    """

  private static let merged = Arm(.merged(into: 2))
  private static let split = Arm(.splitByScale)
  private static let instance = Arm(.instance)

  private let first = Quantity.difference(of: .error(on: .hard), under: .coarse, minus: merged)
  private let second = Quantity.difference(of: .error(on: .hard), under: merged, minus: .fine)
  private let third = Quantity.difference(of: .error(on: .hard), under: Self.split, minus: .fine)
  private let fourth = Quantity.difference(of: .error(on: .hard), under: Self.instance, minus: .fine)

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Given("N and the number of steps are fixed, whatever the labels; the number n of labels grows up to N")
    Conclude(first, is: .bigOmega(1))
    Conclude(second, is: .bigOmega(1))
    Conclude(third, is: .bigOmega(1))
    Conclude(fourth, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .scarce,
      axis: .labels,
      window: Window(
        .steps(2), readFrom: .end,
        because: "with fewer steps even fine labels fail on hard samples; with many more, all labels solve them"),
      materialities: [
        Materiality(of: first, 0.05, because: "the materiality of the errors that Theorems 5.1 and 5.2 compare"),
        Materiality(of: second, 0.05, because: "the same for every gap of the curve"),
        Materiality(of: third, 0.05, because: "the same for every gap of the curve"),
        Materiality(of: fourth, 0.05, because: "the same for every gap of the curve"),
      ])
  }

  public var companions: [Arm] {
    [
      Arm(.split(into: 2)), Arm(.split(into: 4)), Arm(.split(into: 8)), Arm(.misaligned), Arm(.randomized(into: 2)),
      .random,
    ]
  }

  public var controls: [Control] {
    Control(
      "fine labels for coarse ones", refutes: first,
      because: "fine labels err less often than labels of groups, so the gap has the other sign", changing: .coarse
    ) {
      $0.labels = .fine
      $0.seedOffset = 500
    }
    Control(
      "fine labels for one label per sample", refutes: fourth,
      because: "two networks under fine labels have no gap, though their seeds differ", changing: Self.instance
    ) {
      $0.labels = .fine
      $0.seedOffset = 500
    }
    Control(
      "four times the budget", refutes: third,
      because: "once every sample has been seen often enough, even many labels per subclass teach the rare features"
    ) {
      $0.window = Window(.steps(8), readFrom: .end, because: "four times as many passes over the training set")
    }
    Control(
      "fine labels for groups", refutes: second,
      because: "two networks under fine labels have no gap, though their seeds differ", changing: Self.merged
    ) {
      $0.labels = .fine
      $0.seedOffset = 500
    }
  }
}
