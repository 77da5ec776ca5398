import CKernels
import MultiView
import Randomness

/// Computes the head outputs F_h(X) of a batch, each neuron only on patches on which it may fire (model.md §2 and §5).
///
/// Patches are taken in ``PatchOrder`` and neurons by block. A head's response to a patch is summed over blocks, then
/// over lanes, and its output over patches. Both modes keep this order, and silent neurons add exact zeros. Pruned and
/// dense networks therefore compute the same bits. Patches on which no neuron may fire are not written out.
struct ForwardPass: ~Copyable {
  /// The evaluation of one block of neurons on consecutive rows.
  struct BlockEvaluation {
    let block: Int32
    let firstRow: Int32
    let rows: Int32
    /// Index of its first mask; there is one mask per row.
    let masks: Int
  }

  /// Rows per unit of work in a dense network, so that several threads find work even with few heads.
  private static let denseRows = 192

  private let source: SampleSource
  /// The number of heads H.
  let heads: Int
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
  private(set) var evaluations: [BlockEvaluation] = []
  private var units: [Unit] = []
  private var blocks: [Int32] = []
  private var rowsPerBlock: [Int32] = []
  private var fresh: [Int32] = []
  private let headOfBlock: [Int32]
  /// Whether the blocks of every head are consecutive.
  private let isGrouped: Bool
  /// The number of neurons in each block; the rest of its lanes are empty.
  private let neuronsOfBlock: [Int]
  private let everyBlock: [Int32]
  /// For each row of the wave, the index of its patch in `order`; a wave is the set of rows held at the same time.
  private var wave: [Int32] = []
  private var rowsUsed = 0
  private var pairs = 0
  private var recordedMasks = 0
  private let isLinear: Bool

  /// Output F_h of sample i at index i·H + h.
  let outputs: Buffer<Float>
  /// (neuron, patch) pairs that were not evaluated because of the screen, dormant neurons included.
  private(set) var screened = 0.0
  /// Multiply–adds spent in products of weights and patches.
  private(set) var work = 0

  /// The blocks of one head that are evaluated on the same rows, as a range of ``evaluations``.
  private struct Unit {
    let first: Int
    let end: Int
    let head: Int32
    let firstRow: Int32
    let rows: Int32
  }

  /// Creates a pass for batches of at most `batch` samples, and of at most `recorded` samples in a training step.
  ///
  /// - Parameters:
  ///   - headOfBlock: The head that each block of the network adds to.
  ///   - everyNeuron: The number of neurons of the whole network, dormant ones included.
  ///   - isLinear: Whether neurons respond with their pre-activation instead of its positive part; true only for a
  ///     planted defect.
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

  /// Returns the number of floats from one row to the next.
  ///
  /// Rows at a distance of a multiple of 4096 bytes would compete for the same cache lines, hence the padding.
  static func stride(for dimension: Int) -> Int { (dimension + 15) / 16 * 16 + 16 }

  /// Returns the number of rows held at the same time: those of a whole training step, and at least 512.
  static func rowCapacity(parameters: ModelParameters, recorded: Int) -> Int { max(recorded * parameters.P, 512) }

  /// The patches written out in the last recorded batch, one per row of ``stride(for:)`` floats.
  var rows: UnsafePointer<Float> { UnsafePointer(rowBuffer.base) }
  /// For each row, the index within the batch of its sample.
  var sampleOfRow: UnsafePointer<Int32> { UnsafePointer(samples.base) }
  /// Returns the patch written in a row.
  func patch(ofRow row: Int) -> PatchOrder.Patch { order.patches[Int(wave[row])] }
  /// One mask for each evaluation and row; bit `lane` tells whether that neuron fired.
  var masks: UnsafePointer<UInt16> { UnsafePointer(maskBuffer.base) }
  /// (neuron, patch) pairs of the last recorded batch that fired on pure noise.
  var noiseFirings: Int {
    // Pure noise comes last in the order, and a recorded batch is one wave, so its noise rows are the last ones.
    var firstRow = rowsUsed
    while firstRow > 0, Int(patch(ofRow: firstRow - 1).feature) == source.features.count { firstRow -= 1 }
    var firings = 0
    for evaluation in evaluations {
      let first = Int(evaluation.firstRow)
      for row in max(first, firstRow)..<max(first + Int(evaluation.rows), firstRow) {
        firings += maskBuffer.base[evaluation.masks + row - first].nonzeroBitCount
      }
    }
    return firings
  }

