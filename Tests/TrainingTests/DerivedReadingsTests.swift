import Experiments
import Foundation
import MultiView
import Testing

@testable import Training

/// Quantities computed from a checkpoint's numbers follow their formulas.
@Suite struct DerivedReadingsTests {
  private func parameters(_ overrides: [RegimeParameter: Double] = [:]) throws -> ModelParameters {
    try Regime.standard.parameters(at: 64, overrides: overrides)
  }

  private func checkpoint(common: Double?, rare: Double?) -> Checkpoint {
    var checkpoint = Checkpoint(time: 1, trainingLoss: 1)
    (checkpoint.commonResponse, checkpoint.rareResponse) = (common, rare)
    return checkpoint
  }

  /// Gradient flow under fine labels, step by step, settles at ratio 1.
  ///
  /// With own logit A + B, sibling logits A and 0 for the k heads of the other superclass, the common logit is driven by
  /// what goes to the other superclass, and the rare logit by all that the own head misses.
  @Test(arguments: [2, 9, 31], [2, 3]) func gradientFlowGivesOne(k: Int, s: Int) throws {
    let parameters = try parameters([.k: Double(k), .s: Double(s), .P: 8])
    let count = Double(k)
    var (common, rare) = (0.0, 0.0)
    for _ in 0..<400_000 {
      let masses = (own: exp(common + rare), siblings: (count - 1) * exp(common))
      let sum = masses.own + masses.siblings + count
      // A common feature is shown to k heads that share its gain.
      common += 1e-4 * count / sum
      rare += 1e-4 * (masses.siblings + count) / sum
    }
    let seen = checkpoint(common: common / Double(s), rare: rare / Double(s))
    let ratio = try #require(ObservableReadings.settlingRatio(seen, of: parameters))
    #expect(abs(ratio - 1) < 1e-3 && rare > 2, "\(ratio) at A = \(common), B = \(rare)")
    let doubled = checkpoint(common: seen.commonResponse, rare: seen.rareResponse.map { 2 * $0 })
    #expect(try #require(ObservableReadings.settlingRatio(doubled, of: parameters)) == 2 * ratio)
  }

  @Test func settlingNeedsACommonLogit() throws {
    let parameters = try parameters()
    #expect(ObservableReadings.settlingRatio(checkpoint(common: 0, rare: 1), of: parameters) == nil)
    #expect(ObservableReadings.settlingRatio(checkpoint(common: nil, rare: nil), of: parameters) == nil)
    #expect(ObservableReadings.settlingRatio(checkpoint(common: 1, rare: 0), of: parameters) == 0)
  }

  @Test func marginsAreReadFromTheirQuantiles() throws {
    var seen = Checkpoint(time: 1, trainingLoss: 1)
    #expect(ObservableReadings.marginRatio(seen) == nil)
    seen.easyMargin = Quantiles(low: 1, median: 4, high: 9)
    seen.hardMargin = Quantiles(low: -3, median: -1, high: 2)
    #expect(ObservableReadings.marginRatio(seen) == -0.25)
    let trial = NetworkTrial(parameters: try parameters(), labels: .coarse, seed: 1, schedule: .steps(1))
    let values = ["easyMargin", "hardMargin", "easyMarginLow", "hardMarginLow"].map { name in
      ObservableReadings.ofCheckpoint.first { $0.observable.name == name }?.value(seen, trial)?.number
    }
    #expect(values == [4, -1, 1, -3])
    for median in [0, -2.0] {
      seen.easyMargin = Quantiles(low: -3, median: median, high: 9)
      #expect(ObservableReadings.marginRatio(seen) == nil)
    }
  }

  /// η·T·loss·s²·λ/2 of known numbers, and near 1 where coarse labels train as gradient flow from small weights.
  ///
  /// The count of lucky neurons takes the place of its mean λ. Jitter is small, or else strong patches would make more
  /// neurons fire.
  @Test func scaledLossOfGradientFlowIsOne() throws {
    let parameters = try parameters([.stepSize: 0.5, .s: 3, .lucky: 8, .P: 8])
    #expect(ObservableReadings.scaledLoss(Checkpoint(time: 10, trainingLoss: 0.25), of: parameters) == 45)
    let trial = try ConcentratedWorld.trial(
      .coarse, d: 1_000_000, [.iota: 0.0005, .lucky: 64, .testSamples: 100], seed: 1_000_001, .finish(steps: 1024),
      regime: .smallInit)
    let trace = try Trainer.train(trial)
    let share = try Double(#require(trace.census).common) / (2 * trial.parameters.lucky)
    let value = try share * ObservableReadings.scaledLoss(#require(trace.checkpoints.last), of: trial.parameters)
    #expect(abs(value - 1) < 0.1, "\(value)")
  }
}
