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

  private let _features: Int
  private let _wordsPerBlock: Int
  private let _strength: Float
  private let _noise: Float
  /// Whether trained neurons have to hear everything, because the same noise comes again.
  private let _reusesSamples: Bool
  private let _instructions: InstructionSet
  /// The least strength at which a block may fire, by block and feature; +∞ where it never does.
  private let _reach: Buffer<Float>
  private let _membership: Buffer<UInt64>
  private var _isDirty: [Bool]
  private var _added: [[Int32]]
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
    _features = network.features
    _wordsPerBlock = (network.features + 64) / 64
    // Both a little above, so that rounding to single precision never shortens the screen.
    _strength = Float(parameters.maximalStrength * 1.000001)
    _noise = Float(multiplier * parameters.noiseScale * Screen.slack(dimension: parameters.d))
    _reusesSamples = parameters.sourceSize > 0
    _instructions = execution.instructions
    let blocks = isScreening ? network.blocks : 0
    _reach = Buffer(blocks * (network.features + 1))
    _membership = Buffer(blocks * _wordsPerBlock)
    _membership.base.initialize(repeating: 0, count: blocks * _wordsPerBlock)
    _isDirty = Array(repeating: false, count: network.features + 1)
    _added = Array(repeating: [], count: network.features + 1)
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
      loudest[lane] = network.bias[block * lanes + lane] + _noise * network.norm[block * lanes + lane]
    }
    if _reusesSamples {
      let trained = network.trained[block]
      for lane in 0..<lanes where trained >> UInt16(lane) & 1 == 1 { loudest[lane] = .infinity }
    }
    withUnsafeBytes(of: loudest) { loudest in
      littleo_reach(
        _instructions.path, network.signals(block), _features, loudest.assumingMemoryBound(to: Float.self).baseAddress,
        _strength, _reach.base + block * (_features + 1))
    }
  }

  /// Notes a block's new memberships; not to be called by two threads.
  mutating func enlist(_ block: Int) {
    guard isScreening else { return }
    let reach = _reach.base + block * (_features + 1)
    for word in 0..<_wordsPerBlock {
      var bits: UInt64 = 0
      let first = word * 64
      for bit in 0..<min(64, _features + 1 - first) where reach[first + bit] < .infinity { bits |= 1 << UInt64(bit) }
      var changed = bits ^ _membership.base[block * _wordsPerBlock + word]
      _membership.base[block * _wordsPerBlock + word] = bits
      while changed != 0 {
        let bit = changed.trailingZeroBitCount
        changed &= changed - 1
        _isDirty[first + bit] = true
        if bits >> UInt64(bit) & 1 == 1 { _added[first + bit].append(Int32(block)) }
      }
    }
  }

  /// Brings the lists up to date with all blocks enlisted since the last call.
  mutating func rebuild() {
    for feature in 0..._features where _isDirty[feature] {
      _isDirty[feature] = false
      var list: [Int32] = []
      swap(&list, &lists[feature])
      let word = feature / 64
      let mask = UInt64(1) << UInt64(feature & 63)
      list.removeAll { _membership.base[Int($0) * _wordsPerBlock + word] & mask == 0 }
      if !_added[feature].isEmpty {
        list.append(contentsOf: _added[feature])
        list.sort()
        _added[feature].removeAll(keepingCapacity: true)
      }
      swap(&list, &lists[feature])
    }
  }

  /// Returns the least strength at which a block may fire on a feature: −∞ if a neuron of it listens to everything.
  func reach(of block: Int, on feature: Int) -> Float { _reach.base[block * (_features + 1) + feature] }
}
