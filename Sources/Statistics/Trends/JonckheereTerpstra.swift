/// The Jonckheere–Terpstra test for a trend over ordered groups.
package struct JonckheereTerpstra: Sendable, Equatable {
  /// J, the number of pairs from different groups that rise, ties counting one half.
  package let statistic: Double
  /// The mean of J when all groups have the same law.
  package let mean: Double
  /// The variance of J when all groups have the same law, corrected for ties.
  package let variance: Double
  /// The test against "no increase" in the normal approximation.
  package let increase: TrendTest

  /// Tests whether values rise from group to group.
  ///
  /// J = Σ_{i<j} (#{x<y} + ½ ties), mean (N² − Σn²)/4, variance with the usual tie correction; the p-value is a normal
  /// tail. Domain: groups of finite numbers, empty groups allowed; fewer than two values, or nothing but ties, give
  /// p = 1. Accuracy: the normal approximation is meant for about ten values per group or more.
  /// Source: decision procedure §2.
  ///
  /// - Complexity: O(N log N) for N values in a fixed number of groups, and O(N) for each further group.
  package init(_ groups: [[Double]]) {
    let sizes = groups.map { Double($0.count) }
    let total = sizes.reduce(0, +)
    let (pairs, ties) = Self.pairsAndTies(groups.map { $0.sorted() })
    statistic = pairs
    mean = (total * total - sizes.reduce(0) { $0 + $1 * $1 }) / 4
    variance = Self.variance(total: total, sizes: sizes, ties: ties)
    increase = TrendTest(excess: statistic - mean, variance: variance)
  }

  /// Counts rising pairs and tie sizes in one sweep over all values in increasing order.
  ///
  /// Every count is a multiple of ½, so the sum is exact up to 2⁵² pairs.
  private static func pairsAndTies(_ sorted: [[Double]]) -> (pairs: Double, ties: [Double]) {
    var next = sorted.map { _ in 0 }
    var pairs = 0.0
    var ties: [Double] = []
    while true {
      var value: Double?
      for (group, position) in zip(sorted, next) where position < group.count {
        value = min(value ?? group[position], group[position])
      }
      guard let value, !value.isNaN else { return (pairs, ties) }
      // Over the groups so far: the values below this one, and those equal to it.
      var (below, equal) = (0.0, 0.0)
      for index in sorted.indices {
        let start = next[index]
        while next[index] < sorted[index].count, sorted[index][next[index]] == value { next[index] += 1 }
        let count = Double(next[index] - start)
        pairs += count * (below + 0.5 * equal)
        below += Double(start)
        equal += count
      }
      ties.append(equal)
    }
  }

  private static func variance(total: Double, sizes: [Double], ties: [Double]) -> Double {
    func sum(_ counts: [Double], _ term: (Double) -> Double) -> Double { counts.reduce(0) { $0 + term($1) } }
    func cubic(_ n: Double) -> Double { n * (n - 1) * (2 * n + 5) }
    func triples(_ n: Double) -> Double { n * (n - 1) * (n - 2) }
    func pairs(_ n: Double) -> Double { n * (n - 1) }
    guard total >= 2 else { return 0 }
    var variance = (cubic(total) - sum(sizes, cubic) - sum(ties, cubic)) / 72
    if total >= 3 { variance += sum(sizes, triples) * sum(ties, triples) / (36 * triples(total)) }
    variance += sum(sizes, pairs) * sum(ties, pairs) / (8 * pairs(total))
    return variance
  }
}

/// The outcome of a one-sided normal trend test.
package struct TrendTest: Sendable, Equatable {
  /// The standardised statistic; 0 when the variance is 0.
  package let z: Double
  /// The p-value against "no increase"; 1 when the variance is 0.
  package let p: Double

  /// Standardises a statistic whose variance is known, treating variance 0 as no evidence.
  init(excess: Double, variance: Double) {
    guard variance > 0 else {
      z = 0
      p = 1
      return
    }
    z = excess / variance.squareRoot()
    p = NormalDistribution.upperTail(z)
  }
}
