import MultiView
import Testing

@testable import Training

/// Tests of training on finite sets, on hard samples and in rotated frames (Definition 4.4, model.md §4 and §5).
@Suite struct SourceSetTests {
  func trial(
    d: Int = 24, _ labels: LabelMap = .coarse, steps: Int = 32, with overrides: [RegimeParameter: Double] = [:],
    mode: NetworkMode? = nil, regime: Regime = .standard, frame: Frame = .standard, fault: Fault? = nil
  ) throws -> NetworkTrial {
    let usual: [RegimeParameter: Double] = [.lucky: 3, .testSamples: 60]
    let parameters = try regime.parameters(at: d, overrides: usual.merging(overrides) { $1 }, mode: mode)
    return NetworkTrial(
      parameters: parameters, labels: labels, seed: 1, schedule: .steps(steps), frame: frame, fault: fault)
  }

  /// With a finite set, pruned and dense networks give the same checkpoints, because updated neurons are evaluated
  /// everywhere.
  @Test(arguments: [LabelMap.coarse, .fine, .random(6)], [12.0, 30, 100])
  func reusedSamplesLeaveThePathAlone(labels: LabelMap, size: Double) throws {
    let overrides: [RegimeParameter: Double] = [.sourceSize: size, .batch: 16]
    let pruned = try Trainer.train(try trial(labels, with: overrides))
    let dense = try Trainer.train(try trial(labels, with: overrides, mode: .dense))
    #expect(dense.checkpoints == pruned.checkpoints)
    #expect(dense.aliveNeurons > pruned.aliveNeurons)
    #expect(pruned.certificate.met && pruned.certificate.screened > 0)
    let fresh = try Trainer.train(try trial(labels, with: [.batch: 16]))
    #expect(fresh.checkpoints != pruned.checkpoints)
  }

