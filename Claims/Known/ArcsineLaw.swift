import ClaimKit

/// A textbook theorem: a random walk spends most of its time on one side, by the arcsine law.
public struct ArcsineLaw: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Lévy 1939: the arcsine law", .known,
    remark: """
      The share of time on the positive side has the density 1/(π√(x(1 − x))), whose mean distance from 1/2 is 1/π. It \
      is stated from memory; the wording and every number are ours.
      """)
  public let title = "The share of time that a walk is positive stays 1/π away from 1/2"
  public let says = """
    A fair ±1 walk takes n steps. Its share of steps on the positive side has a distance from 1/2 whose mean tends to \
    1/π.
    """

  private static let distance = Observable(
    "distance", "mean of |share of time on the positive side − 1/2|", .share, isOfRun: true)

  /// Takes 100 walks.
  ///
  /// A step counts as positive if it begins or ends above 0.
  static let experiment = SwiftExperiment(
    "arcsineLaw", version: "1", settings: ["restarts": "never"], words: ["restarts": ["never", "often"]],
    meanings: ["restarts": "never, or often for a walk that jumps to 0 after every tenth step"],
    observables: [distance], work: { 1000 * Double($0) }
  ) { run in
    let restarts = try run.word("restarts") == "often"
    let walks = 100
    var sum = 0.0
    for _ in 0..<walks {
      var (place, positive) = (0, 0)
      for step in 0..<run.scale {
        if restarts, step % 10 == 0 { place = 0 }
        let next = place + (run.random.index(below: 2) == 0 ? -1 : 1)
        if max(place, next) > 0 { positive += 1 }
        place = next
      }
      sum += abs(Double(positive) / Double(run.scale) - 0.5)
    }
    try run.read(sum / Double(walks), as: "distance")
  }

  private let mean = Quantity.observed(Self.distance)

  public var statement: [Clause] {
    Given("the steps are independent and fair")
    Conclude(mean, is: .equals(Law(predicted: "1/π")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of steps",
        [
          .quick: [5, 6, 7, 8, 9].map { 1 << $0 }, .standard: [6, 8, 10, 12, 14].map { 1 << $0 },
          .deep: [6, 8, 10, 12, 14, 16].map { 1 << $0 },
        ],
        because: "after 2^5 steps the mean distance is 3 % above its limit, and after 2^6 steps 1.5 %"),
      window: .once(because: "the steps are counted after the last one"),
      materialities: [
        Materiality(
          of: mean, curveWithinShare: 0.1, of: Rule("1/π", because: "the law of the theorem") { _ in 1 / Double.pi },
          because: "a tenth of the limit; the mean of a share that is uniform between 0 and 1 is a fifth below it")
      ])
  }

  public var controls: [Control] {
    Control(
      "the walk restarts after every tenth step", refutes: mean,
      because: "the stretches are independent, so the law of large numbers takes the share to 1/2"
    ) {
      $0["restarts"] = "often"
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        mean, is: .littleO(1), by: Materiality(of: mean, 0.05, because: "less than a sixth of the limit"),
        because: "a fair walk seems to be positive half of the time"),
      FalseForm(
        mean, is: .equals(Law(predicted: "1/4")),
        by: Materiality(
          of: mean, curveWithinShare: 0.1,
          of: Rule("1/4", because: "the mean distance of a uniform share") { _ in 0.25 },
          because: "as for the true form"),
        because: "the share is spread over all of [0, 1], but not evenly"),
    ]
  }
}
