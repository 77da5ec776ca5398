import CKernels

/// Elementary functions that give the same bits on every machine.
///
/// A C library may compute `exp` or `log` differently on each processor, so that the last bit differs. In a trial, one
/// such bit changes all later numbers. The functions here use only the four operations that IEEE 754 rounds exactly, in
/// one fixed order (model.md §7). An ulp is one unit in the last place of the true value.
package enum Elementary {
  /// Returns eˣ, within 1 ulp; 0 where it underflows, ∞ where it overflows.
  package static func exp(_ x: Double) -> Double { littleo_exp(x) }

  /// Returns the natural logarithm ln x, within 1 ulp; −∞ at 0 and NaN below.
  package static func log(_ x: Double) -> Double { littleo_log(x) }

  /// Returns ln(1 + x), within 2 ulp however small x is; −∞ at −1 and NaN below.
  package static func log1p(_ x: Double) -> Double { littleo_log1p(x) }

  /// Returns eˣ − 1, within 2 ulp however small x is.
  package static func expm1(_ x: Double) -> Double { littleo_expm1(x) }

  /// Returns base^exponent = e^(exponent · ln base), within 2 ulp for |exponent| ≤ 16.
  ///
  /// - Parameters:
  ///   - base: At least 0; a negative base gives NaN, whole exponents included.
  ///   - exponent: Any number. For |exponent| ≤ 4 the result is within 1 ulp, and 0 gives 1 for every base.
  package static func pow(_ base: Double, _ exponent: Double) -> Double { littleo_pow(base, exponent) }

  /// Returns cos(2πu), with an absolute error of at most 2⁻⁵³.
  ///
  /// - Parameter u: Angle in turns, 0 ... 1; NaN elsewhere.
  static func cosine(turns u: Double) -> Double { littleo_cos_turns(u) }
}
