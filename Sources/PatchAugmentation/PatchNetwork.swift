import Experiments

/// Two filters w₁ and w₋₁ that are applied to every patch: f(X) = Σ φ(⟨w₁, x⟩) − φ(⟨w₋₁, x⟩) over the patches x.
struct PatchNetwork: Sendable {
  /// The outputs of all patches, and how they change with the weights.
  struct Forward: Sendable {
    /// φ(⟨w₁, x⟩) − φ(⟨w₋₁, x⟩), sample by sample and patch by patch.
    var outputs: [Double]
    /// φ′(⟨w₁, x⟩) and φ′(⟨w₋₁, x⟩) in the same order.
    var slopes: [(Double, Double)]
  }

  /// The coordinates of w₁ along the six features.
  var firstFeatures: [Double]
  /// The coordinates of w₋₁ along the six features.
  var secondFeatures: [Double]
  /// The coordinates of w₁ in the span of the noise.
  var firstNoise: [NoisePatches.Block]
  /// The coordinates of w₋₁ in the span of the noise.
  var secondNoise: [NoisePatches.Block]
  /// The part of w₁ orthogonal to features and noise, as a length; training never changes it.
  private let firstRest: Double
  /// The part of w₋₁ orthogonal to features and noise: along the rest of w₁, and orthogonal to it.
  private let secondRest: (Double, Double)
  private let activation: Activation
  private let featureNoise: Double

  /// Draws the initial weights, each N(0, σ₀²).
  init(of model: PatchModel, noise: NoisePatches, _ random: inout RandomNumbers) {
    let scale = model.initial
    func normals(_ count: Int) -> [Double] { (0..<count).map { _ in scale * random.normal() } }
    firstFeatures = normals(6)
    secondFeatures = normals(6)
    firstNoise = NoisePatches.blocks(of: normals(noise.count))
    secondNoise = NoisePatches.blocks(of: normals(noise.count))
    let rest = Double(model.noiseDimension - noise.count)
    firstRest = scale * random.length(in: rest)
    secondRest = (scale * random.normal(), scale * random.length(in: rest - 1))
    activation = Activation(slope: model.slope, radius: model.radius)
    featureNoise = model.featureNoise
  }

  /// Returns the outputs of all patches of the training samples.
  func forward(_ samples: [PatchSample], _ noise: NoisePatches) -> Forward {
    let products = noise.products(with: firstNoise, secondNoise)
    let patches = samples.first?.roles.count ?? 0
    var forward = Forward(outputs: [], slopes: [])
    forward.outputs.reserveCapacity(samples.count * patches)
    forward.slopes.reserveCapacity(samples.count * patches)
    for (index, sample) in samples.enumerated() {
      for role in sample.roles {
        var (first, second) = (0.0, 0.0)
        if role == 0 {
          first = firstFeatures[sample.feature.index]
          second = secondFeatures[sample.feature.index]
        } else {
          let row = index * (patches - 1) + role - 1
          (first, second) = (products.first[row], products.second[row])
          if role == 1 {
            first += featureNoise * firstFeatures[PatchFeature(.common, of: sample.distraction).index]
            second += featureNoise * secondFeatures[PatchFeature(.common, of: sample.distraction).index]
          }
        }
        forward.outputs.append(activation.value(first) - activation.value(second))
        forward.slopes.append((activation.derivative(first), activation.derivative(second)))
      }
    }
    return forward
  }

  /// Takes a gradient step.
  ///
  /// - Parameters:
  ///   - stepSize: η.
  ///   - gradient: The derivative of the loss by the output of every patch, in the order of `forward`.
  ///   - forward: The outputs at the present weights.
  ///   - samples: The training samples.
  ///   - noise: Their noise.
  mutating func step(
    _ stepSize: Double, along gradient: [Double], at forward: Forward, _ samples: [PatchSample], _ noise: NoisePatches
  ) {
    let patches = samples.first?.roles.count ?? 0
    var multiples = ([Double](repeating: 0, count: noise.count), [Double](repeating: 0, count: noise.count))
    for (index, sample) in samples.enumerated() {
      for (position, role) in sample.roles.enumerated() {
        let place = index * patches + position
        let first = -stepSize * gradient[place] * forward.slopes[place].0
        let second = stepSize * gradient[place] * forward.slopes[place].1
        if role == 0 {
          firstFeatures[sample.feature.index] += first
          secondFeatures[sample.feature.index] += second
        } else {
          let row = index * (patches - 1) + role - 1
          multiples.0[row] = first
          multiples.1[row] = second
          if role == 1 {
            firstFeatures[PatchFeature(.common, of: sample.distraction).index] += featureNoise * first
            secondFeatures[PatchFeature(.common, of: sample.distraction).index] += featureNoise * second
          }
        }
      }
    }
    noise.add(multiples, to: &firstNoise, &secondNoise)
  }

  /// Returns the response to a feature, with the sign of its class: positive where the network has learned it.
  func response(to feature: PatchFeature) -> Double {
    Double(feature.label)
      * (activation.value(firstFeatures[feature.index]) - activation.value(secondFeatures[feature.index]))
  }

  /// Returns a lower triangular root of the covariance of ⟨w₁, ξ⟩ and ⟨w₋₁, ξ⟩ for fresh noise ξ of unit deviation.
  func noiseRoot() -> (first: Double, both: Double, second: Double) {
    func product(_ left: [NoisePatches.Block], _ right: [NoisePatches.Block]) -> Double {
      zip(left, right).reduce(0) { $0 + Double(($1.0 * $1.1).sum()) }
    }
    let own = firstRest * firstRest + product(firstNoise, firstNoise)
    let mixed = firstRest * secondRest.0 + product(firstNoise, secondNoise)
    let other = secondRest.0 * secondRest.0 + secondRest.1 * secondRest.1 + product(secondNoise, secondNoise)
    guard own > 0 else { return (0, 0, other.squareRoot()) }
    let first = own.squareRoot()
    let both = mixed / first
    return (first, both, max(0, other - both * both).squareRoot())
  }

  /// Returns f of a test sample with fresh noise.
  ///
  /// - Parameters:
  ///   - sample: The sample.
  ///   - noise: For every noise patch, two standard normal numbers and the deviation of its noise.
  ///   - root: What ``noiseRoot()`` returns.
  func output(
    of sample: PatchSample, noise: [(first: Double, second: Double, deviation: Double)],
    root: (first: Double, both: Double, second: Double)
  ) -> Double {
    var output = Double(sample.label) * response(to: sample.feature)
    let distraction = PatchFeature(.common, of: sample.distraction).index
    for (index, patch) in noise.enumerated() {
      let strength = index == 0 ? featureNoise : 0
      let first = strength * firstFeatures[distraction] + patch.deviation * root.first * patch.first
      let second =
        strength * secondFeatures[distraction]
        + patch.deviation * (root.both * patch.first + root.second * patch.second)
      output += activation.value(first) - activation.value(second)
    }
    return output
  }
}

/// The smoothed leaky ReLU φ: slope β below 0, slope 1 from r on, and a parabola in between.
struct Activation: Sendable {
  /// β.
  let slope: Double
  /// r.
  let radius: Double

  /// Returns φ(z).
  func value(_ z: Double) -> Double {
    if z <= 0 { return slope * z }
    if z >= radius { return z - (1 - slope) * radius / 2 }
    return (1 - slope) * z * z / (2 * radius) + slope * z
  }

  /// Returns φ′(z).
  func derivative(_ z: Double) -> Double {
    z <= 0 ? slope : z >= radius ? 1 : slope + (1 - slope) * z / radius
  }
}
