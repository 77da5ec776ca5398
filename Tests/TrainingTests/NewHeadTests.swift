import Foundation
import MultiView
import Testing

@testable import Training

/// Fine-tuning with a new linear head on the outputs of the pretrained heads (model.md §2).
@Suite struct NewHeadTests {
  func trial(
    _ labels: LabelMap, _ tuning: Tuning, samples: Int = 12, hardShare: Double = 0, _ schedule: Schedule = .steps(8),
    finetuning: Int = 8, d: Int = 32, mode: NetworkMode? = nil, regime: Regime = .standard, readout: Readout = .max,
    with overrides: [RegimeParameter: Double] = [:]
  ) throws -> NetworkTrial {
    let usual: [RegimeParameter: Double] = [.lucky: 4, .testSamples: 60, .batch: 32]
    let parameters = try regime.parameters(at: d, overrides: usual.merging(overrides) { $1 }, mode: mode)
    return NetworkTrial(
      parameters: parameters, labels: labels, seed: 6, schedule: schedule, readout: readout, finetuning: finetuning,
      newHead: NewHead(tuning, on: TuningSet(samples: samples, hardShare: hardShare)))
  }

  // MARK: The head

  /// Made-up outputs of five heads for seven samples, and a head with weights other than zero.
  private func example() -> (features: [Float], labels: [Int], head: LinearHead) {
    let features = (0..<35).map { Float(sin(Double($0 * $0) + 0.3) + 1) }
    var head = LinearHead(NewHead(.full, on: TuningSet(samples: 7)), inputs: 5, meanSquare: 4)
    head.weights = (0..<10).map { cos(Double(3 * $0) + 0.1) }
    return (features, [0, 1, 1, 0, 1, 0, 0], head)
  }

  /// Mean cross-entropy, in double precision from the definition.
  private func loss(_ weights: [Double], _ features: [Double], _ labels: [Int]) -> Double {
    let heads = weights.count / 2
    return labels.enumerated().reduce(0) { sum, sample in
      let outputs = (0..<2).map { output in
        (0..<heads).reduce(0.0) {
          $0 + weights[output * heads + $1] * features[sample.offset * heads + $1]
        }
      }
      return sum + log(exp(outputs[0]) + exp(outputs[1])) - outputs[sample.element]
    } / Double(labels.count)
  }

  /// The step of a, and the slopes passed on to hidden neurons, are those of finite differences of the loss.
  @Test func gradientsMatchFiniteDifferences() {
    var (features, labels, head) = example()
    let (before, inputs) = (head.weights, features.map(Double.init))
    #expect(head.stepSize == 0.25)
    var slopes = Array(repeating: Float.nan, count: features.count)
    let total = features.withUnsafeMutableBufferPointer { features in
      slopes.withUnsafeMutableBufferPointer { slopes in
        head.step(
          features.baseAddress!, labels: labels, hiddenStep: 0.1, defect: nil, step: 0, slopes: slopes.baseAddress!)
      }
    }
    #expect(abs(total / 7 - loss(before, inputs, labels)) < 1e-6)
    let h = 1e-5
    for index in before.indices {
      var (up, down) = (before, before)
      up[index] += h
      down[index] -= h
      let slope = (loss(down, inputs, labels) - loss(up, inputs, labels)) / (2 * h)
      #expect(abs(head.weights[index] - before[index] - head.stepSize * slope) < 1e-7)
    }
    for index in inputs.indices {
      var (up, down) = (inputs, inputs)
      up[index] += h
      down[index] -= h
      let slope = (loss(before, down, labels) - loss(before, up, labels)) / (2 * h)
      #expect(abs(Double(slopes[index]) - 0.1 * slope) < 1e-7)
    }
  }

  /// F_+ − F_− moves by at most `reach` if every input moves by at most 1, and by that much for some such move.
  @Test func reachIsTheLargestMoveOfTheMargin() {
    let features = example().features
    var head = example().head
    for input in 0..<5 { head.weights[5 + input] = -head.weights[input] }
    func margin(_ features: [Float]) -> Double {
      var outputs: [Float] = [0, 0]
      features.withUnsafeBufferPointer { head.read($0.baseAddress!, into: &outputs) }
      return Double(outputs[0]) - Double(outputs[1])
    }
    let first = Array(features.prefix(5))
    let worst = first.indices.map { first[$0] + (head.weights[$0] > head.weights[5 + $0] ? 1 : -1) }
    #expect(abs(margin(worst) - margin(first) - head.reach) < 1e-5)
  }

  // MARK: A network in training

  /// Takes some steps of pretraining, evaluates and records the head's batch, and returns its labels.
  private func pretrain(_ bench: inout Bench, _ trial: NetworkTrial) -> [Int] {
    for block in 0..<bench.network.blocks { bench.network.materialise(block) }
    var optimizer = Optimizer(of: trial, stage: bench.stage, network: bench.network, on: Execution())
    var batch = Batch()
    for step in 0..<8 {
      batch.fill(0..<trial.parameters.batch, at: .training(step: step), from: bench.source)
      bench.run(batch, recording: true)
      optimizer.step(
        bench.pass, labels: bench.source.labels(of: batch, under: trial.labels), network: bench.network,
        candidates: &bench.candidates)
    }
    batch.fill(0..<12, at: .tuningSet(TuningSet(samples: 12)), from: bench.source)
    bench.run(batch, recording: true)
    return bench.source.labels(of: batch, under: .coarse)
  }