  /// With a finite set, exactly the blocks with trained neurons are evaluated on pure noise.
  @Test func updatedNeuronsAreEvaluatedOnEveryPatch() throws {
    let trial = try trial(d: 64, with: [.sourceSize: 40])
    var bench = Bench(trial)
    let silent = bench.network.features
    #expect(bench.candidates.lists[silent].isEmpty)
    var optimizer = Optimizer(of: trial, stage: bench.stage, network: bench.network, on: Execution())
    var batch = Batch()
    batch.fill(0..<trial.parameters.batch, at: .training(step: 0), from: bench.source)
    bench.run(batch, recording: true)
    optimizer.step(
      bench.pass, labels: bench.source.labels(of: batch, under: .coarse), network: bench.network,
      candidates: &bench.candidates)
    let trained = (0..<bench.network.blocks).filter { bench.network.trained[$0] != 0 }.map { Int32($0) }
    #expect(!trained.isEmpty && trained.count < bench.network.blocks)
    for list in bench.candidates.lists { #expect(Set(trained).isSubset(of: list)) }
    #expect(bench.candidates.lists[silent] == trained)
  }

  /// Pruned and dense networks agree when the samples of one batch have different numbers of signal patches.
  @Test(arguments: [LabelMap.coarse, .fine])
  func hardSamplesInTrainingLeaveThePathAlone(labels: LabelMap) throws {
    let overrides: [RegimeParameter: Double] = [.hardShare: 0.3, .distractors: 3]
    let pruned = try Trainer.train(try trial(labels, with: overrides))
    let dense = try Trainer.train(try trial(labels, with: overrides, mode: .dense))
    #expect(dense.checkpoints == pruned.checkpoints)
    #expect(pruned.checkpoints != (try Trainer.train(try trial(labels, with: [.distractors: 3]))).checkpoints)
  }

  /// A pass over a mixed batch evaluates all P patches of each sample, the dominant-noise patch of hard ones included.
  @Test func mixedBatchesAreWhole() throws {
    let trial = try trial(
      d: 16, with: [.hardShare: 0.5, .batch: 24], mode: .dense, regime: .dominantNoise)
    var bench = Bench(trial)
    var batch = Batch()
    batch.fill(0..<24, at: .training(step: 0), from: bench.source)
    #expect(Set(batch.kinds).count == 2)
    bench.run(batch, recording: true)
    var seen: [[Int]] = Array(repeating: [], count: 24)
    for row in 0..<(24 * trial.parameters.P) {
      let patch = bench.pass.patch(ofRow: row)
      seen[Int(patch.sample)].append(Int(patch.position))
      let start = bench.pass.rows + row * ForwardPass.stride(for: 16)
      let square = (0..<16).reduce(Float(0)) { $0 + start[$1] * start[$1] }
      if Int(patch.position) == trial.parameters.P - 1 {
        #expect((square > 0.1) == (batch.kinds[Int(patch.sample)] == .hard))
      }
    }
    for positions in seen { #expect(positions.sorted() == Array(0..<trial.parameters.P)) }
  }

  /// Data that the screen does not cover are refused in pruned mode and run in dense mode.
  @Test func theScreenRefusesWhatItCannotSee() throws {
    let rotated = #expect(throws: TrainingError.self) { try Trainer.train(try trial(frame: .rotated)) }
    #expect(try #require(rotated).description.contains("frame = rotated is out of range"))
    let loud = #expect(throws: TrainingError.self) {
      try Trainer.train(try trial(with: [.hardShare: 0.1], regime: .dominantNoise))
    }
    #expect(try #require(loud).description.contains("hardShare = 0.1 is out of range"))
    #expect(throws: TrainingError.self) {
      try NetworkDemand.checked(
        NetworkTrial(
          parameters: try trial(mode: .dense).parameters, labels: .coarse, seed: 1, schedule: .audit(steps: 2),
          frame: .rotated))
    }
    _ = try NetworkDemand.checked(try trial(with: [.hardShare: 0.1], mode: .dense, regime: .dominantNoise))
    _ = try NetworkDemand.checked(try trial(with: [.hardShare: 0.1]))
    _ = try NetworkDemand.checked(try trial(mode: .dense, frame: .rotated))
  }

  /// Training with a rotated dictionary gives the same errors and loss as with the standard one, up to chance.
  @Test func rotatedFramesTrain() throws {
    let standard = try Trainer.train(try trial(d: 32, .fine, steps: 64, with: [.lucky: 6], mode: .dense))
    let rotated = try Trainer.train(
      try trial(d: 32, .fine, steps: 64, with: [.lucky: 6], mode: .dense, frame: .rotated))
    let one = try #require(standard.checkpoints.last)
    let two = try #require(rotated.checkpoints.last)
    #expect(one.trainingLoss != two.trainingLoss)
    #expect(abs(one.trainingLoss / two.trainingLoss - 1) < 0.5)
    #expect(try #require(one.hardErrors) <= 3 && (try #require(two.hardErrors)) <= 3)
  }

  /// Trials with a planted defect of the generator run in both modes.
  @Test(
    arguments: [
      Fault.noiseScaled(2), .commonPatchInHardSamples, .distractorsSilenced, .correlatedFeatures, .rotatedDataOnly,
      .labelsShifted, .labelsShuffled, .testOnTraining, .strengthScaled(0.9), .oneSuperclassOnly,
    ], [Regime.standard.name, Regime.dominantNoise.name])
  func defectsRun(fault: Fault, regime: String) throws {
    let regime = try #require(Regime(named: regime))
    let sound = try Trainer.train(try trial(steps: 8, regime: regime))
    let faulty = try Trainer.train(try trial(steps: 8, regime: regime, fault: fault))
    if fault != .distractorsSilenced || regime.name == "standard" { #expect(sound.checkpoints != faulty.checkpoints) }
    _ = try Trainer.train(try trial(steps: 3, mode: .dense, regime: regime, fault: fault))
  }
}
