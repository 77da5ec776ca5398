@testable import MultiView
import Randomness
import Testing

@Suite struct FeatureVectorsTests {
  /// Definition 4.1: a rotated dictionary is orthonormal, even one that spans the whole space (d = 40, k = 19).
  @Test(arguments: [(64, 9), (256, 15), (40, 19)])
  func rotatedVectorsAreOrthonormal(d: Int, k: Int) throws {
    for seed in UInt64(1)...3 {
      let rotated = FeatureVectors(rotated: Features(subclasses: k), dimension: d, seed: seed)
      #expect(coherence(rotated) < 1e-6)
    }
  }

  /// Vectors are uniform on the sphere: their coordinates have mean 0 and variance 1/d.
  @Test func rotatedVectorsHaveNoDirection() throws {
    let d = 20
    var sum = 0.0
    var square = 0.0
    let seeds = 400
    for seed in 1...UInt64(seeds) {
      let rotated = FeatureVectors(rotated: Features(subclasses: 4), dimension: d, seed: seed)
      let value = Double(try #require(rotated.vectors)[7 * d])
      sum += value
      square += value * value
    }
    #expect(abs(sum) < 6 * (Double(seeds) / Double(d)).squareRoot())
    #expect(abs(square - Double(seeds) / Double(d)) < 6 * (2 * Double(seeds)).squareRoot() / Double(d))
  }

  @Test func addedFeatureIsReadBack() throws {
    let features = Features(subclasses: 3)
    for vectors in [
      FeatureVectors(standard: features, dimension: 12), FeatureVectors(rotated: features, dimension: 12, seed: 2),
    ] {
      var row = Array(repeating: Float(0), count: 12)
      var coefficients = Array(repeating: 0.0, count: features.count)
      row.withUnsafeMutableBufferPointer { row in
        guard let row = row.baseAddress else { return }
        vectors.add(2, of: 5, to: row)
        coefficients.withUnsafeMutableBufferPointer { buffer in
          if let base = buffer.baseAddress { vectors.project(row, into: base) }
        }
      }
      for feature in 0..<features.count { #expect(abs(coefficients[feature] - (feature == 5 ? 2 : 0)) < 1e-6) }
    }
  }

  /// The planted dictionary has one pair of correlated features in each superclass, if k > 1.
  @Test func leaningVectorsAreCoherent() {
    let features = Features(subclasses: 3)
    for vectors in [
      FeatureVectors(standard: features, dimension: 12), FeatureVectors(rotated: features, dimension: 12, seed: 2),
    ] { #expect(abs(coherence(vectors.withCorrelatedRareFeatures()) - 0.5.squareRoot()) < 1e-6) }
    let single = Features(subclasses: 1)
    #expect(coherence(FeatureVectors(standard: single, dimension: 12).withCorrelatedRareFeatures()) == 0)
  }

  func coherence(_ vectors: FeatureVectors) -> Double {
    let d = vectors.dimension
    let rows = (0..<vectors.features.count).map { feature in
      [Float](unsafeUninitializedCapacity: d) { buffer, count in
        buffer.initialize(repeating: 0)
        count = d
        if let row = buffer.baseAddress { vectors.add(1, of: feature, to: row) }
      }
    }
    var largest = 0.0
    for (i, one) in rows.enumerated() {
      for (j, two) in rows.enumerated() {
        let product = zip(one, two).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        largest = max(largest, abs(product - (i == j ? 1 : 0)))
      }
    }
    return largest
  }
}
