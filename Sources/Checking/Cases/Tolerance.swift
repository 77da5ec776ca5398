import Foundation

/// How closely a computed number must agree with an expected one.
public enum Tolerance {
  /// Whether two p-values agree: in the logarithm, or relatively in the logarithm when they are tiny.
  ///
  /// |ln p − ln e| ≤ tolerance for e ≥ 10⁻¹², else |ln p/ln e − 1| ≤ 10⁻³; 0 and numbers below 10⁻³⁰⁰ are equal.
  public static func pValuesAgree(_ value: Double, _ expected: Double, tolerance: Double) -> Bool {
    if value >= 0 && value < 1e-300 && expected < 1e-300 { return true }
    if expected >= 1e-12 { return abs(log(value) - log(expected)) <= tolerance }
    return abs(log(value) / log(expected) - 1) <= 1e-3
  }

  /// Whether a primitive agrees: to relative 10⁻⁹, or to absolute 10⁻¹² where the exact value is 0 or 1.
  static func primitivesAgree(_ value: Double, _ expected: Double) -> Bool {
    if value == expected { return true }
    if expected == 0 || expected == 1 { return abs(value - expected) <= 1e-12 }
    return abs(value / expected - 1) <= 1e-9
  }
}
