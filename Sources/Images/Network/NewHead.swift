/// A new second layer, fitted on few images with coarse labels while the features stay as they are.
///
/// The fit is ridge regression of ±1 targets, one per label: it has one solution, so no step size and no number of steps
/// decides how well features are read.
enum NewHead {
  /// The penalty on squared weights of standardised features, per image.
  static let penalty = 0.1

  /// Fits the second layer of a network to standardised features.
  ///
  /// - Parameters:
  ///   - net: The network; its second layer has been replaced.
  ///   - features: Standardised features, image by image.
  ///   - targets: The label of every image.
  /// - Complexity: O(images · width² + width³).
  static func fit(_ net: inout PatchNet, features: [Float], targets: [Int]) {
    let (labels, width, count) = (net.labels, net.width, targets.count)
    var gram = [Double](repeating: 0, count: width * width)
    var sides = [Double](repeating: 0, count: labels * width)
    let means = (0..<labels).map { label in
      Double(2 * targets.count { $0 == label } - count) / Double(count)
    }
    gram.withUnsafeMutableBufferPointer { gram in
      features.withUnsafeBufferPointer { features in
        for (image, target) in targets.enumerated() {
          for row in 0..<width {
            let value = Double(features[image * width + row])
            for column in 0...row { gram[row * width + column] += value * Double(features[image * width + column]) }
            for label in 0..<labels {
              sides[label * width + row] += value * ((label == target ? 1 : -1) - means[label])
            }
          }
        }
      }
    }
    for row in 0..<width { gram[row * width + row] += penalty * Double(count) }
    factor(&gram, width)
    for label in 0..<labels {
      let weights = solve(gram, Array(sides[label * width..<(label + 1) * width]))
      for neuron in 0..<width { net.head[label * width + neuron] = Float(weights[neuron]) }
      net.offsets[label] = Float(means[label])
    }
  }

  /// Replaces the lower triangle of a positive definite matrix by its Cholesky factor.
  private static func factor(_ matrix: inout [Double], _ size: Int) {
    matrix.withUnsafeMutableBufferPointer { matrix in
      for row in 0..<size {
        for column in 0...row {
          var sum = matrix[row * size + column]
          for place in 0..<column { sum -= matrix[row * size + place] * matrix[column * size + place] }
          matrix[row * size + column] =
            row == column ? sum.squareRoot() : sum / matrix[column * size + column]
        }
      }
    }
  }

  /// Solves a system by its Cholesky factor.
  private static func solve(_ factor: [Double], _ side: [Double]) -> [Double] {
    let size = side.count
    var values = side
    for row in 0..<size {
      for column in 0..<row { values[row] -= factor[row * size + column] * values[column] }
      values[row] /= factor[row * size + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for below in (row + 1)..<max(row + 1, size) { values[row] -= factor[below * size + row] * values[below] }
      values[row] /= factor[row * size + row]
    }
    return values
  }
}
