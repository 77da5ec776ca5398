import CKernels
import MultiView
import Randomness

/// Takes SGD steps: softmax cross-entropy over the heads, gradient on w only, bias decay β‖Δw‖ (model.md §2).
struct Optimizer: ~Copyable {
  private let stepSize: Double
  private let biasDecay: Float
  private let heads: Int
  private let headOfBlock: [Int32]
  private let defect: GradientDefect?
  private let execution: Execution
  private let team: Team
  private let rowCapacity: Int
  private let slopes: Buffer<Float>
  /// The rows on which some neuron of a block fired, with their slopes and masks; a part for each thread.
  private let rows: Buffer<Int32>
  private let rowSlopes: Buffer<Float>
  private let rowMasks: Buffer<UInt16>
  private let coefficients: Buffer<Float>
  /// The outcome of this step for each touched block.
  private let outcomes: Buffer<BlockOutcome>
  private var countOf: [Int32]
  private var touched: [Int32] = []
  private var ends: [Int32] = []
  private var evaluations: [Int32] = []
  private var steps = 0

  /// Whether every update so far gave finite weights and biases.
  private(set) var isFinite = true
  /// Multiply–adds spent in updates.
  private(set) var work = 0
  /// Mean cross-entropy of the last batch, before the update on it.
  private(set) var loss = 0.0
  /// For each head h, Σ (η/B)(1 − p_h) over all samples of label h so far, computed before any planted defect is
  /// applied.
  private(set) var drive: [Double]
  /// For each sample of the last batch, (η/B)(1 − p) of its label before the update, computed as ``drive`` is.
  private(set) var missed: [Double]

  /// The outcome of a step for one block.
  struct BlockOutcome {
    /// The number of rows on which some neuron of the block fired.
    var rows: Int32
    var isFinite: Bool
  }

  init(of trial: NetworkTrial, stage: Stage, network: borrowing Network, on execution: Execution) {
    let parameters = trial.parameters
    let heads = stage.heads
    stepSize = parameters.stepSize
    biasDecay = trial.fault == .biasFrozen ? 0 : Float(parameters.biasDecay)
    self.heads = heads
    headOfBlock = stage.headOfBlock
    defect = GradientDefect(of: trial, superclasses: stage.superclasses)
    drive = Array(repeating: 0, count: heads)
    missed = Array(repeating: 0, count: parameters.batch)
    self.execution = execution
    team = Team(threads: execution.threads)
    rowCapacity = parameters.batch * parameters.P
    slopes = Buffer(parameters.batch * heads)
    rows = Buffer(execution.threads * rowCapacity)
    rowSlopes = Buffer(execution.threads * rowCapacity)
    rowMasks = Buffer(execution.threads * rowCapacity)
    coefficients = Buffer(execution.threads * rowCapacity * NetworkLayout.lanes)
    outcomes = Buffer(network.blocks)
    countOf = Array(repeating: 0, count: network.blocks)
  }

  /// Updates the weights of a new head and, unless it is frozen, of every neuron that fired.
  ///
  /// - Parameter head: The new head, which reads the outputs of the pass.
  mutating func step(
    _ pass: borrowing ForwardPass, labels: [Int], head: inout LinearHead, network: borrowing Network,
    candidates: inout CandidateIndex
  ) {
    let total = head.step(
      pass.outputs.base, labels: labels, hiddenStep: stepSize, defect: defect, step: steps, slopes: slopes.base)
    steps += 1
    loss = total / Double(labels.count)
    work += 2 * LinearHead.outputs * heads * labels.count
    isFinite = isFinite && head.isFinite
    if !head.isFrozen { descend(pass, network: network, candidates: &candidates) }
  }

  /// Updates the weights of every neuron that fired, and then the index of candidates.
  mutating func step(
    _ pass: borrowing ForwardPass, labels: [Int], network: borrowing Network, candidates: inout CandidateIndex
  ) {
    var total = 0.0
    let factor = stepSize / Double(labels.count)
    for (sample, label) in labels.enumerated() {
      let logits = pass.outputs.base + sample * heads
      let slopes = self.slopes.base + sample * heads
      total += Softmax.slopes(logits, count: heads, label: label, factor: factor, into: slopes)
      missed[sample] = Double(slopes[label])
      drive[label] += missed[sample]
      defect?.apply(to: slopes, logits: logits, label: label, step: steps, factor: factor)
    }
    steps += 1
    loss = total / Double(labels.count)
    descend(pass, network: network, candidates: &candidates)
  }

