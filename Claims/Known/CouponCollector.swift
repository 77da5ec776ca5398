import ClaimKit

/// A textbook theorem: a collector of n coupons draws Θ(n ln n) times.
public struct CouponCollector: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Erdős and Rényi 1961: the coupon collector", .known,
    remark: """
      The number of draws has mean n·H_n, and divided by n ln n it tends to 1 in probability. It is \
      stated from memory; the wording and every number are ours.
      """)
  public let title = "A collector of n coupons draws Θ(n ln n) times"
  public let says = """
    Coupons are drawn one by one, each uniformly from n kinds, until every kind was seen. The number of draws is \
    Θ(n ln n).
    """

  public let caveat = """
    The mean is n·H_n, and H_n/ln n falls to 1 so slowly that the runs see it fall. The claim was supported until the \
    procedure asked whether the ratio to n ln n surely changes, and is open now. The slope of the logarithm of the ratio \
    is 0.016 per unit of ln(n ln n): far within the tolerance, but surely not 0.
    """

  static let draws = Observable("draws", "number of draws", .positive, isOfRun: true)

  /// Draws coupons until a share of the kinds was seen; the kind 0 can be made rare.
  static let experiment = SwiftExperiment(
    "couponCollector", version: "1", settings: ["share": 1, "coupons": "equal"],
    ranges: ["share": 0...1], words: ["coupons": ["equal", "oneRare"]],
    meanings: [
      "share": "share of the kinds that must be seen",
      "coupons": "equal, or oneRare for one kind that comes √n times less often",
    ], observables: [draws], work: { 50 * Double($0) }
  ) { run in
    let kinds = run.scale
    // A drawn coupon of the kind 0 is kept with this probability, and otherwise drawn again.
    let kept = try run.word("coupons") == "oneRare" ? 1 / Double(kinds).squareRoot() : 1
    var isSeen = [Bool](repeating: false, count: kinds)
    var missing = Int((try run.number("share") * Double(kinds)).rounded(.up))
    var draws = 0
    while missing > 0 {
      let kind = run.random.index(below: kinds)
      if kind == 0, kept < 1, run.random.uniform() > kept { continue }
      draws += 1
      if !isSeen[kind] {
        isSeen[kind] = true
        missing -= 1
      }
    }
    try run.read(Double(draws), as: "draws")
  }

  public var statement: [Clause] {
    Given("every kind of coupon is drawn with probability 1/n, independently of the draws before")
    Conclude(.observed(Self.draws), is: .bigTheta(Law(.d * .log, of: "n")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of kinds of coupons",
        [
          .quick: (4...12).map { 1 << $0 }, .standard: (4...13).map { 1 << $0 }, .deep: (4...16).map { 1 << $0 },
        ],
        because: "ln n must change by a factor of at least three, or n ln n could not be told from n"),
      window: .once(because: "a collection is read once, when it is complete"),
      materialities: [
        Materiality(
          of: .observed(Self.draws), slope: 0.05, band: 2,
          because: """
            the law n departs from n ln n by a slope of 1/(1 + ln n), which is 0.083 at n = 2^16 and larger before; \
            0.05 tells the two apart, and the band is the default
            """)
      ])
  }

  public var controls: [Control] {
    Control(
      "half of the kinds are enough", refutes: .observed(Self.draws),
      because:
        "at least every other draw is of a missing kind until half of the kinds were seen: about n ln 2 draws suffice"
    ) {
      $0["share"] = 0.5
    }
    Control(
      "one kind is rare", refutes: .observed(Self.draws),
      because: "a kind of probability n^(−3/2) takes about n^(3/2) draws, which is more than n ln n"
    ) {
      $0["coupons"] = "oneRare"
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.draws), is: .bigO(Law(.d, of: "n")),
        by: Materiality(of: .observed(Self.draws), slope: 0.05, band: 2, because: "as for the true form"),
        because: "the number of draws divided by n grows like ln n")
    ]
  }
}
