import Experiments

/// The derivative of each augmentation's training loss by the outputs of all patches.
///
/// The loss of an output f at label y is ℓ(yf) = ln(1 + e^(−yf)). Patches enter f by the sum of their outputs only, so an
/// augmentation is a choice of which outputs are added.
struct AugmentedLoss: Sendable {
  /// The labels, 1 or −1.
  let labels: [Double]
  /// P, the number of patches of a sample.
  let patches: Int

  /// −ℓ′(z) = 1/(1 + eᶻ).
  static func pull(_ z: Double) -> Double { 1 / (1 + SameBits.exp(z)) }

  /// Returns the gradient of the mean loss over the samples as they are.
  func erm(_ outputs: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: outputs.count)
    for (index, label) in labels.enumerated() {
      let places = index * patches..<(index + 1) * patches
      let slope = -label * Self.pull(label * outputs[places].reduce(0, +)) / Double(labels.count)
      for place in places { gradient[place] = slope }
    }
    return gradient
  }

  /// Returns the gradient of the mean loss over all samples without one of their patches.
  func cutout(_ outputs: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: outputs.count)
    for (index, label) in labels.enumerated() {
      let places = index * patches..<(index + 1) * patches
      let sum = outputs[places].reduce(0, +)
      for removed in places {
        let slope = -label * Self.pull(label * (sum - outputs[removed])) / Double(outputs.count)
        for place in places where place != removed { gradient[place] += slope }
      }
    }
    return gradient
  }

  /// Returns the gradient of the mean loss over pairs of samples and all ways to mix them.
  ///
  /// The number of patches from the first sample is uniform on 0 … P, and given the number every set of patches is
  /// equally likely. Each label counts with the share of its sample's patches.
  ///
  /// - Parameters:
  ///   - outputs: The output of every patch.
  ///   - partners: The partners of every sample, sample by sample: as many for each.
  /// - Complexity: O(2ᴾ P) for each partner.
  func cutmix(_ outputs: [Double], partners: [Int]) -> [Double] {
    var gradient = [Double](repeating: 0, count: outputs.count)
    let each = partners.count / labels.count
    let sets = mixtures
    for (index, partner) in partners.enumerated() {
      let sample = index / each
      let (own, other) = (sample * patches, partner * patches)
      for set in sets {
        var output = 0.0
        for place in 0..<patches { output += outputs[(set.bits >> place & 1 == 1 ? own : other) + place] }
        // The derivative of ℓ(yf) is −pull at y = 1 and 1 − pull at y = −1, so one exponential serves both labels.
        let pull = Self.pull(output)
        func slope(_ label: Double) -> Double { label > 0 ? -pull : 1 - pull }
        let mixed =
          set.weight / Double(partners.count)
          * (set.share * slope(labels[sample]) + (1 - set.share) * slope(labels[partner]))
        for place in 0..<patches { gradient[(set.bits >> place & 1 == 1 ? own : other) + place] += mixed }
      }
    }
    return gradient
  }

  /// Every set of patches, with its probability and the share of patches in it.
  private var mixtures: [(bits: Int, weight: Double, share: Double)] {
    (0..<1 << patches).map { bits in
      let size = bits.nonzeroBitCount
      let sets = (0..<size).reduce(1.0) { $0 * Double(patches - $1) / Double($1 + 1) }
      return (bits, 1 / (Double(patches + 1) * sets), Double(size) / Double(patches))
    }
  }
}
