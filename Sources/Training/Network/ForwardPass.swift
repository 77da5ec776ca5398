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
  private static let denseRows = 192

  private let source: SampleSource
  private let heads: Int
  private let dimension: Int
  private let execution: Execution
  private let team: Team
  private let everyNeuron: Double
  private let rowCapacity: Int
  private let rowBuffer: Buffer<Float>
  private let samples: Buffer<Int32>
  private let response: Buffer<Float>
  private let lanes: Buffer<Float>
  private var maskBuffer = Buffer<UInt16>(0)
  private var order = PatchOrder()
  private(set) var hearings: [Hearing] = []
  private var units: [Unit] = []
  private var blocks: [Int32] = []
  private var audible: [Int32] = []
  private var fresh: [Int32] = []
  private let headOfBlock: [Int32]
  /// Whether the blocks of every head stand together.
  private let isGrouped: Bool
  /// Neurons in each block; the rest of its lanes are empty.
  private let neuronsOfBlock: [Int]
  private let everyBlock: [Int32]
  /// For each row of the wave, its place in the order.
  private var wave: [Int32] = []
  private var rowsUsed = 0
  private var pairs = 0
  private var recordedMasks = 0
  private let isLinear: Bool

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
    self.source = source
    self.heads = heads
    dimension = network.dimension
    self.execution = execution
    self.isLinear = isLinear
    team = Team(threads: execution.threads)
    self.everyNeuron = everyNeuron
    rowCapacity = Self.rowCapacity(parameters: source.parameters, recorded: recorded)
    rowBuffer = Buffer(rowCapacity * Self.stride(for: network.dimension))
    samples = Buffer(rowCapacity)
    response = Buffer(rowCapacity * heads)
    lanes = Buffer(execution.threads * rowCapacity * NetworkLayout.lanes)
    outputs = Buffer(batch * heads)
    self.headOfBlock = headOfBlock
    isGrouped = zip(headOfBlock, headOfBlock.dropFirst()).allSatisfy { $0 <= $1 }
    neuronsOfBlock = network.occupied.map(\.nonzeroBitCount)
    everyBlock = source.parameters.mode == .dense ? (0..<Int32(network.blocks)).map { $0 } : []
  }

  /// Floats from a row to the next: rows that stand a multiple of 4096 bytes apart would compete for the same cache lines.
  static func stride(for dimension: Int) -> Int { (dimension + 15) / 16 * 16 + 16 }

  /// Rows held at the same time: a whole training step, or as many as make an evaluation worthwhile.
  static func rowCapacity(parameters: ModelParameters, recorded: Int) -> Int { max(recorded * parameters.P, 512) }

  /// The patches written out in the last recorded batch, one per row of ``stride(for:)`` floats.
  var rows: UnsafePointer<Float> { UnsafePointer(rowBuffer.base) }
  /// For each row, the sample within the batch that it belongs to.
  var sampleOfRow: UnsafePointer<Int32> { UnsafePointer(samples.base) }
  /// Returns the patch that stands in a row.
  func patch(ofRow row: Int) -> PatchOrder.Patch { order.patches[Int(wave[row])] }
  /// A bit per lane for each hearing and row: whether that neuron fired.
  var masks: UnsafePointer<UInt16> { UnsafePointer(maskBuffer.base) }
  /// (neuron, patch) pairs of the last recorded batch that fired on pure noise.
  var noiseFirings: Int {
    // Pure noise comes last in the order, and a recorded batch is one wave.
    var firstRow = rowsUsed
    while firstRow > 0, Int(patch(ofRow: firstRow - 1).feature) == source.features.count { firstRow -= 1 }
    var firings = 0
    for hearing in hearings {
      let first = Int(hearing.firstRow)
      for row in max(first, firstRow)..<max(first + Int(hearing.rows), firstRow) {
        firings += maskBuffer.base[hearing.masks + row - first].nonzeroBitCount
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
    outputs.base.update(repeating: 0, count: batch.count * heads)
    order.fill(batch)
    begin()
    let isDense = !listeners.isScreening
    addNoise(batch, isHeard: isDense || !listeners.lists[network.features].isEmpty, isDense: isDense)
    var start = 0
    while start < order.patches.count {
      // A wave holds as many rows as there is room for; a recorded batch is one wave.
      let whole = isDense ? order.patches.count : order.endOfFeature(from: start)
      let end = min(whole, start + (isDense ? Self.denseRows : rowCapacity))
      if rowsUsed + end - start > rowCapacity {
        evaluate(batch, network: network, listeners: &listeners, recording: false)
        begin()
      }
      if isDense { hearAll(start..<end) } else { hear(start..<end, listeners: listeners) }
      start = end
    }
    evaluate(batch, network: network, listeners: &listeners, recording: recording)
  }

  /// Adds the response of the given blocks to each hard sample's dominant-noise patch, and returns ‖ζ*‖ of each sample.
  ///
  /// For pruned networks, whose ordinary pass leaves these patches out: they are loud enough to wake neurons that the
  /// ordinary screen proves silent.
  mutating func addDominantNoise(_ batch: borrowing Batch, network: borrowing Network, audience: [Int32]) -> [Float] {
    var norms: [Float] = []
    let position = source.parameters.P - 1
    for start in Swift.stride(from: 0, to: batch.count, by: rowCapacity) {
      let samples = start..<min(batch.count, start + rowCapacity)
      begin()
      for sample in samples {
        guard batch.kinds[sample] == .hard else {
          norms.append(0)
          continue
        }
        source.writeNoise(
          rowBuffer.base + rowsUsed * Self.stride(for: dimension), sample: batch.first + sample, position: position,
          at: batch.place, on: execution.instructions)
        self.samples.base[rowsUsed] = Int32(sample)
        norms.append(
          littleo_squared_norm(
            execution.instructions.path, rowBuffer.base + rowsUsed * Self.stride(for: dimension), dimension
          ).squareRoot())
        rowsUsed += 1
      }
      addUnits(audience, rows: 0..<rowsUsed, audible: nil)
      let evaluated = audience.reduce(0) { $0 + neuronsOfBlock[Int($1)] }
      screened += Double(rowsUsed) * (everyNeuron - Double(evaluated))
      respond(network: network, recording: false)
    }
    return norms
  }

  private mutating func begin() {
    hearings.removeAll(keepingCapacity: true)
    units.removeAll(keepingCapacity: true)
    rowsUsed = 0
    recordedMasks = 0
    pairs = 0
    wave.removeAll(keepingCapacity: true)
  }

  /// Appends the pure-noise patches of a batch to the order, if anybody hears them.
  private mutating func addNoise(_ batch: borrowing Batch, isHeard: Bool, isDense: Bool) {
    var unheard = 0
    for sample in 0..<batch.count {
      for position in Int(batch.signalCounts[sample])..<source.parameters.P {
        if !isDense && source.isDominantNoise(position: position, in: batch.kinds[sample]) { continue }
        if isHeard {
          order.addNoise(sample: sample, position: position, features: source.features.count)
        } else {
          unheard += 1
        }
      }
    }
    screened += Double(unheard) * everyNeuron
  }

  /// Takes up patches of one feature as far as anybody hears them, with those who do.
  private mutating func hear(_ range: Range<Int>, listeners: borrowing ListenerIndex) {
    let feature = Int(order.patches[range.lowerBound].feature)
    blocks.removeAll(keepingCapacity: true)
    audible.removeAll(keepingCapacity: true)
    var most = 0
    var pairs = 0
    for block in listeners.lists[feature] {
      let reach = listeners.reach(of: Int(block), on: feature)
      // The patches are sorted by strength: find the first that is too weak.
      var low = range.lowerBound
      var high = range.upperBound
      while low < high {
        let middle = (low + high) / 2
        if order.patches[middle].strength > reach { low = middle + 1 } else { high = middle }
      }
      let count = low - range.lowerBound
      guard count > 0 else { continue }
      blocks.append(block)
      audible.append(Int32(count))
      most = max(most, count)
      pairs += count * neuronsOfBlock[Int(block)]
    }
    screened += Double(range.count) * everyNeuron - Double(pairs)
    guard most > 0 else { return }
    for index in range.lowerBound..<(range.lowerBound + most) { wave.append(Int32(index)) }
    let rows = rowsUsed..<(rowsUsed + most)
    rowsUsed += most
    addUnits(blocks, rows: rows, audible: audible)
  }

  /// Takes up patches with every block.
  private mutating func hearAll(_ range: Range<Int>) {
    for index in range { wave.append(Int32(index)) }
    let rows = rowsUsed..<(rowsUsed + range.count)
    rowsUsed += range.count
    addUnits(everyBlock, rows: rows, audible: nil)
  }

  /// Adds the hearings of some blocks, ascending, cut into units by head.
  private mutating func addUnits(_ blocks: [Int32], rows: Range<Int>, audible: [Int32]?) {
    var first = hearings.count
    // A unit stores its head's responses, so a head must not be cut into two.
    var order: [Int]?
    if !isGrouped {
      order = blocks.indices.sorted {
        (headOfBlock[Int(blocks[$0])], blocks[$0]) < (headOfBlock[Int(blocks[$1])], blocks[$1])
      }
    }
    for place in blocks.indices {
      let index = order?[place] ?? place
      let block = blocks[index]
      let count = audible?[index] ?? Int32(rows.count)
      hearings.append(
        Hearing(block: block, firstRow: Int32(rows.lowerBound), rows: count, masks: recordedMasks))
      recordedMasks += rows.count
      pairs += Int(count) * NetworkLayout.lanes
      let head = headOfBlock[Int(block)]
      let next = place + 1 < blocks.count ? headOfBlock[Int(blocks[order?[place + 1] ?? place + 1])] : -1
      if next != head {
        units.append(
          Unit(
            first: first, end: hearings.count, head: head, firstRow: Int32(rows.lowerBound), rows: Int32(rows.count)))
        first = hearings.count
      }
    }
  }

  /// Writes the rows of a wave, draws panels that are still missing, and adds all responses.
  private mutating func evaluate(
    _ batch: borrowing Batch, network: borrowing Network, listeners: inout ListenerIndex, recording: Bool
  ) {
    guard rowsUsed > 0 else { return }
    writeRows(first: batch.first, at: batch.place)
    materialise(network: network, listeners: &listeners)
    respond(network: network, recording: recording)
  }

  private func writeRows(first: Int, at place: SampleSource.Place) {
    let stride = Self.stride(for: dimension)
    let rows = rowBuffer.base
    let samples = self.samples.base
    let chunk = 8
    team.run((rowsUsed + chunk - 1) / chunk, work: rowsUsed * dimension * 8) { piece, _ in
      for row in (piece * chunk)..<min(rowsUsed, (piece + 1) * chunk) {
        let patch = order.patches[Int(wave[row])]
        source.writePatch(
          rows + row * stride, sample: first + Int(patch.sample), position: Int(patch.position),
          showing: Int(patch.feature), strength: patch.strength, at: place, on: execution.instructions)
        samples[row] = patch.sample
      }
    }
  }

  /// Draws the panels of blocks that are evaluated for the first time; knowing ‖w‖, the screen then spares them more.
  private mutating func materialise(network: borrowing Network, listeners: inout ListenerIndex) {
    guard listeners.isScreening else { return }
    fresh.removeAll(keepingCapacity: true)
    for hearing in hearings where network.panels[Int(hearing.block)] == nil { fresh.append(hearing.block) }
    guard !fresh.isEmpty else { return }
    fresh.sort()
    var last: Int32 = -1
    fresh.removeAll { block in
      defer { last = block }
      return block == last
    }
    team.run(fresh.count, work: fresh.count * dimension * 256) { piece, _ in
      network.materialise(Int(fresh[piece]))
    }
    for block in fresh {
      listeners.measure(Int(block), network)
      listeners.enlist(Int(block))
    }
    listeners.rebuild()
  }

  /// Evaluates all units on their rows and adds the responses to the outputs, row by row.
  private mutating func respond(network: borrowing Network, recording: Bool) {
    work += pairs * dimension
    if recording { maskBuffer.reserve(recordedMasks) }
    let lanes = NetworkLayout.lanes
    let stride = Self.stride(for: dimension)
    let path = execution.instructions.path
    let masks = recording ? maskBuffer.base : nil
    let response = self.response.base
    response.update(repeating: 0, count: rowsUsed * heads)
    team.run(units.count, work: pairs * dimension) { piece, worker in
      let unit = units[piece]
      let sums = self.lanes.base + worker * rowCapacity * lanes
      sums.update(repeating: 0, count: Int(unit.rows) * lanes)
      if isLinear {
        for hearing in hearings[unit.first..<unit.end] {
          LinearResponse.add(
            network, block: Int(hearing.block), rows: rowBuffer.base + Int(hearing.firstRow) * stride, stride: stride,
            count: Int(hearing.rows), sums: sums, masks: masks.map { $0 + hearing.masks })
        }
        littleo_fold(path, sums, Int(unit.rows), response + Int(unit.firstRow) * heads + Int(unit.head), heads)
        return
      }
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * (unit.end - unit.first)) { words in
        guard let blocks = words.baseAddress else { return }
        let audible = blocks + (unit.end - unit.first)
        for (place, hearing) in hearings[unit.first..<unit.end].enumerated() {
          blocks[place] = hearing.block
          audible[place] = hearing.rows
        }
        littleo_respond(
          path, rowBuffer.base + Int(unit.firstRow) * stride, stride, dimension, network.panels, network.bias, blocks,
          audible, unit.end - unit.first, sums, masks.map { $0 + hearings[unit.first].masks }, Int(unit.rows))
      }
      littleo_fold(
        path, sums, Int(unit.rows), response + Int(unit.firstRow) * heads + Int(unit.head), heads)
    }
    for row in 0..<rowsUsed {
      let output = outputs.base + Int(samples.base[row]) * heads
      let heard = response + row * heads
      for head in 0..<heads { output[head] += heard[head] }
    }
  }
}
