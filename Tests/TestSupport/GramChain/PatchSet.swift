import MultiView

/// The patches of a batch that some neuron may fire on, by sample and signal, without their noise.
package struct PatchSet: Sendable {
  /// The index within the batch of each patch's sample.
  package private(set) var samples: [Int] = []
  /// The position of each patch within its sample.
  package private(set) var positions: [Int] = []
  /// The feature that each patch shows; nil for pure noise.
  package private(set) var features: [Int?] = []
  /// The strength of each patch's signal; 0 for pure noise.
  package private(set) var strengths: [Double] = []

  /// The number of patches.
  package var count: Int { samples.count }

  /// Collects the patches of a batch for which `mayMatter` holds, given their feature and strength.
  package init(_ batch: Batch, patches: Int, mayMatter: (Int?, Double) -> Bool) {
    var signal = 0
    for sample in 0..<batch.count {
      let signals = Int(batch.signalCounts[sample])
      for index in signal..<(signal + signals) {
        let patch = batch.patches[index]
        let strength = Double(patch.strength)
        if mayMatter(patch.feature, strength) { add(sample, patch.position, patch.feature, strength) }
      }
      signal += signals
      guard mayMatter(nil, 0) else { continue }
      for position in signals..<patches { add(sample, position, nil, 0) }
    }
  }

  private mutating func add(_ sample: Int, _ position: Int, _ feature: Int?, _ strength: Double) {
    samples.append(sample)
    positions.append(position)
    features.append(feature)
    strengths.append(strength)
  }

  /// Returns the patches' feature coordinates, α v + noise: one row per feature, one column per patch.
  package func coordinates(noise: Matrix) -> Matrix {
    var result = noise
    for (patch, feature) in features.enumerated() {
      if let feature { result[feature, patch] += strengths[patch] }
    }
    return result
  }
}
