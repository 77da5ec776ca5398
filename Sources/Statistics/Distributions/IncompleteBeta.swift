import Foundation

/// The regularised incomplete beta function, from which every tail of this module is derived.
package enum IncompleteBeta {
  /// Returns I_x(a, b), the probability that a Beta(a, b) variable is at most x.
  ///
  /// I_x(a,b) = exp(a ln x + b ln(1−x) − ln B(a,b))/a times Lentz's continued fraction; the complement
  /// 1 − I_{1−x}(b,a) is used for x > (a+1)/(a+b+2), where the fraction would converge slowly.
  /// Domain: 0 ≤ x ≤ 1 (values outside are treated as the nearer end), a > 0, b > 0.
  /// Accuracy: relative 10⁻¹² for a + b up to 10⁴, growing in proportion to ln Γ(a+b).
  /// Source: decision procedure §2.
  package static func regularized(_ x: Double, _ a: Double, _ b: Double) -> Double {
    regularized(x, complement: 1 - x, a, b)
  }

  /// Returns I_x(a, b) for a caller that has computed 1 − x without cancellation.
  static func regularized(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
    regularized(x, complement: complement, a, b, logBeta: LogGamma.beta(a, b))
  }

  /// Returns I_x(a, b) for a caller that also has ln B(a, b), which does not depend on x.
  static func regularized(
    _ x: Double, complement: Double, _ a: Double, _ b: Double, logBeta: @autoclosure () -> Double
  ) -> Double {
    if x <= 0 { return 0 }
    if complement <= 0 { return 1 }
    if x > (a + 1) / (a + b + 2) {
      return 1 - lowerTail(complement, complement: x, b, a, logBeta: logBeta())
    }
    return lowerTail(x, complement: complement, a, b, logBeta: logBeta())
  }

  private static func lowerTail(
    _ x: Double, complement: Double, _ a: Double, _ b: Double, logBeta: Double
  ) -> Double {
    let logFront = a * logarithm(x, complement) + b * logarithm(complement, x) - logBeta
    return min(1, exp(logFront) / a * fraction(x, a, b))
  }

  /// Returns x and 1 − x with I_x(a, b) = p; nil when the iteration does not settle.
  ///
  /// As a function of ln(x/(1−x)), ln I is concave for every a and b. Domain: 0 < p ≤ ½, a > 0, b > 0.
  /// Accuracy: that of the function, relative in x and in 1 − x.
  static func quantile(_ p: Double, _ a: Double, _ b: Double) -> (x: Double, complement: Double)? {
    let logBeta = LogGamma.beta(a, b)
    let z = NormalDistribution.upperQuantile(tail: p)
    let start = log(a / b) - z * (1 / a + 1 / b).squareRoot()
    let logit = TailInversion.point(near: start, where: p) { logit in
      let (x, complement) = (1 / (1 + exp(-logit)), 1 / (1 + exp(logit)))
      let density = a * logarithm(x, complement) + b * logarithm(complement, x) - logBeta
      return TailInversion.Value(
        tail: regularized(x, complement: complement, a, b, logBeta: logBeta), slope: exp(density),
        bend: a * complement - b * x)
    }
    return logit.map { (1 / (1 + exp(-$0)), 1 / (1 + exp($0))) }
  }

  /// Returns ln x, by the more exact of two equal expressions.
  private static func logarithm(_ x: Double, _ complement: Double) -> Double {
    complement < 0.5 ? log1p(-complement) : log(x)
  }

  /// Lentz's evaluation of the continued fraction.
  ///
  /// The number of terms grows like √max(a, b), so the bound on the loop is not reached below a + b ≈ 10⁹.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var result = d
    for term in 1...200_000 {
      let m = Double(term)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      let factor = d * c
      result *= factor
      if abs(factor - 1) < 1e-15 { break }
    }
    return result
  }
}

/// Logarithms of the gamma and beta functions.
///
/// Written out here rather than taken from the C library, because `lgamma` has a different signature on each
/// platform and writes a global sign.
enum LogGamma {
  /// Returns ln Γ(x).
  ///
  /// Stirling's series after shifting the argument to at least 12 by Γ(x+1) = xΓ(x).
  /// Domain: x > 0; NaN below 0. Accuracy: absolute error below about 10⁻¹⁴ + 3·10⁻¹⁶·|ln Γ(x)|.
  /// Source: decision procedure §2.
  static func value(_ x: Double) -> Double {
    // Adding 1 does not change a large negative number, so the loop below would never end.
    guard x >= 0 else { return .nan }
    var shifted = x
    var product = 1.0
    while shifted < 12 {
      product *= shifted
      shifted += 1
    }
    let inverse = 1 / shifted
    let square = inverse * inverse
    var series = 1.0 / 156
    for coefficient in Self.stirling { series = series * square + coefficient }
    let stirling = (shifted - 0.5) * log(shifted) - shifted + halfLogTwoPi + series * inverse
    return stirling - log(product)
  }

  /// Returns ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a+b).
  ///
  /// Domain: a > 0, b > 0. Accuracy: absolute error about 3·10⁻¹⁶·|ln Γ(a+b)|. Source: decision procedure §2.
  static func beta(_ a: Double, _ b: Double) -> Double {
    value(a) + value(b) - value(a + b)
  }

  /// Coefficients of Stirling's series in 1/x², from the highest power down; the leading one starts the loop above.
  private static let stirling: [Double] = [
    -691.0 / 360_360, 1.0 / 1_188, -1.0 / 1_680, 1.0 / 1_260, -1.0 / 360, 1.0 / 12,
  ]

  private static let halfLogTwoPi = 0.918_938_533_204_672_741_78
}
