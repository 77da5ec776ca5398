import ClaimKit

/// A textbook theorem: a random permutation leaves no number in its place with a probability that tends to 1/e.
public struct MatchingProblem: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "de Montmort 1713: the matching problem", .known,
    remark: """
      The probability is the sum of (−1)^j/j! for j = 0, …, n. It is stated from memory; the wording and every number \
      are ours.
      """)
  public let title = "A random permutation leaves nothing in its place with probability 1/e"
  public let says = """
    The numbers 1, …, n are put into a uniformly random order. The probability that none of them is in its own place \
    tends to 1/e.
    """

  private static let unmatched = Observable(
    "unmatched", "share of orders with no number in its place", .count, isOfRun: true)

  /// Looks at 200 orders.
  static let experiment = SwiftExperiment(
    "matchingProblem", version: "1", settings: ["shuffle": "uniform"], words: ["shuffle": ["uniform", "oneCycle"]],
    meanings: ["shuffle": "uniform, or oneCycle for the orders that are a single cycle"], observables: [unmatched],
    work: { 2000 * Double($0) }
  ) { run in
    let isOneCycle = try run.word("shuffle") == "oneCycle"
    let orders = 200
    var count = 0
    for _ in 0..<orders {
      let order = run.random.permutation(of: run.scale)
      if isOneCycle {
        // Each number goes to the place of the one before it in the order.
        var places = [Int](repeating: 0, count: run.scale)
        for index in order.indices { places[order[index]] = order[(index + 1) % run.scale] }
        if places.indices.allSatisfy({ places[$0] != $0 }) { count += 1 }
      } else if order.indices.allSatisfy({ order[$0] != $0 }) {
        count += 1
      }
    }
    try run.read(count, of: orders, as: "unmatched")
  }

  private let share = Quantity.observed(Self.unmatched)

  public var statement: [Clause] {
    Given("all orders of the n numbers are equally likely")
    Conclude(share, is: .equals(Law(predicted: "1/e")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "how many numbers there are",
        [
          .quick: [4, 5, 6, 7, 8].map { 1 << $0 }, .standard: [4, 6, 8, 10, 12].map { 1 << $0 },
          .deep: [4, 6, 8, 10, 12, 14].map { 1 << $0 },
        ],
        because: "from n = 16 on the probability is 1/e to thirteen digits"),
      window: .once(because: "the orders are counted once"),
      materialities: [
        Materiality(
          of: share, curveWithin: 0.05, of: Rule("1/e", because: "the law of the theorem") { _ in SameBits.exp(-1) },
          because: "as in SecretaryProblem, whose law is the same")
      ])
  }

  public var controls: [Control] {
    Control(
      "orders of a single cycle", refutes: share, because: "a single cycle of two or more numbers moves each of them"
    ) {
      $0["shuffle"] = "oneCycle"
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        share, is: .littleO(1), by: Materiality(of: share, 0.05, because: "one order in twenty"),
        because: "it seems that of many numbers surely one is in its place"),
      FalseForm(
        share, is: .equals(Law(predicted: "1 − 1/e")),
        by: Materiality(
          of: share, curveWithin: 0.05,
          of: Rule("1 − 1/e", because: "the probability of at least one match") { _ in 1 - SameBits.exp(-1) },
          because: "as for the true form"),
        because: "the event and its complement are easily mistaken for each other"),
    ]
  }
}