  /// Evaluates a batch.
  ///
  /// - Parameters:
  ///   - candidates: The blocks to evaluate for each feature; updated for blocks whose panel is drawn here.
  ///   - recording: Whether to keep the rows and the masks of the neurons that fired, for an update.
  mutating func run(
    _ batch: borrowing Batch, network: borrowing Network, candidates: inout CandidateIndex, recording: Bool
  ) {
    outputs.base.update(repeating: 0, count: batch.count * heads)
    order.fill(batch)
    begin()
    let isDense = !candidates.isScreening
    addNoise(batch, mayFireOnNoise: isDense || !candidates.lists[network.features].isEmpty, isDense: isDense)
    var start = 0
    while start < order.patches.count {
      // A wave holds as many rows as fit into the buffer; a recorded batch is one wave.
      let whole = isDense ? order.patches.count : order.endOfFeature(from: start)
      let end = min(whole, start + (isDense ? Self.denseRows : rowCapacity))
      if rowsUsed + end - start > rowCapacity {
        evaluate(batch, network: network, candidates: &candidates, recording: false)
        begin()
      }
      if isDense { addPatchesForAllBlocks(start..<end) } else { addPatches(start..<end, candidates: candidates) }
      start = end
    }
    evaluate(batch, network: network, candidates: &candidates, recording: recording)
  }

