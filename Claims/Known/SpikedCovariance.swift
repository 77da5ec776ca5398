import ClaimKit

/// A textbook theorem: the leading principal component finds a spike exactly above a threshold.
public struct SpikedCovariance: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Baik, Ben Arous and Péché 2005; Paul 2007: the spiked covariance model", .known,
    remark: """
      For n samples in p = γn dimensions with covariance I + ℓee', the squared overlap of the leading sample \
      eigenvector with e tends to (1 − γ/ℓ²)/(1 + γ/ℓ) for ℓ > √γ, and to 0 for ℓ ≤ √γ. It is stated from memory; the \
      wording and every number are ours.
      """)
  public let title = "The first principal component finds a spike exactly above the threshold √γ"
  public let says = """
    Let n samples in p = n/4 dimensions be Gaussian with covariance I + ℓee', ‖e‖ = 1. The squared overlap of e with \
    the leading eigenvector of the sample covariance tends to (1 − γ/ℓ²)/(1 + γ/ℓ) = 0.6 for ℓ = 1, and is o(1) for \
    ℓ = 0.4, as γ = 1/4.
    """
  public let caveat = """
    The sample covariance is drawn in a basis in which it is tridiagonal and e is the first vector. Its law is exact; \
    no matrix of samples is made.
    """

  private static let overlap = Observable("overlap", "squared overlap with the spike", .share, isOfRun: true)

  /// Draws the sample covariance as a tridiagonal matrix and finds its leading eigenvector.
  ///
  /// Reflections that keep the first axis make the n × p matrix of samples bidiagonal. Its entries are then independent
  /// and chi-distributed, and the spike multiplies the first one by √(1 + ℓ).
  static let experiment = SwiftExperiment(
    "spikedCovariance", version: "1", settings: ["spike": 1], ranges: ["spike": 0...100],
    meanings: ["spike": "ℓ, what the spike adds to the variance along e"], observables: [overlap],
    work: { 3000 * Double($0) }
  ) { run in
    let samples = run.scale
    let dimensions = samples / 4
    var diagonal: [Double] = []
    var beside: [Double] = []
    var last = 0.0
    for index in 0..<dimensions {
      let scale = index == 0 ? 1 + (try run.number("spike")) : 1
      let own = scale * Self.squaredNorm(of: samples - index, with: &run.random)
      diagonal.append(own + last)
      guard index < dimensions - 1 else { break }
      last = Self.squaredNorm(of: dimensions - 1 - index, with: &run.random)
      beside.append((own * last).squareRoot())
    }
    let vector = Self.leadingVector(diagonal, beside)
    let norm = vector.reduce(0) { $0 + $1 * $1 }
    try run.read(min(1, vector[0] * vector[0] / norm), as: "overlap")
  }

  /// Draws the squared norm of a standard normal vector, by the method of Marsaglia and Tsang for the gamma law.
  static func squaredNorm(of dimensions: Int, with random: inout RandomNumbers) -> Double {
    if dimensions == 1 {
      let one = random.normal()
      return one * one
    }
    let shape = Double(dimensions) / 2 - 1 / 3.0
    let width = 1 / (9 * shape).squareRoot()
    while true {
      let normal = random.normal()
      let root = 1 + width * normal
      guard root > 0 else { continue }
      let cube = root * root * root
      let bound = normal * normal / 2 + shape * (1 - cube + SameBits.log(cube))
      if SameBits.log(random.uniform()) < bound { return 2 * shape * cube }
    }
  }

  /// Returns a leading eigenvector of a symmetric tridiagonal matrix, not normalised.
  ///
  /// - Parameters:
  ///   - diagonal: The diagonal.
  ///   - beside: The entries beside it, all above 0.
  /// - Complexity: O(size), about 70 passes.
  static func leadingVector(_ diagonal: [Double], _ beside: [Double]) -> [Double] {
    let size = diagonal.count
    // The largest row sum bounds the largest eigenvalue; the largest diagonal entry is not above it.
    var upper = diagonal.indices.reduce(0.0) { most, index in
      max(most, diagonal[index] + (index > 0 ? beside[index - 1] : 0) + (index < size - 1 ? beside[index] : 0))
    }
    var lower = diagonal.max() ?? 0
    // A matrix minus λ has negative pivots only, exactly if λ is above every eigenvalue.
    func isAbove(_ value: Double) -> Bool {
      var pivot = diagonal[0] - value
      guard pivot < 0 else { return false }
      for index in 1..<max(1, size) {
        pivot = diagonal[index] - value - beside[index - 1] * beside[index - 1] / pivot
        guard pivot < 0 else { return false }
      }
      return true
    }
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      if isAbove(middle) { upper = middle } else { lower = middle }
    }
    // Inverse iteration with a shift just above the eigenvalue, where the elimination is stable.
    let shift = upper * (1 + 1e-13)
    var vector = [Double](repeating: 1, count: size)
    for _ in 0..<4 {
      var pivots = [diagonal[0] - shift]
      for index in 1..<max(1, size) {
        let factor = beside[index - 1] / pivots[index - 1]
        pivots.append(diagonal[index] - shift - factor * beside[index - 1])
        vector[index] -= factor * vector[index - 1]
      }
      vector[size - 1] /= pivots[size - 1]
      for index in stride(from: size - 2, through: 0, by: -1) {
        vector[index] = (vector[index] - beside[index] * vector[index + 1]) / pivots[index]
      }
      let largest = vector.reduce(0) { max($0, abs($1)) }
      for index in vector.indices { vector[index] /= largest }
    }
    return vector
  }

  private static let strong = Arm("ℓ = 1", settings: ["spike": 1])
  private static let weak = Arm("ℓ = 0.4", settings: ["spike": 0.4])
  private let found = Quantity.under(Self.strong, .observed(Self.overlap))
  private let missed = Quantity.under(Self.weak, .observed(Self.overlap))

  public var statement: [Clause] {
    Given("n Gaussian samples in p = n/4 dimensions, with covariance I + ℓee'")
    Conclude(found, is: .equals(Law(predicted: "(1 − γ/ℓ²)/(1 + γ/ℓ)")))
    Conclude(missed, is: .littleO(1))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of samples",
        [
          .quick: [10, 11, 12, 13, 14, 15].map { 1 << $0 }, .standard: [10, 11, 12, 13, 14, 15, 16].map { 1 << $0 },
          .deep: [10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map { 1 << $0 },
        ],
        because: "at n = 2^10 the mean is within 0.02 of its limit; five doublings show the decay of a missed spike"),
      window: .once(because: "the samples are seen once"),
      materialities: [
        Materiality(
          of: found, curveWithin: 0.05,
          of: Rule("0.6", because: "(1 − γ/ℓ²)/(1 + γ/ℓ) at γ = 1/4 and ℓ = 1") { _ in 0.6 },
          because: "a twelfth of the overlap"),
        Materiality(of: missed, 0.05, because: "a squared overlap below 0.05 finds nothing"),
      ])
  }

  public var controls: [Control] {
    Control(
      "a spike of 0.8", refutes: found, because: "the overlap tends to 0.464", changing: Self.strong
    ) {
      $0["spike"] = 0.8
    }
    Control(
      "a spike of 0.75 instead of 0.4", refutes: missed, because: "above the threshold the overlap tends to 0.417",
      changing: Self.weak
    ) {
      $0["spike"] = 0.75
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        found, is: .littleO(1), by: Materiality(of: found, 0.05, because: "as below the threshold"),
        because: "above the threshold the overlap tends to 0.6"),
      FalseForm(
        missed, is: .bigOmega(1), by: Materiality(of: missed, 0.005, because: "a hundredth of the overlap above"),
        because: "below the threshold the overlap falls like 1/n, with a factor that is large near the threshold"),
    ]
  }
}
