import MultiView
import Randomness
import Testing

@testable import Training

/// A trial's trace does not depend on how it is computed.
@Suite struct SameBitsTests {
  /// Every combination of threads (1 to 3) and supported instruction set.
  static let executions = InstructionSet.allCases.filter(\.isSupported).flatMap { instructions in
    [1, 2, 3].map { Execution(threads: $0, instructions: instructions) }
  }

  static let worlds: [(Regime, LabelMap, Int, NetworkMode?)] = [
    (.standard, .coarse, 48, nil), (.standard, .fine, 48, nil), (.standard, .random(5), 32, nil),
    (.standard, .fine, 16, .dense), (.dominantNoise, .coarse, 40, nil), (.loud, .fine, 16, nil),
  ]

  @Test(arguments: 0..<worlds.count)
  func threadsAndInstructionsChangeNothing(world: Int) throws {
    let (regime, labels, d, mode) = Self.worlds[world]
    let parameters = try regime.parameters(at: d, overrides: [.lucky: 3, .testSamples: 24, .batch: 24], mode: mode)
    let trial = NetworkTrial(parameters: parameters, labels: labels, seed: 7, schedule: .steps(12))
    let expected = try Trainer.train(trial, on: Execution(threads: 1, instructions: .portable))
    #expect(expected.checkpoints.count == 8)
    for execution in Self.executions {
      #expect(try Trainer.train(trial, on: execution) == expected, "\(execution)")
    }
  }

  /// The same holds for a trial large enough that several threads really share its work.
  @Test func largeTrialIsTheSameOnSeveralThreads() throws {
    let parameters = try Regime.standard.parameters(at: 256, overrides: [.testSamples: 300])
    let trial = NetworkTrial(parameters: parameters, labels: .fine, seed: 3, schedule: .steps(6))
    let one = try Trainer.train(trial, on: Execution(threads: 1))
    for threads in [2, 4] { #expect(try Trainer.train(trial, on: Execution(threads: threads)) == one) }
  }

  /// Observing a session in the middle does not change its later observables.
  @Test(arguments: [LabelMap.coarse, .fine])
  func lookingChangesNothing(labels: LabelMap) throws {
    let parameters = try Regime.standard.parameters(at: 48, overrides: [.lucky: 4, .testSamples: 40])
    let trial = NetworkTrial(parameters: parameters, labels: labels, seed: 9, schedule: .steps(20))
    var looked = try Session(trial)
    var blind = try Session(trial)
    for step in 0..<20 {
      try looked.step()
      try blind.step()
      if step % 3 == 0 { _ = try looked.observe() }
    }
    var one = try looked.observe()
    var two = try blind.observe()
    // Growth and residuals are counted from the last observation, so they differ between the two.
    (one.commonGrowth, one.residualConcentration) = (nil, nil)
    (two.commonGrowth, two.residualConcentration) = (nil, nil)
    #expect(one == two)
  }

  /// A team runs every piece exactly once, with worker numbers in range.
  @Test(arguments: [1, 2, 5])
  func aTeamDoesEveryPieceOnce(threads: Int) {
    let counts = Buffer<Int32>(1000)
    counts.base.update(repeating: 0, count: 1000)
    let base = counts.base
    Team(threads: threads).run(1000, work: .max) { piece, worker in
      base[piece] += worker < threads ? 1 : 100
    }
    #expect((0..<1000).allSatisfy { base[$0] == 1 })
  }
}
