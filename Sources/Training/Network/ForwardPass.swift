import CKernels
import MultiView
import Randomness

/// Head outputs F_h(X) of a batch, computed only where a neuron may listen (model.md §2 and §5).
///
/// Patches are taken in ``PatchOrder`` and neurons by block; a head's response to a patch is summed over blocks, then over
/// lanes, and its output over patches. Both modes keep this order, and silent neurons add exact zeros, so that pruned and
/// dense networks compute the same bits. Patches that nobody hears are not written out.
struct ForwardPass: ~Copyable {
  /// A block evaluated on consecutive rows.
  struct Hearing {
    let block: Int32
    let firstRow: Int32
    let rows: Int32
    /// Where its masks begin, one per row.
    let masks: Int
  }

  /// Rows that a dense network takes at a time, so that several threads find work in few heads.
  private static let _denseRows = 192

  private let _source: SampleSource
  private let _heads: Int
  private let _dimension: Int
  private let _execution: Execution
  private let _team: Team
  private let _everyNeuron: Double
  private let _rowCapacity: Int
  private let _rows: Buffer<Float>
  private let _samples: Buffer<Int32>
  private let _response: Buffer<Float>
  private let _lanes: Buffer<Float>
  private var _masks = Buffer<UInt16>(0)
  private var _order = PatchOrder()
  private var _hearings: [Hearing] = []
  private var _units: [Unit] = []
  private var _blocks: [Int32] = []
  private var _audible: [Int32] = []
  private var _fresh: [Int32] = []
  private let _headOfBlock: [Int32]
  /// Whether the blocks of every head stand together.
  private let _isGrouped: Bool
  /// Neurons in each block; the rest of its lanes are empty.
  private let _neuronsOfBlock: [Int]
  private let _everyBlock: [Int32]
  /// For each row of the wave, its place in the order.
  private var _wave: [Int32] = []
  private var _rowsUsed = 0
  private var _pairs = 0
  private var _recordedMasks = 0
  private let _isLinear: Bool

  /// F_h of sample i at place i·H + h.
  let outputs: Buffer<Float>
  /// (neuron, patch) pairs that the screen spared, dormant neurons included.
  private(set) var screened = 0.0
  /// Multiply–adds spent in products.
  private(set) var work = 0

  /// The blocks of one head that are evaluated on the same rows: a range of hearings.
  private struct Unit {
    let first: Int
    let end: Int
    let head: Int32
    let firstRow: Int32
    let rows: Int32
  }

  /// A pass over batches of at most `batch` samples, of which `recorded` in a training step.
  ///
  /// - Parameters:
  ///   - headOfBlock: The head that each block of the network adds to.
  ///   - everyNeuron: Neurons of the whole network, dormant ones included.
  ///   - isLinear: Whether neurons answer with their pre-activation, which only a planted defect asks for.
  init(
    source: SampleSource, headOfBlock: [Int32], heads: Int, everyNeuron: Double, batch: Int, recorded: Int,
    network: borrowing Network, isLinear: Bool = false,
    on execution: Execution
  ) {
    _source = source
    _heads = heads
    _dimension = network.dimension
    _execution = execution
    _isLinear = isLinear
    _team = Team(threads: execution.threads)
    _everyNeuron = everyNeuron
    _rowCapacity = Self.rowCapacity(parameters: source.parameters, recorded: recorded)
    _rows = Buffer(_rowCapacity * Self.stride(for: network.dimension))
    _samples = Buffer(_rowCapacity)
    _response = Buffer(_rowCapacity * heads)
    _lanes = Buffer(execution.threads * _rowCapacity * NetworkLayout.lanes)
    outputs = Buffer(batch * heads)
    _headOfBlock = headOfBlock
    _isGrouped = zip(headOfBlock, headOfBlock.dropFirst()).allSatisfy { $0 <= $1 }
    _neuronsOfBlock = network.occupied.map(\.nonzeroBitCount)
    _everyBlock = source.parameters.mode == .dense ? (0..<Int32(network.blocks)).map { $0 } : []
  }

  /// Floats from a row to the next: rows that stand a multiple of 4096 bytes apart would compete for the same cache lines.
  static func stride(for dimension: Int) -> Int { (dimension + 15) / 16 * 16 + 16 }

