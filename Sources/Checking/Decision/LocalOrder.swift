import Foundation

/// The exponent of growth between two neighbouring scales: the b of a power d^b through their means.
public struct LocalOrder: Sendable, Equatable {
  /// The smaller scale d.
  public let from: Double
  /// The larger scale d′.
  public let to: Double
  /// ln(ȳ′/ȳ)/ln(d′/d): negative where the metric falls.
  public let exponent: Double
  /// The lower limit, at the level of the scales' own limits on this side alone; nil where a limit they give is 0 or less.
  public let lower: Double?
  /// The upper limit; see ``lower``.
  public let upper: Double?

  /// The order between two scales, or nil where a mean is missing or not positive and has no logarithm.
  ///
  /// The limits combine those of the two scales on the logarithmic axis, each side with the distances that matter to it
  /// (method of variance estimates recovery): below, ln ȳ′ − ln L′ and ln U − ln ȳ, as the root of their squares; above
  /// with the sides exchanged. For symmetric limits this is the delta method. Scales are taken as independent.
  /// Source: Zou and Donner, Statistics in Medicine 27 (2008), 1693–1702.
  init?(from first: ScaleSummary, to second: ScaleSummary) {
    guard let before = first.mean, let after = second.mean, before > 0, after > 0 else { return nil }
    let step = Self._logarithm(of: second.scale, over: first.scale)
    let exponent = Self._logarithm(of: after, over: before) / step
    from = first.scale
    to = second.scale
    self.exponent = exponent
    func distance(_ limit: Double?, _ mean: Double) -> Double? {
      limit.flatMap { $0 > 0 ? Self._logarithm(of: $0, over: mean) : nil }
    }
    func width(_ one: Double?, _ other: Double?) -> Double? {
      guard let one, let other else { return nil }
      return (one * one + other * other).squareRoot() / step
    }
    lower = width(distance(second.lower, after), distance(first.upper, before)).map { exponent - $0 }
    upper = width(distance(second.upper, after), distance(first.lower, before)).map { exponent + $0 }
  }

  /// The logarithm of a quotient of positive numbers, also where the quotient itself is too large or too small for a number.
  private static func _logarithm(of numerator: Double, over denominator: Double) -> Double {
    let quotient = numerator / denominator
    return quotient.isNormal ? log(quotient) : log(numerator) - log(denominator)
  }
}

extension Decision {
  /// The exponent of growth between each pair of neighbouring scales, nil where a mean is not positive.
  ///
  /// One value fewer than there are scales. Information for reports: nothing is decided by it.
  public var localOrders: [LocalOrder?] {
    zip(scales, scales.dropFirst()).map { LocalOrder(from: $0, to: $1) }
  }
}
