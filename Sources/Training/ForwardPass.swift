import CKernels
import MultiView

/// Head outputs F_h(X) of a batch, computed only where a neuron may listen (model.md §2 and §5).
///
/// Patches are taken feature by feature, the strongest first and pure noise last, and neurons in order of index; a head's
/// response to a patch is summed over neurons first and over patches second. Both modes keep this order, and silent
/// neurons add exact zeros, so that pruned and dense networks compute the same bits.
struct ForwardPass: ~Copyable {
  /// Neurons per product: bounds the buffer of pre-activations in dense mode.
  private static let _tile = 512

  private let _source: SampleSource
  private let _heads: Int
  private let _stride: Int
  private let _everyNeuron: Double
  private let _rows: UnsafeMutablePointer<Float>
  private let _rowCapacity: Int
  private let _tileBuffer: UnsafeMutablePointer<Float>
  private var _byFeature: [[(sample: Int, patch: SignalPatch)]]
  private var _response: [Float]
  private var _all: [Int32] = []
  private var _strengths: [Float] = []
  private var _audible: [Int32] = []

  /// F_h of sample i at index i·H + h.
  private(set) var outputs: [Float] = []
  /// The patches on which neurons fired in the last recorded batch, in order of evaluation.
  private(set) var firings: [Firing] = []
  /// For each row of ``patches``, the sample within the batch that it belongs to.
  private(set) var sampleOfRow: [Int32] = []
  /// (neuron, patch) pairs that the screen spared, dormant neurons included.
  private(set) var screened = 0.0
  /// Multiply–adds spent in products.
  private(set) var work = 0

  /// A neuron that fired on a patch.
  struct Firing {
    let neuron: Int32
    let row: Int32
  }

  /// The patches written out in the last batch, one per row.
  var patches: UnsafePointer<Float> { UnsafePointer(_rows) }

  /// A pass over batches of at most `batch` samples.
  init(source: SampleSource, heads: Int, batch: Int, network: borrowing Network) {
    _source = source
    _heads = heads
    _stride = network.stride
    _everyNeuron = Double(source.parameters.width) * Double(heads)
    _rowCapacity = batch * source.parameters.P
    _rows = Self._floats(_rowCapacity * _stride + 64)
    _tileBuffer = Self._floats(_rowCapacity * Self._tile)
    _byFeature = Array(repeating: [], count: source.features.count)
    _response = Array(repeating: 0, count: _rowCapacity * heads)
    if source.parameters.mode == .dense { _all = (0..<Int32(network.count)).map { $0 } }
  }

  deinit {
    _rows.deallocate()
    _tileBuffer.deallocate()
  }

  /// Bytes of the buffers of a pass, for planning.
  static func bytes(parameters: ModelParameters, heads: Int, batch: Int) -> Double {
    let rows = Double(batch) * Double(parameters.P)
    return 4 * rows * Double(Network.stride(for: parameters.d) + _tile + heads)
  }

  /// Evaluates samples `first` ..< `first + samples.count` of a place.
  ///
  /// - Parameters:
  ///   - listeners: Who listens to what; nil evaluates every neuron on every patch.
  ///   - recording: Whether to keep the firings and the rows for an update.
  mutating func run(
    _ samples: [Sample], first: Int, at place: SampleSource.Place, network: borrowing Network,
    listeners: ListenerIndex?, recording: Bool
  ) {
    outputs = Array(repeating: 0, count: samples.count * _heads)
    firings.removeAll(keepingCapacity: true)
    sampleOfRow.removeAll(keepingCapacity: true)
    for feature in _byFeature.indices { _byFeature[feature].removeAll(keepingCapacity: true) }
    for (index, sample) in samples.enumerated() {
      for patch in sample.signals { _byFeature[patch.feature].append((index, patch)) }
    }
    for feature in _byFeature.indices where !_byFeature[feature].isEmpty {
      let audience = listeners == nil ? _all : (listeners?.lists[feature] ?? [])
      let start = recording ? sampleOfRow.count : 0
      if !recording { sampleOfRow.removeAll(keepingCapacity: true) }
      _byFeature[feature].sort {
        ($1.patch.strength, $0.sample, $0.patch.position) < ($0.patch.strength, $1.sample, $1.patch.position)
      }
      _strengths = _byFeature[feature].map(\.patch.strength)
      let pairs = _measureAudience(audience, feature: feature, listeners: listeners)
      _spare(_byFeature[feature].count, pairs: pairs)
      guard pairs > 0 else { continue }
      for (sample, patch) in _byFeature[feature] {
        _write(sample: sample, position: patch.position, first: first, at: place)
        (_rows + (sampleOfRow.count - 1) * _stride)[feature] += patch.strength
      }
      _evaluate(rowsFrom: start, audience: audience, network: network, recording: recording)
      work += pairs * _stride
    }
    _runNoise(samples, first: first, at: place, network: network, listeners: listeners, recording: recording)
  }