  /// Rows held at the same time: a whole training step, or as many as make an evaluation worthwhile.
  static func rowCapacity(parameters: ModelParameters, recorded: Int) -> Int { max(recorded * parameters.P, 512) }

  /// The patches written out in the last recorded batch, one per row of ``stride(for:)`` floats.
  var rows: UnsafePointer<Float> { UnsafePointer(_rows.base) }
  /// For each row, the sample within the batch that it belongs to.
  var sampleOfRow: UnsafePointer<Int32> { UnsafePointer(_samples.base) }
  /// Returns the patch that stands in a row.
  func patch(ofRow row: Int) -> PatchOrder.Patch { _order.patches[Int(_wave[row])] }
  /// Who was evaluated on which rows of the last recorded batch, in order of evaluation.
  var hearings: [Hearing] { _hearings }
  /// A bit per lane for each hearing and row: whether that neuron fired.
  var masks: UnsafePointer<UInt16> { UnsafePointer(_masks.base) }
  /// (neuron, patch) pairs of the last recorded batch that fired on pure noise.
  var noiseFirings: Int {
    // Pure noise comes last in the order, and a recorded batch is one wave.
    var firstRow = _rowsUsed
    while firstRow > 0, Int(patch(ofRow: firstRow - 1).feature) == _source.features.count { firstRow -= 1 }
    var firings = 0
    for hearing in _hearings {
      let first = Int(hearing.firstRow)
      for row in max(first, firstRow)..<max(first + Int(hearing.rows), firstRow) {
        firings += _masks.base[hearing.masks + row - first].nonzeroBitCount
      }
    }
    return firings
  }

  /// Evaluates a batch.
  ///
  /// - Parameters:
  ///   - listeners: Who listens to what; brought up to date where a panel is drawn.
  ///   - recording: Whether to keep the rows and who fired, for an update.
  mutating func run(
    _ batch: borrowing Batch, network: borrowing Network, listeners: inout ListenerIndex, recording: Bool
  ) {
    outputs.base.update(repeating: 0, count: batch.count * _heads)
    _order.fill(batch)
    _begin()
    let isDense = !listeners.isScreening
    _addNoise(batch, isHeard: isDense || !listeners.lists[network.features].isEmpty, isDense: isDense)
    var start = 0
    while start < _order.patches.count {
      // A wave holds as many rows as there is room for; a recorded batch is one wave.
      let whole = isDense ? _order.patches.count : _order.endOfFeature(from: start)
      let end = min(whole, start + (isDense ? Self._denseRows : _rowCapacity))
      if _rowsUsed + end - start > _rowCapacity {
        _evaluate(batch, network: network, listeners: &listeners, recording: false)
        _begin()
      }
      if isDense { _hearAll(start..<end) } else { _hear(start..<end, listeners: listeners) }
      start = end
    }
    _evaluate(batch, network: network, listeners: &listeners, recording: recording)
  }

  /// Adds the response of the given blocks to each hard sample's dominant-noise patch, and returns ‖ζ*‖ of each sample.
  ///
  /// For pruned networks, whose ordinary pass leaves these patches out: they are loud enough to wake neurons that the
  /// ordinary screen proves silent.
  mutating func addDominantNoise(_ batch: borrowing Batch, network: borrowing Network, audience: [Int32]) -> [Float] {
    var norms: [Float] = []
    let position = _source.parameters.P - 1
    for start in Swift.stride(from: 0, to: batch.count, by: _rowCapacity) {
      let samples = start..<min(batch.count, start + _rowCapacity)
      _begin()
      for sample in samples {
        guard batch.kinds[sample] == .hard else {
          norms.append(0)
          continue
        }
        _source.writeNoise(
          _rows.base + _rowsUsed * Self.stride(for: _dimension), sample: batch.first + sample, position: position,
          at: batch.place, on: _execution.instructions)
        _samples.base[_rowsUsed] = Int32(sample)
        norms.append(
          littleo_squared_norm(
            _execution.instructions.path, _rows.base + _rowsUsed * Self.stride(for: _dimension), _dimension
          ).squareRoot())
        _rowsUsed += 1
      }
      _addUnits(audience, rows: 0..<_rowsUsed, audible: nil)
      let evaluated = audience.reduce(0) { $0 + _neuronsOfBlock[Int($1)] }
      screened += Double(_rowsUsed) * (_everyNeuron - Double(evaluated))
      _respond(network: network, recording: false)
    }
    return norms
  }

