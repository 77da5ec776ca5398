/// The Cochran–Armitage test for a trend in proportions.
package enum CochranArmitage {
  /// Tests whether failure rates rise with a score.
  ///
  /// z = Σ t(k − R p̄)/√(p̄(1−p̄) Σ R(t−t̄)²) with p̄ = Σk/ΣR and t̄ = ΣRt/ΣR; the p-value is a normal tail and 1 when
  /// the denominator is 0. For a falling trend negate the scores.
  /// Domain: three lists of one length, 0 ≤ k ≤ R; surplus entries are ignored. Source: decision procedure §2.
  package static func increase(failures: [Double], runs: [Double], scores: [Double]) -> TrendTest {
    let rows = Array(zip(failures, zip(runs, scores)))
    let total = rows.reduce(0) { $0 + $1.1.0 }
    guard total > 0 else { return TrendTest(excess: 0, variance: 0) }
    let rate = rows.reduce(0) { $0 + $1.0 } / total
    let centre = rows.reduce(0) { $0 + $1.1.0 * $1.1.1 } / total
    var excess = 0.0
    var spread = 0.0
    for (failed, (count, score)) in rows {
      excess += score * (failed - count * rate)
      spread += count * (score - centre) * (score - centre)
    }
    return TrendTest(excess: excess, variance: rate * (1 - rate) * spread)
  }
}
