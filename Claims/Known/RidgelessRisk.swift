import ClaimKit

/// A textbook theorem: the risk of ridgeless least squares tends to a formula in the number of features per sample.
public struct RidgelessRisk: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Hastie, Montanari, Rosset and Tibshirani 2022, Theorem 1: risk of ridgeless least squares", .known,
    remark: """
      “Surprises in High-Dimensional Ridgeless Least Squares Interpolation”, Annals of Statistics), \
      here for Gaussian features. It is stated from memory; the wording and every number are ours.
      """)
  public let title = "The risk of ridgeless least squares tends to r²(1 − 1/γ) + σ²/(γ − 1)"
  public let says = """
    For n samples y = ⟨x, β⟩ + σε with x standard normal in p = γn dimensions, γ > 1, ‖β‖ = r, let β̂ be the solution \
    of least norm. Its risk is E‖β̂ − β‖², averaged over the noise ε. The gap |risk/(r²(1 − 1/γ) + σ²/(γ − 1)) − 1| is \
    o(1) as n grows.
    """
  public let caveat = """
    Only γ = 2 and r = σ = 1 are measured. The theorem also covers other features and γ < 1, which the claim does not. \
    The last bits of the random numbers depend on the versions of Python and of its C library.
    """

  private static let gap = Observable("gap", "gap between risk and formula", .positive, isOfRun: true)

  /// The program, which needs Python 3 and nothing else.
  static let program = Program("ridgeless", ["python3", "Experiments/ridgeless.py"], timeLimit: 60, memoryLimit: 256)

  public var statement: [Clause] {
    Given("x is standard normal in p = γn dimensions with γ > 1, ε has mean 0 and variance 1")
    Conclude(.observed(Self.gap), is: .littleO(1))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.program,
      settings: [
        "gamma": .constant(2, because: "away from the peak at 1, where every finite n is far from the limit"),
        "signal": .constant(1, because: "only the ratio of signal and noise matters; bias and variance both count"),
        "noise": .constant(1, because: "as large as the signal"),
      ],
      axis: .scale(
        "n", "number of samples",
        [.quick: [8, 16, 32, 64, 128], .standard: [8, 16, 32, 64, 128], .deep: [8, 16, 32, 64, 128, 256]],
        because: "the least span that is accepted; the time grows like n³, and Python needs seconds at n = 256"),
      window: .once(because: "a solution is computed once"),
      materialities: [
        Materiality(
          of: .observed(Self.gap), 0.05,
          because: "a risk within 5 % of the formula is what a reader would call equal")
      ])
  }

  public var controls: [Control] {
    Control(
      "the best ridge penalty", refutes: .observed(Self.gap),
      because: "a penalty of γσ²/r² per sample, here 2, makes the risk as small as possible, far below the formula"
    ) {
      $0["ridge"] = 2
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.gap), is: .bigOmega(1),
        by: Materiality(
          of: .observed(Self.gap), shareOfFirst: 0.05, because: "a twentieth of the first gap is above 0"),
        because: "the gap falls like 1/√n")
    ]
  }
}