  private mutating func _begin() {
    _hearings.removeAll(keepingCapacity: true)
    _units.removeAll(keepingCapacity: true)
    _rowsUsed = 0
    _recordedMasks = 0
    _pairs = 0
    _wave.removeAll(keepingCapacity: true)
  }

  /// Appends the pure-noise patches of a batch to the order, if anybody hears them.
  private mutating func _addNoise(_ batch: borrowing Batch, isHeard: Bool, isDense: Bool) {
    var unheard = 0
    for sample in 0..<batch.count {
      for position in Int(batch.signalCounts[sample])..<_source.parameters.P {
        if !isDense && _source.isDominantNoise(position: position, in: batch.kinds[sample]) { continue }
        if isHeard {
          _order.addNoise(sample: sample, position: position, features: _source.features.count)
        } else {
          unheard += 1
        }
      }
    }
    screened += Double(unheard) * _everyNeuron
  }

  /// Takes up patches of one feature as far as anybody hears them, with those who do.
  private mutating func _hear(_ range: Range<Int>, listeners: borrowing ListenerIndex) {
    let feature = Int(_order.patches[range.lowerBound].feature)
    _blocks.removeAll(keepingCapacity: true)
    _audible.removeAll(keepingCapacity: true)
    var most = 0
    var pairs = 0
    for block in listeners.lists[feature] {
      let reach = listeners.reach(of: Int(block), on: feature)
      // The patches are sorted by strength: find the first that is too weak.
      var low = range.lowerBound
      var high = range.upperBound
      while low < high {
        let middle = (low + high) / 2
        if _order.patches[middle].strength > reach { low = middle + 1 } else { high = middle }
      }
      let count = low - range.lowerBound
      guard count > 0 else { continue }
      _blocks.append(block)
      _audible.append(Int32(count))
      most = max(most, count)
      pairs += count * _neuronsOfBlock[Int(block)]
    }
    screened += Double(range.count) * _everyNeuron - Double(pairs)
    guard most > 0 else { return }
    for index in range.lowerBound..<(range.lowerBound + most) { _wave.append(Int32(index)) }
    let rows = _rowsUsed..<(_rowsUsed + most)
    _rowsUsed += most
    _addUnits(_blocks, rows: rows, audible: _audible)
  }

  /// Takes up patches with every block.
  private mutating func _hearAll(_ range: Range<Int>) {
    for index in range { _wave.append(Int32(index)) }
    let rows = _rowsUsed..<(_rowsUsed + range.count)
    _rowsUsed += range.count
    _addUnits(_everyBlock, rows: rows, audible: nil)
  }

  /// Adds the hearings of some blocks, ascending, cut into units by head.
  private mutating func _addUnits(_ blocks: [Int32], rows: Range<Int>, audible: [Int32]?) {
    var first = _hearings.count
    // A unit stores its head's responses, so a head must not be cut into two.
    var order: [Int]?
    if !_isGrouped {
      order = blocks.indices.sorted {
        (_headOfBlock[Int(blocks[$0])], blocks[$0]) < (_headOfBlock[Int(blocks[$1])], blocks[$1])
      }
    }
    for place in blocks.indices {
      let index = order?[place] ?? place
      let block = blocks[index]
      let count = audible?[index] ?? Int32(rows.count)
      _hearings.append(
        Hearing(block: block, firstRow: Int32(rows.lowerBound), rows: count, masks: _recordedMasks))
      _recordedMasks += rows.count
      _pairs += Int(count) * NetworkLayout.lanes
      let head = _headOfBlock[Int(block)]
      let next = place + 1 < blocks.count ? _headOfBlock[Int(blocks[order?[place + 1] ?? place + 1])] : -1
      if next != head {
        _units.append(
          Unit(
            first: first, end: _hearings.count, head: head, firstRow: Int32(rows.lowerBound), rows: Int32(rows.count)))
        first = _hearings.count
      }
    }
  }

