import ClaimKit
import Claims
import Foundation
import MultiView
import MultiViewClaims
import Planning
import TestSupport
import Testing
import Trials
import Verification

@testable import Training
@testable import littleo

/// The exit code follows the verdicts and the controls.
@Suite struct ExitStatusTests {
  /// Findings on Theorem 5.1 from planted traces: the share of hard errors under coarse and under fine labels.
  private func findings(
    coarse: Double, fine: Double, loss: @escaping @Sendable (Int) -> Double = { 1 / Double($0) }, runs: Int = 20
  ) async throws -> [Finding] {
    let plan = try Plan(
      [ClaimEntry(folder: "Theorems", claim: Theorem5_1())], design: Design(scales: [16, 32, 64, 128, 256], runs: runs))
    let runner = TrialRunner(archive: nil) { trial, _ throws(TrainingError) in
      let parameters = trial.parameters
      let share = trial.labels == .coarse && parameters.k > 2 ? coarse : fine
      // The control with too narrow a network fits nothing.
      let isNarrow = parameters.lucky < 0.1
      let jitter = Double(trial.seed % 5)
      var checkpoint = Checkpoint(
        time: 1, trainingLoss: (isNarrow ? 2 : loss(parameters.d)) * (1 + 0.01 * jitter))
      checkpoint.easyErrors = isNarrow ? 200 + jitter : 0
      checkpoint.hardErrors = (share * Double(parameters.testSamples)).rounded()
      return NetworkTrace(
        heads: trial.heads, aliveNeurons: 1, certificate: Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
        timeToFit: 1, checkpoints: [checkpoint], work: 1)
    }
    return try await runner.findings(on: plan, isFamily: true)
  }

  @Test func supportedPasses() async throws {
    let findings = try await findings(coarse: 1, fine: 0)
    #expect(findings.map(\.verdict.isSupport) == [true])
    #expect(ExitStatus(of: findings, isStrict: true) == .passed)
  }

  /// Each word of support passes, also if strict; refuted never does, and inconclusive only if not strict.
  @Test func theExitCodeOfEveryVerdictIsKnown() {
    for verdict in everyVerdict {
      #expect((ExitStatus(of: verdict, isStrict: true) == .passed) == verdict.isSupport, "\(verdict)")
      #expect((ExitStatus(of: verdict, isStrict: false) == .passed) == (verdict != .refuted), "\(verdict)")
    }
  }

  @Test func refutedFails() async throws {
    let findings = try await findings(coarse: 0, fine: 0)
    #expect(findings.map(\.verdict) == [.refuted])
    #expect(ExitStatus(of: findings, isStrict: false) == .refuted)
  }

  @Test func inconclusiveFailsOnlyWhenStrict() async throws {
    let findings = try await findings(coarse: 1, fine: 0, loss: { 1 / log(Double($0)) })
    #expect(findings.map(\.verdict) == [.inconclusive(.slowDecay)])
    #expect(findings[0].discriminates)
    #expect(ExitStatus(of: findings, isStrict: false) == .passed)
    #expect(ExitStatus(of: findings, isStrict: true) == .refuted)
  }

  @Test func controlThatIsNotRefutedFails() async throws {
    let findings = try await findings(coarse: 1, fine: 1)
    #expect(findings.map(\.verdict.isSupport) == [true])
    #expect(ExitStatus(of: findings, isStrict: false) == .refuted)
  }
}
