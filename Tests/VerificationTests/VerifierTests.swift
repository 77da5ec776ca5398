import Claims
import MultiViewClaims
import TestSupport
import Testing
import Training

@testable import Planning
@testable import Trials
@testable import Verification

/// The verdicts on planted traces, whose truth is known.
@Suite struct VerifierTests {
  private let design = Design(scales: [16, 32, 64, 128, 256], runs: 20)

  private func finding(
    _ train: @escaping TrialRunner.Training = { trial, _ throws(TrainingError) in try ToyTrainer.train(trial) }
  ) async throws -> Finding {
    let plan = try Plan([ToyClaim().entry], design: design)
    return try #require(
      try await TrialRunner(archive: nil, train: train).findings(on: plan, isFamily: true).first)
  }

  @Test func plantedTruthIsSupported() async throws {
    let finding = try await finding()
    #expect(finding.verdict.isSupport)
    #expect(finding.discriminates)
    #expect(finding.controls.map(\.verdict) == [.refuted, .refuted])
    #expect(finding.totals.trials == 3 * 5 * 20)
    #expect(finding.totals.runs == 100)
    #expect(finding.totals.work == 11 * 300)
    #expect(finding.totals.remarks.kinds == ["pruned"])
    #expect(finding.totals.remarks.isTrusted && finding.totals.failures.isEmpty)
    #expect(finding.fits.allSatisfy { $0.reached == 20 && $0.medianTimeToFit == 8 })
    #expect(finding.familySize == 1 && finding.controlFamilySize == 2)
  }

  /// A claim that cannot be run stays in its family with p = 1, and changes nothing in another family.
  @Test func absentClaimsStayInTheirFamily() async throws {
    let plan = try Plan([ToyClaim().entry], design: design)
    let outcomes = try await TrialRunner(
      archive: nil, train: { trial, _ throws(TrainingError) in try ToyTrainer.train(trial) }
    ).run(plan.trials)
    let alone = try #require(Verifier(plan, isFamily: true).judge(outcomes).first)
    let beside = try #require(Verifier(plan, isFamily: true, absent: [ToyClaim()]).judge(outcomes).first)
    #expect(beside.familySize == 2 && beside.controlFamilySize == 4)
    #expect(abs(beside.adjustedSupport - min(1, 2 * alone.adjustedSupport)) < 1e-15)
    for (own, other) in zip(alone.controls, beside.controls) { #expect(own.adjustedRefute < other.adjustedRefute) }
    let elsewhere = try #require(Verifier(plan, isFamily: true, absent: [WalkDistance()]).judge(outcomes).first)
    #expect(elsewhere.adjustedSupport == alone.adjustedSupport && elsewhere.familySize == 1)
    let single = try #require(Verifier(plan, isFamily: false, absent: [ToyClaim()]).judge(outcomes).first)
    #expect(single.adjustedSupport == alone.adjustedSupport && single.familySize == 1)
  }

  @Test func randomLabelsYieldNoErrors() async throws {
    let control = try await finding().controls[1]
    #expect(control.conclusions.map(\.conclusion.quantity) == [.trainingLoss])
    #expect(control.fits.allSatisfy { $0.reached == 0 && $0.medianTimeToFit == nil })
  }

  @Test func plantedFalsehoodIsRefuted() async throws {
    let finding = try await finding { trial, _ throws(TrainingError) in
      let trace = try ToyTrainer.train(trial)
      return ToyTrainer.trace(
        trace.checkpoints.map { ToyTrainer.checkpoint(time: $0.time, loss: $0.trainingLoss, easy: 0, hard: 0) },
        timeToFit: trace.timeToFit)
    }
    #expect(finding.verdict == .refuted)
  }

  @Test func controlThatPassesIsNoticed() async throws {
    let finding = try await finding { trial, _ throws(TrainingError) in
      let trace = try ToyTrainer.train(trial)
      return ToyTrainer.trace(
        trace.checkpoints.map {
          ToyTrainer.checkpoint(
            time: $0.time, loss: $0.trainingLoss, easy: 0, hard: trial.labels == .fine ? 500 : $0.hardErrors)
        }, timeToFit: trace.timeToFit)
    }
    #expect(finding.verdict.isSupport)
    #expect(!finding.discriminates)
    #expect(finding.controls[0].verdict.isSupport)
  }

  @Test func claimsThatAreNoFamilyAreDecidedAlone() async throws {
    let alone = try await finding()
    let plan = try Plan([ToyClaim().entry, ToyClaim().entry], design: design)
    for finding in try await TrialRunner.toy(nil).findings(on: plan, isFamily: false) {
      #expect(finding.adjustedSupport == alone.conjunction.pSupport)
      #expect(finding.controls.map(\.adjustedRefute) == finding.controls.map { $0.refuted?.decision.pRefute })
      #expect(finding.familySize == 1 && finding.controlFamilySize == 1)
    }
  }

  @Test func claimsVerifiedTogetherAreCorrectedTogether() async throws {
    let alone = try await finding()
    let plan = try Plan([ToyClaim().entry, ToyClaim().entry], design: design)
    let findings = try await TrialRunner.toy(nil).findings(on: plan, isFamily: true)
    #expect(plan.trials.count == 300)
    for finding in findings {
      #expect(finding.conjunction == alone.conjunction)
      #expect(finding.adjustedSupport == min(1, 2 * alone.adjustedSupport))
      #expect(finding.controlFamilySize == 4)
      // The two controls on the loss have much smaller p-values, so Holm's factor for the other two is 2.
      let raw = try #require(finding.controls[0].refuted).decision.pRefute
      #expect(finding.controls[0].adjustedRefute == 2 * raw)
    }
  }
}
