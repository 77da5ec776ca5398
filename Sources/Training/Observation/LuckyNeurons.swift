import MultiView
import Randomness

/// The neurons that were lucky at initialisation, and means over their weights as training goes on (model.md §3).
///
/// A neuron is lucky for a feature v if ⟨w, v⟩ + b > 0. Pruned mode holds every lucky neuron, since none is dormant.
/// Sums run over blocks, then lanes, then features, so both modes add in the same order.
struct LuckyNeurons {
  /// A neuron and a feature that it was lucky for.
  struct Pair {
    let block: Int32
    let lane: Int32
    let feature: Int32
  }

  /// Pairs of a neuron and the common feature of its head.
  private let common: [Pair]
  /// Pairs of a neuron and a rare feature of its head.
  private let rare: [Pair]
  /// Pairs of a neuron and the common feature of the other superclass.
  private let otherCommon: [Pair]
  /// Pairs of a neuron and a rare feature of the other superclass.
  private let otherRare: [Pair]
  /// For each block, a bit per lane: whether the neuron was lucky for a feature of its own head.
  private let own: [UInt16]
  /// For each block, a bit per lane: whether some feature at strength √(1+ι) fired the neuron at initialisation.
  private let excitable: [UInt16]
  private let vectors: [Float]?

  /// The number of lucky neurons, by head and feature.
  let census: LuckyCensus

  /// Finds the lucky neurons of a newly initialised network.
  ///
  /// - Parameters:
  ///   - heads: The features of each head.
  ///   - vectors: The dictionary along which weights are read; nil for the standard basis.
  init(_ network: borrowing Network, heads: [HeadFeatures?], parameters: ModelParameters, vectors: [Float]?) {
    var common: [Pair] = []
    var rare: [Pair] = []
    var otherCommon: [Pair] = []
    var otherRare: [Pair] = []
    var own = Array(repeating: UInt16(0), count: network.blocks)
    var excitable = own
    var tally = Tally(heads: heads.count, features: network.features)
    var coordinates = Array(repeating: SIMD16<Double>.zero, count: network.features)
    var fired = Array(repeating: UInt16(0), count: network.features)
    for block in 0..<network.blocks {
      let head = Int(network.headOfBlock[block])
      let biases = network.biases(block)
      coordinates.withUnsafeMutableBufferPointer { buffer in
        if let base = buffer.baseAddress { network.featureCoordinates(block, vectors: vectors, into: base) }
      }
      for feature in 0..<network.features {
        fired[feature] = Self.bits(coordinates[feature] + biases)
        excitable[block] |= Self.bits(coordinates[feature] * parameters.maximalStrength + biases)
      }
      tally.add(fired, head: head)
      guard let features = heads[head] else { continue }
      func collect(_ wanted: Range<Int>, lane: Int, into pairs: inout [Pair]) {
        for feature in wanted where fired[feature] >> UInt16(lane) & 1 == 1 {
          pairs.append(Pair(block: Int32(block), lane: Int32(lane), feature: Int32(feature)))
        }
      }
      let luckyForAnyFeature = fired.reduce(0, |)
      for lane in 0..<NetworkLayout.lanes where luckyForAnyFeature >> UInt16(lane) & 1 == 1 {
        let before = common.count + rare.count
        collect(features.common..<(features.common + 1), lane: lane, into: &common)
        collect(features.rare, lane: lane, into: &rare)
        if common.count + rare.count > before { own[block] |= 1 << UInt16(lane) }
        collect(features.otherCommon..<(features.otherCommon + 1), lane: lane, into: &otherCommon)
        collect(features.otherRare, lane: lane, into: &otherRare)
      }
    }
    self.common = common
    self.rare = rare
    self.otherCommon = otherCommon
    self.otherRare = otherRare
    self.own = own
    self.excitable = excitable
    self.vectors = vectors
    census = tally.census(heads, parameters: parameters)
  }

  /// Returns a bit per lane whose value is positive.
  private static func bits(_ values: SIMD16<Double>) -> UInt16 {
    let positive = values .> 0
    guard positive != SIMDMask(repeating: false) else { return 0 }
    var bits: UInt16 = 0
    for lane in 0..<NetworkLayout.lanes where positive[lane] { bits |= 1 << UInt16(lane) }
    return bits
  }

  /// Stores means over the current weights of the lucky neurons in a checkpoint.
  func observe(_ network: borrowing Network, into checkpoint: inout Checkpoint) {
    let common = look(at: self.common, network)
    let rare = look(at: self.rare, network)
    let otherCommon = look(at: self.otherCommon, network)
    let otherRare = look(at: self.otherRare, network)
    checkpoint.commonWeight = common.mean
    checkpoint.rareWeight = rare.mean
    checkpoint.otherCommonWeight = otherCommon.mean
    checkpoint.otherRareWeight = otherRare.mean
    checkpoint.leastCommonWeight = common.least
    checkpoint.leastRareWeight = rare.least
    checkpoint.firingShare = PairWeights.firingShare([common, rare])
    checkpoint.otherClassShare = PairWeights.firingShare([otherCommon, otherRare])
    checkpoint.offFeatureShare = offFeatureShare(network)
    checkpoint.biasRatio = biasRatio(network)
    checkpoint.awakened = zip(0..., excitable).reduce(0) {
      $0 + (network.trained[$1.0] & ~$1.1).nonzeroBitCount
    }
  }

