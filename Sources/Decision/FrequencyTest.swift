import Foundation
import Statistics

/// The test whether a property holds with high probability: whether the share of violating runs is below q*.
///
/// "For every T" is reduced inside each run to one Boolean, so T needs no correction for multiplicity. A missing run
/// counts as a violation in the test of support, and as no violation in the test of refutation.
/// Source: decision procedure §6.
struct FrequencyTest {
  let samples: [ScaleSample]
  let rules: DecisionRules

  func decision() -> Decision {
    let violations = samples.map { $0.values.reduce(0, +) }
    let missing = samples.map { Double($0.registered) - $0.count }
    let registered = samples.map { Double($0.registered) }
    let worst = zip(violations, missing).map(+)
    let top = (samples.count + 1) / 2
    func atMost(_ failures: some Sequence<Double>, _ runs: some Sequence<Double>) -> Double {
      Binomial.atMost(failures.reduce(0, +), of: runs.reduce(0, +), probability: rules.failureRate)
    }
    let all = atMost(worst, registered)
    let large = atMost(worst.suffix(top), registered.suffix(top))
    let last = samples.count - 1
    var diagnostics = Diagnostics()
    diagnostics.threshold = rules.failureRate
    diagnostics.failureLimit =
      Binomial.limits(worst[last], of: registered[last], levelPerSide: rules.gateLevel).upper
    diagnostics.anytimeFailureLimit =
      AnytimeLimit.limits(worst[last], of: registered[last], level: rules.gateLevel).upper
    let scores = samples.map { log($0.scale) }
    let rise = CochranArmitage.increase(failures: worst, runs: registered, scores: scores)
    let fall = CochranArmitage.increase(failures: violations, runs: registered, scores: scores.map(-))
    var notes: [String] = []
    if worst.allSatisfy({ $0 == 0 }) { notes.append("zero failures in \(Int(registered.reduce(0, +))) runs") }
    return Decision(
      pSupport: min(1, 2 * min(all, large)),
      pRefute: Binomial.atLeast(violations[last], of: registered[last], probability: rules.failureRate),
      gateSupport: rise.p < rules.gateLevel ? .preAsymptotic : nil,
      gateRefute: fall.p < rules.gateLevel ? .preAsymptotic : nil, notes: notes, diagnostics: diagnostics,
      scales: samples.map(summary))
  }

  private func summary(_ sample: ScaleSample) -> ScaleSummary {
    let violations = sample.mean * sample.count
    let limits = Binomial.limits(violations.rounded(), of: sample.count, levelPerSide: rules.gateLevel)
    return ScaleSummary(
      scale: sample.scale, registeredRuns: sample.registered, presentRuns: sample.values.count, mean: sample.mean,
      lower: limits.lower, upper: limits.upper)
  }
}
