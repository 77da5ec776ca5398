import ClaimKit
import Experiments
import MultiView
import MultiViewClaims
import TestSupport
import Testing
import Training

@testable import Decision
@testable import Planning
@testable import Trials
@testable import Verification

/// Which checkpoints of a run are read, and how their values are reduced to one number.
@Suite struct ReadingTests {
  private func trace(_ times: [Int], timeToFit: Int?, hard: (Int) -> Double? = { _ in 0 }) -> Trace {
    let trace = ToyTrainer.trace(
      times.map { ToyTrainer.checkpoint(time: $0, loss: 1 / Double($0), easy: 0, hard: hard($0)) },
      timeToFit: timeToFit)
    return Trace(trace, of: Self.trial)
  }

  /// Any trial with 500 test samples.
  private static let trial: NetworkTrial = {
    guard let parameters = try? Regime.standard.parameters(at: 16) else { preconditionFailure("a regime has d = 16") }
    return NetworkTrial(parameters: parameters, labels: .coarse, seed: 1, schedule: .steps(1))
  }()

  private func reader(_ trace: Trace, _ window: Window = .standard) throws -> RunReader {
    let study = try Study(ToyClaim(), control: nil, design: Design(scales: [16], runs: 1))
    return RunReader(trial: study.trials(of: .coarse)[0][0], trace: trace, window: window)
  }

  @Test func windowStartsAtTimeToFit() throws {
    let trace = trace([1, 2, 4, 8, 11, 16, 32], timeToFit: 4)
    #expect(try reader(trace).times == [4, 8, 11, 16])
    #expect(try reader(trace, .throughout).times == [1, 2, 4, 8, 11, 16, 32])
    #expect(try reader(trace, .loud).times == [32])
  }

  @Test func withoutTimeToFitTheLastStepsAreRead() throws {
    #expect(try reader(trace([1, 8, 15, 16, 32, 64], timeToFit: nil)).times == [16, 32, 64])
    #expect(try reader(trace([3, 11], timeToFit: nil)).times == [3, 11])
    #expect(try reader(trace([2, 11], timeToFit: nil)).times == [11])
    #expect(try reader(trace([], timeToFit: nil)).times.isEmpty)
  }

  @Test func extremesOfTheWindow() throws {
    let trace = trace([2, 4, 8, 16], timeToFit: 2) { [2: 0.5, 4: 30, 8: 7, 16: 900][$0] }
    #expect(try reader(trace).extreme(of: .error(on: .hard), largest: true) == 30)
    #expect(try reader(trace).extreme(of: .error(on: .hard), largest: false) == 0.5)
    #expect(try reader(trace).extreme(of: .trainingLoss, largest: true) == 0.5)
    #expect(try reader(trace).extreme(of: .trainingLoss, largest: false) == 0.125)
  }

  @Test func absentAndBrokenValues() throws {
    let absent = trace([2, 4], timeToFit: 2) { $0 == 2 ? 1 : nil }
    #expect(try reader(absent).extreme(of: .error(on: .hard), largest: true) == nil)
    let broken = trace([2, 4], timeToFit: 2) { $0 == 2 ? .nan : 1 }
    #expect(try reader(broken).extreme(of: .error(on: .hard), largest: true)?.isNaN == true)
  }

  private func reading(_ study: Study, _ conclusion: Conclusion) throws -> Reading {
    let materiality = try #require(study.claim.standIn.materiality(of: conclusion))
    return try #require(Reading.all(of: conclusion, in: study, by: materiality).first)
  }