  /// Returns the mean of ⟨w, v_y⟩ over neurons of y's heads that were lucky for v_y.
  func commonWeight(_ network: borrowing Network) -> Double? { look(at: common, network).mean }

  /// Returns, for each block, a bit per lane: whether the neuron was lucky for a feature of its own head, and is trained.
  func trainedOwn(_ network: borrowing Network) -> [UInt16] { own.enumerated().map { $1 & network.trained[$0] } }

  private func coordinate(_ pair: Pair, _ network: borrowing Network) -> Double {
    network.featureCoordinate(Int(pair.block), lane: Int(pair.lane), on: Int(pair.feature), vectors: vectors)
  }

  private func look(at pairs: [Pair], _ network: borrowing Network) -> PairWeights {
    var weights = PairWeights()
    for pair in pairs {
      let bias = Double(network.bias[Int(pair.block) * NetworkLayout.lanes + Int(pair.lane)])
      weights.add(coordinate(pair, network), bias: bias)
    }
    return weights
  }

  private func offFeatureShare(_ network: borrowing Network) -> Double? {
    var whole = 0.0
    var off = 0.0
    // Norms are computed from the weights: at large d the share is below the rounding of the norms held for the screen.
    var block: Int32 = -1
    var squares: SIMD16<Double>?
    for pairs in [common, rare] {
      for pair in pairs where network.trained[Int(pair.block)] >> UInt16(pair.lane) & 1 == 1 {
        // Pairs are sorted by block, so the norms of a block are computed once and not again for each of its pairs.
        if pair.block != block {
          block = pair.block
          squares = network.squaredNorms(Int(block))
        }
        guard let squares else { continue }
        let along = coordinate(pair, network)
        whole += squares[Int(pair.lane)]
        off += squares[Int(pair.lane)] - along * along
      }
    }
    return whole > 0 ? off / whole : nil
  }

  private func biasRatio(_ network: borrowing Network) -> Double? {
    let lanes = NetworkLayout.lanes
    var sum = 0.0
    var count = 0
    for (block, own) in self.own.enumerated() {
      let bits = own & network.trained[block]
      guard bits != 0 else { continue }
      for lane in 0..<lanes where bits >> UInt16(lane) & 1 == 1 {
        let slot = block * lanes + lane
        sum += Double(abs(network.bias[slot])) / Double(network.norm[slot])
        count += 1
      }
    }
    return count > 0 ? sum / Double(count) : nil
  }
}

/// Counts the lucky neurons by head and feature, one block at a time.
private struct Tally {
  private var counts: [[Int]]
  private var lucky = 0
  private var overlapping = 0

  init(heads: Int, features: Int) {
    counts = Array(repeating: Array(repeating: 0, count: features), count: heads)
  }

  /// Adds a block of a head; `fired` holds, for each feature, a bit per lane that is lucky for it.
  mutating func add(_ fired: [UInt16], head: Int) {
    var once: UInt16 = 0
    var twice: UInt16 = 0
    for (feature, bits) in fired.enumerated() where bits != 0 {
      counts[head][feature] += bits.nonzeroBitCount
      twice |= once & bits
      once |= bits
    }
    lucky += once.nonzeroBitCount
    overlapping += twice.nonzeroBitCount
  }

  func census(_ heads: [HeadFeatures?], parameters: ModelParameters) -> LuckyCensus {
    LuckyCensus(
      counts: counts, expected: parameters.width * NormalLaw.tail(parameters.biasThreshold), heads: heads,
      lucky: lucky, overlapping: overlapping)
  }
}

extension LuckyCensus {
  /// The same census with the sums only.
  var withoutCounts: LuckyCensus {
    LuckyCensus(
      counts: [], expected: expected, common: common, rare: rare, fewest: fewest, lucky: lucky,
      overlapping: overlapping)
  }

  /// A census of given counts, with the sums over heads and their own features.
  ///
  /// - Parameters:
  ///   - counts: The count of each head (outer) and feature (inner).
  ///   - heads: The features of each head.
  init(counts: [[Int]], expected: Double, heads: [HeadFeatures?], lucky: Int, overlapping: Int) {
    var common = 0
    var rare = 0
    var fewest: Int?
    for (head, features) in heads.enumerated() {
      guard let features else { continue }
      common += counts[head][features.common]
      fewest = min(fewest ?? .max, counts[head][features.common])
      for feature in features.rare {
        rare += counts[head][feature]
        fewest = min(fewest ?? .max, counts[head][feature])
      }
    }
    self.init(
      counts: counts, expected: expected, common: common, rare: rare, fewest: fewest, lucky: lucky,
      overlapping: overlapping)
  }
}
