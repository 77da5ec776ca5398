import Decision
import Experiments
import MultiView
import MultiViewClaims
import TestSupport
import Testing

@testable import Planning
@testable import Training
@testable import Trials
@testable import Verification

/// The plan and the price that would settle an open claim, on planted traces.
@Suite struct ClaimSettlementTests {
  private func verified(
    runs: Int, scales: [Int] = [16, 32, 64, 128, 256], loss: @escaping @Sendable (NetworkTrial) -> Double
  )
    async throws -> (finding: Finding, plan: Plan, outcomes: [Trial: TrialOutcome])
  {
    let plan = try Plan([ToyClaim().entry], design: Design(scales: scales, runs: runs))
    let runner = TrialRunner(archive: nil) { trial, _ throws(TrainingError) in
      let trace = try ToyTrainer.train(trial)
      let checkpoints = trace.checkpoints.map {
        ToyTrainer.checkpoint(
          time: $0.time, loss: trial.labels == .coarse ? loss(trial) : $0.trainingLoss, easy: 0, hard: $0.hardErrors)
      }
      return NetworkTrace(
        heads: 2, aliveNeurons: 5, certificate: trace.certificate, timeToFit: trace.timeToFit,
        checkpoints: checkpoints, work: trial.parameters.d * trial.parameters.d)
    }
    let outcomes = try await runner.run(plan.trials)
    let findings = Verifier(plan, isFamily: true).judge(outcomes)
    return (try #require(findings.first), plan, outcomes)
  }

  @Test func decidedClaimHasNone() async throws {
    let finding = try await verified(runs: 20) { (1 + 0.01 * Double($0.seed % 7)) / Double($0.parameters.d) }.finding
    #expect(finding.verdict.isSupport)
    #expect(finding.settlement == nil)
  }

  /// The conclusion on the loss lacks only runs, the one on the error is decided: only the loss is planned, at look 2.
  @Test func onlyOpenConclusionsArePlanned() async throws {
    let finding = try await verified(runs: 20) { trial in
      (0.36 + 0.64 * 16 / Double(trial.parameters.d)) * (1 + 0.09 * (Double(trial.seed % 20) - 9.5))
    }.finding
    #expect(finding.verdict == .inconclusive(.power))
    let settlement = try #require(finding.settlement)
    #expect(settlement.conclusions.map { $0 == nil } == [false, true])
    let open = try #require(settlement.conclusions[0])
    #expect(open.levels.look == 2)
    #expect(open.levels.refute == 0.0125)
    #expect(settlement.design == open.design)
    #expect(settlement.wouldBe == open.wouldBe && settlement.power == open.power && settlement.work == open.price)
  }

  @Test func missingRunsArePricedByWhatTrialsTook() async throws {
    let (finding, plan, outcomes) = try await verified(runs: 3) { 1 / Double($0.parameters.d) }
    let settlement = try #require(finding.settlement)
    #expect(settlement.wouldBe == nil && settlement.power == nil)
    let design = try #require(settlement.design)
    #expect(design.runs == 20 && design.additionalRuns == [17, 17, 17, 17, 17])
    let squares = [16, 32, 64, 128, 256].reduce(0.0) { $0 + Double($1 * $1) }
    #expect(settlement.work == 17 * squares)
    let price = RunPrice(plan.claims[0].study, plan.experiments, outcomes)
    #expect(try price.price(at: 64) == 4096)
    // Beyond the registered scales the price grows at least as fast as it did over them.
    #expect(try price.price(at: 512) >= 512 * 512 * 0.999)
    #expect(throws: PriceError.self) { try price.price(at: 0x1p40) }
    #expect(throws: PriceError.self) { try price.price(at: 16.5) }
  }

  @Test func tooFewScalesAreFilledUp() async throws {
    let finding = try await verified(runs: 20, scales: [16, 32, 64]) { 1 / Double($0.parameters.d) }.finding
    let design = try #require(finding.settlement?.design)
    #expect(design.scales == [16, 32, 64, 128, 256])
    #expect(design.additionalRuns == [0, 0, 0, 20, 20])
  }

  @Test func speedIsWorkOverTime() async throws {
    var speed = TrialSpeed()
    #expect(speed.perSecond == nil && speed.seconds(for: 1, jobs: 1) == nil)
    speed.add(work: 300, seconds: 1)
    speed.add(work: 100, seconds: 3)
    #expect(speed.perSecond == 100)
    #expect(speed.seconds(for: 1000, jobs: 2) == 5)
    let (_, plan, outcomes) = try await verified(runs: 1) { 1 / Double($0.parameters.d) }
    let own = Set(plan.claims[0].study.allTrials)
    let measured = await TrialSpeed.measured(on: plan.trials.filter { own.contains($0.trial) }, outcomes) {
      planned, _ throws(ExperimentError) in
      // No trial runs long enough to be timed, so the most expensive one is measured.
      guard planned.trial.scale == 256, let trace = try? ToyTrainer.train(planned.trial) else {
        throw ExperimentError("the wrong trial.")
      }
      return Trace(trace, of: planned.trial.network)
    }
    #expect(measured.work == 11)
  }

  @Test func trainedTrialsAreReportedWithTheirTime() async throws {
    let log = Log()
    let plan = try Plan([ToyClaim().entry], design: toyDesign)
    _ = try await TrialRunner.toy(nil).run(plan.trials, report: log.add)
    #expect(log.trained == plan.trials.map { _ in 11 })
  }
}