  @Test func smallestForOmegaLargestForLittleO() throws {
    let study = try Study(ToyClaim(), control: nil, design: Design(scales: [16], runs: 2))
    let trials = study.trials(of: .coarse)[0]
    let outcomes: [Trial: TrialOutcome] = [
      trials[0]: .trained(trace([2, 4, 8], timeToFit: 2) { [2: 10, 4: 7.5, 8: 9][$0] }),
      trials[1]: .failed("a test"),
    ]
    let evidence = try study.claim.conclusions.map { try reading(study, $0).evidence(from: outcomes) }
    #expect(evidence[0] == Evidence(scales: [16], runs: [[0.5, nil]], kind: .positive))
    #expect(evidence[1] == Evidence(scales: [16], runs: [[7.5, nil]], kind: .count(trials: 500)))
  }

  @Test(arguments: [Order.bigOmega, .littleO]) func differencePairsTheWorstOfBothWindows(order: Order) throws {
    let gap = GapClaim(order: order)
    let study = try Study(gap, control: nil, design: Design(scales: [16], runs: 3))
    let (coarse, fine) = (study.trials(of: .coarse)[0], study.trials(of: .fine)[0])
    let outcomes: [Trial: TrialOutcome] = [
      coarse[0]: .trained(trace([1, 2, 4], timeToFit: 1) { [1: 400, 2: 300, 4: 350][$0] }),
      fine[0]: .trained(trace([4, 8, 16, 32], timeToFit: 8) { [4: 499, 8: 50, 16: 20, 32: 100][$0] }),
      coarse[1]: .trained(trace([1], timeToFit: 1) { _ in 500 }),
      fine[1]: .failed("a test"),
      coarse[2]: .trained(trace([1], timeToFit: 1) { _ in 0 }),
      fine[2]: .trained(trace([1], timeToFit: 1) { _ in 500 }),
    ]
    let evidence = try reading(study, gap.conclusions[0]).evidence(from: outcomes)
    let expected = order == .bigOmega ? 300.0 / 500 - 100.0 / 500 : 400.0 / 500 - 20.0 / 500
    #expect(evidence == Evidence(scales: [16], runs: [[expected, nil, -1]], kind: .signed))
    let sides = try reading(study, gap.conclusions[0]).sides(from: outcomes)
    #expect(sides.map(\.arm) == [.coarse, .fine])
    #expect(sides.allSatisfy { $0.evidence.kind == .count(trials: 500) })
    #expect(sides[0].evidence.runs == [[order == .bigOmega ? 300 : 400, 500, 0]])
    #expect(sides[1].evidence.runs == [[order == .bigOmega ? 100 : 20, nil, 500]])
  }

  @Test func fitSummaryCountsRunsAndTakesTheMedian() throws {
    let study = try Study(ToyClaim(), control: nil, design: Design(scales: [16], runs: 5))
    let trials = study.trials(of: .coarse)[0]
    var outcomes: [Trial: TrialOutcome] = [trials[0]: .failed("a test")]
    for (trial, time) in zip(trials.dropFirst(), [4, nil, 8, 16]) {
      outcomes[trial] = .trained(trace([1], timeToFit: time))
    }
    let summary = try #require(FitSummary.summaries(of: study, from: outcomes).first)
    #expect(summary.runs == 5 && summary.failed == 1 && summary.reached == 3)
    #expect(summary.medianTimeToFit == 8)
  }
}

/// A claim that a difference between arms has a chosen order.
private struct GapClaim: Claim {
  var order = Order.bigOmega
  let source = Source("Toy", .chosen)
  let title = "A toy"
  let says = "A toy."
  private let gap = Quantity.difference(of: .error(on: .hard), under: .coarse, minus: .fine)

  init() {}
  init(order: Order) { self.order = order }

  var statement: [Clause] {
    ForEvery(.T, from: .tStar, to: .poly(.d)) { Conclude(gap, is: order) }
  }

  var standIn: StandIn {
    StandIn(
      regime: .standard, window: .standard, materialities: [Materiality(of: gap, 0.05, because: "a test")])
  }

  var controls: [Control] {
    Control("fine against fine", refutes: gap, because: "a test", changing: .coarse) { $0.labels = .fine }
  }
}

extension RunReader {
  /// The times that are read.
  var times: [Int] { places.map(time) }
}
