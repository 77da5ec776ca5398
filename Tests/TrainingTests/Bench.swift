import MultiView

@testable import Training

/// A network with everything that a forward pass needs, for tests of internal state.
struct Bench: ~Copyable {
  let source: SampleSource
  let screen: Screen
  let network: Network
  var candidates: CandidateIndex
  let stage: Stage
  var pass: ForwardPass
  private let heads: Int

  init(_ trial: NetworkTrial, on execution: Execution = Execution()) {
    source = SampleSource(parameters: trial.parameters, seed: trial.seed)
    screen = Screen(for: trial)
    network = Network(of: trial, screen: screen, on: execution)
    candidates = CandidateIndex(
      network, parameters: trial.parameters, multiplier: screen.multiplier, on: execution)
    stage = Stage(pretraining: trial, source: source, headOfBlock: network.headOfBlock)
    pass = stage.pass(of: trial, source: source, network: network, on: execution)
    heads = trial.heads
  }

  /// Evaluates a batch.
  ///
  /// Not a use of ``outputs(_:recording:)`` without its result: where the copy is not used, optimised builds of Swift 6.3
  /// free it before they write to it, as Address Sanitizer shows.
  mutating func run(_ batch: Batch, recording: Bool = false) {
    pass.run(batch, network: network, candidates: &candidates, recording: recording)
  }

  /// Evaluates a batch and returns its outputs, the heads of each sample in turn.
  mutating func outputs(_ batch: Batch, recording: Bool = false) -> [Float] {
    run(batch, recording: recording)
    return Array(UnsafeBufferPointer(start: pass.outputs.base, count: batch.count * heads))
  }
}

extension Network {
  /// The indices of occupied lanes, counted over all blocks.
  var slots: [Int] {
    (0..<(blocks * NetworkLayout.lanes)).filter {
      occupied[$0 / NetworkLayout.lanes] >> UInt16($0 % NetworkLayout.lanes) & 1 == 1
    }
  }

  /// Returns a coordinate of the neuron in a lane; coordinates off the features require that its panel exists.
  func weight(_ slot: Int, _ coordinate: Int) -> Float {
    let lanes = NetworkLayout.lanes
    return signals(slot / lanes)[coordinate * lanes + slot % lanes]
  }
}
