import ClaimKit

/// A textbook theorem: of n bins with n balls, the fullest holds Θ(ln n/ln ln n).
public struct FullestBin: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Gonnet 1981: the fullest of n bins", .known,
    remark: """
      The number of balls in the fullest bin is (1 + o(1)) ln n/ln ln n with high probability. It is stated from memory; \
      the wording and every number are ours.
      """)
  public let title = "Of n bins with n random balls, the fullest holds Θ(ln n/ln ln n)"
  public let says = """
    Each of n balls is thrown into one of n bins, uniformly and independently. The fullest bin holds Θ(ln n/ln ln n) \
    balls.
    """

  static let load = Observable("load", "balls in the fullest bin", .positive, isOfRun: true)

  /// Throws n balls into bins.
  static let experiment = SwiftExperiment(
    "fullestBin", version: "2", settings: ["balls": "n", "bins": "n", "choices": 1, "times": 1],
    ranges: ["choices": 1...2, "times": 1...100], words: ["balls": ["n", "root"], "bins": ["n", "root"]],
    meanings: [
      "balls": "n, or root for √n balls", "bins": "n, or root for √n bins",
      "times": "number of times that all balls are thrown; the mean load is read",
      "choices": "number of bins that a ball may choose from; it takes the emptier one",
    ], observables: [load], work: { 10 * Double($0) }
  ) { run in
    let count = run.scale
    func size(_ name: String) throws -> Int {
      try run.word(name) == "root" ? Int(Double(count).squareRoot()) : count
    }
    let (balls, bins) = (try size("balls"), try size("bins"))
    let hasChoice = try run.number("choices") > 1
    let times = Int(try run.number("times"))
    var sum = 0
    for _ in 0..<times {
      var loads = [Int32](repeating: 0, count: bins)
      for _ in 0..<balls {
        var bin = run.random.index(below: bins)
        if hasChoice {
          let other = run.random.index(below: bins)
          if loads[other] < loads[bin] { bin = other }
        }
        loads[bin] += 1
      }
      sum += Int(loads.max() ?? 0)
    }
    try run.read(Double(sum) / Double(times), as: "load")
  }

  public let caveat = """
    The mean load is Γ⁻¹(n) − 3/2 up to o(1), which FullestBinCurve claims. Divided by ln n/ln ln n it still grows on \
    these scales, so this coarser statement stays open where the sharper one is decided.
    """

  public var statement: [Clause] {
    Given("every ball is thrown into a bin with probability 1/n each, independently of the others")
    Conclude(.observed(Self.load), is: .bigTheta(Law(predicted: "ln n/ln ln n")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of balls",
        [
          .quick: [8, 10, 12, 14, 16, 18].map { 1 << $0 }, .standard: [8, 10, 12, 14, 16, 18, 20].map { 1 << $0 },
          .deep: [8, 10, 12, 14, 16, 18, 20, 22, 24].map { 1 << $0 },
        ],
        because: "below 2^8 the law itself is nearly constant: ln n/ln ln n is least, e, at n = 15"),
      window: .once(because: "the bins are counted once"),
      materialities: [
        Materiality(
          of: .observed(Self.load), slope: 0.5, band: 2,
          law: Rule("ln n/ln ln n", because: "the law of the theorem") { $0.L / SameBits.log($0.L) },
          because: "a slope of 0.5 is half-way from the law to a constant and to its square; the band is the default")
      ])
  }

  public var controls: [Control] {
    Control("√n balls", refutes: .observed(Self.load), because: "hardly any bin gets more than two balls") {
      $0["balls"] = "root"
    }
    Control("√n bins", refutes: .observed(Self.load), because: "every bin holds about √n balls") {
      $0["bins"] = "root"
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.load), is: .bigO(.one),
        by: Materiality(
          of: .observed(Self.load), slope: 0.05, band: 2,
          because: "the default band; a slope of 0.05 is the default, too"),
        because: "the load grows without bound, though only from 5 to 9 while n grows from 2^8 to 2^20"),
      FalseForm(
        .observed(Self.load), is: .bigTheta(Law(.log, of: "n")),
        by: Materiality(
          of: .observed(Self.load), slope: 0.2, band: 2,
          because: "ln n/ln ln n departs from ln n by a slope of 1/ln ln n, which is 0.38 at n = 2^20"),
        because: "the load divided by ln n tends to 0"),
    ]
  }
}
