import Foundation
import Randomness
import TestSupport
import Testing

/// The linear algebra and the random laws that the Gram chain is built from.
@Suite struct GramChainLawTests {
  /// A factor multiplies back to the Gram matrix and has its rank, whether that is full or not.
  @Test(arguments: [(3, 8), (8, 8), (20, 6), (60, 60), (90, 40)])
  func factorsMultiplyBack(vectors: Int, dimension: Int) {
    var rows = random(rows: vectors, columns: dimension, seed: 1)
    // Lengths differ by six orders of magnitude, as those of trained and untrained neurons may.
    for row in 0..<vectors where row % 3 == 0 { rows.setRow(row, rows.row(row).map { 1e-6 * $0 }) }
    let gram = rows.gram
    let factor = GramFactor(of: gram, dimension: dimension)
    #expect(factor.rank == min(vectors, dimension))
    expectEqual(factor.matrix.gram, gram, within: 1e-11)
  }

  /// Copies, opposites and zero vectors add nothing to the rank.
  @Test func dependentVectorsAreFound() {
    var rows = random(rows: 9, columns: 12, seed: 2)
    rows.setRow(3, rows.row(0))
    rows.setRow(5, rows.row(1).map { -1e-5 * $0 })
    rows.setRow(7, Array(repeating: 0, count: 12))
    let factor = GramFactor(of: rows.gram, dimension: 12)
    #expect(factor.rank == 6)
    expectEqual(factor.matrix.gram, rows.gram, within: 1e-11)
    #expect(GramFactor(of: Matrix(rows: 4, columns: 4), dimension: 12).rank == 0)
  }

  /// A χ² variate of ν degrees has mean ν and variance 2ν, and its third moment about the mean is 8ν.
  @Test(arguments: [0, 1, 2, 3, 10, 200])
  func chiSquaredHasItsMoments(degrees: Int) {
    var moments = Moments()
    var draws = Draws(seed: 1_000_000, stream: .gramChain, sample: degrees)
    for _ in 0..<40_000 {
      moments.begin()
      let excess = draws.chiSquared(degrees) - Double(degrees)
      moments.add("mean", excess, expected: 0)
      moments.add("variance", excess * excess, expected: 2 * Double(degrees))
      moments.add("third", excess * excess * excess, expected: 8 * Double(degrees))
    }
    moments.check()
  }

  /// X and M of drawn noise have the moments of ⟨u_r, ζ_p⟩ and ⟨ζ_p, ζ_q⟩ for normal ζ, joint moments included.
  ///
  /// The cases have fewer vectors than dimensions, as many, and more; then the Wishart part is of rank deficient or zero.
  @Test(arguments: [(3, 9), (4, 6), (5, 5), (7, 4)])
  func noiseHasTheMomentsOfItsLaw(vectors: Int, dimension: Int) {
    let gram = random(rows: vectors, columns: dimension, seed: 3).gram
    let factor = GramFactor(of: gram, dimension: dimension)
    let scale = 0.7
    let power = scale * scale
    let free = Double(dimension)
    var moments = Moments()
    for step in 0..<10_000 {
      moments.begin()
      let noise = NoiseDraw(
        count: 4, factor: factor, features: 2, dimension: dimension, scale: scale,
        at: NoiseDraw.Place(seed: 1_000_001, purpose: .training, step: step))
      // Patch 1 is left out, as one on which no neuron fires.
      let kept = [0, 2, 3]
      let own = noise.gram(of: kept)
      for (one, p) in kept.enumerated() {
        for (two, q) in kept.enumerated() where q >= p {
          let same = p == q ? 1.0 : 0.0
          let m = own[one, two]
          moments.add("M\(p)\(q)", m, expected: same * power * free)
          moments.add("MM\(p)\(q)", m * m, expected: power * power * free * (p == q ? free + 2 : 1))
          for r in 0..<vectors {
            for s in 0..<vectors {
              let product = noise.products[r, p] * noise.products[s, q]
              moments.add("X\(r)\(p)X\(s)\(q)", product, expected: same * power * gram[r, s])
              moments.add(
                "X\(r)\(p)X\(s)\(q)M", product * m, expected: power * power * gram[r, s] * (p == q ? free + 2 : 1))
            }
          }
        }
        for r in 0..<vectors {
          let square = noise.products[r, p] * noise.products[0, p]
          moments.add("X\(r)\(p)", noise.products[r, p], expected: 0)
          moments.add(
            "XXXX\(r)\(p)", square * square,
            expected: power * power * (gram[r, r] * gram[0, 0] + 2 * gram[r, 0] * gram[r, 0]))
          moments.add("X\(r)\(p)Y", noise.products[r, p] * noise.features[1, p], expected: 0)
        }
        moments.add("YY\(p)", noise.features[0, p] * noise.features[0, p], expected: power)
        moments.add("Y\(p)", noise.features[0, p] * noise.features[1, p], expected: 0)
      }
    }
    moments.check()
  }

