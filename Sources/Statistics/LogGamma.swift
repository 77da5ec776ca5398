import Foundation

/// Logarithms of the gamma and beta functions.
///
/// Written out here rather than taken from the C library, because `lgamma` has a different signature on each
/// platform and writes a global sign.
public enum LogGamma {
  /// Returns ln Γ(x).
  ///
  /// Stirling's series after shifting the argument to at least 12 by Γ(x+1) = xΓ(x).
  /// Domain: x > 0; NaN below 0. Accuracy: absolute error below about 10⁻¹⁴ + 3·10⁻¹⁶·|ln Γ(x)|.
  /// Source: decision procedure §2.
  public static func value(_ x: Double) -> Double {
    // Shifting a large negative argument, which adding 1 does not even move, would never end.
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
    for coefficient in _stirling { series = series * square + coefficient }
    let stirling = (shifted - 0.5) * log(shifted) - shifted + _halfLogTwoPi + series * inverse
    return stirling - log(product)
  }

  /// Returns ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a+b).
  ///
  /// Domain: a > 0, b > 0. Accuracy: absolute error about 3·10⁻¹⁶·|ln Γ(a+b)|. Source: decision procedure §2.
  public static func beta(_ a: Double, _ b: Double) -> Double {
    value(a) + value(b) - value(a + b)
  }

  /// Coefficients of Stirling's series in 1/x², from the highest power down; the leading one starts the loop above.
  private static let _stirling: [Double] = [
    -691.0 / 360_360, 1.0 / 1_188, -1.0 / 1_680, 1.0 / 1_260, -1.0 / 360, 1.0 / 12,
  ]

  private static let _halfLogTwoPi = 0.918_938_533_204_672_741_78
}
