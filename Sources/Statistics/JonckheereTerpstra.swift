/// The Jonckheere–Terpstra test for a trend over ordered groups.
public struct JonckheereTerpstra: Sendable, Equatable {
  /// J, the number of pairs from different groups that rise, ties counting one half.
  public let statistic: Double
  /// The mean of J when nothing changes.
  public let mean: Double
  /// The variance of J when nothing changes, corrected for ties.
  public let variance: Double
  /// The test against "no increase" in the normal approximation.
  public let increase: TrendTest

  /// Tests whether values rise from group to group.
  ///
  /// J = Σ_{i<j} (#{x<y} + ½ ties), mean (N² − Σn²)/4, variance with the usual tie correction; the p-value is a normal
  /// tail. Domain: groups of finite numbers, empty groups allowed; fewer than two values, or nothing but ties, give
  /// p = 1. Accuracy: the normal approximation is meant for about ten values per group or more.
  /// Source: decision procedure §2.
  ///
  /// - Complexity: O(N²) comparisons for N values.
  public init(_ groups: [[Double]]) {
    var pairs = 0.0
    for (index, group) in groups.enumerated() {
      for later in groups[(index + 1)...] {
        for x in group {
          for y in later { pairs += x < y ? 1 : (x == y ? 0.5 : 0) }
        }
      }
    }
    let sizes = groups.map { Double($0.count) }
    let total = sizes.reduce(0, +)
    let ties = Self._tieSizes(groups.joined().sorted())
    statistic = pairs
    mean = (total * total - sizes.reduce(0) { $0 + $1 * $1 }) / 4
    variance = Self._variance(total: total, sizes: sizes, ties: ties)
    increase = TrendTest(excess: statistic - mean, variance: variance)
  }

  private static func _tieSizes(_ sorted: [Double]) -> [Double] {
    var sizes: [Double] = []
    var previous: Double?
    for value in sorted {
      if value == previous, let last = sizes.indices.last {
        sizes[last] += 1
      } else {
        sizes.append(1)
      }
      previous = value
    }
    return sizes
  }

  private static func _variance(total: Double, sizes: [Double], ties: [Double]) -> Double {
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
