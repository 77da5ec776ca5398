import Randomness

/// The head outputs of a batch, one row per sample, and what the softmax cross-entropy makes of them.
package struct HeadOutputs: Sendable {
  /// F_h of each sample (row) and head (column).
  package let values: Matrix

  /// Adds up the positive potentials of each head's neurons over the patches of each sample.
  package init(_ potentials: Matrix, of network: GramNetwork, samples: [Int], count: Int) {
    var values = Matrix(rows: count, columns: network.headCount)
    for neuron in 0..<network.count {
      for (patch, potential) in potentials.row(neuron).enumerated() where potential > 0 {
        values[samples[patch], network.heads[neuron]] += potential
      }
    }
    self.values = values
  }

  /// Returns the cross-entropy of a sample under a label.
  package func loss(of sample: Int, label: Int) -> Double {
    logNormalizer(sample) - values[sample, label]
  }

  /// Returns factor · (1[h = label] − p_h) for every sample (row) and head (column).
  package func slopes(labels: [Int], factor: Double) -> Matrix {
    var slopes = Matrix(rows: values.rows, columns: values.columns)
    for (sample, label) in labels.enumerated() {
      let normalizer = logNormalizer(sample)
      for head in 0..<values.columns {
        let probability = Elementary.exp(values[sample, head] - normalizer)
        slopes[sample, head] = factor * ((head == label ? 1 : 0) - probability)
      }
    }
    return slopes
  }

  private func logNormalizer(_ sample: Int) -> Double {
    let row = values.row(sample)
    let largest = row.max() ?? 0
    return largest + Elementary.log(row.reduce(0) { $0 + Elementary.exp($1 - largest) })
  }
}

extension GramNetwork {
  /// Returns the coefficients C of a step: the slope of a neuron's head and a patch's sample where the neuron fired.
  package func coefficients(_ potentials: Matrix, slopes: Matrix, samples: [Int]) -> Matrix {
    var result = Matrix(rows: count, columns: samples.count)
    for neuron in 0..<count {
      for (patch, potential) in potentials.row(neuron).enumerated() where potential > 0 {
        result[neuron, patch] = slopes[samples[patch], heads[neuron]]
      }
    }
    return result
  }
}
