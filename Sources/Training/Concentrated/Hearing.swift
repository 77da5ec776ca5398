import MultiView

/// What the neurons of a network hear beside their own feature; read where two networks are compared.
struct Hearing {
  /// √Σ ‖Σ w‖² off the feature, over the pairs of a head and a feature of its own.
  ///
  /// The inner sum runs over the neurons of the head that every full patch of the feature fires, and no full patch of
  /// another feature. Times σ_ζ it is the noise of their answer. It shows whether neurons share what noise left in them.
  var answerNoise = 0.0
  /// The number of trained neurons with ⟨w, v⟩ + b > 0 for more than one feature v.
  var several = 0
}

extension ConcentratedNetwork {
  /// What the neurons hear.
  ///
  /// - Parameter heads: The features of each head.
  func hearing(_ heads: [HeadFeatures?]) -> Hearing {
    var hearing = Hearing()
    var squares = 0.0
    for (head, features) in zip(0..., heads) {
      guard let features else { continue }
      for feature in [features.common] + features.rare {
        let pair = pair(of: head, on: feature)
        let common = commonDeviations.isEmpty ? 0 : commonDeviations[pair]
        squares += deviations[pair] * deviations[pair] + common * common
      }
    }
    hearing.answerNoise = squares.squareRoot() / law.noise
    forEach { neuron, part in
      guard neuron.isTrained else { return }
      let fired = neuron.ears.indices.count { index in
        neuron.ears[index].weight + neuron.bias + part.biasShift + (index == 0 ? part.shift : 0) > 0
      }
      if fired > 1 { hearing.several += 1 }
    }
    return hearing
  }
}

extension Network {
  /// What the neurons hear.
  ///
  /// - Parameters:
  ///   - heads: The features of each head.
  ///   - law: The law of the concentrated trial beside it, which says what is sure to fire.
  func hearing(_ heads: [HeadFeatures?], _ law: ConcentratedLaw) -> Hearing {
    var hearing = Hearing()
    // The sums of weights for each pair of a head and a feature.
    var sums: [Int: [Double]] = [:]
    for block in 0..<blocks {
      let head = Int(headOfBlock[block])
      let coordinates = (0..<features).map { featureCoordinates(block, on: $0, vectors: nil) }
      let biases = biases(block)
      let norms = squaredNorms(block)
      for lane in 0..<NetworkLayout.lanes where occupied[block] >> UInt16(lane) & 1 == 1 {
        let isTrained = trained[block] >> UInt16(lane) & 1 == 1
        let fired = coordinates.indices.filter { coordinates[$0][lane] + biases[lane] > 0 }
        if isTrained && fired.count > 1 { hearing.several += 1 }
        guard let own = heads[head], fired.count == 1, let norms else { continue }
        let feature = fired[0]
        let weight = coordinates[feature][lane]
        guard feature == own.common || own.rare.contains(feature),
          law.low * weight + biases[lane] > law.screen * max(0, norms[lane] - weight * weight).squareRoot()
        else { continue }
        var sum = sums[head * features + feature] ?? Array(repeating: 0, count: dimension)
        let panel = signals(block)
        for coordinate in 0..<dimension { sum[coordinate] += Double(panel[coordinate * NetworkLayout.lanes + lane]) }
        sum[feature] = 0
        sums[head * features + feature] = sum
      }
    }
    let squares = sums.sorted { $0.key < $1.key }.reduce(0.0) { whole, pair in
      pair.value.reduce(whole) { $0 + $1 * $1 }
    }
    hearing.answerNoise = squares.squareRoot()
    return hearing
  }
}
