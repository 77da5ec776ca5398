import MultiView
import Testing

@testable import Training

/// Tests of audits, which compare the pruned network and its screen with the dense network.
@Suite struct AuditTests {
  @Test(arguments: [LabelMap.coarse, .fine])
  func theCertifiedScreenLosesNothing(labels: LabelMap) throws {
    let trial = try trial(labels, [.lucky: 1, .batch: 16])
    let trace = try Trainer.train(trial, on: .everyCore)
    let audit = try #require(trace.audit)
    #expect(audit.screened > 500_000)
    #expect(audit.awakenings == 0 && audit.differences == 0 && audit.isCertified)
    // The rest of the trace is that of the pruned trial.
    let pruned = try Trainer.train(
      NetworkTrial(parameters: trial.parameters, labels: labels, seed: trial.seed, schedule: .steps(16)))
    #expect(trace.checkpoints == pruned.checkpoints && trace.census == pruned.census)
    #expect(trace.certificate == pruned.certificate && trace.aliveNeurons == pruned.aliveNeurons)
    #expect(trace.work > 2 * pruned.work)
  }

  /// An audit detects a multiplier of 1: by missed firings, by differences and by the certificate.
  @Test func aSmallMultiplierIsFoundOut() throws {
    let trial = try trial(.fine, [.lucky: 4, .noiseNorm: 0.08]).with(.multiplier(1))
    let audit = try #require(try Trainer.train(trial, on: .everyCore).audit)
    #expect(audit.awakenings > 100 && audit.differences == 8 && !audit.isCertified)
  }

  /// An audit is refused for trials without a meaningful screen: loud noise, and a rotated frame.
  @Test func auditsNeedAScreen() throws {
    let loud = try Regime.loud.parameters(at: 16)
    for trial in [
      NetworkTrial(parameters: loud, labels: .coarse, seed: 1, schedule: .audit(steps: 4)),
      NetworkTrial(
        parameters: try Regime.standard.parameters(at: 16, mode: .dense), labels: .coarse, seed: 1,
        schedule: .audit(steps: 4), frame: .rotated),
    ] {
      #expect(throws: TrainingError.self) { try Trainer.train(trial) }
    }
  }

  func trial(_ labels: LabelMap, _ overrides: [RegimeParameter: Double]) throws -> NetworkTrial {
    let values = [RegimeParameter.testSamples: 25].merging(overrides) { $1 }
    let parameters = try Regime.standard.parameters(at: 48, overrides: values)
    return NetworkTrial(parameters: parameters, labels: labels, seed: 4, schedule: .audit(steps: 16))
  }
}
