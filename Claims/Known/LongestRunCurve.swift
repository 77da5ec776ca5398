import ClaimKit

/// A textbook theorem: the longest run of heads in n throws has the mean length log₂ n − 0.667.
public struct LongestRunCurve: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Boyd 1972; Schilling 1990: the longest run of heads", .known,
    remark: """
      The mean length is log₂(n/2) + γ/ln 2 − 1/2, up to o(1) and a periodic function of log₂ n that never exceeds \
      0.0001. It is stated from memory; the wording and every number are ours.
      """)
  public let title = "The longest run of heads in n throws has the mean length log₂ n − 0.667"
  public let says = """
    A fair coin is thrown n times. The mean length of the longest run of heads is log₂(n/2) + γ/ln 2 − 1/2, where \
    γ = 0.5772 is Euler's constant.
    """
  public let caveat = """
    Nothing converges here: the length of a single run keeps its spread of 1.9, and the periodic part never vanishes. It \
    is far too small to be seen. The claim was added after the registered runs of LongestRun had been seen. The first of \
    the sixteen repetitions of a run is one of those runs.
    """

  public var statement: [Clause] {
    Given("the n throws are independent, and heads has probability 1/2")
    Conclude(.observed(LongestRun.length), is: .equals(Law(predicted: "log₂(n/2) + γ/ln 2 − 1/2")))
  }

  public var standIn: StandIn {
    StandIn(
      of: LongestRun.experiment,
      settings: ["times": .constant(16, because: "a mean over sixteen repetitions makes a run less noisy")],
      axis: .scale(
        "n", "number of throws",
        [
          .quick: [8, 10, 12, 14, 16].map { 1 << $0 }, .standard: [8, 10, 12, 14, 16, 18].map { 1 << $0 },
          .deep: [8, 10, 12, 14, 16, 18, 20, 22].map { 1 << $0 },
        ],
        because: "at n = 2^8 the part that vanishes is below 0.05"),
      window: .once(because: "the throws are read once"),
      materialities: [
        Materiality(
          of: .observed(LongestRun.length), curveWithin: 0.5,
          of: Rule("log₂(n/2) + γ/ln 2 − 1/2", because: "the law of the theorem") {
            ($0.L + 0.5772156649015329) / SameBits.log(2) - 1.5
          },
          because: "half a throw: the length is a whole number")
      ])
  }

  public var controls: [Control] {
    Control(
      "a tail after every ninth head", refutes: .observed(LongestRun.length), because: "no run is longer than nine"
    ) {
      $0["longest"] = 9
    }
    Control("a sticky coin", refutes: .observed(LongestRun.length), because: "runs have a mean length of √n") {
      $0["coin"] = "sticky"
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(LongestRun.length), is: .equals(Law(predicted: "log₂ n")),
        by: Materiality(
          of: .observed(LongestRun.length), curveWithin: 0.5,
          of: Rule("log₂ n", because: "the first term alone") { $0.L / SameBits.log(2) },
          because: "as for the true form"),
        because: "the constant −0.667 is missing: log₂ n is the largest length of which one run is expected")
    ]
  }
}
