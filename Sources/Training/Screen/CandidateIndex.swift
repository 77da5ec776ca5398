import CKernels
import MultiView
import Randomness

/// For each feature, the blocks to evaluate on patches that show it, in ascending order.
///
/// These are the blocks with at least one neuron that the screen does not prove silent. Such neurons are called
/// candidates.
///
/// - A list does not depend on α: it covers every strength in [0, a_max], so full features and distractors share a
///   list.
/// - A neuron with b + zσ_ζ‖w‖ > 0 is evaluated on every patch. Pure noise counts as one more feature.
/// - With a finite training set, every neuron updated on it is evaluated on every patch too. Its weights depend on the
///   noise of samples that are used again, so the screen does not apply. A new head has a finite set of its own.
/// - In dense mode no neuron is screened, and the index is empty, except in audits.
struct CandidateIndex: ~Copyable {
  /// Whether neurons are screened; otherwise every block is evaluated on every patch.
  let isScreening: Bool

  private let features: Int
  private let wordsPerBlock: Int
  private let strength: Float
  private let noise: Float
  /// Whether trained neurons must be evaluated on every patch, because samples are used again with the same noise.
  private var reusesSamples: Bool
  private let instructions: InstructionSet
  /// The least strength at which a block may fire, by block and feature; +∞ where it cannot fire.
  private let reach: Buffer<Float>
  private let membership: Buffer<UInt64>
  private var isDirty: [Bool]
  private var added: [[Int32]]
  /// The blocks to evaluate for each feature; the last list is for pure noise.
  private(set) var lists: [[Int32]]

  /// Indexes a fresh network.
  ///
  /// - Parameter isScreening: Whether to screen at all; by default in pruned mode only.
  init(
    _ network: borrowing Network, parameters: ModelParameters, multiplier: Double, isScreening: Bool? = nil,
    on execution: Execution
  ) {
    let isScreening = isScreening ?? (parameters.mode == .pruned)
    self.isScreening = isScreening
    features = network.features
    wordsPerBlock = (network.features + 64) / 64
    // Both are enlarged a little, so that rounding to single precision never makes the screen too narrow.
    strength = Float(parameters.maximalStrength * 1.000001)
    noise = Float(multiplier * parameters.noiseScale * Screen.slack(dimension: parameters.d))
    reusesSamples = parameters.sourceSize > 0
    instructions = execution.instructions
    let blocks = isScreening ? network.blocks : 0
    reach = Buffer(blocks * (network.features + 1))
    membership = Buffer(blocks * wordsPerBlock)
    membership.base.initialize(repeating: 0, count: blocks * wordsPerBlock)
    isDirty = Array(repeating: false, count: network.features + 1)
    added = Array(repeating: [], count: network.features + 1)
    lists = Array(repeating: [], count: network.features + 1)
    for block in 0..<blocks {
      measure(block, network)
      enlist(block)
    }
    rebuild()
  }

  /// Begins training on another set of samples, after ``Network/changeSet()``.
  ///
  /// - Parameter isFinite: Whether the samples of the set are used again.
  mutating func changeSet(isFinite: Bool, _ network: borrowing Network) {
    reusesSamples = isFinite
    guard isScreening else { return }
    for block in 0..<network.blocks {
      measure(block, network)
      enlist(block)
    }
    rebuild()
  }

  /// Measures the reach of a block on every feature; threads may measure different blocks at the same time.
  ///
  /// Call ``enlist(_:)`` and ``rebuild()`` afterwards.
  func measure(_ block: Int, _ network: borrowing Network) {
    guard isScreening else { return }
    let lanes = NetworkLayout.lanes
    var loudest = (SIMD16<Float>)(repeating: -.infinity)
    for lane in 0..<lanes {
      loudest[lane] = network.bias[block * lanes + lane] + noise * network.norm[block * lanes + lane]
    }
    if reusesSamples {
      let trained = network.trainedOnSet[block]
      for lane in 0..<lanes where trained >> UInt16(lane) & 1 == 1 { loudest[lane] = .infinity }
    }
    withUnsafeBytes(of: loudest) { loudest in
      littleo_reach(
        instructions.path, network.signals(block), features, loudest.assumingMemoryBound(to: Float.self).baseAddress,
        strength, reach.base + block * (features + 1))
    }
  }

  /// Records which lists a block enters or leaves after ``measure(_:_:)``; not to be called by two threads.
  mutating func enlist(_ block: Int) {
    guard isScreening else { return }
    let reach = self.reach.base + block * (features + 1)
    for word in 0..<wordsPerBlock {
      var bits: UInt64 = 0
      let first = word * 64
      for bit in 0..<min(64, features + 1 - first) where reach[first + bit] < .infinity { bits |= 1 << UInt64(bit) }
      var changed = bits ^ membership.base[block * wordsPerBlock + word]
      membership.base[block * wordsPerBlock + word] = bits
      while changed != 0 {
        let bit = changed.trailingZeroBitCount
        changed &= changed - 1
        isDirty[first + bit] = true
        if bits >> UInt64(bit) & 1 == 1 { added[first + bit].append(Int32(block)) }
      }
    }
  }

  /// Updates the lists for all blocks enlisted since the last call.
  mutating func rebuild() {
    for feature in 0...features where isDirty[feature] {
      isDirty[feature] = false
      var list: [Int32] = []
      swap(&list, &lists[feature])
      let word = feature / 64
      let mask = UInt64(1) << UInt64(feature & 63)
      list.removeAll { membership.base[Int($0) * wordsPerBlock + word] & mask == 0 }
      if !added[feature].isEmpty {
        list.append(contentsOf: added[feature])
        list.sort()
        added[feature].removeAll(keepingCapacity: true)
      }
      swap(&list, &lists[feature])
    }
  }

  /// Returns the least strength at which a block may fire on a feature; −∞ if one of its neurons is evaluated
  /// everywhere.
  func reach(of block: Int, on feature: Int) -> Float { reach.base[block * (features + 1) + feature] }
}
