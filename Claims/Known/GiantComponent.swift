import ClaimKit

/// A textbook theorem: a random graph with c/n as edge probability has a component of order n exactly for c > 1.
public struct GiantComponent: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Erdős and Rényi 1960: the giant component of a random graph", .known,
    remark: """
      The share x of the largest component tends to the positive solution of x = 1 − e^(−cx) for c > 1, and to 0 for \
      c ≤ 1. At c = 1 it falls like n^(−1/3). It is stated from memory; the wording and every number are ours.
      """)
  public let title = "A random graph has a giant component exactly above one edge per two vertices"
  public let says = """
    A graph on n vertices has each edge with probability c/n, independently. For c = 2 the share of the vertices in its \
    largest component tends to the positive solution of x = 1 − e^(−2x). For c = 1 and c = 0.5 the share is o(1).
    """

  private static let share = Observable("share", "share of the largest component", .share, isOfRun: true)

  /// Draws a graph and joins its vertices, one edge at a time.
  static let experiment = SwiftExperiment(
    "giantComponent", version: "1", settings: ["c": 2], ranges: ["c": 0...16],
    meanings: ["c": "edge probability times n"], observables: [share], work: { 100 * Double($0) }
  ) { run in
    let count = run.scale
    var parents = Array(0..<count)
    var sizes = [Int](repeating: 1, count: count)
    func root(of vertex: Int) -> Int {
      var vertex = vertex
      while parents[vertex] != vertex {
        parents[vertex] = parents[parents[vertex]]
        vertex = parents[vertex]
      }
      return vertex
    }
    let probability = min(1, try run.number("c") / Double(count))
    IsolatedVertices.drawEdges(of: count, probability, with: &run.random) { first, second in
      var (larger, smaller) = (root(of: first), root(of: second))
      if larger == smaller { return }
      if sizes[larger] < sizes[smaller] { swap(&larger, &smaller) }
      parents[smaller] = larger
      sizes[larger] += sizes[smaller]
    }
    try run.read(Double(sizes.max() ?? 0) / Double(count), as: "share")
  }

  private static let above = Arm("c = 2", settings: ["c": 2])
  private static let critical = Arm("c = 1", settings: ["c": 1])
  private static let below = Arm("c = 0.5", settings: ["c": 0.5])
  private let giant = Quantity.under(Self.above, .observed(Self.share))
  private let atTheEdge = Quantity.under(Self.critical, .observed(Self.share))
  private let small = Quantity.under(Self.below, .observed(Self.share))

  public var statement: [Clause] {
    Given("every edge is there with probability c/n, independently of the others")
    Conclude(giant, is: .equals(Law(predicted: "the solution of x = 1 − e^(−2x)")))
    Conclude(atTheEdge, is: .littleO(1))
    Conclude(small, is: .littleO(1))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of vertices",
        [
          .quick: [8, 10, 12, 14, 16, 18].map { 1 << $0 }, .standard: [8, 10, 12, 14, 16, 18, 20].map { 1 << $0 },
          .deep: [8, 10, 12, 14, 16, 18, 20, 22].map { 1 << $0 },
        ],
        because: "n^(−1/3), the share at c = 1, changes by a factor of ten at least"),
      window: .once(because: "a graph is looked at once"),
      materialities: [
        Materiality(
          of: giant, curveWithin: 0.05,
          of: Rule("0.796812", because: "x = 1 − e^(−2x) has this positive solution, found by iteration") { _ in
            (0..<100).reduce(1.0) { x, _ in 1 - SameBits.exp(-2 * x) }
          },
          because: "half of a tenth; the mean at the smallest n is within 0.01 of the limit"),
        Materiality(of: atTheEdge, 0.05, because: "one vertex in twenty"),
        Materiality(of: small, 0.05, because: "one vertex in twenty"),
      ])
  }

  public var controls: [Control] {
    Control(
      "c = 1.5 instead of 2", refutes: giant, because: "the share tends to 0.583", changing: Self.above
    ) {
      $0["c"] = 1.5
    }
    Control(
      "c = 1.5 instead of 1", refutes: atTheEdge, because: "above the edge the share tends to 0.583",
      changing: Self.critical
    ) {
      $0["c"] = 1.5
    }
    Control(
      "c = 1.5 instead of 0.5", refutes: small, because: "above the edge the share tends to 0.583",
      changing: Self.below
    ) {
      $0["c"] = 1.5
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        giant, is: .littleO(1), by: Materiality(of: giant, 0.05, because: "one vertex in twenty"),
        because: "above the edge the share tends to 0.797"),
      FalseForm(
        atTheEdge, is: .bigOmega(1), by: Materiality(of: atTheEdge, 0.01, because: "one vertex in a hundred"),
        because: "at the edge the share falls like n^(−1/3), which looks like a floor over a few doublings"),
      FalseForm(
        small, is: .bigOmega(1), by: Materiality(of: small, 0.01, because: "one vertex in a hundred"),
        because: "below the edge the share falls like ln n/n"),
    ]
  }
}
