import Statistics

/// The test whether any admitted curve fits, and the likelihood-ratio tests that take its outcome into account.
///
/// F = 2(sat − max(free, up))/(K−3) on (K−3, ν). When P(F > f) is below the level, every likelihood ratio is divided
/// by max(1, F) and judged with K−3 degrees of freedom: a class that does not fit may still bound an error, but its
/// own misfit becomes the yardstick. Source: decision procedure §3.4.
struct LackOfFit {
  /// P(F > f).
  let p: Double
  /// Whether lack of fit was found.
  let isFound: Bool
  private let _scale: Double
  private let _degreesOfFreedom: Double

  init(_ fit: FloorFit, scales: Int, degreesOfFreedom: Double, level: Double) {
    let parameters = Double(scales - 3)
    let f = 2 * (fit.saturated - fit.decayingOrRising) / parameters
    p = FDistribution.upperTail(f, numerator: parameters, denominator: degreesOfFreedom)
    isFound = p < level
    _scale = isFound ? max(1, f) : 1
    _degreesOfFreedom = isFound ? parameters : degreesOfFreedom
  }

  /// Returns T(A, B) = 2 P(t_ν > √(2(A − B))), at most 1, for two maximised log-likelihoods A ≥ B.
  func pValue(_ larger: Double, _ smaller: Double) -> Double {
    let ratio = max(0, 2 * (larger - smaller) / _scale)
    return min(1, 2 * StudentT.upperTail(ratio.squareRoot(), degreesOfFreedom: _degreesOfFreedom))
  }

  /// Returns P(F_{m,ν} > 2(A − B)/m), the same test for m parameters at their bounds.
  func pValue(_ larger: Double, _ smaller: Double, parameters: Double) -> Double {
    let ratio = max(0, 2 * (larger - smaller) / _scale)
    return FDistribution.upperTail(ratio / parameters, numerator: parameters, denominator: _degreesOfFreedom)
  }
}
