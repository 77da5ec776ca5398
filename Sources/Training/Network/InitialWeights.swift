import CKernels
import MultiView
import Randomness

/// Draws the initial weights of the neurons of a layout, block by block (model.md §5).
struct InitialWeights {
  /// Which neuron is where.
  let layout: NetworkLayout
  /// The number of features |U|.
  let features: Int

  private let seed: UInt64
  private let scale: Float
  private let cut: Double
  private let instructions: InstructionSet

  /// The weights of a trial.
  ///
  /// - Parameter scale: The deviation of a coordinate; nil for σ0.
  init(
    of trial: NetworkTrial, layout: NetworkLayout, screen: Screen, scale: Double? = nil, on execution: Execution
  ) {
    self.layout = layout
    features = Features(subclasses: trial.parameters.k).count
    seed = trial.seed
    self.scale = Float(scale ?? trial.parameters.initScale)
    cut = screen.livingCut
    instructions = execution.instructions
  }

  /// Draws the feature coordinates of a block as unconditioned normals, then redraws those that violate the conditions.
  ///
  /// - Parameters:
  ///   - block: The block.
  ///   - signals: Room for sixteen coordinates per feature.
  func drawSignals(_ block: Int, into signals: UnsafeMutablePointer<Float>) {
    let lanes = NetworkLayout.lanes
    fill(signals, block: block, coordinates: features)
    let cut = Float(self.cut * Double(scale))
    for lane in 0..<lanes {
      guard let neuron = layout.slots[block * lanes + lane] else { continue }
      // The coordinates before the first one above the cut are normals conditioned to lie below the cut.
      let below = neuron.isLiving ? Int(neuron.feature) : features
      var redraws: Draws?
      for feature in 0..<below where signals[feature * lanes + lane] > cut {
        var draws =
          redraws
          ?? Draws(
            seed: seed, stream: neuron.isLiving ? .livingNeuron : .dormantNeuron, step: Int(layout.headOfBlock[block]),
            sample: Int(neuron.number) + 1, patch: 1)
        signals[feature * lanes + lane] = Float(Double(scale) * draws.normal(below: self.cut))
        redraws = draws
      }
      if neuron.isLiving { signals[below * lanes + lane] = neuron.coordinate }
    }
  }

  /// Writes unconditioned normals N(0, σ0²) for the neurons of a block and zeros for its empty lanes.
  ///
  /// - Parameters:
  ///   - panel: Room for sixteen numbers per coordinate.
  ///   - block: The block.
  ///   - coordinates: The number of coordinates, from the first one.
  func fill(_ panel: UnsafeMutablePointer<Float>, block: Int, coordinates: Int) {
    let lanes = NetworkLayout.lanes
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 3 * lanes + 2) { words in
      for lane in 0..<lanes {
        let neuron = layout.slots[block * lanes + lane]
        words[lane] = Draws.word(of: neuron?.isLiving ?? true ? .livingRest : .dormantRest)
        words[lanes + lane] = neuron?.number ?? 0
        words[2 * lanes + lane] = (neuron == nil ? 0 : scale).bitPattern
      }
      (words[3 * lanes], words[3 * lanes + 1]) = Draws.key(of: seed)
      guard let base = words.baseAddress else { return }
      (base + 2 * lanes).withMemoryRebound(to: Float.self, capacity: lanes) { scales in
        littleo_fill_panel(
          instructions.path, panel, coordinates, scales, base, base + lanes, UInt32(layout.headOfBlock[block]),
          base + 3 * lanes)
      }
    }
  }
}
