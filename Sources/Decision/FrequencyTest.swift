import Foundation
import Statistics

/// The test whether a property holds with high probability: whether the share of violating runs is below q*.
///
/// "For every T" is reduced inside each run to one Boolean, so T needs no correction for multiplicity. A missing run
/// counts as a violation in the test of support, and as no violation in the test of refutation.
/// Source: decision procedure §6.
struct FrequencyTest {
  let samples: [ScaleSample]
  /// The distance of each run to its tolerance; nil where the evidence carries none.
  let margins: [[Double?]]?
  let rules: DecisionRules

  /// The level at which more failures at d_K than below withhold support.
  ///
  /// It is far above a usual level because a failure that begins at d_K has only the runs of d_K to show itself. One
  /// failure of 20 there against none of 80 below has p = 0.2.
  private static let onsetLevel = 0.25
  /// The share of the first median distance that the last one must keep.
  ///
  /// A distance that has lost half over the grid loses the rest over as many doublings again, if it goes on like that.
  private static let distanceKept = 0.5

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
    let isCorrected = rules.procedure == .corrected
    let isWithheld =
      rise.p < rules.gateLevel || isCorrected && (failuresBegin(worst, registered) || distancesShrink())
    return Decision(
      pSupport: min(1, 2 * min(all, large)),
      pRefute: Binomial.atLeast(violations[last], of: registered[last], probability: rules.failureRate),
      gateSupport: isWithheld ? .preAsymptotic : nil,
      gateRefute: fall.p < rules.gateLevel ? .preAsymptotic : nil,
      strength: isCorrected && violations.allSatisfy { $0 == 0 } ? .unseen : .observed, notes: notes,
      diagnostics: diagnostics, scales: samples.map(summary))
  }

  // MARK: Gates

  /// Whether d_K has more failures than all smaller scales together (Fisher's exact test, one side).
  private func failuresBegin(_ failures: [Double], _ runs: [Double]) -> Bool {
    guard let failed = failures.last, let drawn = runs.last else { return false }
    func whole(_ values: [Double]) -> Int { Int(values.reduce(0, +)) }
    return Hypergeometric.atLeast(Int(failed), drawn: Int(drawn), marked: whole(failures), members: whole(runs))
      <= Self.onsetLevel
  }

  /// Whether the runs approach their tolerance: distances fall at the end, and half of the first distance is gone.
  ///
  /// The fall is judged over the top three scales (Jonckheere–Terpstra).
  private func distancesShrink() -> Bool {
    guard let margins else { return false }
    // Medians of infinite distances are not defined, so a diverged run gets the largest distance of a valid metric.
    let distances = margins.map { runs in runs.compactMap { $0.map { min(1e100, max(-1e100, $0)) } } }
    guard let first = distances.first.flatMap({ Median.of($0) }), let last = distances.last.flatMap({ Median.of($0) })
    else { return false }
    let fall = JonckheereTerpstra(distances.suffix(3).map { $0.map(-) }).increase
    return fall.p < rules.riseLevel && last <= Self.distanceKept * first
  }

  // MARK: Tables

  private func summary(_ sample: ScaleSample) -> ScaleSummary {
    let violations = sample.mean * sample.count
    let limits = Binomial.limits(violations.rounded(), of: sample.count, levelPerSide: rules.gateLevel)
    return ScaleSummary(
      scale: sample.scale, registeredRuns: sample.registered, presentRuns: sample.values.count, mean: sample.mean,
      lower: limits.lower, upper: limits.upper)
  }
}