  /// A drawn M makes the Gram matrix of neurons and patches together one of vectors in that many dimensions.
  @Test(arguments: [(3, 9, 5), (6, 8, 9), (9, 6, 8)])
  func drawnProductsFitIntoTheSpace(vectors: Int, dimension: Int, patches: Int) {
    let gram = random(rows: vectors, columns: dimension, seed: 4).gram
    let noise = NoiseDraw(
      count: patches, factor: GramFactor(of: gram, dimension: dimension), features: 1, dimension: dimension, scale: 1,
      at: NoiseDraw.Place(seed: 1_000_002, purpose: .training, step: 0))
    let own = noise.gram(of: Array(0..<patches))
    var joint = Matrix(rows: vectors + patches, columns: vectors + patches)
    for one in 0..<(vectors + patches) {
      for two in 0..<(vectors + patches) {
        switch (one < vectors, two < vectors) {
        case (true, true): joint[one, two] = gram[one, two]
        case (false, false): joint[one, two] = own[one - vectors, two - vectors]
        case (true, false): joint[one, two] = noise.products[one, two - vectors]
        case (false, true): joint[one, two] = noise.products[two, one - vectors]
        }
      }
    }
    let factor = GramFactor(of: joint, dimension: vectors + patches)
    #expect(factor.rank == min(vectors + patches, dimension))
    expectEqual(factor.matrix.gram, joint, within: 1e-11)
  }

  private func random(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    var generator = SplitMix64(seed: seed)
    var matrix = Matrix(rows: rows, columns: columns)
    for row in 0..<rows { matrix.setRow(row, (0..<columns).map { _ in generator.normal() }) }
    return matrix
  }

  /// Expects equal Gram matrices, each entry relative to the lengths of its two vectors.
  private func expectEqual(_ one: Matrix, _ two: Matrix, within tolerance: Double) {
    var worst = 0.0
    for row in 0..<two.rows {
      for column in 0..<two.columns {
        let length = (two[row, row] * two[column, column]).squareRoot()
        let difference = abs(one[row, column] - two[row, column])
        worst = max(worst, difference == 0 ? 0 : difference / length)
      }
    }
    #expect(worst < tolerance)
  }
}

/// Sample means with their expected values; every repetition adds the same moments in the same order.
private struct Moments {
  private var names: [String] = []
  private var expected: [Double] = []
  private var sums: [Double] = []
  private var squares: [Double] = []
  private var count = 0.0
  private var next = 0

  /// Begins the next repetition.
  mutating func begin() {
    count += 1
    next = 0
  }

  mutating func add(_ name: @autoclosure () -> String, _ value: Double, expected mean: Double) {
    if count == 1 {
      names.append(name())
      expected.append(mean)
      sums.append(0)
      squares.append(0)
    }
    sums[next] += value
    squares[next] += value * value
    next += 1
  }

  /// Expects every mean within 4.5 standard errors of its expected value.
  func check() {
    var worst = 0.0
    for (place, name) in names.enumerated() {
      let mean = sums[place] / count
      let error = (max(0, squares[place] / count - mean * mean) / count).squareRoot()
      let difference = abs(mean - expected[place])
      worst = max(worst, difference == 0 ? 0 : difference / error)
      #expect(difference <= 4.5 * error, "\(name): \(mean) for \(expected[place]) ± \(error)")
    }
    if ProcessInfo.processInfo.environment["LITTLEO_GRAM_SEEDS"] != nil {
      print("\(names.count) moments of \(Int(count)) draws: the largest |z| is \(worst)")
    }
  }
}
