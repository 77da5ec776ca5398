import Randomness

/// Moments and distribution of noise in units of the deviation it should have (Definition 4.2).
struct NoiseStatistics {
  /// Edges of the bins of the distribution test lie on −8, −8 + 1/64, …, 8; fewer places than the exact statistic looks at
  /// make the test no less sound.
  private static let _reach = 8.0
  private static let _perUnit = 64.0
  private static let _bins = 1026

  private var _count = 0.0
  private var _sums: (Double, Double, Double, Double) = (0, 0, 0, 0)
  private var _seen = Array(repeating: 0, count: Self._bins)
  private var _isBroken = false

  /// Adds coordinates that should be N(0, scale²).
  mutating func add(_ values: UnsafeBufferPointer<Float>, scale: Double) {
    guard scale > 0 else {
      if values.contains(where: { $0 != 0 }) { _isBroken = true }
      return
    }
    let inverse = 1 / scale
    var sums = _sums
    _seen.withUnsafeMutableBufferPointer { seen in
      for value in values {
        let x = Double(value) * inverse
        let square = x * x
        sums.0 += x
        sums.1 += square
        sums.2 += square * x
        sums.3 += square * square
        // A number that is none falls into the first bin and makes every sum one that is none.
        let bin = (x + Self._reach) * Self._perUnit + 1
        seen[bin > 0 ? Int(min(bin, Double(Self._bins - 1))) : 0] += 1
      }
    }
    _sums = sums
    _count += Double(values.count)
  }

  /// The largest deviation of mean, variance, kurtosis and distribution.
  var deviation: Double {
    guard !_isBroken else { return Deviation.infinite }
    guard _count >= 20 else { return 0 }
    let (first, second, third, fourth) =
      (_sums.0 / _count, _sums.1 / _count, _sums.2 / _count, _sums.3 / _count)
    guard first.isFinite, fourth.isFinite else { return Deviation.infinite }
    let variance = second - first * first
    let central = fourth - 4 * first * third + 6 * first * first * second - 3 * first * first * first * first
    return max(
      Deviation.mean(first, expected: 0, error: 1 / _count.squareRoot()),
      abs(Deviation.chiSquared(_sums.1, freedom: _count)),
      abs(Deviation.kurtosis(central / (variance * variance), count: _count)),
      Deviation.kolmogorov(_distance * _count.squareRoot()))
  }

  /// The largest distance between the empirical distribution and the normal one, over the edges of the bins.
  private var _distance: Double {
    var below = 0
    var largest = 0.0
    for (bin, seen) in _seen.dropLast().enumerated() {
      below += seen
      let edge = Double(bin) / Self._perUnit - Self._reach
      largest = max(largest, abs(Double(below) / _count - NormalLaw.tail(-edge)))
    }
    return largest
  }
}
