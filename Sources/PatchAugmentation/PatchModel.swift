import Experiments

/// How training changes the samples that the network sees.
package enum Augmentation: String, CaseIterable, Sendable {
  /// Not at all: the mean loss over the samples as they are.
  case erm
  /// One patch is removed: the mean loss over all samples and all choices of the patch.
  case cutout
  /// Some patches are replaced by those of another sample, and the label is mixed in the same share.
  case cutmix
}

/// The numbers of one run: data, network and training.
///
/// Every sample has P patches in random order. One holds the feature of its class and kind, a unit vector. One holds
/// the dominant noise: Gaussian noise, and α times the common feature of a random class. The others hold background
/// noise. All noise is orthogonal to the six features.
package struct PatchModel: Sendable {
  /// d, the dimension of a patch.
  package var dimension: Int
  /// n, the number of training samples.
  package var samples: Int
  /// P, the number of patches; at least 2.
  package var patches = 3
  /// The probability of a rare feature.
  package var rareShare: Double
  /// The probability of an extremely rare feature.
  package var extremeShare: Double
  /// σ_d² d: about the squared norm of the dominant noise.
  package var dominantPower: Double
  /// σ_b² d: about the squared norm of the background noise of one patch.
  package var backgroundPower: Double
  /// α, the strength of the common feature in the patch of the dominant noise.
  package var featureNoise: Double
  /// β, the slope of the activation below 0.
  package var slope = 0.1
  /// r, where the activation has reached slope 1.
  package var radius = 1.0
  /// σ₀, the standard deviation of an initial weight.
  package var initial = 0.01
  /// η, the step size.
  package var stepSize = 1.0
  /// How training changes the samples.
  package var augmentation: Augmentation
  /// The partners that CutMix draws for every sample in a step.
  package var mixings = 4
  /// The number of test samples of each kind.
  package var tests = 1000

  /// The numbers that have no standard value; the others are those of the source's experiment where it names them.
  package init(
    dimension: Int, samples: Int, rareShare: Double, extremeShare: Double, dominantPower: Double,
    backgroundPower: Double, featureNoise: Double, augmentation: Augmentation
  ) {
    self.dimension = dimension
    self.samples = samples
    self.rareShare = rareShare
    self.extremeShare = extremeShare
    self.dominantPower = dominantPower
    self.backgroundPower = backgroundPower
    self.featureNoise = featureNoise
    self.augmentation = augmentation
  }

  /// The number of patches with Gaussian noise.
  var noisePatches: Int { samples * (patches - 1) }

  /// σ_d and σ_b, the deviations of the dominant and of the background noise.
  var deviations: (dominant: Double, background: Double) {
    ((dominantPower / Double(dimension)).squareRoot(), (backgroundPower / Double(dimension)).squareRoot())
  }

  /// The dimensions that the features leave to the noise.
  var noiseDimension: Int { dimension - 6 }

  /// Checks what no range of a single setting can say.
  ///
  /// - Throws: ``PatchModelError`` naming the input and its valid range.
  package func check() throws(PatchModelError) {
    guard noiseDimension >= noisePatches + 2 else {
      throw PatchModelError(
        "d = \(dimension) is out of range: n(P − 1) = \(noisePatches) noise patches need d ≥ \(noisePatches + 8).")
    }
    guard rareShare >= 0, extremeShare >= 0, rareShare + extremeShare <= 1 else {
      throw PatchModelError(
        "rareShare + extremeShare = \(rareShare + extremeShare) is out of range: 0 to 1, and neither is negative.")
    }
  }
}

/// A run whose numbers do not fit together.
package struct PatchModelError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the input and the valid range.
  package let description: String

  init(_ description: String) { self.description = description }
}
