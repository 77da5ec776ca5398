import Foundation
import MultiView
import Testing

@testable import Training

@Suite struct TrainerTests {
  /// Pruned and dense networks of one seed follow the same trajectory, bit for bit (model.md §5).
  @Test(arguments: [LabelMap.coarse, .fine, .random(6)], [UInt64(1), 2])
  func denseAndPrunedFollowTheSameTrajectory(labels: LabelMap, seed: UInt64) throws {
    let pruned = try trace(d: 24, labels, steps: 48, seed: seed, [.lucky: 3, .testSamples: 60])
    let dense = try trace(d: 24, labels, steps: 48, seed: seed, [.lucky: 3, .testSamples: 60], mode: .dense)
    #expect(dense.checkpoints == pruned.checkpoints)
    #expect(dense.aliveNeurons > pruned.aliveNeurons)
    #expect(pruned.certificate.met && pruned.certificate.screened > 0)
    #expect(pruned.certificate.multiplier > 6)
    #expect(dense.certificate == Certificate(delta: 0, multiplier: 0, screened: 0, met: true))
  }

  /// The same holds at a larger dimension, for a few steps, where elimination leaves out over three quarters of all
  /// neurons.
  @Test func denseAndPrunedAgreeAtDimension64() throws {
    let pruned = try trace(d: 64, .coarse, steps: 8, [.lucky: 4, .testSamples: 100])
    let dense = try trace(d: 64, .coarse, steps: 8, [.lucky: 4, .testSamples: 100], mode: .dense)
    #expect(dense.checkpoints == pruned.checkpoints)
    #expect(dense.aliveNeurons > 4 * pruned.aliveNeurons)
  }

