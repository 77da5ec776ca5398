import ClaimKit

/// A textbook theorem: of n bins with n balls, the fullest holds Γ⁻¹(n) − 3/2 on average.
public struct FullestBinCurve: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Gonnet 1981: the fullest of n bins", .known,
    remark: """
      The mean number of balls in the fullest bin is Γ⁻¹(n) − 3/2 + o(1). It is stated from memory; the wording and \
      every number are ours.
      """)
  public let title = "Of n bins with n random balls, the fullest holds Γ⁻¹(n) − 3/2 on average"
  public let says = """
    Each of n balls is thrown into one of n bins, uniformly and independently. The mean number of balls in the fullest \
    bin is Γ⁻¹(n) − 3/2 + o(1), where Γ⁻¹ is the inverse of the gamma function.
    """

  public let caveat = """
    With one throw per run, the registered runs left the claim open for want of power. Each run was then made the mean of \
    eight throws. The seeds stayed, so the first of the eight throws had been seen. Two looks of 2.5 % each have been spent.
    """

  public var statement: [Clause] {
    Given("every ball is thrown into a bin with probability 1/n each, independently of the others")
    Conclude(.observed(FullestBin.load), is: .equals(Law(predicted: "Γ⁻¹(n) − 3/2")))
  }

  /// Returns Γ⁻¹(n) for n ≥ 6, by bisection of Stirling's series for ln Γ.
  static func inverseGamma(_ value: Double) -> Double {
    let target = SameBits.log(value)
    var (lower, upper) = (4.0, 40.0)
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      let series = 1 / (12 * middle) - 1 / (360 * middle * middle * middle)
      let logarithm = (middle - 0.5) * SameBits.log(middle) - middle + 0.5 * SameBits.log(2 * Double.pi) + series
      if logarithm < target { lower = middle } else { upper = middle }
    }
    return (lower + upper) / 2
  }

  public var standIn: StandIn {
    StandIn(
      of: FullestBin.experiment,
      settings: ["times": .constant(8, because: "a mean over eight throws makes a run less noisy")],
      axis: .scale(
        "n", "number of balls",
        [
          .quick: [8, 10, 12, 14, 16].map { 1 << $0 }, .standard: [8, 10, 12, 14, 16, 18].map { 1 << $0 },
          .deep: [8, 10, 12, 14, 16, 18, 20, 22].map { 1 << $0 },
        ],
        because: "as for FullestBin"),
      window: .once(because: "the bins are counted once"),
      materialities: [
        Materiality(
          of: .observed(FullestBin.load), curveWithin: 1,
          of: Rule("Γ⁻¹(n) − 3/2", because: "the law of the theorem") { Self.inverseGamma($0.d) - 1.5 },
          because: "one ball: the load is a whole number")
      ])
  }

  public var controls: [Control] {
    Control(
      "each ball takes the emptier of two bins", refutes: .observed(FullestBin.load),
      because: "the load is then of order ln ln n"
    ) {
      $0["choices"] = 2
    }
    Control("√n bins", refutes: .observed(FullestBin.load), because: "every bin holds about √n balls") {
      $0["bins"] = "root"
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(FullestBin.load), is: .equals(Law(predicted: "e ln n/ln ln n")),
        by: Materiality(
          of: .observed(FullestBin.load), curveWithin: 1,
          of: Rule("e ln n/ln ln n", because: "a bound by a union over bins, which is no limit") {
            SameBits.exp(1) * $0.L / SameBits.log($0.L)
          }, because: "as for the true form"),
        because: "e ln n/ln ln n is an upper bound that textbooks prove, and not the value")
    ]
  }
}
