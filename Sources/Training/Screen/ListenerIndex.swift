import CKernels
import MultiView
import Randomness

/// For each feature, the blocks with a neuron that the screen does not prove silent on a patch showing it, ascending.
///
/// Membership is α-free: it allows for every strength in [0, a_max], so full features and distractors share a list. A
/// neuron with b + zσ_ζ‖w‖ > 0 listens to everything, pure noise included, which counts as one more feature. Where samples
/// come again, so does every neuron that was ever updated: its weights have met the noise that it is to be screened on. In
/// dense mode nobody is screened, and there is nothing to index.
struct ListenerIndex: ~Copyable {
  /// Whether anybody is screened; otherwise every block is evaluated on every patch.
  let isScreening: Bool

  private let features: Int
  private let wordsPerBlock: Int
  private let strength: Float
  private let noise: Float
  /// Whether trained neurons have to hear everything, because the same noise comes again.
  private let reusesSamples: Bool
  private let instructions: InstructionSet
  /// The least strength at which a block may fire, by block and feature; +∞ where it never does.
  private let reach: Buffer<Float>
  private let membership: Buffer<UInt64>
  private var isDirty: [Bool]
  private var added: [[Int32]]
  /// The listeners of each feature; the last list is those of pure noise.
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
    // Both a little above, so that rounding to single precision never shortens the screen.
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

  /// Measures anew what a block may fire on; different blocks may be measured at the same time.
  ///
  /// To be followed by ``enlist(_:)`` and ``rebuild()``.
  func measure(_ block: Int, _ network: borrowing Network) {
    guard isScreening else { return }
    let lanes = NetworkLayout.lanes
    var loudest = (SIMD16<Float>)(repeating: -.infinity)
    for lane in 0..<lanes {
      loudest[lane] = network.bias[block * lanes + lane] + noise * network.norm[block * lanes + lane]
    }
    if reusesSamples {
      let trained = network.trained[block]
      for lane in 0..<lanes where trained >> UInt16(lane) & 1 == 1 { loudest[lane] = .infinity }
    }
    withUnsafeBytes(of: loudest) { loudest in
      littleo_reach(
        instructions.path, network.signals(block), features, loudest.assumingMemoryBound(to: Float.self).baseAddress,
        strength, reach.base + block * (features + 1))
    }
  }

  /// Notes a block's new memberships; not to be called by two threads.
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

  /// Brings the lists up to date with all blocks enlisted since the last call.
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

  /// Returns the least strength at which a block may fire on a feature: −∞ if a neuron of it listens to everything.
  func reach(of block: Int, on feature: Int) -> Float { self.reach.base[block * (features + 1) + feature] }
}