  /// Writes the rows of a wave, draws panels that are still missing, and adds all responses.
  private mutating func _evaluate(
    _ batch: borrowing Batch, network: borrowing Network, listeners: inout ListenerIndex, recording: Bool
  ) {
    guard _rowsUsed > 0 else { return }
    _writeRows(first: batch.first, at: batch.place)
    _materialise(network: network, listeners: &listeners)
    _respond(network: network, recording: recording)
  }

  private func _writeRows(first: Int, at place: SampleSource.Place) {
    let stride = Self.stride(for: _dimension)
    let rows = _rows.base
    let samples = _samples.base
    let chunk = 8
    _team.run((_rowsUsed + chunk - 1) / chunk, work: _rowsUsed * _dimension * 8) { piece, _ in
      for row in (piece * chunk)..<min(_rowsUsed, (piece + 1) * chunk) {
        let patch = _order.patches[Int(_wave[row])]
        _source.writePatch(
          rows + row * stride, sample: first + Int(patch.sample), position: Int(patch.position),
          showing: Int(patch.feature), strength: patch.strength, at: place, on: _execution.instructions)
        samples[row] = patch.sample
      }
    }
  }

  /// Draws the panels of blocks that are evaluated for the first time; knowing ‖w‖, the screen then spares them more.
  private mutating func _materialise(network: borrowing Network, listeners: inout ListenerIndex) {
    guard listeners.isScreening else { return }
    _fresh.removeAll(keepingCapacity: true)
    for hearing in _hearings where network.panels[Int(hearing.block)] == nil { _fresh.append(hearing.block) }
    guard !_fresh.isEmpty else { return }
    _fresh.sort()
    var last: Int32 = -1
    _fresh.removeAll { block in
      defer { last = block }
      return block == last
    }
    _team.run(_fresh.count, work: _fresh.count * _dimension * 256) { piece, _ in
      network.materialise(Int(_fresh[piece]))
    }
    for block in _fresh {
      listeners.measure(Int(block), network)
      listeners.enlist(Int(block))
    }
    listeners.rebuild()
  }

  /// Evaluates all units on their rows and adds the responses to the outputs, row by row.
  private mutating func _respond(network: borrowing Network, recording: Bool) {
    work += _pairs * _dimension
    if recording { _masks.reserve(_recordedMasks) }
    let lanes = NetworkLayout.lanes
    let stride = Self.stride(for: _dimension)
    let path = _execution.instructions.path
    let masks = recording ? _masks.base : nil
    let response = _response.base
    response.update(repeating: 0, count: _rowsUsed * _heads)
    _team.run(_units.count, work: _pairs * _dimension) { piece, worker in
      let unit = _units[piece]
      let sums = _lanes.base + worker * _rowCapacity * lanes
      sums.update(repeating: 0, count: Int(unit.rows) * lanes)
      if _isLinear {
        for hearing in _hearings[unit.first..<unit.end] {
          LinearResponse.add(
            network, block: Int(hearing.block), rows: _rows.base + Int(hearing.firstRow) * stride, stride: stride,
            count: Int(hearing.rows), sums: sums, masks: masks.map { $0 + hearing.masks })
        }
        littleo_fold(path, sums, Int(unit.rows), response + Int(unit.firstRow) * _heads + Int(unit.head), _heads)
        return
      }
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * (unit.end - unit.first)) { words in
        guard let blocks = words.baseAddress else { return }
        let audible = blocks + (unit.end - unit.first)
        for (place, hearing) in _hearings[unit.first..<unit.end].enumerated() {
          blocks[place] = hearing.block
          audible[place] = hearing.rows
        }
        littleo_respond(
          path, _rows.base + Int(unit.firstRow) * stride, stride, _dimension, network.panels, network.bias, blocks,
          audible, unit.end - unit.first, sums, masks.map { $0 + _hearings[unit.first].masks }, Int(unit.rows))
      }
      littleo_fold(
        path, sums, Int(unit.rows), response + Int(unit.firstRow) * _heads + Int(unit.head), _heads)
    }
    for row in 0..<_rowsUsed {
      let output = outputs.base + Int(_samples.base[row]) * _heads
      let heard = response + row * _heads
      for head in 0..<_heads { output[head] += heard[head] }
    }
  }
}
