import ClaimKit

/// A textbook fact: one gradient step finds a parity of three bits among n with Θ(n² ln n) samples.
public struct SparseParity: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Barak, Edelman, Goel, Kakade, Malach and Zhang 2022: sparse parities by gradient descent", .known,
    remark: """
      The gradient of a neuron on a parity of k bits has Fourier coefficients of its threshold, which are of order \
      n^(−(k−1)/2). The k bits stand out of the sampling noise from Θ(n^(k−1) ln n) samples on. The paper proves more; \
      this step is stated from memory. The wording and every number are ours.
      """)
  public let title = "One gradient step needs Θ(n² ln n) samples to find a parity of three bits"
  public let says = """
    The label is the product of three of n random signs. A neuron fires where the sum of all signs is above √n. The \
    batch is enlarged until the three largest entries of the neuron's gradient belong to the three signs. It has then \
    Θ(n² ln n) samples.
    """
  public let caveat = """
    One step and three bits are measured. That training to the end needs n^Θ(k) samples is neither measured nor implied.
    """

  private static let samples = Observable("samples", "samples until the bits are found", .positive, isOfRun: true)

  /// Enlarges a batch by a factor of 1.1 until the largest entries of the gradient are those of the parity.
  static let experiment = SwiftExperiment(
    "sparseParity", version: "1", settings: ["bits": 3, "threshold": 1],
    ranges: ["bits": 1...3, "threshold": 0...3],
    meanings: [
      "bits": "number of signs whose product is the label",
      "threshold": "the sum of all signs above which the neuron fires, divided by √n",
    ], observables: [samples], work: { 100 * Double($0) * Double($0) * Double($0) }
  ) { run in
    let signs = run.scale
    let bits = Int(try run.number("bits"))
    let threshold = try run.number("threshold") * Double(signs).squareRoot()
    var gradient = [Int](repeating: 0, count: signs)
    var sample = [Int](repeating: 0, count: signs)
    var (drawn, check) = (0, Double(signs))
    while drawn < 1 << 26 {
      var sum = 0
      var word = 0
      for index in 0..<signs {
        if index % 32 == 0 { word = run.random.index(below: 1 << 32) }
        sample[index] = 2 * (word & 1) - 1
        word >>= 1
        sum += sample[index]
      }
      drawn += 1
      if Double(sum) > threshold {
        let label = sample[..<bits].reduce(1, *)
        for index in 0..<signs { gradient[index] += label * sample[index] }
      }
      guard Double(drawn) >= check else { continue }
      check *= 1.1
      let least = gradient[..<bits].reduce(Int.max) { min($0, abs($1)) }
      if gradient[bits...].allSatisfy({ abs($0) < least }) { break }
    }
    try run.read(Double(drawn), as: "samples")
  }

  public var statement: [Clause] {
    Given("the n signs are independent and uniform; the label is the product of three of them")
    Conclude(.observed(Self.samples), is: .bigTheta(Law(Growth.d.power(2) * .log, of: "n")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of signs",
        [.quick: [8, 16, 32, 64, 128], .standard: [16, 32, 64, 128, 256], .deep: [16, 32, 64, 128, 256, 512]],
        because: "the least span that is accepted; the time grows like n³ ln n"),
      window: .once(because: "the batch is read once, when the bits are found"),
      materialities: [
        Materiality(
          of: .observed(Self.samples), slope: 0.25, band: 4,
          because: "a slope of 0.25 against n² ln n is half a power of n; the band is the square of the default")
      ])
  }

  public var controls: [Control] {
    Control("a parity of one bit", refutes: .observed(Self.samples), because: "the coefficient is constant in n") {
      $0["bits"] = 1
    }
    Control(
      "a parity of two bits", refutes: .observed(Self.samples),
      because: "the coefficient is of order n^(−1/2), so that Θ(n ln n) samples suffice"
    ) {
      $0["bits"] = 2
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.samples), is: .bigO(Law(.d, of: "n")),
        by: Materiality(of: .observed(Self.samples), slope: 0.05, band: 2, because: "the defaults"),
        because: "n samples suffice to find the bits by elimination, but not by a gradient")
    ]
  }
}
