import CKernels
import Randomness

/// The network: a first layer of ReLU neurons that all patches share, and a second layer on their sums.
///
/// Neuron r has the feature h_r = Σ_p ReLU(⟨w_r, x_p⟩), a sum over the patches of an image. Label y has the output
/// F_y = b_y + Σ_r a_yr (h_r − μ_r)/σ_r. In pretraining a is frozen and drawn at random, b = μ = 0 and σ = 1.
package struct PatchNet: Sendable {
  /// How images become rows.
  let shape: PatchShape
  /// The number of neurons, a multiple of 16.
  let width: Int
  /// The number of labels.
  private(set) var labels: Int
  /// The first layer: panels of 16 neurons, as CKernels holds them.
  var panels: [Float]
  /// The second layer a, label by label.
  var head: [Float]
  /// The offsets b of the labels.
  var offsets: [Float]
  /// μ and 1/σ of the features.
  var centre, scale: [Float]

  static let lanes = Int(LITTLEO_LANES)
  /// The instruction set that the loops run on; the numbers do not depend on it.
  var instructions = InstructionSet.current

  /// A network with random weights.
  ///
  /// First-layer weights are N(0, initial²). The frozen second layer is N(0, 1/width).
  ///
  /// - Parameters:
  ///   - shape: How images become rows.
  ///   - width: The number of neurons, a multiple of 16.
  ///   - labels: The number of labels.
  ///   - initial: The deviation of a first weight.
  ///   - seed: The seed of the weights. Two networks of one seed begin with the same first layer, whatever their labels.
  package init(_ shape: PatchShape, width: Int, labels: Int, initial: Double, seed: UInt64) {
    self.shape = shape
    self.width = width
    self.labels = labels
    let size = shape.dimension * width
    panels = Self.normals(size, scale: Float(initial), seed: seed, .weights)
    head = Self.normals(labels * width, scale: Float(1 / Double(width).squareRoot()), seed: seed, .secondLayer)
    offsets = [Float](repeating: 0, count: labels)
    centre = [Float](repeating: 0, count: width)
    scale = [Float](repeating: 1, count: width)
  }

  private static func normals(_ count: Int, scale: Float, seed: UInt64, _ purpose: ImagePurpose) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress, count > 0 {
        Draws.fillNormals(
          base, count: count, scale: scale, seed: seed, stream: .images, step: purpose.rawValue, sample: 0, patch: 0,
          on: .current)
      }
      initialized = count
    }
  }

  /// Replaces the second layer by one of zeros that reads standardised features.
  ///
  /// - Parameters:
  ///   - labels: The number of labels of the new layer.
  ///   - features: Features of the images that it will learn from, image by image.
  mutating func replaceHead(labels: Int, standardising features: [Float]) {
    self.labels = labels
    head = [Float](repeating: 0, count: labels * width)
    offsets = [Float](repeating: 0, count: labels)
    let count = features.count / width
    for neuron in 0..<width {
      var (sum, squares) = (0.0, 0.0)
      for image in 0..<count {
        let value = Double(features[image * width + neuron])
        sum += value
        squares += value * value
      }
      let mean = sum / Double(max(1, count))
      let variance = squares / Double(max(1, count)) - mean * mean
      centre[neuron] = Float(mean)
      // A neuron that never fires on these images would be divided by 0; it is left out.
      scale[neuron] = variance > 1e-9 ? Float(1 / variance.squareRoot()) : 0
    }
  }
}
