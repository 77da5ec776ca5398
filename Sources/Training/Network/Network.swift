import CKernels
import MultiView
import Randomness

/// The hidden neurons held in memory, sixteen to a block, each block a panel of weights (model.md §2 and §5).
///
/// panel[16·c + lane] is coordinate c of the neuron in that lane. Feature coordinates are drawn at once, because the
/// screen needs them. The panel of a block, with all d coordinates, is drawn when it is first needed.
struct Network: ~Copyable {
  let dimension: Int
  let features: Int
  /// The number of blocks of sixteen lanes.
  let blocks: Int
  /// The number of neurons held.
  let count: Int
  let headOfBlock: [Int32]
  /// For each block, a bit per lane: whether the lane holds a neuron.
  let occupied: [UInt16]
  /// Bias of every lane; −∞ in an empty lane.
  let bias: UnsafeMutablePointer<Float>
  /// ‖w‖ of every lane; before the panel exists, its bound ρσ0, which the certificate covers.
  let norm: UnsafeMutablePointer<Float>
  /// For each block, a bit per lane: whether that neuron was ever updated.
  let trained: UnsafeMutablePointer<UInt16>
  /// The same since training on the present set of samples began.
  let trainedOnSet: UnsafeMutablePointer<UInt16>
  /// The panel of each block, nil before it exists.
  let panels: UnsafeMutablePointer<UnsafePointer<Float>?>

  private let writablePanels: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  /// Feature coordinates at initialisation, features × 16 per block; empty without a meaningful screen (`isFree`).
  private let signals: UnsafeMutablePointer<Float>
  private let weights: InitialWeights
  private let isFree: Bool
  private let instructions: InstructionSet

  /// Samples the initial network: w ~ N(0, σ0² I), b = −c_b σ0 √L, restricted to the neurons that the mode holds.
  ///
  /// Feature coordinates of living neurons follow the normal law conditioned on at least one above τσ0. Those of
  /// dormant neurons follow the complementary law.
  init(of trial: NetworkTrial, screen: Screen, on execution: Execution) {
    let parameters = trial.parameters
    let layout = NetworkLayout(of: trial, screen: screen)
    let lanes = NetworkLayout.lanes
    weights = InitialWeights(of: trial, layout: layout, screen: screen, on: execution)
    dimension = parameters.d
    features = Features(subclasses: parameters.k).count
    blocks = layout.headOfBlock.count
    count = layout.count
    headOfBlock = layout.headOfBlock
    occupied = (0..<blocks).map { block in
      (0..<lanes).reduce(0) { layout.slots[block * lanes + $1] == nil ? $0 : $0 | 1 << UInt16($1) }
    }
    isFree = !screen.isMeaningful
    instructions = execution.instructions
    let slots = blocks * lanes
    bias = .allocate(capacity: slots)
    norm = .allocate(capacity: slots)
    trained = .allocate(capacity: blocks)
    trained.initialize(repeating: 0, count: blocks)
    trainedOnSet = .allocate(capacity: blocks)
    trainedOnSet.initialize(repeating: 0, count: blocks)
    panels = .allocate(capacity: blocks)
    panels.initialize(repeating: nil, count: blocks)
    writablePanels = .allocate(capacity: blocks)
    writablePanels.initialize(repeating: nil, count: blocks)
    signals = .allocate(capacity: isFree ? 0 : slots * features)
    let threshold = Float(-parameters.biasThreshold * parameters.initScale)
    // Enlarged a little, so that rounding to single precision never lowers the bound.
    let bound = Float(screen.normBound * parameters.initScale * 1.0001)
    for slot in 0..<slots {
      bias[slot] = layout.slots[slot] == nil ? -.infinity : threshold
      norm[slot] = layout.slots[slot] == nil ? 0 : bound
    }
    let team = Team(threads: execution.threads)
    if !isFree {
      team.run(blocks, work: slots * features * 16) { block, _ in
        weights.drawSignals(block, into: signals + block * features * lanes)
      }
    }
    if parameters.mode == .dense { team.run(blocks, work: slots * dimension * 16) { block, _ in materialise(block) } }
  }

  deinit {
    for block in 0..<blocks { writablePanels[block]?.deallocate() }
    writablePanels.deallocate()
    panels.deallocate()
    trained.deallocate()
    trainedOnSet.deallocate()
    norm.deallocate()
    bias.deallocate()
    signals.deallocate()
  }

