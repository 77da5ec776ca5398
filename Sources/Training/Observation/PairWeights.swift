/// The weights ⟨w, v⟩ of pairs of a neuron and a feature v, added one by one.
struct PairWeights {
  private var sum = 0.0
  private var smallest = Double.infinity
  private var count = 0
  /// The number of pairs with ⟨w, v⟩ + b > 0, in which a patch of the feature fires the neuron.
  private var firing = 0

  /// Adds a pair.
  ///
  /// - Parameters:
  ///   - weight: ⟨w, v⟩.
  ///   - bias: b.
  mutating func add(_ weight: Double, bias: Double) {
    sum += weight
    smallest = min(smallest, weight)
    count += 1
    if weight + bias > 0 { firing += 1 }
  }

  /// The mean weight; nil without pairs.
  var mean: Double? { count > 0 ? sum / Double(count) : nil }

  /// The smallest weight; nil without pairs.
  var least: Double? { count > 0 ? smallest : nil }

  /// Returns the share of pairs with ⟨w, v⟩ + b > 0 among several kinds of pairs; nil without pairs.
  static func firingShare(_ kinds: [PairWeights]) -> Double? {
    let count = kinds.reduce(0) { $0 + $1.count }
    return count > 0 ? Double(kinds.reduce(0) { $0 + $1.firing }) / Double(count) : nil
  }
}
