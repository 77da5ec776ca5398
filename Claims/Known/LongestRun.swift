import ClaimKit

/// A textbook theorem: the longest run of heads in n throws of a coin has length Θ(ln n).
public struct LongestRun: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Erdős and Rényi 1970: the longest run of heads", .known,
    remark: """
      The longest run divided by log₂ n tends to 1 almost surely. It is stated from memory; the wording and every \
      number are ours.
      """)
  public let title = "The longest run of heads in n throws has length Θ(ln n)"
  public let says = """
    A fair coin is thrown n times. The longest run of heads without a tail in between has length Θ(ln n).
    """

  public let caveat = """
    The mean length is log₂ n − 0.67, which LongestRunCurve claims. Divided by ln n it still grows on these scales.
    """

  static let length = Observable("length", "longest run of heads", .positive, isOfRun: true)

  /// Draws runs of heads, each ended by a tail, until n throws are made.
  static let experiment = SwiftExperiment(
    "longestRun", version: "2", settings: ["coin": "fair", "longest": 0, "times": 1],
    ranges: ["longest": 0...1000, "times": 1...100], words: ["coin": ["fair", "sticky"]],
    meanings: [
      "coin": "fair, or sticky for heads with probability 1 − 1/√n",
      "times": "number of times that n throws are made; the mean length is read",
      "longest": "number of heads after which a tail is forced; 0 for never",
    ], observables: [length], work: { 10 * Double($0) }
  ) { run in
    let throwCount = run.scale
    let heads = try run.word("coin") == "sticky" ? 1 - 1 / Double(throwCount).squareRoot() : 0.5
    let limit = try run.number("longest")
    let rate = SameBits.log(heads)
    let times = Int(try run.number("times"))
    var sum = 0
    for _ in 0..<times {
      var (thrown, longest) = (0, 0)
      while thrown < throwCount {
        // A run of at least j heads has the probability heads^j.
        let drawn = SameBits.log(run.random.uniform()) / rate
        let bounded = limit > 0 ? min(limit, drawn) : drawn
        let length = Int(min(Double(throwCount - thrown), bounded))
        longest = max(longest, length)
        thrown += length + 1
      }
      sum += longest
    }
    try run.read(Double(sum) / Double(times), as: "length")
  }

  public var statement: [Clause] {
    Given("the n throws are independent, and heads has probability 1/2")
    Conclude(.observed(Self.length), is: .bigTheta(Law(.log, of: "n")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of throws",
        [
          .quick: [6, 8, 10, 12, 14, 16].map { 1 << $0 }, .standard: [8, 10, 12, 14, 16, 18, 20].map { 1 << $0 },
          .deep: [8, 10, 12, 14, 16, 18, 20, 22, 24].map { 1 << $0 },
        ],
        because: "ln n changes by a factor of 2.5 at least"),
      window: .once(because: "the throws are read once"),
      materialities: [
        Materiality(
          of: .observed(Self.length), slope: 0.5, band: 2,
          because: "a slope of 0.5 is half-way from ln n to a constant and to ln² n; the band is the default")
      ])
  }

  public var controls: [Control] {
    Control(
      "a tail after every sixth head", refutes: .observed(Self.length), because: "no run is longer than six"
    ) {
      $0["longest"] = 6
    }
    Control(
      "a sticky coin", refutes: .observed(Self.length),
      because: "runs have a mean length of √n, and the longest one is longer"
    ) {
      $0["coin"] = "sticky"
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.length), is: .bigO(.one),
        by: Materiality(
          of: .observed(Self.length), slope: 0.05, band: 2,
          because: "the default band; a slope of 0.05 is the default, too"),
        because: "the longest run grows like ln n, by about 2 whenever n is multiplied by four")
    ]
  }
}
