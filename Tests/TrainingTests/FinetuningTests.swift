import MultiView
import Testing

@testable import Training

/// Tests of fine-tuning on coarse labels, with heads regrouped by superclass (model.md §2).
@Suite struct FinetuningTests {
  func trial(
    _ labels: LabelMap, _ schedule: Schedule = .steps(8), finetuning: Int = 8, d: Int = 32, mode: NetworkMode? = nil,
    regime: Regime = .standard, readout: Readout = .max, with overrides: [RegimeParameter: Double] = [:]
  ) throws -> NetworkTrial {
    let usual: [RegimeParameter: Double] = [.lucky: 4, .testSamples: 60, .batch: 32]
    let parameters = try regime.parameters(at: d, overrides: usual.merging(overrides) { $1 }, mode: mode)
    return NetworkTrial(
      parameters: parameters, labels: labels, seed: 6, schedule: schedule, readout: readout, finetuning: finetuning)
  }

  /// Fine-tuning after coarse pretraining gives the same checkpoints as longer coarse training.
  @Test func coarseOnCoarseIsLongerTraining() throws {
    let long = try Trainer.train(try trial(.coarse, .steps(16), finetuning: 0))
    let staged = try Trainer.train(try trial(.coarse))
    #expect(long.finetuning == nil)
    #expect(staged.checkpoints.map(\.time) == [1, 2, 3, 4, 6, 8])
    #expect(staged.finetuning?.map(\.time) == [9, 10, 11, 12, 14, 16])
    #expect(staged.checkpoints == Array(long.checkpoints.prefix(6)))
    for time in [11, 16] {
      var one = try #require(long.checkpoints.first { $0.time == time })
      // Growth is not predicted for neurons that are trained already.
      one.commonGrowth = nil
      // Residuals are counted from another checkpoint on.
      var two = try #require(staged.finetuning?.first { $0.time == time })
      #expect(try #require(two.residualConcentration) >= 1)
      (one.residualConcentration, two.residualConcentration) = (nil, nil)
      #expect(two == one)
    }
    #expect(staged.work > long.work / 2)
  }

  /// F_y = Σ F_h over the heads of y, up to rounding, because the order of summation differs.
  @Test(arguments: [LabelMap.fine, .mixed, .merged(3), .split(2), .instance, .misaligned(1), .random(5)])
  func outputsAreSumsOfHeads(labels: LabelMap) throws {
    let trial = try trial(labels, with: [.sourceSize: 40, .batch: 40, .lucky: 6])
    var bench = Bench(trial)
    var batch = Batch()
    batch.fill(0..<40, at: .source, from: bench.source)
    let heads = bench.outputs(batch)
    let stage = Stage(finetuning: bench.stage, source: bench.source)
    var pass = stage.pass(of: trial, source: bench.source, network: bench.network, on: Execution(threads: 2))
    pass.run(batch, network: bench.network, candidates: &bench.candidates, recording: false)
    let owners = bench.stage.superclasses.enumerated().map { head, superclass in
      superclass?.rawValue ?? (2 * head < trial.heads ? 0 : 1)
    }
    var spoken = 0
    for sample in 0..<40 {
      for output in 0..<2 {
        let sum = owners.indices.filter { owners[$0] == output }.reduce(0.0) {
          $0 + Double(heads[sample * trial.heads + $1])
        }
        let seen = Double(pass.outputs.base[sample * 2 + output])
        #expect(abs(seen - sum) <= 1e-5 * abs(sum))
        if sum > 0 { spoken += 1 }
      }
    }
    #expect(spoken > 40)
  }

  /// Results depend neither on threads nor on instructions nor on elimination, even if a superclass's heads are not
  /// adjacent.
  @Test(arguments: [LabelMap.fine, .instance, .random(5)])
  func fineTuningIsTheSameOnEveryPathAndInBothModes(labels: LabelMap) throws {
    let overrides: [RegimeParameter: Double] = [.sourceSize: 32, .batch: 16, .lucky: 2, .testSamples: 24]
    let pruned = try trial(labels, finetuning: 6, d: 16, readout: .probe, with: overrides)
    let expected = try Trainer.train(pruned, on: Execution(threads: 1, instructions: .portable))
    for execution in SameBitsTests.executions {
      #expect(try Trainer.train(pruned, on: execution) == expected, "\(execution)")
    }
    let dense = try trial(labels, finetuning: 6, d: 16, mode: .dense, readout: .probe, with: overrides)
    let whole = try Trainer.train(dense)
    #expect(whole.checkpoints == expected.checkpoints && whole.finetuning == expected.finetuning)
  }

  /// Fine-tuning starts at the end of a window; with the schedule `finish` it is observed after its last step only.
  @Test func fineTuningFollowsTheSchedule() throws {
    let window = try Trainer.train(
      try trial(.coarse, .window(lossBound: 0.3, factor: 2, stepLimit: 64), finetuning: 3))
    let start = try #require(window.timeToFit)
    #expect(window.checkpoints.last?.time == 2 * start)
    #expect(window.finetuning?.map(\.time) == [2 * start + 1, 2 * start + 2, 2 * start + 3])
    let finish = try Trainer.train(try trial(.fine, .finish(steps: 4), finetuning: 5))
    #expect(finish.checkpoints.map(\.time) == [4] && finish.finetuning?.map(\.time) == [9])
  }

  /// The bound on the contribution of dormant neurons to a sum of heads is the sum of the heads' bounds.
  @Test func undecidedAnswersDoNotDecreaseAfterRegrouping() throws {
    let overrides: [RegimeParameter: Double] = [.initExponent: 1.2]
    let trace = try Trainer.train(
      try trial(.fine, .steps(1), finetuning: 1, d: 48, regime: .dominantNoise, with: overrides))
    let before = try #require(trace.checkpoints.last)
    let after = try #require(trace.finetuning?.last)
    #expect(before.undecided > 0 && after.undecided >= before.undecided)
  }

  @Test func contradictionsAreRefused() throws {
    for schedule in [Schedule.inspection(samples: 10), .audit(steps: 4)] {
      #expect(throws: TrainingError.self) { try NetworkDemand.checked(try trial(.coarse, schedule)) }
    }
    let error = #expect(throws: TrainingError.self) {
      try NetworkDemand.checked(try trial(.coarse, .steps(8), finetuning: Schedule.longest))
    }
    #expect(try #require(error).description.contains("finetune = "))
  }
}
