import ClaimKit

/// A textbook theorem: a random walk exceeds every multiple of √t, by the law of the iterated logarithm.
public struct WalkMaximum: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Darling and Erdős 1956: the largest value of |S_t|/√t", .known,
    remark: """
      The largest |S_t|/√t up to time T, divided by √(2 ln ln T), tends to 1 in probability. It is stated from memory; \
      the wording and every number are ours.
      """)
  public let title = "The largest |S_t|/√t of a random walk up to time T is Θ(√ln ln T)"
  public let says = """
    S_t is the sum of t independent uniform signs. The largest |S_t|/√t over t ≤ T is Θ(√ln ln T).
    """

  public let caveat = """
    With one walk per run, the registered runs left the claim open for want of power. Each run was then made the mean of \
    eight walks. The seeds stayed, so at four of the five scales the first of the eight walks had been seen. Two looks of \
    2.5 % each have been spent.
    """

  private static let largest = Observable("largest", "largest |S_t|/√t", .positive, isOfRun: true)

  /// Walks T steps and notes the largest S_t²/t.
  static let experiment = SwiftExperiment(
    "walkMaximum", version: "2", settings: ["drift": 0, "walks": 1],
    ranges: ["drift": 0...1, "walks": 1...100],
    meanings: [
      "drift": "probability that a step goes up whatever its sign", "walks": "number of walks; the mean is read",
    ], observables: [largest],
    work: { 5 * Double($0) }
  ) { run in
    let drift = try run.number("drift")
    let walks = Int(try run.number("walks"))
    var sum = 0.0
    for _ in 0..<walks {
      var (place, word, most) = (0, 0, 0.0)
      for time in 1...run.scale {
        if time % 32 == 1 { word = run.random.index(below: 1 << 32) }
        place += drift > 0 && run.random.uniform() <= drift ? 1 : 2 * (word & 1) - 1
        word >>= 1
        most = max(most, Double(place * place) / Double(time))
      }
      sum += most.squareRoot()
    }
    try run.read(sum / Double(walks), as: "largest")
  }

  public var statement: [Clause] {
    Given("the steps are independent and uniform")
    Conclude(.observed(Self.largest), is: .bigTheta(Law(predicted: "√ln ln T")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      settings: ["walks": .constant(8, because: "a mean over eight walks makes a run less noisy")],
      axis: .scale(
        "T", "number of steps",
        [
          .quick: [4, 7, 10, 13, 16].map { 1 << $0 }, .standard: [4, 8, 12, 16, 19].map { 1 << $0 },
          .deep: [4, 8, 12, 16, 20, 24].map { 1 << $0 },
        ],
        because: "ln ln T changes by a factor of 2.6 from 2^4 to 2^19; no wider range would change it much more"),
      window: .once(because: "the maximum is read once, after T steps"),
      materialities: [
        Materiality(
          of: .observed(Self.largest), slope: 0.5, band: 2,
          law: Rule("√ln ln T", because: "the law of the theorem") { SameBits.log($0.L).squareRoot() },
          because: "a slope of 0.5 is half-way from the law to a constant; the band is the default")
      ])
  }

  public var controls: [Control] {
    Control(
      "one step in twenty goes up", refutes: .observed(Self.largest),
      because: "S_t grows like t/20, and S_t/√t like √t/20"
    ) {
      $0["drift"] = 0.05
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.largest), is: .bigO(.one),
        by: Materiality(of: .observed(Self.largest), slope: 0.05, band: 2, because: "the defaults"),
        because: "the largest value passes every bound in the end, although its mean is below 2.5 at T = 2^19")
    ]
  }
}
