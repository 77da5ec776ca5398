import MultiView
import Randomness
import Testing

@testable import Training

/// Residuals are summed by subclass under coarse labels, in both engines.
@Suite struct ResidualsTests {
  private static func residuals(_ sums: [[Double]]) -> Residuals {
    var residuals = Residuals(under: .coarse, subclasses: sums[0].count)
    for (superclass, row) in zip(Superclass.allCases, sums) {
      for (number, sum) in row.enumerated() {
        // A sum is taken in two parts, as of two samples.
        for part in [0.25, 0.75] { residuals.add(part * sum, of: Subclass(superclass, number)) }
      }
    }
    return residuals
  }

  /// 1 if residuals are even, k if they lie in one subclass, otherwise k times the largest share.
  @Test(
    arguments: [
      ([[2, 2, 2], [5, 5, 5]], 1), ([[0, 7, 0], [1, 1, 1]], 3), ([[1, 1, 1], [0, 0, 4]], 3),
      ([[1, 2, 1], [3, 4, 3]], 1.5), ([[0, 0, 0], [1, 3, 0]], 2.25), ([[4], [0.5]], 1),
    ] as [([[Double]], Double)])
  func concentrationOfKnownSums(sums: [[Double]], expected: Double) throws {
    var residuals = Self.residuals(sums)
    let (first, second) = (residuals.concentration(), residuals.concentration())
    #expect(abs(try #require(first) - expected) < 1e-12)
    // Reading starts anew.
    #expect(second == nil)
    // The unit of residuals does not count.
    var scaled = Self.residuals(sums.map { $0.map { 1e-9 * $0 } })
    let third = scaled.concentration()
    #expect(abs(try #require(third) - expected) < 1e-12)
  }

  @Test(arguments: [LabelMap.fine, .merged(2), .random(3)]) func otherLabelsHaveNone(labels: LabelMap) {
    var residuals = Residuals(under: labels, subclasses: 4)
    let concentration = residuals.concentration()
    #expect(!residuals.isOn && concentration == nil)
  }

  /// The trainer sums 1 − p of every training sample; Σ_c R_{y,c} is the drive of head y.
  @Test(arguments: [0, 0.3]) func theTrainerSumsItsSamples(hardShare: Double) throws {
    let parameters = try Regime.standard.parameters(
      at: 24, overrides: [.lucky: 4, .batch: 32, .hardShare: hardShare, .testSamples: 2])
    let trial = NetworkTrial(parameters: parameters, labels: .coarse, seed: 3, schedule: .steps(8))
    var bench = Bench(trial)
    var optimizer = Optimizer(of: trial, stage: bench.stage, network: bench.network, on: Execution())
    var concentrations: [Double] = []
    var sums: [Subclass: Double] = [:]
    var drive = [0.0, 0]
    for step in 0..<8 {
      var batch = Batch()
      batch.fill(0..<parameters.batch, at: .training(step: step), from: bench.source)
      let outputs = bench.outputs(batch, recording: true)
      let labels = batch.subclasses.map(\.superclass.rawValue)
      optimizer.step(bench.pass, labels: labels, network: bench.network, candidates: &bench.candidates)
      for (sample, subclass) in batch.subclasses.enumerated() {
        let own = Double(outputs[2 * sample + labels[sample]])
        let other = Double(outputs[2 * sample + 1 - labels[sample]])
        let residual = 1 - 1 / (1 + Elementary.exp(other - own))
        sums[subclass, default: 0] += residual
        drive[labels[sample]] += parameters.stepSize / Double(parameters.batch) * residual
      }
      guard [1, 2, 3, 4, 6, 8].contains(step + 1) else { continue }
      let shares = Superclass.allCases.flatMap { superclass in
        let row = sums.filter { $0.key.superclass == superclass }.map(\.value)
        return row.map { $0 / row.reduce(0, +) }
      }
      concentrations.append(Double(parameters.k) * (shares.max() ?? 0))
      sums = [:]
    }
    let seen = try Trainer.train(trial).checkpoints.map(\.residualConcentration)
    #expect(seen.count == concentrations.count)
    for (seen, expected) in zip(seen, concentrations) {
      #expect(abs(try #require(seen) / expected - 1) < 1e-5)
      #expect(expected >= 1 && expected <= Double(parameters.k))
    }
    for (seen, expected) in zip(optimizer.drive, drive) { #expect(abs(seen / expected - 1) < 1e-5) }
  }

  /// In a macro step, a sample counts as often as the samples that it stands for.
  @Test func macroStepsCountWithTheirWeights() throws {
    func last(_ macro: Double, _ labels: LabelMap) throws -> Checkpoint {
      let trial = try ConcentratedWorld.trial(
        labels, d: 1024, [.macro: macro, .k: 6, .testSamples: 50], seed: 1_000_001, .finish(steps: 2048))
      return try #require(try Trainer.train(trial).checkpoints.last)
    }
    let (one, two) = (try last(1e-6, .coarse), try last(0.05, .coarse))
    let (single, macro) = (try #require(one.residualConcentration), try #require(two.residualConcentration))
    #expect(abs(single / macro - 1) < 0.03 && single > 1, "\(single) and \(macro)")
    #expect(try last(0.05, .fine).residualConcentration == nil)
    // Firings on the noise of samples that others stand for are not seen.
    #expect(one.awakened != nil && two.awakened == nil)
  }
}
