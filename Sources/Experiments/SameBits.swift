import Randomness

/// Elementary functions that give the same bits on every machine, for experiments written in Swift.
///
/// The functions of a C library may differ in the last bit from machine to machine, and a report would differ with them.
public enum SameBits {
  /// Returns eˣ; 0 where it underflows, ∞ where it overflows.
  public static func exp(_ x: Double) -> Double { Elementary.exp(x) }

  /// Returns the natural logarithm ln x; −∞ at 0 and NaN below.
  public static func log(_ x: Double) -> Double { Elementary.log(x) }

  /// Returns base^exponent; a negative base gives NaN.
  public static func power(_ base: Double, _ exponent: Double) -> Double { Elementary.pow(base, exponent) }
}
