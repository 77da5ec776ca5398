/// A network as the Gram chain holds it (dimension-free.md §1): all that training depends on, and nothing else.
///
/// Each neuron w_r is split into its feature coordinates x_r and a noise part u_r. Of the noise parts only the Gram
/// matrix G_rs = ⟨u_r, u_s⟩ is kept.
package struct GramNetwork: Sendable {
  /// The head of each neuron.
  package let heads: [Int]
  /// The number of heads.
  package let headCount: Int
  /// x: one row per neuron, one column per feature.
  package private(set) var signals: Matrix
  /// b of each neuron.
  package private(set) var biases: [Double]
  /// G.
  package private(set) var gram: Matrix
  /// Whether each neuron was moved at least once.
  package private(set) var isTrained: [Bool]

  /// The number of neurons.
  package var count: Int { heads.count }

  /// A network from its parts.
  package init(heads: [Int], headCount: Int, signals: Matrix, biases: [Double], gram: Matrix) {
    self.heads = heads
    self.headCount = headCount
    self.signals = signals
    self.biases = biases
    self.gram = gram
    isTrained = heads.map { _ in false }
  }

  /// Returns ‖w‖² of a neuron.
  package func squaredNorm(of neuron: Int) -> Double {
    max(0, signals.product(of: neuron, with: signals, row: neuron) + gram[neuron, neuron])
  }

  /// A network from the weights of its neurons, whose first `features` coordinates are those of the features.
  package init(heads: [Int], headCount: Int, weights: Matrix, features: Int, biases: [Double]) {
    let split = weights.split(at: features)
    self.init(
      heads: heads, headCount: headCount, signals: split.first, biases: biases, gram: split.second.gram)
  }

  /// Returns ⟨w, x⟩ + b of every neuron (rows) on every patch (columns).
  ///
  /// - Parameters:
  ///   - coordinates: The patches' feature coordinates, one column per patch.
  ///   - products: X, the products of noise parts and patches.
  package func potentials(coordinates: Matrix, products: Matrix) -> Matrix {
    var result = products
    for neuron in 0..<count {
      for feature in 0..<signals.columns {
        result.add(signals[neuron, feature], row: feature, of: coordinates, to: neuron)
      }
      for patch in 0..<result.columns { result[neuron, patch] += biases[neuron] }
    }
    return result
  }

  /// Moves every neuron by Δw_r = Σ_p C_rp x_p, and lowers its bias by β‖Δw_r‖.
  ///
  /// - Parameters:
  ///   - coefficients: C, one row per neuron and one column per patch.
  ///   - coordinates: The patches' feature coordinates.
  ///   - products: X of these patches, before the step.
  ///   - noise: M, the Gram matrix of the patches' noise off the features.
  ///   - biasDecay: β.
  package mutating func move(
    by coefficients: Matrix, coordinates: Matrix, products: Matrix, noise: Matrix, biasDecay: Double
  ) {
    let moving = (0..<count).filter { coefficients.row($0).contains { $0 != 0 } }
    let steps = coordinates.transposed
    for neuron in moving {
      isTrained[neuron] = true
      // Row 0 is C_r M, whose product with C_s is the inner product of the noise of Δw_r and Δw_s.
      var images = Matrix(rows: 1, columns: noise.columns)
      var change = Matrix(rows: 1, columns: signals.columns)
      for patch in 0..<coefficients.columns {
        let coefficient = coefficients[neuron, patch]
        images.add(coefficient, row: patch, of: noise, to: 0)
        change.add(coefficient, row: patch, of: steps, to: 0)
      }
      for other in moving { gram[neuron, other] += images.product(of: 0, with: coefficients, row: other) }
      for other in 0..<count {
        let product = products.product(of: other, with: coefficients, row: neuron)
        gram[other, neuron] += product
        gram[neuron, other] += product
      }
      let square = change.product(of: 0, with: change, row: 0) + images.product(of: 0, with: coefficients, row: neuron)
      signals.add(1, row: 0, of: change, to: neuron)
      biases[neuron] -= biasDecay * max(0, square).squareRoot()
    }
  }
}

extension Matrix {
  /// Returns the first `count` columns and the others.
  package func split(at count: Int) -> (first: Matrix, second: Matrix) {
    (selecting(columns: Array(0..<count)), selecting(columns: Array(count..<columns)))
  }

  /// The Gram matrix of the rows.
  package var gram: Matrix {
    var result = Matrix(rows: rows, columns: rows)
    for one in 0..<rows {
      for two in 0...one {
        result[one, two] = product(of: one, with: self, row: two)
        result[two, one] = result[one, two]
      }
    }
    return result
  }
}
