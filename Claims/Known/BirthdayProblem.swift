import ClaimKit

/// A textbook theorem: among n equally likely birthdays, the first repeat comes after √(πn/2) + 2/3 people on average.
public struct BirthdayProblem: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Ramanujan; Knuth, The Art of Computer Programming, 1.2.11.3: the birthday problem", .known,
    remark: """
      The mean number of draws until the first repeat is √(πn/2) + 2/3, up to O(1/√n). It is stated from memory; the \
      wording and every number are ours.
      """)
  public let title = "The first repeat among n equally likely values comes after √(πn/2) + 2/3 draws"
  public let says = """
    Values are drawn uniformly from n, with replacement, until one is drawn for the second time. The mean number of draws \
    is √(πn/2) + 2/3 + o(1).
    """

  private static let draws = Observable("draws", "number of draws", .positive, isOfRun: true)

  /// Draws until the first repeat, 40 times.
  static let experiment = SwiftExperiment(
    "birthday", version: "1", settings: ["favourite": 0], ranges: ["favourite": 0...1],
    meanings: ["favourite": "probability that a draw gives the first value whatever else"], observables: [draws],
    work: { 400 * Double($0).squareRoot() }
  ) { run in
    let favourite = try run.number("favourite")
    let times = 40
    var sum = 0
    for _ in 0..<times {
      var seen: Set<Int> = []
      var isNew = true
      while isNew {
        let isFavourite = favourite > 0 && run.random.uniform() <= favourite
        isNew = seen.insert(isFavourite ? 0 : run.random.index(below: run.scale)).inserted
        sum += 1
      }
    }
    try run.read(Double(sum) / Double(times), as: "draws")
  }

  public var statement: [Clause] {
    Given("every value is drawn with probability 1/n, independently of the draws before")
    Conclude(.observed(Self.draws), is: .equals(Law(predicted: "√(πn/2) + 2/3")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of values",
        [
          .quick: [8, 10, 12, 14, 16].map { 1 << $0 }, .standard: [8, 10, 12, 14, 16, 18, 20].map { 1 << $0 },
          .deep: [8, 10, 12, 14, 16, 18, 20, 22, 24].map { 1 << $0 },
        ],
        because: "at n = 2^8 the part that vanishes is below 0.1 %"),
      window: .once(because: "the draws are counted once"),
      materialities: [
        Materiality(
          of: .observed(Self.draws), curveWithinShare: 0.1,
          of: Rule("√(πn/2) + 2/3", because: "the law of the theorem") {
            (Double.pi * $0.d / 2).squareRoot() + 2 / 3.0
          },
          because: "half of the 20 % by which √n, the rule of thumb, is too low")
      ])
  }

  public var controls: [Control] {
    Control(
      "one draw in twenty gives the first value", refutes: .observed(Self.draws),
      because: "after about forty draws the first value has come twice, however large n is"
    ) {
      $0["favourite"] = 0.05
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.draws), is: .equals(Law(predicted: "√n")),
        by: Materiality(
          of: .observed(Self.draws), curveWithinShare: 0.1,
          of: Rule("√n", because: "the rule of thumb") { $0.d.squareRoot() }, because: "as for the true form"),
        because: "the constant √(π/2) = 1.25 is missing"),
      FalseForm(
        .observed(Self.draws), is: .bigTheta(Law(.d, of: "n")),
        by: Materiality(of: .observed(Self.draws), slope: 0.2, band: 2, because: "as for a power"),
        because: "half of all values need not be drawn: it is the number of pairs that counts"),
    ]
  }
}
