import MultiView

/// What heads answer to one patch of a feature of their own, without noise: Σ_r ReLU(strength·⟨w_r, v⟩ + b_r) (model.md §6).
struct Responses {
  /// Mean over heads of the response to v_y.
  let common: Double
  /// Mean over heads and their rare features of the response to v_{y,c}.
  let rare: Double
  /// Mean over heads of the response to ι† v_y.
  let distractor: Double

  /// Asks a network; nil where heads have no features of their own.
  ///
  /// - Parameters:
  ///   - heads: The features of each head.
  ///   - headOfBlock: The head that each block adds to.
  ///   - weakness: The strength ι† of a distractor.
  ///   - vectors: The dictionary in which to read; nil for the standard one.
  init?(
    of network: borrowing Network, heads: [HeadFeatures?], headOfBlock: [Int32], weakness: Double, vectors: [Float]?
  ) {
    // The means weigh all neurons alike, so one sum per kind will do; lanes apart, for one order in both modes.
    var common = SIMD16<Double>.zero
    var rare = SIMD16<Double>.zero
    var distractor = SIMD16<Double>.zero
    for block in 0..<network.blocks {
      guard let features = heads[Int(headOfBlock[block])] else { continue }
      let biases = network.biases(block)
      let along = network.featureCoordinates(block, on: features.common, vectors: vectors)
      common += Self._positivePart(along + biases)
      distractor += Self._positivePart(along * weakness + biases)
      for feature in features.rare {
        rare += Self._positivePart(network.featureCoordinates(block, on: feature, vectors: vectors) + biases)
      }
    }
    let speaking = heads.reduce(0) { $0 + ($1 == nil ? 0 : 1) }
    let questions = heads.reduce(0) { $0 + ($1?.rare.count ?? 0) }
    guard speaking > 0, questions > 0 else { return nil }
    self.common = Self._sum(common) / Double(speaking)
    self.rare = Self._sum(rare) / Double(questions)
    self.distractor = Self._sum(distractor) / Double(speaking)
  }

  private static func _positivePart(_ values: SIMD16<Double>) -> SIMD16<Double> {
    values.replacing(with: 0, where: values .<= 0)
  }

  private static func _sum(_ lanes: SIMD16<Double>) -> Double {
    var sum = 0.0
    for lane in 0..<NetworkLayout.lanes { sum += lanes[lane] }
    return sum
  }
}
