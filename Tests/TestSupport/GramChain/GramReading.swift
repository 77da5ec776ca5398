import MultiView
import Statistics

/// The observables of a Gram chain, under the names that they have in `Checkpoint`.
package struct GramReading: Sendable, Equatable {
  /// Mean cross-entropy on fresh samples of the training distribution.
  package let trainingLoss: Double
  /// Misclassified easy test samples; a tie counts ½.
  package let easyErrors: Double
  /// Misclassified hard test samples; a tie counts ½.
  package let hardErrors: Double
  /// The median margin over hard test samples.
  package let hardMargin: Double
  /// Mean of ⟨w, v_y⟩ over neurons of y's heads that were lucky for v_y; nil without any.
  package let commonWeight: Double?
  /// Mean of ⟨w, v_{y,c}⟩ over neurons of heads of (y, c) that were lucky for v_{y,c}; nil without any.
  package let rareWeight: Double?
  /// Σ (‖w‖² − ⟨w, v⟩²) / Σ ‖w‖² over trained neurons that were lucky for a feature v of their own head.
  package let offFeatureShare: Double?
  /// Mean of |b|/‖w‖ over trained neurons that were lucky for a feature of their own head.
  package let biasRatio: Double?
}

/// Counts the answers on a test set by the largest output of each superclass.
struct GramExam {
  private var margins: [Double] = []
  private var total = 0.0

  /// Mean cross-entropy.
  var loss: Double { total / Double(margins.count) }
  /// The number of errors; a tie counts ½.
  var errors: Double { margins.reduce(0) { $0 + ($1 < 0 ? 1 : $1 == 0 ? 0.5 : 0) } }
  /// The median margin; 0 for an empty set.
  var medianMargin: Double { Median.of(margins) ?? 0 }

  /// Adds the answer to one sample.
  mutating func add(
    _ outputs: HeadOutputs, sample: Int, label: Int, of superclass: Superclass, meanings: [LabelMeaning?]
  ) {
    total += outputs.loss(of: sample, label: label)
    var largest = (own: -Double.infinity, other: -Double.infinity)
    for (head, meaning) in meanings.enumerated() {
      let output = outputs.values[sample, head]
      if meaning?.superclass == superclass {
        largest.own = max(largest.own, output)
      } else {
        largest.other = max(largest.other, output)
      }
    }
    margins.append(largest.own - largest.other)
  }
}

/// The neurons that were lucky at initialisation for a feature of their own head, with that feature.
struct LuckyPairs: Sendable {
  private var common: [(neuron: Int, feature: Int)] = []
  private var rare: [(neuron: Int, feature: Int)] = []

  /// Finds the lucky neurons of an initial network: those with ⟨w, v⟩ + b > 0.
  init(_ network: GramNetwork, meanings: [LabelMeaning?], features: Features) {
    for neuron in 0..<network.count {
      guard let meaning = meanings[network.heads[neuron]] else { continue }
      func isLucky(_ feature: Int) -> Bool { network.signals[neuron, feature] + network.biases[neuron] > 0 }
      let shared = features.common(meaning.superclass)
      if isLucky(shared) { common.append((neuron, shared)) }
      for number in meaning.numbers {
        let own = features.rare(Subclass(meaning.superclass, number))
        if isLucky(own) { rare.append((neuron, own)) }
      }
    }
  }

  /// Mean of ⟨w, v_y⟩ over the neurons lucky for v_y; nil without any.
  func commonWeight(in network: GramNetwork) -> Double? { mean(common, network) }

  /// Mean of ⟨w, v_{y,c}⟩ over the neurons lucky for v_{y,c}; nil without any.
  func rareWeight(in network: GramNetwork) -> Double? { mean(rare, network) }

  /// The share of the squared norm of trained lucky neurons that is off their feature; nil without any.
  func offFeatureShare(in network: GramNetwork) -> Double? {
    var whole = 0.0
    var along = 0.0
    for (neuron, feature) in common + rare where network.isTrained[neuron] {
      whole += network.squaredNorm(of: neuron)
      along += network.signals[neuron, feature] * network.signals[neuron, feature]
    }
    return whole > 0 ? (whole - along) / whole : nil
  }

  /// Mean of |b|/‖w‖ over trained lucky neurons; nil without any.
  func biasRatio(in network: GramNetwork) -> Double? {
    let neurons = Set((common + rare).map(\.neuron)).sorted().filter { network.isTrained[$0] }
    guard !neurons.isEmpty else { return nil }
    return neurons.reduce(0) { $0 + abs(network.biases[$1]) / network.squaredNorm(of: $1).squareRoot() }
      / Double(neurons.count)
  }

  private func mean(_ pairs: [(neuron: Int, feature: Int)], _ network: GramNetwork) -> Double? {
    guard !pairs.isEmpty else { return nil }
    return pairs.reduce(0) { $0 + network.signals[$1.neuron, $1.feature] } / Double(pairs.count)
  }
}
