/// Holm's step-down adjustment for several claims.
package enum Holm {
  /// Returns the adjusted p-values in the order given.
  ///
  /// In increasing order p_(1) ≤ … ≤ p_(m): adjusted p_(j) = max over i ≤ j of min(1, (m−i+1)·p_(i)). Rejecting the
  /// claims whose adjusted p is at most α keeps the probability of any false rejection at most α, whatever the
  /// dependence. Domain: 0 ≤ p ≤ 1; an empty list gives an empty list. Source: decision procedure §2 and §7.
  package static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var result = pValues
    var running = 0.0
    for (rank, index) in order.enumerated() {
      running = max(running, min(1, Double(pValues.count - rank) * pValues[index]))
      result[index] = running
    }
    return result
  }
}
