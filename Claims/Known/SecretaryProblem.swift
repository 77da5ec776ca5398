import ClaimKit

/// A textbook theorem: passing over the first n/e candidates finds the best one with probability 1/e.
public struct SecretaryProblem: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Lindley 1961: the secretary problem", .known,
    remark: """
      The probability tends to 1/e, however many candidates there are. It is stated from memory; the wording and every \
      number are ours.
      """)
  public let title = "Passing over n/e candidates finds the best of n with probability 1/e"
  public let says = """
    Candidates come in random order. The first n/e are passed over, and then the first is taken who is better than all \
    before. It is the best of all with a probability that tends to 1/e.
    """

  private static let best = Observable("best", "share of games in which the best is taken", .count, isOfRun: true)

  /// Plays 200 games.
  static let experiment = SwiftExperiment(
    "secretary", version: "1", settings: ["passedShare": 0.36787944117144233], ranges: ["passedShare": 0...1],
    meanings: ["passedShare": "share of the candidates that is passed over"], observables: [best],
    work: { 2000 * Double($0) }
  ) { run in
    let passed = Int((try run.number("passedShare") * Double(run.scale)).rounded())
    let games = 200
    var wins = 0
    for _ in 0..<games {
      let order = run.random.permutation(of: run.scale)
      let bar = order[..<passed].max() ?? -1
      if order[passed...].first(where: { $0 > bar }) == run.scale - 1 { wins += 1 }
    }
    try run.read(wins, of: games, as: "best")
  }

  private let win = Quantity.observed(Self.best)

  public var statement: [Clause] {
    Given("all orders of the n candidates are equally likely")
    Conclude(win, is: .equals(Law(predicted: "1/e")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of candidates",
        [
          .quick: [4, 5, 6, 7, 8].map { 1 << $0 }, .standard: [4, 6, 8, 10, 12].map { 1 << $0 },
          .deep: [4, 6, 8, 10, 12, 14].map { 1 << $0 },
        ],
        because: "at n = 16 the probability is 0.02 above 1/e"),
      window: .once(because: "the games are counted once"),
      materialities: [
        Materiality(
          of: win, curveWithin: 0.05, of: Rule("1/e", because: "the law of the theorem") { _ in SameBits.exp(-1) },
          because: "a seventh of the probability")
      ])
  }

  public var controls: [Control] {
    Control("an eighth is passed over", refutes: win, because: "the probability tends to ln 8/8 = 0.26") {
      $0["passedShare"] = 0.125
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        win, is: .littleO(1), by: Materiality(of: win, 0.05, because: "one game in twenty"),
        because: "it seems that one of n candidates can hardly be found as n grows")
    ]
  }
}
