import Randomness
import Testing

@testable import Decision

@Suite("Simulated repetitions")
struct ResamplerTests {
  @Test("binomial variates have their mean and variance", arguments: [(7, 0.3), (500, 0.002), (500, 0.5), (480, 0.97)])
  func binomial(trials: Int, probability: Double) {
    var draws = Draws(seed: 9, stream: .resampling)
    let count = 20_000
    let values = (0..<count).map { _ in Double(Resampler.binomial(trials, probability: probability, &draws)) }
    let mean = values.reduce(0, +) / Double(count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
    let (expected, spread) = (Double(trials) * probability, Double(trials) * probability * (1 - probability))
    #expect(abs(mean - expected) < 5 * (spread / Double(count)).squareRoot())
    #expect(abs(variance / spread - 1) < 0.1)
    #expect(values.allSatisfy { (0...Double(trials)).contains($0) })
  }

  @Test("probability 0 draws no success, probability 1 only successes") func ends() {
    var draws = Draws(seed: 9, stream: .resampling)
    for trials in [0, 1, 500] {
      #expect(Resampler.binomial(trials, probability: 0, &draws) == 0)
      #expect(Resampler.binomial(trials, probability: 1, &draws) == trials)
    }
  }

  /// Runs move to the fitted curve and stay in their range, and a larger design contains the runs of a smaller one.
  @Test func repetitionsFollowTheCurve() throws {
    let scales: [Double] = [32, 64, 128, 256, 512]
    for (kind, unit) in [(MetricKind.count(trials: 200), 200.0), (.positive, 1), (.signed, 1)] {
      let seen = DecisionInputTests.spread(scales.map { unit * (0.1 + 16 / $0) }, by: 0.3, kind: kind)
      let decision = try DecisionEngine.decide(seen, that: .littleO)
      let truth = FittedTruth(seen, .littleO, DecisionRules(), decision)
      let resampler = Resampler(seen, predicate: .littleO, truth: truth)
      let longer = scales + [1024, 2048]
      let sample = resampler.evidence(scales: longer, runs: 400, repetition: 1)
      for (scale, runs) in zip(longer, sample.runs) {
        let values = runs.compactMap { $0 }
        #expect(values.count == 400 && values.allSatisfy(kind.admits))
        let mean = values.reduce(0, +) / 400 / unit
        #expect(abs(mean / truth.mean(at: scale) - 1) < 0.1, "\(kind) at \(scale)")
      }
      let smaller = resampler.evidence(scales: scales, runs: 20, repetition: 1)
      #expect(zip(smaller.runs, sample.runs).allSatisfy { $0 == Array($1.prefix(20)) })
      #expect(resampler.evidence(scales: scales, runs: 20, repetition: 2) != smaller)
    }
  }

  @Test func designsSayWhatIsMissing() {
    let even = SettlementDesign(scales: [32, 64], runs: 60, registered: [20, 20])
    #expect(even.text == "60 runs at each of d = 32, 64 (40 more at each)")
    let longer = SettlementDesign(scales: [32, 64, 128, 256], runs: 20, registered: [20, 20])
    #expect(longer.text == "20 runs at each of d = 32, 64, 128, 256 (20 more at d = 128…256)")
    #expect(longer.additionalRuns == [0, 0, 20, 20] && longer.additional == 40)
  }
}
