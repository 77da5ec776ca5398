import MultiView

/// The responses of heads to noiseless patches of features of their own (model.md §6).
///
/// The response of a head to a feature v is Σ_r ReLU(strength·⟨w_r, v⟩ + b_r).
struct Responses {
  /// The mean of responses, with the smallest and the largest.
  struct Summary {
    let mean: Double
    let least: Double
    let largest: Double

    /// The summary of responses; nil without any.
    init?(_ values: [Double]) {
      guard let least = values.min(), let largest = values.max() else { return nil }
      mean = values.reduce(0, +) / Double(values.count)
      self.least = least
      self.largest = largest
    }
  }

  /// The responses to v_y, over heads.
  let common: Summary
  /// The responses to v_{y,c}, over heads and their rare features.
  let rare: Summary
  /// The mean over heads of the response to ι† v_y.
  let distractor: Double

  /// The responses of heads; nil if no head has features of its own.
  ///
  /// - Parameters:
  ///   - common: The response of each head to its common feature.
  ///   - rare: The responses of all heads to each of their rare features.
  ///   - distractor: The sum over heads of the response to a distractor.
  init?(common: [Double], rare: [Double], distractor: Double) {
    guard let commonSummary = Summary(common), let rareSummary = Summary(rare) else { return nil }
    self.common = commonSummary
    self.rare = rareSummary
    self.distractor = distractor / Double(common.count)
  }

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
    // Each lane has a sum of its own, so that both modes add in the same order.
    let places = ResponsePlaces(heads)
    var common = Array(repeating: SIMD16<Double>.zero, count: places.heads)
    var rare = Array(repeating: SIMD16<Double>.zero, count: places.rareFeatures)
    var distractor = SIMD16<Double>.zero
    for block in 0..<network.blocks {
      let head = Int(headOfBlock[block])
      guard let features = heads[head], let place = places[head] else { continue }
      let biases = network.biases(block)
      let along = network.featureCoordinates(block, on: features.common, vectors: vectors)
      common[place.common] += Self.positivePart(along + biases)
      distractor += Self.positivePart(along * weakness + biases)
      for (index, feature) in features.rare.enumerated() {
        let along = network.featureCoordinates(block, on: feature, vectors: vectors)
        rare[place.rare + index] += Self.positivePart(along + biases)
      }
    }
    self.init(common: common.map(Self.sum), rare: rare.map(Self.sum), distractor: Self.sum(distractor))
  }

  private static func positivePart(_ values: SIMD16<Double>) -> SIMD16<Double> {
    values.replacing(with: 0, where: values .<= 0)
  }

  private static func sum(_ lanes: SIMD16<Double>) -> Double {
    var sum = 0.0
    for lane in 0..<NetworkLayout.lanes { sum += lanes[lane] }
    return sum
  }

  /// Stores the responses in a checkpoint.
  func store(in checkpoint: inout Checkpoint) {
    checkpoint.commonResponse = common.mean
    checkpoint.rareResponse = rare.mean
    checkpoint.leastCommonResponse = common.least
    checkpoint.leastRareResponse = rare.least
    checkpoint.largestRareResponse = rare.largest
    checkpoint.distractorResponse = distractor
  }
}

/// Where the responses of each head stand in lists over all heads with features of their own.
struct ResponsePlaces {
  private let places: [(common: Int, rare: Int)?]
  /// The number of heads with features of their own.
  let heads: Int
  /// The number of pairs of a head and a rare feature of its own.
  let rareFeatures: Int

  /// The places for heads with given features.
  init(_ heads: [HeadFeatures?]) {
    var (common, rare) = (0, 0)
    places = heads.map { features in
      guard let features else { return nil }
      defer { (common, rare) = (common + 1, rare + features.rare.count) }
      return (common, rare)
    }
    (self.heads, rareFeatures) = (common, rare)
  }

  /// The place of a head's response to its common feature, and the first place of those to its rare features.
  subscript(head: Int) -> (common: Int, rare: Int)? { places[head] }
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
