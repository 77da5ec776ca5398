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

@testable import Reporting
@testable import Training

/// Runs that diverge are named with step and parameter and counted as missing, never dropped in silence.
@Suite struct HealthTests {
  private static let entry = ClaimEntry(folder: "Theorems", claim: Theorem5_2())

  /// The error that the trainer throws for a diverging run.
  private static func refusal() throws -> TrainingError {
    let parameters = try Regime.standard.parameters(at: 32, overrides: [.stepSize: 1e30])
    do throws(TrainingError) {
      _ = try Trainer.train(NetworkTrial(parameters: parameters, labels: .fine, seed: 1_000_001, schedule: .steps(8)))
    } catch {
      return error
    }
    throw CancellationError()
  }

  /// The finding where the first runs at the largest scale diverge, and its page.
  private static func finding(diverging count: Int) async throws -> (finding: Finding, page: String) {
    let plan = try Plan([entry], design: Design(.quick), hasPictures: false)
    let refusal = try Self.refusal()
    let top = try #require(plan.trials.filter { $0.trial.labels == .fine }.map(\.trial.parameters.d).max())
    let seeds = Set(plan.trials.filter { $0.trial.parameters.d == top }.map(\.trial.seed)).sorted().prefix(count)
    let runner = TrialRunner(archive: TrialMemory(), jobs: 2) { trial, _ throws(TrainingError) in
      if trial.parameters.d == top, trial.labels == .fine, seeds.contains(trial.seed) { throw refusal }
      return InventedWorld.trace(of: trial)
    }
    let finding = try #require(
      try await runner.findings(on: plan, isFamily: false).first)
    let folder = URL.temporaryDirectory.appending(path: "littleo-health-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try ReportFolder(folder).write(Report([finding], profile: .quick, command: "littleo verify"))
    let page = try String(contentsOf: folder.appending(path: "Theorem5_2/README.md"), encoding: .utf8)
    return (finding, page)
  }

  @Test func moreThanOneRunInTenMakesAClaimInconclusive() async throws {
    let (finding, page) = try await Self.finding(diverging: 3)
    let verdict = finding.verdict
    #expect(verdict == .inconclusive(.health))
    #expect(finding.totals.failures.count >= 3)
    #expect(page.contains("inconclusive(health)") && page.contains("failed(health)"))
    // The step, the scale, the parameter and the seed.
    for part in ["no longer finite after 1 steps", "d = 32", "stepSize", "1e+30", "seed"] {
      #expect(page.contains(part), "\(part)")
    }
  }

  /// The worst loss that the missing run could have had is unbounded, so o(1) of the loss is not judged.
  @Test func oneRunInTwentyIsMissingAndNamed() async throws {
    let (finding, page) = try await Self.finding(diverging: 1)
    let verdict = finding.verdict
    #expect(verdict == .inconclusive(.health))
    // The control with too narrow a network loses the run of the same seed.
    #expect(finding.totals.failures.count == 2)
    #expect(page.contains("failed(health)"))
    let present = finding.conclusions.compactMap { $0.decision.scales.last }
    #expect(present.contains { $0.presentRuns == $0.registeredRuns - 1 })
  }
}
