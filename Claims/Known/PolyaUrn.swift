import ClaimKit

/// A textbook theorem: the share of red balls in Pólya's urn tends to a limit that is random, not to 1/2.
public struct PolyaUrn: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Pólya 1930: the urn that returns two balls for one", .known,
    remark: """
      From one red and one black ball on, the share of red balls tends to a uniformly distributed limit. It is stated \
      from memory; the wording and every number are ours.
      """)
  public let title = "The share of red balls in Pólya's urn stays away from 1/2"
  public let says = """
    An urn holds one red and one black ball. A drawn ball goes back with another one of its colour. The mean distance \
    of the share of red balls from 1/2 tends to 1/4, although the mean share is always 1/2.
    """

  private static let distance = Observable(
    "distance", "mean of |share of red balls − 1/2|", .share, isOfRun: true)

  /// Draws from 100 urns, and returns the mean distance of their shares from 1/2.
  static let experiment = SwiftExperiment(
    "polyaUrn", version: "1", settings: ["added": 1], ranges: ["added": 0...1],
    meanings: ["added": "probability that a ball of the drawn colour is added; otherwise a ball of either colour"],
    observables: [distance], work: { 2000 * Double($0) }
  ) { run in
    let added = try run.number("added")
    let urns = 100
    var sum = 0.0
    for _ in 0..<urns {
      var (red, balls) = (1, 2)
      for _ in 0..<run.scale {
        var isRed = run.random.index(below: balls) < red
        if added < 1, run.random.uniform() >= added { isRed = run.random.index(below: 2) == 0 }
        if isRed { red += 1 }
        balls += 1
      }
      sum += abs(Double(red) / Double(balls) - 0.5)
    }
    try run.read(sum / Double(urns), as: "distance")
  }

  private let mean = Quantity.observed(Self.distance)

  public var statement: [Clause] {
    Given("every ball in the urn is drawn with the same probability")
    Conclude(mean, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of draws",
        [
          .quick: [4, 6, 8, 10, 12].map { 1 << $0 }, .standard: [4, 6, 8, 10, 12, 14].map { 1 << $0 },
          .deep: [4, 6, 8, 10, 12, 14, 16].map { 1 << $0 },
        ],
        because: "a share that tended to 1/2 like 1/√n would come sixteen times closer"),
      window: .once(because: "the balls are counted after the last draw"),
      materialities: [Materiality(of: mean, 0.05, because: "a fifth of the limit")])
  }

  public var controls: [Control] {
    Control(
      "a ball of either colour is added", refutes: mean,
      because: "without reinforcement the law of large numbers takes the share to 1/2"
    ) {
      $0["added"] = 0
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        mean, is: .littleO(1), by: Materiality(of: mean, 0.05, because: "as for the true form"),
        because: "the mean share is 1/2 after every draw, so the law of large numbers seems to apply")
    ]
  }
}
