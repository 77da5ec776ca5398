import ClaimKit

/// A textbook theorem: a collector of n coupons draws n·H_n times on average.
public struct CouponCollectorMean: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Erdős and Rényi 1961: the coupon collector", .known,
    remark: """
      The mean number of draws is n·H_n with H_n = 1 + 1/2 + … + 1/n. It is stated from memory; the wording and every \
      number are ours.
      """)
  public let title = "A collector of n coupons draws n·H_n times on average"
  public let says = """
    Coupons are drawn one by one, each uniformly from n kinds, until every kind was seen. The mean number of draws is \
    n·H_n.
    """

  public var statement: [Clause] {
    Given("every kind of coupon is drawn with probability 1/n, independently of the draws before")
    Conclude(.observed(CouponCollector.draws), is: .equals(Law(predicted: "n·H_n")))
  }

  public var standIn: StandIn {
    StandIn(
      of: CouponCollector.experiment,
      axis: .scale(
        "n", "number of kinds of coupons",
        [
          .quick: [8, 9, 10, 11, 12].map { 1 << $0 }, .standard: [8, 9, 10, 11, 12, 13].map { 1 << $0 },
          .deep: [8, 9, 10, 11, 12, 13, 14, 15, 16].map { 1 << $0 },
        ],
        because: "below n = 2^8 the mean of 32 runs is not known within the tolerance"),
      window: .once(because: "a collection is read once, when it is complete"),
      materialities: [
        Materiality(
          of: .observed(CouponCollector.draws), curveWithinShare: 0.25,
          of: Rule("n·H_n", because: "the sum of the mean waiting times for a new kind") { context in
            context.d * (1...Int(context.d)).reduce(0) { $0 + 1 / Double($1) }
          },
          because: "little more than half of the 44 % by which the base of the logarithm would change the mean")
      ])
  }

  public var controls: [Control] {
    Control(
      "half of the kinds are enough", refutes: .observed(CouponCollector.draws),
      because: "about n ln 2 draws suffice"
    ) {
      $0["share"] = 0.5
    }
    Control(
      "one kind is rare", refutes: .observed(CouponCollector.draws),
      because: "a kind of probability n^(−3/2) takes about n^(3/2) draws"
    ) {
      $0["coupons"] = "oneRare"
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(CouponCollector.draws), is: .equals(Law(predicted: "n·log₂ n")),
        by: Materiality(
          of: .observed(CouponCollector.draws), curveWithinShare: 0.25,
          of: Rule("n·log₂ n", because: "the wrong base of the logarithm") { $0.d * $0.L / SameBits.log(2) },
          because: "as for the true form"),
        because: "the logarithm is the natural one; base 2 is 44 % too much in the limit")
    ]
  }
}
