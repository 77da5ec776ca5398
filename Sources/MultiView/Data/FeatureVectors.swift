import Randomness

/// The vectors of a dictionary in the coordinates of patches (Definition 4.1, model.md §4).
///
/// In the standard frame feature u is the unit vector of coordinate u, and no vector is stored. Otherwise the |U|
/// vectors in use are stored.
public struct FeatureVectors: Sendable {
  /// The numbering of the features.
  package let features: Features
  /// Dimension d of a patch.
  package let dimension: Int
  /// The vectors, |U| rows of d numbers; nil in the standard frame.
  package let vectors: [Float]?

  /// The standard basis.
  init(standard features: Features, dimension: Int) {
    self.init(features: features, dimension: dimension, vectors: nil)
  }

  private init(features: Features, dimension: Int, vectors: [Float]?) {
    self.features = features
    self.dimension = dimension
    self.vectors = vectors
  }

  /// Random orthonormal vectors, uniform among all such dictionaries, as a function of the seed.
  ///
  /// - Complexity: O(|U|² d).
  init(rotated features: Features, dimension: Int, seed: UInt64) {
    var basis: [Double] = []
    basis.reserveCapacity(features.count * dimension)
    for feature in 0..<features.count {
      var draws = Draws(seed: seed, stream: .rotation, step: feature)
      basis += Self.orthonormal(to: basis, count: feature, dimension: dimension, from: &draws)
    }
    self.init(features: features, dimension: dimension, vectors: basis.map { Float($0) })
  }

  /// Returns a dictionary with a correlated pair of features in each superclass.
  ///
  /// The second rare feature is changed by the first: v ← (v + v₁)/√2.
  func withCorrelatedRareFeatures() -> FeatureVectors {
    var rows = explicit
    guard features.subclasses > 1 else { return self }
    for superclass in Superclass.allCases {
      let first = features.rare(Subclass(superclass, 0)) * dimension
      let second = features.rare(Subclass(superclass, 1)) * dimension
      for coordinate in 0..<dimension {
        let sum = Double(rows[first + coordinate]) + Double(rows[second + coordinate])
        rows[second + coordinate] = Float(sum * 0.5.squareRoot())
      }
    }
    return FeatureVectors(features: features, dimension: dimension, vectors: rows)
  }

  /// Adds strength · v to a row of d numbers.
  package func add(_ strength: Float, of feature: Int, to row: UnsafeMutablePointer<Float>) {
    guard let vectors else {
      row[feature] += strength
      return
    }
    vectors.withUnsafeBufferPointer { vectors in
      let first = feature * dimension
      for coordinate in 0..<dimension { row[coordinate] += strength * vectors[first + coordinate] }
    }
  }

  /// Writes the coefficients ⟨x, v⟩ of a row on all features, |U| numbers.
  package func project(_ row: UnsafePointer<Float>, into coefficients: UnsafeMutablePointer<Double>) {
    guard let vectors else {
      for feature in 0..<features.count { coefficients[feature] = Double(row[feature]) }
      return
    }
    vectors.withUnsafeBufferPointer { vectors in
      for feature in 0..<features.count {
        let first = feature * dimension
        var sum = 0.0
        for coordinate in 0..<dimension { sum += Double(row[coordinate]) * Double(vectors[first + coordinate]) }
        coefficients[feature] = sum
      }
    }
  }

  private var explicit: [Float] {
    if let vectors { return vectors }
    var rows = Array(repeating: Float(0), count: features.count * dimension)
    for feature in 0..<features.count { rows[feature * dimension + feature] = 1 }
    return rows
  }

  /// Draws a vector and orthogonalises it twice; the second pass removes the rounding errors of the first.
  private static func orthonormal(
    to basis: [Double], count: Int, dimension: Int, from draws: inout Draws
  ) -> [Double] {
    while true {
      var vector = (0..<dimension).map { _ in draws.normal() }
      let before = normalise(&vector)
      var rest = 1.0
      for _ in 0..<2 {
        basis.withUnsafeBufferPointer { basis in
          for other in 0..<count {
            let first = other * dimension
            var product = 0.0
            for coordinate in 0..<dimension { product += vector[coordinate] * basis[first + coordinate] }
            for coordinate in 0..<dimension { vector[coordinate] -= product * basis[first + coordinate] }
          }
        }
        rest *= normalise(&vector)
      }
      // A draw nearly within the span of the other vectors keeps too few correct digits: draw again.
      if before > 0 && rest > 1e-6 { return vector }
    }
  }

  /// Scales a vector to norm 1 and returns the norm it had; a null vector stays.
  private static func normalise(_ vector: inout [Double]) -> Double {
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 0 else { return 0 }
    for coordinate in vector.indices { vector[coordinate] /= norm }
    return norm
  }
}

/// The coordinates in which features are given (Definition 4.1, model.md §4).
public enum Frame: String, Hashable, Sendable, Codable, CaseIterable {
  /// The features are the first coordinates.
  ///
  /// This loses no generality, because initialisation and noise are rotation invariant.
  case standard
  /// The features are random orthonormal vectors, drawn from the trial's seed; in dense mode only.
  case rotated
}
