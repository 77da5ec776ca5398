import MultiView

/// The mean response of heads to one noiseless patch of a feature of their own (model.md §6).
///
/// The response of a head is Σ_r ReLU(strength·⟨w_r, v⟩ + b_r).
struct Responses {
  /// Mean over heads of the response to v_y.
  let common: Double
  /// Mean over heads and their rare features of the response to v_{y,c}.
  let rare: Double
  /// Mean over heads of the response to ι† v_y.
  let distractor: Double

  /// Measures the responses of a network; nil if no head has features of its own.
  ///
  /// - Parameters:
  ///   - heads: The features of each head.
  ///   - headOfBlock: The head that each block adds to.
  ///   - weakness: The strength ι† of a distractor.
  ///   - vectors: The dictionary along which weights are read; nil for the standard basis.
  init?(
    of network: borrowing Network, heads: [HeadFeatures?], headOfBlock: [Int32], weakness: Double, vectors: [Float]?
  ) {
    // Every neuron has the same weight in a mean, so one sum per kind of response suffices. Each lane has its own sum,
    // so that both modes add in the same order.
    var common = SIMD16<Double>.zero
    var rare = SIMD16<Double>.zero
    var distractor = SIMD16<Double>.zero
    for block in 0..<network.blocks {
      guard let features = heads[Int(headOfBlock[block])] else { continue }
      let biases = network.biases(block)
      let along = network.featureCoordinates(block, on: features.common, vectors: vectors)
      common += Self.positivePart(along + biases)
      distractor += Self.positivePart(along * weakness + biases)
      for feature in features.rare {
        rare += Self.positivePart(network.featureCoordinates(block, on: feature, vectors: vectors) + biases)
      }
    }
    let headsWithFeatures = heads.reduce(0) { $0 + ($1 == nil ? 0 : 1) }
    let rareFeatures = heads.reduce(0) { $0 + ($1?.rare.count ?? 0) }
    guard headsWithFeatures > 0, rareFeatures > 0 else { return nil }
    self.common = Self.sum(common) / Double(headsWithFeatures)
    self.rare = Self.sum(rare) / Double(rareFeatures)
    self.distractor = Self.sum(distractor) / Double(headsWithFeatures)
  }

  private static func positivePart(_ values: SIMD16<Double>) -> SIMD16<Double> {
    values.replacing(with: 0, where: values .<= 0)
  }

  private static func sum(_ lanes: SIMD16<Double>) -> Double {
    var sum = 0.0
    for lane in 0..<NetworkLayout.lanes { sum += lanes[lane] }
    return sum
  }
}

/// The planted defect ``Fault/linearActivation``: neurons output their pre-activation instead of its positive part.
///
/// Written for clarity, not for speed: only trials with this defect use it.
enum LinearResponse {
  /// Adds b + ⟨w, x⟩ of every neuron of a block to its lane's sum, for the first `count` rows, and marks all as firing.
  ///
  /// - Parameters:
  ///   - rows: Patches, `stride` floats apart.
  ///   - sums: Sixteen lanes per row.
  ///   - masks: A word per row with a bit per neuron that fired; nil if firings are not recorded.
  static func add(
    _ network: borrowing Network, block: Int, rows: UnsafePointer<Float>, stride: Int, count: Int,
    sums: UnsafeMutablePointer<Float>, masks: UnsafeMutablePointer<UInt16>?
  ) {
    let lanes = NetworkLayout.lanes
    let occupied = network.occupied[block]
    guard let panel = network.panels[block] else { return }
    for row in 0..<count {
      for lane in 0..<lanes where occupied >> UInt16(lane) & 1 == 1 {
        var value = network.bias[block * lanes + lane]
        for coordinate in 0..<network.dimension {
          value += panel[coordinate * lanes + lane] * rows[row * stride + coordinate]
        }
        sums[row * lanes + lane] += value
      }
      masks?[row] = occupied
    }
  }
}

/// The features of a head's own label, and those of the other superclass.
struct HeadFeatures {
  /// Coordinate of v_y, the common feature of the head's superclass.
  let common: Int
  /// Coordinates of the head's rare features: v_{y,c} for every c of its label.
  let rare: Range<Int>
  /// Coordinate of v_{−y}.
  let otherCommon: Int
  /// Coordinates of all v_{−y,c}.
  let otherRare: Range<Int>

  /// The features of a label with a given meaning.
  init(_ meaning: LabelMeaning, features: Features) {
    let first = features.rare(Subclass(meaning.superclass, 0))
    common = features.common(meaning.superclass)
    rare = (first + meaning.numbers.lowerBound)..<(first + meaning.numbers.upperBound)
    otherCommon = features.common(meaning.superclass.other)
    let other = features.rare(Subclass(meaning.superclass.other, 0))
    otherRare = other..<(other + features.subclasses)
  }
}