  /// With dominant noise, the pruned network leaves untrained neurons out and counts the answers that they could change
  /// as undecided; all other answers are those of the dense network.
  @Test func dominantNoiseStaysInsideItsBound() throws {
    let overrides: [RegimeParameter: Double] = [.lucky: 4, .testSamples: 200]
    let pruned = try trace(d: 64, .coarse, steps: 16, overrides, regime: .dominantNoise)
    let dense = try trace(d: 64, .coarse, steps: 16, overrides, mode: .dense, regime: .dominantNoise)
    for (one, two) in zip(pruned.checkpoints, dense.checkpoints) {
      #expect(two.undecided == 0)
      var same = one
      same.hardErrors = two.hardErrors
      same.hardMargin = two.hardMargin
      same.undecided = 0
      #expect(same == two)
      let difference = abs(try #require(one.hardErrors) - (try #require(two.hardErrors)))
      #expect(difference <= 0.5 * Double(one.undecided))
      #expect(one.undecided < 40)
    }
    let last = try #require(dense.checkpoints.last?.hardErrors)
    #expect(last > 20 && last < 180, "dominant noise gives hard errors that are neither 0 nor 1")
  }

  /// Changing only the labels changes the hard error from all to none; below k = s/(s†ι†) coarse labels suffice.
  @Test func labelsDecideTheHardError() throws {
    let coarse = try trace(d: 256, .coarse, steps: 64)
    let fine = try trace(d: 256, .fine, steps: 91)
    let few = try trace(d: 256, .coarse, steps: 64, [.k: 2])
    #expect(try #require(coarse.checkpoints.last?.hardErrors) == 500)
    #expect(try #require(fine.checkpoints.last?.hardErrors) == 0)
    #expect(try #require(few.checkpoints.last?.hardErrors) == 0)
    for trace in [coarse, fine, few] { #expect(try #require(trace.checkpoints.last?.easyErrors) == 0) }
  }

  /// Under coarse labels, the common weight grows about k times as fast as the rare one (model.md §3).
  @Test func commonFeatureOutpacesRareOnesByK() throws {
    for d in [64, 256] {
      var ratio = 0.0
      for seed in UInt64(1)...6 {
        let last = try #require(try trace(d: d, .coarse, steps: 64, seed: seed, [.testSamples: 8]).checkpoints.last)
        ratio += try #require(last.commonWeight) / (try #require(last.rareWeight)) / 6
      }
      let k = Double(try Regime.standard.parameters(at: d).k)
      #expect(ratio > 0.6 * k && ratio < 1.2 * k)
    }
  }

  /// The number of lucky neurons among the living ones is Binomial(m, Q(c_b√L)), as in the whole network.
  @Test func luckyNeuronCountsAreThoseOfTheWholeNetwork() throws {
    var common = 0
    var rare = 0
    let seeds = 60
    for seed in 1...UInt64(seeds) {
      let census = try #require(try trace(d: 32, .coarse, steps: 1, seed: seed, [.testSamples: 1]).census)
      common += census.common
      rare += census.rare
    }
    let parameters = try Regime.standard.parameters(at: 32)
    for (count, pairs) in [(common, 2), (rare, 2 * parameters.k)] {
      let expected = Double(pairs * seeds) * parameters.lucky
      #expect(abs(Double(count) - expected) < 5 * expected.squareRoot())
    }
  }

  /// The same trial gives the same trace, and another seed gives another one.
  @Test func trialsRepeat() throws {
    let one = try trace(d: 32, .fine, steps: 11, seed: 1 << 40, [.testSamples: 50])
    #expect(one == (try trace(d: 32, .fine, steps: 11, seed: 1 << 40, [.testSamples: 50])))
    #expect(one.checkpoints != (try trace(d: 32, .fine, steps: 11, seed: 1, [.testSamples: 50])).checkpoints)
  }

  /// More steps extend a trajectory without changing its beginning; the number of test samples does not affect
  /// training.
  @Test func longerTrialsBeginLikeShorterOnes() throws {
    let short = try trace(d: 32, .fine, steps: 8, [.testSamples: 50])
    let long = try trace(d: 32, .fine, steps: 32, [.testSamples: 50])
    #expect(short.checkpoints.map(\.time) == [1, 2, 3, 4, 6, 8])
    #expect(short.checkpoints == Array(long.checkpoints.prefix(6)))
    let window = try Trainer.train(
      NetworkTrial(
        parameters: Regime.standard.parameters(at: 32, overrides: [.testSamples: 50]), labels: .fine, seed: 1,
        schedule: .window(lossBound: 1e-300, factor: 1, stepLimit: 32)))
    #expect(window.checkpoints == long.checkpoints)
    #expect(window.timeToFit == nil)
    let more = try trace(d: 32, .fine, steps: 32, [.testSamples: 90])
    #expect(more.checkpoints.map(\.commonWeight) == long.checkpoints.map(\.commonWeight))
  }

  /// In a window, T* is the first checkpoint within the bound, and the trial goes on to factor·T*; both ends are
  /// observed.
  @Test func windowFollowsTheLoss() throws {
    let parameters = try Regime.standard.parameters(at: 64, overrides: [.testSamples: 100])
    let bound = 1 / 8.0
    let trace = try Trainer.train(
      NetworkTrial(
        parameters: parameters, labels: .fine, seed: 3, schedule: .window(lossBound: bound, factor: 4, stepLimit: 4096))
    )
    let start = try #require(trace.timeToFit)
    for checkpoint in trace.checkpoints {
      if checkpoint.time < start { #expect(checkpoint.trainingLoss > bound) }
      if checkpoint.time == start { #expect(checkpoint.trainingLoss <= bound) }
    }
    let times = trace.checkpoints.map(\.time)
    #expect(times.last == 4 * start)
    #expect(times.contains(2 * start))
    #expect(times == times.sorted() && Set(times).count == times.count)
  }

  @Test func checkpointTimesAreGeometric() {
    let schedule = CheckpointSchedule(.steps(200))
    let times = (1...200).filter { schedule.contains($0) }
    #expect(times == [1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 91, 128, 181, 200])
    #expect(Double(times.count) <= Screen.checkpoints)
  }

  /// The screen works with a tiny initialisation; one so small that squares of weights underflow is refused.
  @Test func tinyInitialisationsStayScreened() throws {
    let overrides: [RegimeParameter: Double] = [.lucky: 4, .noiseNorm: 0.06, .batch: 16, .testSamples: 50]
    let tiny = overrides.merging([.initExponent: 9.5]) { $1 }
    let pruned = try trace(d: 64, .coarse, steps: 8, tiny)
    #expect(pruned.checkpoints == (try trace(d: 64, .coarse, steps: 8, tiny, mode: .dense)).checkpoints)
    let error = #expect(throws: RegimeError.self) {
      try Regime.standard.parameters(at: 256, overrides: [.initExponent: 10])
    }
    #expect(try #require(error).description.contains("initExponent"))
  }

  /// No permitted trial has more checkpoints than its certificate assumes.
  @Test func theLongestTrialsStayCounted() {
    for factor in [1, 4, 4096, Schedule.longest] {
      let limit = Schedule.longest / factor
      for start in [1, limit] {
        var schedule = CheckpointSchedule(.window(lossBound: 1, factor: factor, stepLimit: limit))
        var time = 0
        var count = 0
        // Only geometric times and multiples of the start can be checkpoints, so the others need not be tried.
        var times = Set((0...24).flatMap { [1 << $0, Int((Double(1 << $0) * 2.0.squareRoot()).rounded())] })
        times.formUnion((0...24).map { start << $0 })
        times.formUnion([start * factor, limit])
        for next in times.sorted() where next <= schedule.last {
          time = next
          guard schedule.contains(time) else { continue }
          count += 1
          schedule.observe(loss: time >= start ? 0.5 : 2, at: time)
        }
        #expect(Double(count) <= Screen.checkpoints && count >= 1)
      }
    }
  }

  @Test func impossibleTrialsAreRefused() throws {
    func refusal(_ overrides: [RegimeParameter: Double], steps: Int = 8, mode: NetworkMode = .pruned) throws -> String {
      let parameters = try Regime.standard.parameters(at: 64, overrides: overrides, mode: mode)
      let trial = NetworkTrial(parameters: parameters, labels: .coarse, seed: 1, schedule: .steps(steps))
      return try #require(#expect(throws: TrainingError.self) { try Trainer.train(trial) }).description
    }
    #expect(try refusal([.noiseNorm: 3]).contains("noiseNorm"))
    #expect(try refusal([.width: 1e15]).contains("width"))
    #expect(try refusal([.width: 1e12], mode: .dense).contains("width"))
    #expect(try refusal([:], steps: 0).contains("steps"))
    #expect(try refusal([.P: 65535, .batch: 65536]).contains("batch"))
    #expect(try refusal([.biasFactor: 0.001]).contains("biasFactor"))
    // The message names a limit for the noise, and a trial with noise just below it is accepted.
    let quiet = try refusal([.biasFactor: 0.002, .noiseNorm: 0.001])
    #expect(quiet.contains("noiseNorm below 0.000"))
    let words = quiet.split(separator: " ")
    let limit = try #require(words.firstIndex(of: "below").flatMap { Double(words[$0 + 1].dropLast()) })
    let parameters = try Regime.standard.parameters(
      at: 64, overrides: [.biasFactor: 0.002, .noiseNorm: 0.99 * limit, .testSamples: 1])
    _ = try NetworkDemand.checked(NetworkTrial(parameters: parameters, labels: .coarse, seed: 1, schedule: .steps(1)))
    #expect(try refusal([.stepSize: 1e30], steps: 64).contains("finite"))
  }

  /// The loud regime runs in dense mode, and its easy error lies strictly between 0 and chance.
  @Test func loudRegimeRunsDense() throws {
    let trace = try trace(d: 16, .fine, steps: 128, [:], regime: .loud)
    let last = try #require(trace.checkpoints.last)
    let easy = try #require(last.easyErrors) / 500
    #expect(easy > 0.05 && easy < 0.45)
    #expect(trace.aliveNeurons == 8 * (try Regime.loud.parameters(at: 16)).neuronsPerHead)
  }

  func trace(
    d: Int, _ labels: LabelMap, steps: Int, seed: UInt64 = 1, _ overrides: [RegimeParameter: Double] = [:],
    mode: NetworkMode? = nil, regime: Regime = .standard
  ) throws -> NetworkTrace {
    let parameters = try regime.parameters(at: d, overrides: overrides, mode: mode)
    return try Trainer.train(NetworkTrial(parameters: parameters, labels: labels, seed: seed, schedule: .steps(steps)))
  }
}
