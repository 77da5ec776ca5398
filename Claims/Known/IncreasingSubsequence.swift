import ClaimKit

/// A textbook theorem: the longest increasing subsequence of a random permutation has length 2√n − 1.77·n^(1/6).
public struct IncreasingSubsequence: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Baik, Deift and Johansson 1999: the longest increasing subsequence", .known,
    remark: """
      The length is 2√n + n^(1/6)·χ with a χ of the Tracy–Widom law, whose mean is −1.7711. It is stated from memory; \
      the wording and every number are ours.
      """)
  public let title = "The longest increasing subsequence has length 2√n − 1.77·n^(1/6)"
  public let says = """
    Of a uniformly random permutation of n numbers, take the longest subsequence that increases. Its mean length is \
    2√n − 1.7711·n^(1/6), up to o(n^(1/6)).
    """

  public let caveat = """
    A run takes the mean of eight permutations. With one permutation per run the claim was supported on the registered \
    seeds, but inconclusive(power) on most other seeds.
    """

  private static let length = Observable("length", "length of the subsequence", .positive, isOfRun: true)

  /// Finds the mean length over several permutations by patience sorting: each number goes on the first pile whose top
  /// is larger, and the piles are counted.
  static let experiment = SwiftExperiment(
    "increasingSubsequence", version: "2", settings: ["permutations": 8, "sortedShare": 0],
    ranges: ["permutations": 1...1000, "sortedShare": 0...1],
    meanings: [
      "permutations": "number of permutations over which the mean of a run is taken",
      "sortedShare": "share of the places, from the first on, that is sorted",
    ], observables: [length],
    work: { 400 * Double($0) }
  ) { run in
    let permutations = Int(try run.number("permutations"))
    let sorted = Int(try run.number("sortedShare") * Double(run.scale))
    var piles = 0
    for _ in 0..<permutations {
      var numbers = run.random.permutation(of: run.scale)
      numbers[..<sorted].sort()
      var tops: [Int] = []
      for number in numbers {
        var (low, high) = (0, tops.count)
        while low < high {
          let middle = (low + high) / 2
          if tops[middle] < number { low = middle + 1 } else { high = middle }
        }
        if low == tops.count { tops.append(number) } else { tops[low] = number }
      }
      piles += tops.count
    }
    try run.read(Double(piles) / Double(permutations), as: "length")
  }

  public var statement: [Clause] {
    Given("the permutation of n numbers is uniformly random")
    Conclude(.observed(Self.length), is: .equals(Law(predicted: "2√n − 1.7711·n^(1/6)")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of elements",
        [
          .quick: [8, 10, 12, 14, 16].map { 1 << $0 }, .standard: [8, 10, 12, 14, 16, 18].map { 1 << $0 },
          .deep: [8, 10, 12, 14, 16, 18, 20].map { 1 << $0 },
        ],
        because: "at n = 2^8 the second term is 14 % of the first, and at 2^18 it is 1.4 %"),
      window: .once(because: "a permutation is read once"),
      materialities: [
        Materiality(
          of: .observed(Self.length), curveWithinShare: 0.05,
          of: Rule("2√n − 1.7711·n^(1/6)", because: "the law of the theorem") {
            2 * $0.d.squareRoot() - 1.7711 * SameBits.power($0.d, 1 / 6.0)
          },
          because: "less than half of what the second term contributes at the smallest n")
      ])
  }

  public var controls: [Control] {
    Control(
      "the first tenth is sorted", refutes: .observed(Self.length), because: "the sorted part alone has length n/10"
    ) {
      $0["sortedShare"] = 0.1
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.length), is: .equals(Law(predicted: "2√n")),
        by: Materiality(
          of: .observed(Self.length), curveWithinShare: 0.05,
          of: Rule("2√n", because: "the first term alone") { 2 * $0.d.squareRoot() }, because: "as for the true form"),
        because: "the second term is 14 % of the first at the smallest n"),
      FalseForm(
        .observed(Self.length), is: .bigTheta(Law(Growth.d.power(0.5) * .log, of: "n")),
        by: Materiality(of: .observed(Self.length), slope: 0.05, band: 2, because: "the defaults"),
        because: "the second term makes the length look as if it grew faster than √n, but not by a logarithm"),
    ]
  }
}
