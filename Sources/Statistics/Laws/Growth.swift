import Foundation

/// A growth law: a product of powers of d, ln d and k.
///
/// Written in a claim file as `Growth.d.power(0.5) * .log`. Constant factors are left out, because no asymptotic
/// statement depends on them.
public struct Growth: Sendable, Hashable {
  /// The exponent of d.
  let scaleExponent: Double
  /// The exponent of ln d.
  let logarithmExponent: Double
  /// The exponent of k, a second parameter of the model that grows with d.
  let kExponent: Double

  /// Creates a law from its exponents.
  public init(scaleExponent: Double = 0, logarithmExponent: Double = 0, kExponent: Double = 0) {
    // −0 and 0 are the same exponent and must be written alike.
    self.scaleExponent = scaleExponent + 0
    self.logarithmExponent = logarithmExponent + 0
    self.kExponent = kExponent + 0
  }

  /// The constant law 1.
  public static let one = Growth()
  /// d, the scale.
  public static let d = Growth(scaleExponent: 1)
  /// ln d, the natural logarithm of the scale.
  public static let log = Growth(logarithmExponent: 1)
  /// k, the second parameter.
  public static let k = Growth(kExponent: 1)

  /// Returns the product with another law.
  package func times(_ other: Growth) -> Growth {
    Growth(
      scaleExponent: scaleExponent + other.scaleExponent,
      logarithmExponent: logarithmExponent + other.logarithmExponent,
      kExponent: kExponent + other.kExponent)
  }

  // Operators are found in imported modules only. Claim files import ClaimKit, which has the same two for them.

  /// The product of two laws.
  package static func * (left: Growth, right: Growth) -> Growth { left.times(right) }

  /// The quotient of two laws.
  package static func / (left: Growth, right: Growth) -> Growth { left.times(right.power(-1)) }

  /// Returns a power of the law; the square root is `power(0.5)`.
  public func power(_ exponent: Double) -> Growth {
    Growth(
      scaleExponent: exponent * scaleExponent, logarithmExponent: exponent * logarithmExponent,
      kExponent: exponent * kExponent)
  }

  /// Whether the law is the constant 1.
  public var isConstant: Bool { self == .one }

  /// Whether the law contains k, so that its value depends on k.
  public var mentionsK: Bool { kExponent != 0 }

  /// Returns the law's value, d^a (ln d)^b k^c.
  ///
  /// Domain: d above 1, k above 0; k is ignored unless the law contains it.
  public func value(d: Double, k: Double = 1) -> Double {
    var result = scaleExponent == 0 ? 1 : pow(d, scaleExponent)
    if logarithmExponent != 0 { result *= pow(Foundation.log(d), logarithmExponent) }
    if kExponent != 0 { result *= pow(k, kExponent) }
    return result
  }

  /// The notation, such as `√d·ln² d` or `k²/d`; ``init(parsing:)`` reads it back.
  public var text: String { text(of: "d", k: "k") }

  /// Whether the law contains the scale or its logarithm.
  package var mentionsScale: Bool { scaleExponent != 0 || logarithmExponent != 0 }

  /// Returns the notation with other symbols for d and k.
  package func text(of scale: String, k: String) -> String {
    let factors: [(base: String, isLogarithm: Bool, exponent: Double)] = [
      (k, false, kExponent), (scale, false, scaleExponent), (scale, true, logarithmExponent),
    ]
    let above = factors.filter { $0.exponent > 0 }.map { Self.power($0.base, $0.exponent, ofLogarithm: $0.isLogarithm) }
    let below = factors.filter { $0.exponent < 0 }.map {
      Self.power($0.base, -$0.exponent, ofLogarithm: $0.isLogarithm)
    }
    let numerator = above.isEmpty ? "1" : above.joined(separator: "·")
    if below.isEmpty { return numerator }
    return numerator + "/" + (below.count == 1 ? below[0] : "(\(below.joined(separator: "·")))")
  }

  /// A power of a symbol or of its logarithm, with a positive exponent.
  private static func power(_ base: String, _ exponent: Double, ofLogarithm isLogarithm: Bool) -> String {
    if exponent == 1 { return isLogarithm ? "ln \(base)" : base }
    if exponent == 0.5 { return isLogarithm ? "√(ln \(base))" : "√\(base)" }
    if exponent == 2 || exponent == 3 {
      let digit = exponent == 2 ? "²" : "³"
      return isLogarithm ? "ln\(digit) \(base)" : base + digit
    }
    let number = exponent == exponent.rounded() && exponent < 1e15 ? "\(Int(exponent))" : "\(exponent)"
    return (isLogarithm ? "(ln \(base))" : base) + "^\(number)"
  }
}