  /// The loss of a head on its batch if one weight is shifted, which is put back afterwards.
  private func loss(
    _ bench: inout Bench, _ head: LinearHead, _ labels: [Int], shifting weight: UnsafeMutablePointer<Float>,
    by shift: Float
  ) -> Double {
    let start = weight.pointee
    weight.pointee = start + shift
    var batch = Batch()
    batch.fill(0..<12, at: .tuningSet(TuningSet(samples: 12)), from: bench.source)
    let outputs = bench.outputs(batch).map(Double.init)
    weight.pointee = start
    return loss(head.weights, outputs, labels)
  }

  private func weights(_ network: borrowing Network) -> [Float] {
    network.slots.flatMap { slot in
      (0..<network.dimension).map { network.weight(slot, $0) } + [network.bias[slot], network.norm[slot]]
    }
  }

  /// A frozen step moves the head and leaves every bit of the hidden neurons; a full one follows the loss.
  @Test(arguments: Tuning.allCases) func hiddenNeuronsMoveOnlyIfAllWeightsAreTrained(tuning: Tuning) throws {
    let trial = try trial(.fine, tuning, regime: .smallInit)
    var bench = Bench(trial)
    let labels = pretrain(&bench, trial)
    let stage = Stage(newHeadAfter: bench.stage)
    #expect(stage.heads == trial.heads && stage.superclasses.count == 2 && stage.labels == .coarse)
    var optimizer = Optimizer(of: trial, stage: stage, network: bench.network, on: Execution())
    var head = LinearHead(try #require(trial.newHead), inputs: trial.heads, meanSquare: 1)
    head.weights = (0..<2 * trial.heads).map { 0.3 * cos(Double($0)) }
    let (start, before) = (head, weights(bench.network))
    optimizer.step(
      bench.pass, labels: labels, head: &head, network: bench.network, candidates: &bench.candidates)
    #expect(head.weights != start.weights)
    let after = weights(bench.network)
    guard tuning == .full else {
      #expect(after == before)
      return
    }
    // The coordinate that moved most, moved back and forth: the loss falls along it as the step says.
    let row = bench.network.dimension + 2
    let moved = after.indices.filter { $0 % row < bench.network.features }
      .max { abs(after[$0] - before[$0]) < abs(after[$1] - before[$1]) }
    let most = try #require(moved)
    let slots = bench.network.slots
    let lanes = NetworkLayout.lanes
    for (index, slot) in slots.enumerated() {
      let found = bench.network.writablePanel(slot / lanes)
      let panel = try #require(found)
      for j in 0..<bench.network.dimension { panel[j * lanes + slot % lanes] = before[index * row + j] }
      bench.network.bias[slot] = before[index * row + bench.network.dimension]
    }
    let slot = slots[most / row]
    let place = bench.network.writablePanel(slot / lanes)
    let panel = try #require(place)
    let weight = panel + most % row * lanes + slot % lanes
    let h: Float = 2e-3
    let up = loss(&bench, start, labels, shifting: weight, by: h)
    let down = loss(&bench, start, labels, shifting: weight, by: -h)
    let slope = (down - up) / Double(2 * h)
    let seen = Double(after[most] - before[most]) / trial.parameters.stepSize
    #expect(abs(seen) > 0.01 && abs(seen - slope) < 0.01 * abs(seen))
  }

  /// The motion is Σ ‖w − w₀‖² / Σ ‖w₀‖² over the neurons that are followed.
  @Test func motionIsTheShareOfTheSquaredNorm() throws {
    let trial = try trial(.fine, .full)
    var bench = Bench(trial)
    _ = pretrain(&bench, trial)
    var lanes = Array(repeating: UInt16(0), count: bench.network.blocks)
    lanes[0] = 0b101
    let motion = HiddenMotion(bench.network, following: lanes)
    let start = motion.value(bench.network)
    #expect(start == 0)
    let place = bench.network.writablePanel(0)
    let panel = try #require(place)
    func square(_ lane: Int) -> Double {
      (0..<bench.network.dimension).reduce(0) { $0 + pow(Double(panel[$1 * NetworkLayout.lanes + lane]), 2) }
    }
    let whole = square(0) + square(2)
    let expected = 0.25 * square(2) / whole
    for j in 0..<bench.network.dimension {
      panel[j * NetworkLayout.lanes + 2] *= 1.5
      panel[j * NetworkLayout.lanes + 1] = 9
    }
    let seen = motion.value(bench.network)
    #expect(abs(try #require(seen) - expected) < 1e-6 && expected > 0.01)
    let nothing = HiddenMotion(bench.network, following: lanes.map { _ in 0 }).value(bench.network)
    #expect(nothing == nil)
  }

  // MARK: Whole trials

  /// Before its first step the head answers every sample with a tie.
  @Test(arguments: [LabelMap.coarse, .fine, .random(5)]) func theHeadStartsWithTies(labels: LabelMap) throws {
    let trial = try trial(labels, .full)
    var session = try Session(trial)
    while session.time < 8 { try session.step() }
    session.finetune()
    let start = try session.observe()
    #expect(start.easyErrors == 30 && start.hardErrors == 30)
    let losses = [start.trainingLoss, try #require(start.sourceLoss)]
    #expect(losses.allSatisfy { abs($0 - log(2)) < 1e-7 })
    #expect(start.hiddenMotion == 0 || labels == .random(5))
  }

  /// Fine labels and a head on every subclass: the loss falls; frozen neurons keep every observable of the weights.
  @Test func frozenNeuronsKeepTheirObservables() throws {
    let frozen = try Trainer.train(try trial(.fine, .frozen, samples: 64, .steps(16), finetuning: 16))
    let last = try #require(frozen.checkpoints.last)
    let tuned = try #require(frozen.finetuning)
    #expect(last.hiddenMotion == nil && tuned.map(\.time) == [17, 18, 19, 20, 22, 24, 27, 32])
    for checkpoint in tuned {
      #expect(checkpoint.hiddenMotion == 0)
      #expect(checkpoint.rareWeight == last.rareWeight && checkpoint.otherRareWeight == last.otherRareWeight)
      #expect(checkpoint.biasRatio == last.biasRatio && checkpoint.offFeatureShare == last.offFeatureShare)
      #expect(checkpoint.rareResponse == last.rareResponse && checkpoint.awakened == last.awakened)
    }
    let end = try #require(tuned.last)
    #expect(end.trainingLoss < 0.5 * tuned[0].trainingLoss)
    let full = try Trainer.train(try trial(.fine, .full, samples: 64, .steps(16), finetuning: 16))
    #expect(full.checkpoints == frozen.checkpoints)
    let motions = try #require(full.finetuning).compactMap(\.hiddenMotion)
    // The first step moves the head only, because a = 0.
    #expect(motions.first == 0 && motions.dropFirst().allSatisfy { $0 > 0 } && motions == motions.sorted())
  }

  /// Results depend neither on threads nor on instructions nor on elimination.
  @Test(arguments: zip([LabelMap.fine, .instance, .random(5)], [Tuning.full, .frozen, .full]))
  func newHeadsAreTheSameOnEveryPathAndInBothModes(labels: LabelMap, tuning: Tuning) throws {
    var overrides: [RegimeParameter: Double] = [.batch: 16, .lucky: 2, .testSamples: 24]
    if labels == .instance { overrides[.sourceSize] = 32 }
    func trial(_ mode: NetworkMode?) throws -> NetworkTrial {
      try self.trial(
        labels, tuning, samples: 40, hardShare: 0.25, finetuning: 6, d: 16, mode: mode, readout: .probe, with: overrides
      )
    }
    let pruned = try trial(nil)
    let expected = try Trainer.train(pruned, on: Execution(threads: 1, instructions: .portable))
    for execution in SameBitsTests.executions {
      #expect(try Trainer.train(pruned, on: execution) == expected, "\(execution)")
    }
    #expect(expected.certificate.met && expected.defect(asTraceOf: pruned) == nil)
    let whole = try Trainer.train(try trial(.dense))
    #expect(whole.checkpoints == expected.checkpoints && whole.finetuning == expected.finetuning)
  }

  /// A network pretrained on coarse labels needs two numbers of its new head, whatever the number of samples.
  @Test func aHeadAfterCoarsePretrainingFitsTheEasySamples() throws {
    let trace = try Trainer.train(try trial(.coarse, .frozen, samples: 8, .steps(16), finetuning: 16))
    let last = try #require(trace.finetuning?.last)
    #expect(last.easyErrors == 0 && last.trainingLoss < 0.2)
  }

  @Test func impossibleHeadsAreRefused() throws {
    func refusal(_ trial: NetworkTrial) -> String {
      let error = #expect(throws: TrainingError.self) { try NetworkDemand.checked(trial) }
      return error?.description ?? ""
    }
    #expect(refusal(try trial(.fine, .full, finetuning: 0)).contains("newHead = full"))
    #expect(refusal(try trial(.fine, .full, samples: 0)).contains("finetuneSamples = 0"))
    #expect(refusal(try trial(.fine, .full, hardShare: 1.5)).contains("finetuneHardShare = 1.5"))
    #expect(refusal(try trial(.fine, .frozen, d: 64, mode: .concentrated)).contains("mode = concentrated"))
    #expect(
      refusal(try trial(.fine, .full, hardShare: 0.5, d: 48, regime: .dominantNoise)).contains("dominantNoise"))
    let parameters = try Regime.standard.parameters(at: 32)
    let backwards = NetworkTrial(
      parameters: parameters, labels: .fine, seed: 1, schedule: .steps(1), finetuning: 1,
      newHead: NewHead(.full, on: TuningSet(samples: 4), step: -1))
    #expect(refusal(backwards).contains("headStep = -1"))
  }
}