  private mutating func _runNoise(
    _ samples: [Sample], first: Int, at place: SampleSource.Place, network: borrowing Network,
    listeners: ListenerIndex?, recording: Bool
  ) {
    let audience = listeners == nil ? _all : (listeners?.toNoise ?? [])
    if !recording { sampleOfRow.removeAll(keepingCapacity: true) }
    let start = sampleOfRow.count
    var count = 0
    for (index, sample) in samples.enumerated() {
      for position in sample.signals.count..<_source.parameters.P {
        if listeners != nil && _source.isDominantNoise(position: position, at: place) { continue }
        count += 1
        if !audience.isEmpty { _write(sample: index, position: position, first: first, at: place) }
      }
    }
    _spare(count, pairs: count * audience.count)
    if !audience.isEmpty {
      _evaluateAll(rowsFrom: start, audience: audience, network: network, recording: recording)
    }
  }

  /// Adds the response of the given neurons to each sample's dominant-noise patch, and returns ‖ζ*‖ of each.
  ///
  /// For pruned networks, whose ordinary pass leaves these patches out: they are loud enough to wake neurons that the
  /// ordinary screen proves silent.
  mutating func addDominantNoise(
    _ samples: [Sample], first: Int, at place: SampleSource.Place, network: borrowing Network, audience: [Int32]
  ) -> [Float] {
    sampleOfRow.removeAll(keepingCapacity: true)
    for index in samples.indices {
      _write(sample: index, position: _source.parameters.P - 1, first: first, at: place)
    }
    _spare(samples.count, pairs: samples.count * audience.count)
    let norms = samples.indices.map { littleo_squared_norm(_rows + $0 * _stride, _stride).squareRoot() }
    if !audience.isEmpty { _evaluateAll(rowsFrom: 0, audience: audience, network: network, recording: false) }
    return norms
  }

  private mutating func _spare(_ patches: Int, pairs: Int) {
    screened += _all.isEmpty ? Double(patches) * _everyNeuron - Double(pairs) : 0
  }

  /// Finds how many of the patches, strongest first, each neuron may fire on, and returns the number of such pairs.
  private mutating func _measureAudience(
    _ audience: [Int32], feature: Int, listeners: ListenerIndex?
  ) -> Int {
    guard let listeners else {
      _audible = Array(repeating: Int32(_strengths.count), count: audience.count)
      return audience.count * _strengths.count
    }
    _audible.removeAll(keepingCapacity: true)
    var pairs = 0
    for neuron in audience {
      let count = listeners.audible(_strengths, of: feature, by: Int(neuron))
      _audible.append(Int32(count))
      pairs += count
    }
    return pairs
  }

  private mutating func _evaluateAll(
    rowsFrom start: Int, audience: [Int32], network: borrowing Network, recording: Bool
  ) {
    let rows = sampleOfRow.count - start
    _audible = Array(repeating: Int32(rows), count: audience.count)
    _evaluate(rowsFrom: start, audience: audience, network: network, recording: recording)
    work += rows * audience.count * _stride
  }

  private mutating func _write(sample: Int, position: Int, first: Int, at place: SampleSource.Place) {
    let row = _rows + sampleOfRow.count * _stride
    _source.writeNoise(row, sample: first + sample, position: position, at: place)
    for padding in _source.parameters.d..<_stride { row[padding] = 0 }
    sampleOfRow.append(Int32(sample))
  }

  private mutating func _evaluate(
    rowsFrom start: Int, audience: [Int32], network: borrowing Network, recording: Bool
  ) {
    let rows = sampleOfRow.count - start
    for index in 0..<(rows * _heads) { _response[index] = 0 }
    for tile in Swift.stride(from: 0, to: audience.count, by: Self._tile) {
      let width = min(Self._tile, audience.count - tile)
      audience.withUnsafeBufferPointer { audience in
        guard let neurons = audience.baseAddress?.advanced(by: tile) else { return }
        let audible = _audible[tile..<(tile + width)]
        audible.withUnsafeBufferPointer { audible in
          littleo_dots(
            _tileBuffer, _rows + start * _stride, rows, network.weights, neurons, audible.baseAddress, width, _stride)
        }
        for row in 0..<rows {
          let products = _tileBuffer + row * width
          for index in 0..<width where row < _audible[tile + index] {
            let neuron = Int(neurons[index])
            let activation = products[index] + network.bias[neuron]
            guard activation > 0 else { continue }
            _response[row * _heads + Int(network.head[neuron])] += activation
            if recording { firings.append(Firing(neuron: Int32(neuron), row: Int32(start + row))) }
          }
        }
      }
    }
    for row in 0..<rows {
      let sample = Int(sampleOfRow[start + row])
      for head in 0..<_heads { outputs[sample * _heads + head] += _response[row * _heads + head] }
    }
  }

  private static func _floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64).bindMemory(to: Float.self, capacity: count)
  }
}
