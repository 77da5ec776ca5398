import ClaimKit

/// A textbook theorem: a random graph has isolated vertices below the edge probability ln n/n, and none above it.
public struct IsolatedVertices: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Erdős and Rényi 1959: isolated vertices of a random graph", .known,
    remark: """
      With the edge probability c ln n/n, a vertex is isolated with a probability near n^(−c). A graph with an isolated \
      vertex is rare for c > 1 and common for c < 1. It is stated from memory; the wording and every number are ours.
      """)
  public let title = "Isolated vertices vanish from a random graph at the edge probability ln n/n"
  public let says = """
    A graph on n vertices has each edge with probability c ln n/n, independently. For c = 1.5 it has an isolated vertex \
    with probability o(1). For c = 0.7 it has one with probability Ω(1).
    """

  private static let isolated = Observable(
    "isolated", "share of graphs with an isolated vertex", .count, isOfRun: true)

  /// Draws 40 graphs and counts those with an isolated vertex.
  static let experiment = SwiftExperiment(
    "isolatedVertices", version: "1", settings: ["c": 1.5], ranges: ["c": 0...3],
    meanings: ["c": "edge probability divided by ln n/n"], observables: [isolated],
    work: { 2000 * Double($0) * SameBits.log(Double($0)) }
  ) { run in
    let count = run.scale
    let probability = min(1, try run.number("c") * SameBits.log(Double(count)) / Double(count))
    let graphs = 40
    var withIsolated = 0
    for _ in 0..<graphs {
      var hasEdge = [Bool](repeating: false, count: count)
      Self.drawEdges(of: count, probability, with: &run.random) { first, second in
        hasEdge[first] = true
        hasEdge[second] = true
      }
      if hasEdge.contains(false) { withIsolated += 1 }
    }
    try run.read(withIsolated, of: graphs, as: "isolated")
  }

  /// Draws a random graph and hands over each of its edges.
  ///
  /// The pairs of vertices stand in one order; the number of pairs from one edge to the next has a geometric law.
  ///
  /// - Parameters:
  ///   - vertices: The number of vertices.
  ///   - probability: The probability of each edge, at least 0 and at most 1.
  ///   - random: The random numbers.
  ///   - use: Is given the two vertices of each edge.
  /// - Complexity: O(vertices + edges).
  static func drawEdges(
    of vertices: Int, _ probability: Double, with random: inout RandomNumbers, _ use: (Int, Int) -> Void
  ) {
    guard probability > 0, vertices > 1 else { return }
    let rate = SameBits.log(1 - probability)
    var (first, second) = (1, -1)
    while first < vertices {
      // With probability 1 the rate is −∞, and every pair is an edge.
      let skipped = probability < 1 ? SameBits.log(random.uniform()) / rate : 0
      guard skipped < Double(vertices) * Double(vertices) else { return }
      second += 1 + Int(skipped)
      while second >= first, first < vertices {
        second -= first
        first += 1
      }
      if first < vertices { use(first, second) }
    }
  }

  private static let dense = Arm("c = 1.5", settings: ["c": 1.5])
  private static let sparse = Arm("c = 0.7", settings: ["c": 0.7])
  private let above = Quantity.under(Self.dense, .observed(Self.isolated))
  private let below = Quantity.under(Self.sparse, .observed(Self.isolated))

  public var statement: [Clause] {
    Given("every edge is there with probability c ln n/n, independently of the others")
    Conclude(above, is: .littleO(1))
    Conclude(below, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of vertices",
        [
          .quick: [4, 6, 8, 10, 12].map { 1 << $0 }, .standard: [4, 6, 8, 10, 12, 14].map { 1 << $0 },
          .deep: [4, 6, 8, 10, 12, 14, 16].map { 1 << $0 },
        ],
        because: "the probability for c = 1.5 falls like 1/√n, from 0.2 to 0.01 at n = 2^14"),
      window: .once(because: "a graph is looked at once"),
      materialities: [
        Materiality(of: above, 0.05, because: "one graph in twenty"),
        Materiality(of: below, 0.25, because: "one graph in four, far below nearly all graphs"),
      ])
  }

  public var controls: [Control] {
    Control(
      "c = 1", refutes: above, because: "at the edge itself the probability tends to 1 − 1/e",
      changing: Self.dense
    ) {
      $0["c"] = 1
    }
    Control(
      "c = 2", refutes: below, because: "the probability falls like 1/n", changing: Self.sparse
    ) {
      $0["c"] = 2
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        below, is: .littleO(1), by: Materiality(of: below, 0.05, because: "as for c = 1.5"),
        because: "for c < 1 the probability tends to 1"),
      FalseForm(
        above, is: .bigOmega(1), by: Materiality(of: above, 0.01, because: "one graph in a hundred"),
        because: "for c > 1 the probability tends to 0"),
    ]
  }
}
