import MultiView

/// For each feature, the neurons that the screen does not prove silent on a patch showing it, in neuron order.
///
/// Membership is α-free: it allows for every strength in [0, a_max], so full features and distractors share a list. A
/// neuron with b + zσ_ζ‖w‖ > 0 listens to everything, pure noise included.
struct ListenerIndex {
  private let _features: Int
  private let _neurons: Int
  private let _wordsPerNeuron: Int
  private let _strength: Float
  private let _noise: Float
  private var _membership: [UInt64]
  /// The least strength at which a listener may fire, by feature and neuron; −∞ for one that listens to everything.
  private var _reach: [Float]
  private var _isDirty: [Bool]
  private var _added: [[Int32]]
  /// The listeners of each feature; the last list is those of pure noise.
  private(set) var lists: [[Int32]]

  /// Indexes a fresh network.
  init(_ network: borrowing Network, parameters: ModelParameters, multiplier: Double) {
    _features = network.features
    _neurons = network.count
    _wordsPerNeuron = (network.features + 64) / 64
    _strength = Float(parameters.maximalStrength)
    // A little above z σ_ζ, so that rounding to single precision never shortens the screen.
    _noise = Float(multiplier * parameters.noiseScale * 1.0001)
    _membership = Array(repeating: 0, count: network.count * _wordsPerNeuron)
    _reach = Array(repeating: -.infinity, count: network.count * network.features)
    _isDirty = Array(repeating: false, count: network.features + 1)
    _added = Array(repeating: [], count: network.features + 1)
    lists = Array(repeating: [], count: network.features + 1)
    for neuron in 0..<network.count { _classify(neuron, network) }
    rebuild()
  }

  /// The listeners of pure noise.
  var toNoise: [Int32] { lists[_features] }

  /// Classifies a neuron anew after its weights or bias changed; ``rebuild()`` brings the lists up to date.
  mutating func update(_ neuron: Int, _ network: borrowing Network) { _classify(neuron, network) }

  /// Brings the lists up to date with all updates since the last call.
  mutating func rebuild() {
    for feature in 0..._features where _isDirty[feature] {
      _isDirty[feature] = false
      var list = lists[feature]
      let mask = UInt64(1) << UInt64(feature & 63)
      list.removeAll { _membership[Int($0) * _wordsPerNeuron + feature / 64] & mask == 0 }
      if !_added[feature].isEmpty {
        list.append(contentsOf: _added[feature])
        list.sort()
        _added[feature].removeAll(keepingCapacity: true)
      }
      lists[feature] = list
    }
  }

  /// Returns how many of some patches of one feature, strongest first, a neuron of that feature's list may fire on.
  ///
  /// - Complexity: O(log(`strengths.count`)).
  func audible(_ strengths: [Float], of feature: Int, by neuron: Int) -> Int {
    let reach = _reach[feature * _neurons + neuron]
    var low = 0
    var high = strengths.count
    while low < high {
      let middle = (low + high) / 2
      if strengths[middle] > reach { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func _classify(_ neuron: Int, _ network: borrowing Network) {
    let row = network.row(neuron)
    let floor = network.bias[neuron] + _noise * network.norm[neuron]
    let listensToAll = floor > 0
    for word in 0..<_wordsPerNeuron {
      var bits: UInt64 = 0
      let base = word * 64
      for bit in 0..<min(64, _features + 1 - base) {
        let feature = base + bit
        let listens = listensToAll || (feature < _features && _strength * row[feature] + floor > 0)
        guard listens else { continue }
        bits |= 1 << UInt64(bit)
        if feature < _features {
          // A little below −floor/w, so that rounding never shortens the screen.
          _reach[feature * _neurons + neuron] = listensToAll ? -.infinity : -0.9999 * floor / row[feature]
        }
      }
      let index = neuron * _wordsPerNeuron + word
      var changed = bits ^ _membership[index]
      _membership[index] = bits
      while changed != 0 {
        let bit = changed.trailingZeroBitCount
        changed &= changed - 1
        _isDirty[base + bit] = true
        if bits >> UInt64(bit) & 1 == 1 { _added[base + bit].append(Int32(neuron)) }
      }
    }
  }
}
