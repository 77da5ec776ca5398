import Randomness

/// The noise of some patches as the network sees it: its products with the neurons, and its Gram matrix on demand.
///
/// The neurons' noise parts are u_r = Σ_k A_rk e_k in an orthonormal basis e of their span, with A the factor of G.
/// A patch's noise is σ_ζ(Σ_k Z_kp e_k + rest) with Z standard normal and the rest off the span.
/// So X = σ_ζ A Z, and the patches' Gram matrix is M = σ_ζ²(ZᵀZ + Wishart(D − rank G)), where D is the number of
/// dimensions off the features. It is the conditional law of M given X, because ZᵀZ = XᵀG⁺X/σ_ζ².
package struct NoiseDraw: Sendable {
  /// What a row of normals is for; different purposes never share a number.
  package enum Purpose: Int, Sendable {
    case training, easy, hard
  }

  /// Where the numbers of a draw come from.
  package struct Place: Sendable {
    let seed: UInt64
    let purpose: Purpose
    let step: Int
    let part: Int

    /// The place of a batch.
    ///
    /// - Parameters:
    ///   - seed: The trial's seed.
    ///   - purpose: What the batch is for.
    ///   - step: The training step, or the time of the test.
    ///   - part: The number of the batch within a test set.
    package init(seed: UInt64, purpose: Purpose, step: Int, part: Int = 0) {
      self.seed = seed
      self.purpose = purpose
      self.step = step
      self.part = part
    }

    /// Returns standard normals, in single precision as those of the trainer are.
    func normals(_ kind: Int, row: Int, count: Int) -> [Double] {
      guard count > 0 else { return [] }
      let values = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
        if let base = buffer.baseAddress {
          Draws.fillNormals(
            base, count: count, scale: 1, seed: seed, stream: .gramChain, step: step, sample: part << 16 | row,
            patch: purpose.rawValue << 4 | kind, on: .current)
        }
        filled = count
      }
      return values.map(Double.init)
    }

    /// The sequence that diagonals of Bartlett factors are drawn from.
    var diagonal: Draws {
      Draws(seed: seed, stream: .gramChain, step: step, sample: part << 16, patch: purpose.rawValue << 4 | 3)
    }
  }

  /// X: one row per neuron, one column per patch.
  package private(set) var products: Matrix
  /// The feature coordinates of the noise: one row per feature, one column per patch.
  package let features: Matrix

  private let span: Matrix
  private let place: Place
  private let degrees: Int
  private let scale: Double

  /// Draws the noise of `count` patches.
  ///
  /// - Parameters:
  ///   - factor: The factor of the neurons' Gram matrix.
  ///   - features: The number of features.
  ///   - dimension: The number D of dimensions off the features.
  ///   - scale: The noise's deviation σ_ζ per coordinate.
  ///   - place: Where the numbers come from.
  package init(count: Int, factor: GramFactor, features: Int, dimension: Int, scale: Double, at place: Place) {
    var span = Matrix(rows: factor.rank, columns: count)
    for row in 0..<factor.rank { span.setRow(row, place.normals(0, row: row, count: count)) }
    var coordinates = Matrix(rows: features, columns: count)
    for row in 0..<features { coordinates.setRow(row, place.normals(1, row: row, count: count)) }
    coordinates.scale(by: scale)
    products = factor.matrix.times(span)
    products.scale(by: scale)
    self.span = span
    self.features = coordinates
    self.place = place
    self.scale = scale
    degrees = dimension - factor.rank
  }

  /// Draws M of some of the patches given X, off the features; a draw serves one choice of patches only.
  package func gram(of patches: [Int]) -> Matrix {
    let span = span.selecting(columns: patches).transposed
    var diagonal = place.diagonal
    let rest = Wishart.factor(size: patches.count, degrees: degrees, draws: &diagonal) {
      place.normals(2, row: $0, count: $1)
    }
    var gram = Matrix(rows: patches.count, columns: patches.count)
    for one in patches.indices {
      for two in 0...one {
        let value = span.product(of: one, with: span, row: two) + rest.product(of: one, with: rest, row: two)
        gram[one, two] = scale * scale * value
        gram[two, one] = gram[one, two]
      }
    }
    return gram
  }
}