  /// Begins training on another set of samples, which no neuron has been updated on.
  func changeSet() { trainedOnSet.update(repeating: 0, count: blocks) }

  /// Returns the panel of a block, for updates; nil before it exists.
  func writablePanel(_ block: Int) -> UnsafeMutablePointer<Float>? { writablePanels[block] }

  /// Returns the feature coordinates of a block, features × 16, as they are now.
  func signals(_ block: Int) -> UnsafePointer<Float> {
    panels[block] ?? UnsafePointer(signals + block * features * NetworkLayout.lanes)
  }

  /// Draws all coordinates of a block unless it has a panel already; threads may draw different blocks at the same
  /// time.
  func materialise(_ block: Int) {
    guard panels[block] == nil else { return }
    let lanes = NetworkLayout.lanes
    let panel = UnsafeMutableRawPointer.allocate(byteCount: dimension * lanes * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: dimension * lanes)
    weights.fill(panel, block: block, coordinates: dimension)
    if !isFree { panel.update(from: signals + block * features * lanes, count: features * lanes) }
    littleo_panel_norms(instructions.path, panel, dimension, norm + block * lanes)
    for slot in (block * lanes)..<((block + 1) * lanes) { norm[slot] = norm[slot].squareRoot() }
    writablePanels[block] = panel
    panels[block] = UnsafePointer(panel)
  }
}

/// Feature coordinates ⟨w, v⟩ as the observables read them (model.md §4).
///
/// With the standard dictionary they are stored coordinates of w; with a rotated one they are products with the nominal
/// vectors. Training and the screen use only stored coordinates: with a rotated frame the network is dense and no
/// neuron is screened.
extension Network {
  /// Returns ⟨w, v⟩ of the sixteen neurons of a block for one feature, in double precision.
  ///
  /// - Parameter vectors: The dictionary, one row of d floats per feature; nil for the standard one.
  func featureCoordinates(_ block: Int, on feature: Int, vectors: [Float]?) -> SIMD16<Double> {
    let stride = NetworkLayout.lanes * MemoryLayout<Float>.stride
    guard let vectors else {
      return SIMD16<Double>(
        UnsafeRawPointer(signals(block)).loadUnaligned(fromByteOffset: feature * stride, as: SIMD16<Float>.self))
    }
    materialise(block)
    let panel = UnsafeRawPointer(signals(block))
    var sum = SIMD16<Double>.zero
    for coordinate in 0..<dimension {
      let weights = panel.loadUnaligned(fromByteOffset: coordinate * stride, as: SIMD16<Float>.self)
      sum += SIMD16<Double>(weights) * Double(vectors[feature * dimension + coordinate])
    }
    return sum
  }

  /// Writes the feature coordinates of a block, sixteen lanes for each feature in turn.
  func featureCoordinates(_ block: Int, vectors: [Float]?, into output: UnsafeMutablePointer<SIMD16<Double>>) {
    for feature in 0..<features { output[feature] = featureCoordinates(block, on: feature, vectors: vectors) }
  }

  /// Returns ⟨w, v⟩ of one neuron.
  func featureCoordinate(_ block: Int, lane: Int, on feature: Int, vectors: [Float]?) -> Double {
    guard vectors != nil else { return Double(signals(block)[feature * NetworkLayout.lanes + lane]) }
    return featureCoordinates(block, on: feature, vectors: vectors)[lane]
  }

  /// Returns the biases of a block; −∞ in an empty lane.
  func biases(_ block: Int) -> SIMD16<Double> {
    SIMD16<Double>(UnsafeRawPointer(bias + block * NetworkLayout.lanes).loadUnaligned(as: SIMD16<Float>.self))
  }

  /// Returns ‖w‖² of the sixteen neurons of a block, summed in double precision; nil before the panel exists.
  func squaredNorms(_ block: Int) -> SIMD16<Double>? {
    guard let panel = panels[block] else { return nil }
    let stride = NetworkLayout.lanes * MemoryLayout<Float>.stride
    var sum = SIMD16<Double>.zero
    for coordinate in 0..<dimension {
      let weights = SIMD16<Double>(
        UnsafeRawPointer(panel).loadUnaligned(fromByteOffset: coordinate * stride, as: SIMD16<Float>.self))
      sum += weights * weights
    }
    return sum
  }
}