  /// Updates the neurons that fired, by the slopes of their heads, and then the index of candidates.
  private mutating func descend(
    _ pass: borrowing ForwardPass, network: borrowing Network, candidates: inout CandidateIndex
  ) {
    groupByBlock(pass)
    move(pass, network: network, candidates: candidates)
    for (index, block) in touched.enumerated() {
      let outcome = outcomes.base[index]
      countOf[Int(block)] = 0
      guard outcome.rows > 0 else { continue }
      isFinite = isFinite && outcome.isFinite
      work += Int(outcome.rows) * network.dimension * NetworkLayout.lanes
      candidates.enlist(Int(block))
    }
    candidates.rebuild()
  }

  /// Sorts the evaluations by block with a stable counting sort, so that each block's rows stay in order of evaluation.
  private mutating func groupByBlock(_ pass: borrowing ForwardPass) {
    touched.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    let evaluations = pass.evaluations
    for evaluation in evaluations {
      if countOf[Int(evaluation.block)] == 0 { touched.append(evaluation.block) }
      countOf[Int(evaluation.block)] += 1
    }
    var position: Int32 = 0
    for block in touched {
      let count = countOf[Int(block)]
      countOf[Int(block)] = position
      position += count
      ends.append(position)
    }
    if self.evaluations.count < evaluations.count {
      self.evaluations.append(contentsOf: repeatElement(0, count: evaluations.count - self.evaluations.count))
    }
    for (index, evaluation) in evaluations.enumerated() {
      self.evaluations[Int(countOf[Int(evaluation.block)])] = Int32(index)
      countOf[Int(evaluation.block)] += 1
    }
  }

  /// Updates the touched blocks, each by one thread.
  private func move(
    _ pass: borrowing ForwardPass, network: borrowing Network, candidates: borrowing CandidateIndex
  ) {
    let lanes = NetworkLayout.lanes
    let evaluations = pass.evaluations
    let expected = touched.count * network.dimension * lanes * 4
    team.run(touched.count, work: expected) { piece, worker in
      let block = Int(touched[piece])
      let rows = self.rows.base + worker * rowCapacity
      let coefficients = self.coefficients.base + worker * rowCapacity * lanes
      let rowSlopes = self.rowSlopes.base + worker * rowCapacity
      let rowMasks = self.rowMasks.base + worker * rowCapacity
      let head = Int(headOfBlock[block])
      var fired: UInt16 = 0
      var count = 0
      for place in (piece == 0 ? 0 : Int(ends[piece - 1]))..<Int(ends[piece]) {
        let evaluation = evaluations[Int(self.evaluations[place])]
        for offset in 0..<Int(evaluation.rows) {
          let mask = pass.masks[evaluation.masks + offset]
          guard mask != 0 else { continue }
          let row = Int(evaluation.firstRow) + offset
          let slope = slopes.base[Int(pass.sampleOfRow[row]) * heads + head]
          rows[count] = Int32(row)
          rowSlopes[count] = slope
          rowMasks[count] = mask
          fired |= mask
          count += 1
        }
      }
      guard count > 0, let panel = network.writablePanel(block) else {
        outcomes.base[piece] = BlockOutcome(rows: Int32(count), isFinite: true)
        return
      }
      littleo_spread(execution.instructions.path, rowSlopes, rowMasks, count, coefficients)
      let isFinite = update(
        block, panel, rows: rows, coefficients: coefficients, count: count, fired: fired, pass, network)
      outcomes.base[piece] = BlockOutcome(rows: Int32(count), isFinite: isFinite)
      candidates.measure(block, network)
    }
  }

  /// Updates the weights, biases and norms of one block; returns whether they are finite.
  ///
  /// Several threads call this at the same time, each for different blocks. Values behind pointers are read and
  /// assigned in separate expressions. The Thread Sanitizer treats a compound assignment as an access to the pointer
  /// itself, and would report a race between different elements.
  private func update(
    _ block: Int, _ panel: UnsafeMutablePointer<Float>, rows: UnsafePointer<Int32>,
    coefficients: UnsafePointer<Float>, count: Int, fired: UInt16, _ pass: borrowing ForwardPass,
    _ network: borrowing Network
  ) -> Bool {
    let lanes = NetworkLayout.lanes
    var isFinite = true
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * lanes) { norms in
      guard let moved = norms.baseAddress else { return }
      let total = moved + lanes
      littleo_update(
        execution.instructions.path, panel, network.dimension, pass.rows, ForwardPass.stride(for: network.dimension),
        rows, coefficients, count, moved, total)
      for lane in 0..<lanes where fired >> UInt16(lane) & 1 == 1 {
        let index = block * lanes + lane
        network.bias[index] = network.bias[index] - biasDecay * moved[lane].squareRoot()
        network.norm[index] = total[lane].squareRoot()
        isFinite = isFinite && moved[lane].isFinite && total[lane].isFinite
      }
    }
    network.trained[block] = network.trained[block] | fired
    network.trainedOnSet[block] = network.trainedOnSet[block] | fired
    return isFinite
  }
}

