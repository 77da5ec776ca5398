import Experiments
import Testing

@testable import PatchAugmentation

@Suite struct NoisePatchesTests {
  /// Four rows of lengths below, at and above a block of sixteen.
  private static let rows = [1, 15, 16, 33].map { length in (0..<length).map { Double($0 + 1) / Double(length + 3) } }

  private func vector(_ count: Int, _ scale: Double) -> [Double] { (0..<count).map { scale * Double($0 % 7 - 3) } }

  @Test func productsAreThoseOfWholeVectors() {
    let noise = NoisePatches(rows: Self.rows)
    let (first, second) = (vector(33, 0.5), vector(33, -0.25))
    let products = noise.products(with: NoisePatches.blocks(of: first), NoisePatches.blocks(of: second))
    for (row, entries) in Self.rows.enumerated() {
      #expect(abs(products.first[row] - zip(entries, first).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-5)
      #expect(abs(products.second[row] - zip(entries, second).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-5)
    }
  }

  @Test func multiplesOfRowsAreAdded() {
    let noise = NoisePatches(rows: Self.rows)
    var first = NoisePatches.blocks(of: vector(33, 1))
    var second = NoisePatches.blocks(of: vector(33, 2))
    noise.add(([1, 2, 3, 4], [0, 0, -1, 0]), to: &first, &second)
    for place in 0..<33 {
      let sum = zip(Self.rows, [1.0, 2, 3, 4]).reduce(0) { $0 + (place < $1.0.count ? $1.0[place] * $1.1 : 0) }
      let start = Double(place % 7 - 3)
      #expect(abs(Double(first[place / 16][place % 16]) - start - sum) < 1e-5)
      let other = place < 16 ? Self.rows[2][place] : 0
      #expect(abs(Double(second[place / 16][place % 16]) - 2 * start + other) < 1e-5)
    }
  }

  /// The squared length of a standard Gaussian vector has mean D and variance 2D.
  @Test(arguments: [2.0, 3, 50, 1e6]) func lengthsHaveTheirLaw(dimension: Double) {
    var random = RandomNumbers(seed: 3)
    let count = 20000
    let squares = (0..<count).map { _ in
      let length = random.length(in: dimension)
      return length * length
    }
    let mean = squares.reduce(0, +) / Double(count)
    #expect(abs(mean - dimension) < 5 * (2 * dimension / Double(count)).squareRoot())
    let variance = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    #expect(abs(variance / (2 * dimension) - 1) < 0.2)
  }

  /// Row j stands for a vector in D dimensions: squared lengths have mean σ² D, and squared products of two σ² σ′² D.
  @Test func rowsHaveTheGramMatrixOfGaussianVectors() {
    var model = PatchModel(
      dimension: 32, samples: 4, rareShare: 0, extremeShare: 0, dominantPower: 32, backgroundPower: 8,
      featureNoise: 0, augmentation: .erm)
    model.patches = 3
    let (runs, dimension) = (4000, 26.0)
    var (length, mixed) = (0.0, 0.0)
    for seed in 0..<runs {
      var random = RandomNumbers(seed: UInt64(seed))
      let noise = NoisePatches(of: model, &random)
      // The products with a unit vector along each coordinate give the entries of the rows.
      let rows = (0..<noise.count).map { place in
        let unit = NoisePatches.blocks(of: (0..<noise.count).map { $0 == place ? 1 : 0 })
        return noise.products(with: unit, unit).first
      }
      length += rows.reduce(0) { $0 + $1[6] * $1[6] } / Double(runs)
      let product = rows.reduce(0) { $0 + $1[6] * $1[3] }
      mixed += product * product / Double(runs)
    }
    // Row 6 is dominant with σ = 1, row 3 is background with σ² = 1/4.
    #expect(abs(length - dimension) < 5 * (2 * dimension / Double(runs)).squareRoot())
    #expect(abs(mixed - dimension / 4) < 0.15 * dimension / 4)
  }
}
