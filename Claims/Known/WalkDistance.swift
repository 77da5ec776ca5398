import ClaimKit

/// A textbook theorem: a random walk of T steps is √(2T/π) away from its start on average.
public struct WalkDistance: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "De Moivre 1733: the distance of a random walk", .known,
    remark: """
      The mean distance is √(2T/π), up to O(1/√T). It is stated from memory; the wording and every number are ours.
      """)
  public let title = "A random walk of T steps is √(2T/π) away from its start on average"
  public let says = """
    S_T is the sum of T independent uniform signs. The mean of |S_T| is √(2T/π) + o(1).
    """

  private static let distance = Observable("distance", "mean of |S_T|", .positive, isOfRun: true)

  /// Walks 64 times.
  static let experiment = SwiftExperiment(
    "walkDistance", version: "1", settings: ["memory": 0], ranges: ["memory": 0...1],
    meanings: ["memory": "probability that a step repeats the step before"], observables: [distance],
    work: { 200 * Double($0) }
  ) { run in
    let memory = try run.number("memory")
    let walks = 64
    var sum = 0
    for _ in 0..<walks {
      var (place, word, step) = (0, 0, 1)
      for time in 1...run.scale {
        if time % 32 == 1 { word = run.random.index(below: 1 << 32) }
        let repeats = memory > 0 && time > 1 && run.random.uniform() <= memory
        if !repeats { step = 2 * (word & 1) - 1 }
        word >>= 1
        place += step
      }
      sum += abs(place)
    }
    try run.read(Double(sum) / Double(walks), as: "distance")
  }

  public var statement: [Clause] {
    Given("the steps are independent, and up and down are equally likely")
    Conclude(.observed(Self.distance), is: .equals(Law(predicted: "√(2T/π)")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "T", "number of steps",
        [
          .quick: [6, 8, 10, 12, 14].map { 1 << $0 }, .standard: [6, 8, 10, 12, 14, 16].map { 1 << $0 },
          .deep: [6, 8, 10, 12, 14, 16, 18].map { 1 << $0 },
        ],
        because: "after 2^6 steps the part that vanishes is below 0.5 %"),
      window: .once(because: "the distance is read once, after T steps"),
      materialities: [
        Materiality(
          of: .observed(Self.distance), curveWithinShare: 0.1,
          of: Rule("√(2T/π)", because: "the law of the theorem") { (2 * $0.d / Double.pi).squareRoot() },
          because: "half of the 20 % by which the root of the mean square, √T, is larger")
      ])
  }

  public var controls: [Control] {
    Control(
      "half of the steps repeat the one before", refutes: .observed(Self.distance),
      because: "the variance of S_T is then three times as large"
    ) {
      $0["memory"] = 0.5
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.distance), is: .equals(Law(predicted: "√T")),
        by: Materiality(
          of: .observed(Self.distance), curveWithinShare: 0.1,
          of: Rule("√T", because: "the root of the mean square") { $0.d.squareRoot() }, because: "as for the true form"),
        because: "√T is the root of the mean square and not the mean"),
      FalseForm(
        .observed(Self.distance), is: .bigO(Law(Growth.d.power(0.4), of: "T")),
        by: Materiality(of: .observed(Self.distance), slope: 0.05, band: 2, because: "the defaults"),
        because: "the exponent is a half"),
    ]
  }
}