/// A planted defect of the gradient, which changes the slopes of a batch (``Fault``).
struct GradientDefect {
  private let fault: Fault
  /// The superclass of each head; nil for a head that determines none.
  private let superclasses: [Superclass?]

  /// Creates the gradient defect of a trial; nil if the trial has none.
  ///
  /// - Parameter superclasses: The superclass of each head; nil for a head that determines none.
  init?(of trial: NetworkTrial, superclasses: [Superclass?]) {
    guard let fault = trial.fault else { return nil }
    switch fault {
    case .gradientScaled, .gradientFlippedOnOneHead, .stepHalved: break
    // Two heads are the superclasses themselves or have none; either way this defect changes nothing.
    case .superclassSoftmax: if superclasses.count == 2 { return nil }
    default: return nil
    }
    self.fault = fault
    self.superclasses = superclasses
  }

  /// Applies the defect to the slopes of one sample, which are factor · (1[head = label] − p_head) for every head.
  ///
  /// - Parameters:
  ///   - step: The number of steps taken before this one.
  ///   - factor: η/B.
  func apply(
    to slopes: UnsafeMutablePointer<Float>, logits: UnsafePointer<Float>, label: Int, step: Int, factor: Double
  ) {
    func scale(by number: Double) {
      for head in superclasses.indices { slopes[head] = Float(number * Double(slopes[head])) }
    }
    switch fault {
    case .gradientScaled(let number): scale(by: number)
    case .gradientFlippedOnOneHead: slopes[0] = -slopes[0]
    case .stepHalved(let start): if step >= start { scale(by: 0.5) }
    case .superclassSoftmax: compareSuperclasses(slopes, logits, label: label, factor: factor)
    default: break
    }
  }

  /// Applies the defect to slopes 1[head = label] − p_head in double precision.
  ///
  /// - Parameters:
  ///   - outputs: The output of each head.
  ///   - step: The number of steps taken before this one.
  func apply(to slopes: inout [Double], outputs: [Double], label: Int, step: Int) {
    var rounded = slopes.map { Float($0) }
    let logits = outputs.map { Float($0) }
    rounded.withUnsafeMutableBufferPointer { rounded in
      logits.withUnsafeBufferPointer { logits in
        guard let target = rounded.baseAddress, let source = logits.baseAddress else { return }
        apply(to: target, logits: source, label: label, step: step, factor: 1)
      }
    }
    slopes = rounded.map { Double($0) }
  }

  /// Replaces the label as the target by the softmax over the heads of the label's superclass.
  private func compareSuperclasses(
    _ slopes: UnsafeMutablePointer<Float>, _ logits: UnsafePointer<Float>, label: Int, factor: Double
  ) {
    guard let superclass = superclasses[label] else { return }
    let heads = superclasses.count
    let normalizer = Softmax.logNormalizer(logits, count: heads)
    func probability(_ head: Int) -> Double { Elementary.exp(Double(logits[head]) - normalizer) }
    var mass = 0.0
    for head in 0..<heads where superclasses[head] == superclass { mass += probability(head) }
    // If the probability of the superclass underflows to 0, the label stays the target.
    guard mass > 0 else { return }
    for head in 0..<heads {
      let target = superclasses[head] == superclass ? probability(head) / mass : 0
      slopes[head] = Float(factor * (target - probability(head)))
    }
  }
}

/// The softmax of head outputs, in double precision.
enum Softmax {
  /// Returns ln Σ exp(logit), shifted by the largest logit so that nothing overflows.
  static func logNormalizer(_ logits: UnsafePointer<Float>, count: Int) -> Double {
    var largest = -Double.infinity
    for head in 0..<count { largest = max(largest, Double(logits[head])) }
    var sum = 0.0
    for head in 0..<count { sum += Elementary.exp(Double(logits[head]) - largest) }
    return largest + Elementary.log(sum)
  }

  /// Writes factor · (1[head = label] − p_head) for every head, and returns the cross-entropy.
  static func slopes(
    _ logits: UnsafePointer<Float>, count: Int, label: Int, factor: Double, into slopes: UnsafeMutablePointer<Float>
  ) -> Double {
    let normalizer = logNormalizer(logits, count: count)
    for head in 0..<count {
      let probability = Elementary.exp(Double(logits[head]) - normalizer)
      slopes[head] = Float(factor * ((head == label ? 1 : 0) - probability))
    }
    return normalizer - Double(logits[label])
  }
}
