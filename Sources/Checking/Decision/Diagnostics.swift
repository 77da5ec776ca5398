import Statistics

/// A fitted decay or rise, μ(d) = floor + amplitude·g(d), for a report to draw with `value(at:)`.
public typealias FittedCurve = FittedShape

/// The intermediate numbers of a decision, each absent where the path taken does not produce it.
///
/// Those of o(1) and Ω(1) are in the orientation of o(1): "direct", "extrapolated" speak for a limit below the threshold, "floor",
/// "low" and "mixture" for one above it, whichever predicate was asked.
public struct Diagnostics: Sendable, Equatable {
  /// On what the p-values rest.
  public enum Basis: String, Sendable {
    /// A quasi-likelihood with estimated dispersion.
    case model
    /// Bets on bounded runs; nothing but the range is assumed.
    case distributionFree = "distribution-free"
  }

  /// On what the p-values rest.
  public var basis: Basis?
  /// ε as a number in the units of the metric, also when the rule is relative.
  public var threshold: Double?
  /// m_off, the runs that differ from the commonest value at their scale.
  public var deviatingRuns: Int?
  /// φ, the dispersion with which the fits are weighted.
  public var dispersion: Double?
  /// p_dir, against "the mean at the last scale is at least ε".
  public var pDirect: Double?
  /// p_ext, against "the fitted floor is at least ε".
  public var pExtrapolated: Double?
  /// p_floor, against "the fitted floor is at most ε".
  public var pFloor: Double?
  /// p_low, against "the mean at the last scale is at most ε".
  public var pLow: Double?
  /// p_mix, against "a transient plus a slow decay"; only computed when the floor is significant at the gate level.
  public var pMixture: Double?
  /// The p-value of a floor if only fast decays were admitted; small means that only slowness stands in the way.
  public var pFastFloor: Double?
  /// The p-value of the lack-of-fit test.
  public var pLackOfFit: Double?
  /// Whether lack of fit was found and the likelihood ratios were shrunk.
  public var hasLackOfFit: Bool = false
  /// The best curve with a free floor and a non-negative amplitude.
  public var bestDecay: FittedCurve?
  /// The curve to draw: the best decay, or the best rise where that fits better.
  public var curve: FittedCurve?
  /// The best curve of each family of decays, whether or not the data tell them apart.
  public var familyCurves: [FittedCurve] = []

  /// β̂, the slope of ln y − ln h, of Θ(h) and O(h).
  public var slope: Double?
  /// The standard error of ``slope``.
  public var slopeError: Double?
  /// γ̂, the bend of ln y against ln d, of poly(d).
  public var bend: Double?
  /// The standard error of ``bend``, rounding included.
  public var bendError: Double?
  /// The exponent at the largest scale, of poly(d).
  public var topExponent: Double?
  /// By how much χ² is smaller for the best superpolynomial law than for a power.
  public var superpolynomialAdvantage: Double?
  /// The upper limit of the failure rate at the largest scale, at the gate level.
  public var failureLimit: Double?
  /// As ``failureLimit``, but valid also if one stops while looking at the runs.
  public var anytimeFailureLimit: Double?
  /// Other laws for the same numbers.
  public var rivals: [Rival] = []

  /// Creates empty diagnostics.
  public init() {}
}