  /// Evaluates the blocks on each hard sample's dominant-noise patch and adds the responses.
  ///
  /// Returns ‖ζ*‖ of each sample, and 0 for easy ones.
  ///
  /// This is for pruned networks, whose ordinary pass leaves these patches out. Dominant noise can make neurons fire
  /// that the screen proves silent under ordinary noise.
  mutating func addDominantNoise(_ batch: borrowing Batch, network: borrowing Network, blocks: [Int32]) -> [Float] {
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
      addUnits(blocks, rows: 0..<rowsUsed, rowsPerBlock: nil)
      let evaluated = blocks.reduce(0) { $0 + neuronsOfBlock[Int($1)] }
      screened += Double(rowsUsed) * (everyNeuron - Double(evaluated))
      respond(network: network, recording: false)
    }
    return norms
  }

  private mutating func begin() {
    evaluations.removeAll(keepingCapacity: true)
    units.removeAll(keepingCapacity: true)
    rowsUsed = 0
    recordedMasks = 0
    pairs = 0
    wave.removeAll(keepingCapacity: true)
  }

  /// Appends the pure-noise patches of a batch to the order if some neuron may fire on them (`mayFireOnNoise`).
  private mutating func addNoise(_ batch: borrowing Batch, mayFireOnNoise: Bool, isDense: Bool) {
    var skipped = 0
    for sample in 0..<batch.count {
      for position in Int(batch.signalCounts[sample])..<source.parameters.P {
        if !isDense && source.isDominantNoise(position: position, in: batch.kinds[sample]) { continue }
        if mayFireOnNoise {
          order.addNoise(sample: sample, position: position, features: source.features.count)
        } else {
          skipped += 1
        }
      }
    }
    screened += Double(skipped) * everyNeuron
  }

  /// Adds to the wave those patches of one feature on which some neuron may fire, with the blocks to evaluate on them.
  private mutating func addPatches(_ range: Range<Int>, candidates: borrowing CandidateIndex) {
    let feature = Int(order.patches[range.lowerBound].feature)
    blocks.removeAll(keepingCapacity: true)
    rowsPerBlock.removeAll(keepingCapacity: true)
    var most = 0
    var pairs = 0
    for block in candidates.lists[feature] {
      let reach = candidates.reach(of: Int(block), on: feature)
      // The patches are sorted by descending strength: find the first one on which the block cannot fire.
      var low = range.lowerBound
      var high = range.upperBound
      while low < high {
        let middle = (low + high) / 2
        if order.patches[middle].strength > reach { low = middle + 1 } else { high = middle }
      }
      let count = low - range.lowerBound
      guard count > 0 else { continue }
      blocks.append(block)
      rowsPerBlock.append(Int32(count))
      most = max(most, count)
      pairs += count * neuronsOfBlock[Int(block)]
    }
    screened += Double(range.count) * everyNeuron - Double(pairs)
    guard most > 0 else { return }
    for index in range.lowerBound..<(range.lowerBound + most) { wave.append(Int32(index)) }
    let rows = rowsUsed..<(rowsUsed + most)
    rowsUsed += most
    addUnits(blocks, rows: rows, rowsPerBlock: rowsPerBlock)
  }

  /// Adds patches to the wave, to be evaluated by every block.
  private mutating func addPatchesForAllBlocks(_ range: Range<Int>) {
    for index in range { wave.append(Int32(index)) }
    let rows = rowsUsed..<(rowsUsed + range.count)
    rowsUsed += range.count
    addUnits(everyBlock, rows: rows, rowsPerBlock: nil)
  }

  /// Adds the evaluations of some blocks, given in ascending order, and groups them into one unit per head.
  ///
  /// - Parameters:
  ///   - rows: The rows of the wave on which the blocks are evaluated.
  ///   - rowsPerBlock: For each block, how many of the rows it is evaluated on, counted from the first; nil for all.
  private mutating func addUnits(_ blocks: [Int32], rows: Range<Int>, rowsPerBlock: [Int32]?) {
    var first = evaluations.count
    // A unit stores the responses of its head, so all blocks of one head must be in the same unit.
    var order: [Int]?
    if !isGrouped {
      order = blocks.indices.sorted {
        (headOfBlock[Int(blocks[$0])], blocks[$0]) < (headOfBlock[Int(blocks[$1])], blocks[$1])
      }
    }
    for place in blocks.indices {
      let index = order?[place] ?? place
      let block = blocks[index]
      let count = rowsPerBlock?[index] ?? Int32(rows.count)
      evaluations.append(
        BlockEvaluation(block: block, firstRow: Int32(rows.lowerBound), rows: count, masks: recordedMasks))
      recordedMasks += rows.count
      pairs += Int(count) * NetworkLayout.lanes
      let head = headOfBlock[Int(block)]
      let next = place + 1 < blocks.count ? headOfBlock[Int(blocks[order?[place + 1] ?? place + 1])] : -1
      if next != head {
        units.append(
          Unit(
            first: first, end: evaluations.count, head: head, firstRow: Int32(rows.lowerBound), rows: Int32(rows.count))
        )
        first = evaluations.count
      }
    }
  }

  /// Writes the rows of a wave, draws panels that do not exist yet, and adds all responses to the outputs.
  private mutating func evaluate(
    _ batch: borrowing Batch, network: borrowing Network, candidates: inout CandidateIndex, recording: Bool
  ) {
    guard rowsUsed > 0 else { return }
    writeRows(first: batch.first, at: batch.place)
    materialise(network: network, candidates: &candidates)
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

  /// Draws the panels of blocks that are evaluated for the first time, and measures these blocks again for the screen.
  ///
  /// The screen then uses the exact ‖w‖ instead of the bound ρσ0, so that it can exclude more patches.
  private mutating func materialise(network: borrowing Network, candidates: inout CandidateIndex) {
    guard candidates.isScreening else { return }
    fresh.removeAll(keepingCapacity: true)
    for evaluation in evaluations where network.panels[Int(evaluation.block)] == nil { fresh.append(evaluation.block) }
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
      candidates.measure(Int(block), network)
      candidates.enlist(Int(block))
    }
    candidates.rebuild()
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
        for evaluation in evaluations[unit.first..<unit.end] {
          LinearResponse.add(
            network, block: Int(evaluation.block), rows: rowBuffer.base + Int(evaluation.firstRow) * stride,
            stride: stride,
            count: Int(evaluation.rows), sums: sums, masks: masks.map { $0 + evaluation.masks })
        }
        littleo_fold(path, sums, Int(unit.rows), response + Int(unit.firstRow) * heads + Int(unit.head), heads)
        return
      }
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * (unit.end - unit.first)) { words in
        guard let blocks = words.baseAddress else { return }
        let rowsPerBlock = blocks + (unit.end - unit.first)
        for (place, evaluation) in evaluations[unit.first..<unit.end].enumerated() {
          blocks[place] = evaluation.block
          rowsPerBlock[place] = evaluation.rows
        }
        littleo_respond(
          path, rowBuffer.base + Int(unit.firstRow) * stride, stride, dimension, network.panels, network.bias, blocks,
          rowsPerBlock, unit.end - unit.first, sums, masks.map { $0 + evaluations[unit.first].masks }, Int(unit.rows))
      }
      littleo_fold(
        path, sums, Int(unit.rows), response + Int(unit.firstRow) * heads + Int(unit.head), heads)
    }
    for row in 0..<rowsUsed {
      let output = outputs.base + Int(samples.base[row]) * heads
      let responses = response + row * heads
      for head in 0..<heads { output[head] += responses[head] }
    }
  }
}
