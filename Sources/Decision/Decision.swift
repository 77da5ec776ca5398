import Foundation
import Statistics

/// The evidence for and against one conclusion, before any adjustment for the other claims.
package struct Decision: Sendable, Equatable {
  /// The p-value for the conclusion by the formulas of decision procedure §3.4 to §6, unadjusted.
  package var pSupport: Double
  /// The p-value against the conclusion by the formulas of decision procedure §3.4 to §6, unadjusted.
  package var pRefute: Double
  /// The p-value for the conclusion that decides, unadjusted; ``pSupport`` unless §3.6 corrects it.
  package var decisiveSupport: Double
  /// The p-value against the conclusion that decides, unadjusted; ``pRefute`` unless §3.6 corrects it.
  package var decisiveRefute: Double
  /// Why support would be withheld even if significant; nil when its gates are clear.
  package var gateSupport: Reason?
  /// Why refutation would be withheld even if significant; nil when its gates are clear.
  package var gateRefute: Reason?
  /// Design or health, if the data were not judged at all; both p-values are then 1.
  package var stop: Reason?
  /// The reason when neither side is significant and slow decay is not to blame: pre-asymptotic after lack of fit,
  /// else power.
  package var fallback: Reason
  /// Remarks that belong into every report of the decision.
  package var notes: [String]
  /// The intermediate numbers.
  package var diagnostics: Diagnostics
  /// What was seen at each scale.
  package var scales: [ScaleSummary]

  /// Creates a decision from its parts; the decisive p-values are the others unless given.
  package init(
    pSupport: Double, pRefute: Double, decisiveSupport: Double? = nil, decisiveRefute: Double? = nil,
    gateSupport: Reason? = nil, gateRefute: Reason? = nil, stop: Reason? = nil,
    fallback: Reason = .power, notes: [String] = [], diagnostics: Diagnostics = Diagnostics(),
    scales: [ScaleSummary] = []
  ) {
    self.pSupport = pSupport
    self.pRefute = pRefute
    self.decisiveSupport = decisiveSupport ?? pSupport
    self.decisiveRefute = decisiveRefute ?? pRefute
    self.gateSupport = gateSupport
    self.gateRefute = gateRefute
    self.stop = stop
    self.fallback = fallback
    self.notes = notes
    self.diagnostics = diagnostics
    self.scales = scales
  }

  /// Returns the reason to give when neither side is significant.
  ///
  /// The stop, if any; slow-decay if the floor would be significant at the smaller level were slow decays excluded
  /// (``Diagnostics/pFastFloor``); else ``fallback``. Source: decision procedure §3.5.
  func reasonWhenOpen(levels: ErrorLevels = ErrorLevels()) -> Reason {
    if let stop { return stop }
    if let fast = diagnostics.pFastFloor, fast <= levels.smaller { return .slowDecay }
    return fallback
  }

  /// Returns the verdict after the p-values were adjusted for a family of claims.
  ///
  /// A p-value of at most its level is significant. One significant side gives the reason of its failed gate, its
  /// verdict, or look-budget where this look may not spend enough; two give pre-asymptotic, none gives
  /// ``reasonWhenOpen(levels:)``; a stopped decision always gives its stop. Source: decision procedure §7.
  package func verdict(
    adjustedSupport: Double, adjustedRefute: Double, levels: ErrorLevels = ErrorLevels()
  ) -> Verdict {
    if let stop { return .inconclusive(stop) }
    return Verdict.resolve(
      pSupport: adjustedSupport, gateSupport: gateSupport, pRefute: adjustedRefute, gateRefute: gateRefute,
      levels: levels, otherwise: reasonWhenOpen(levels: levels))
  }

  /// Returns the verdict of a conclusion that is a family of its own.
  package func verdict(levels: ErrorLevels = ErrorLevels()) -> Verdict {
    verdict(adjustedSupport: decisiveSupport, adjustedRefute: decisiveRefute, levels: levels)
  }
}

/// What was seen at one scale.
package struct ScaleSummary: Sendable, Equatable {
  /// The scale d.
  package let scale: Double
  /// The runs registered, R.
  package let registeredRuns: Int
  /// The runs that delivered a value.
  package let presentRuns: Int
  /// The mean over the runs present, as a rate for counts; nil without runs or with an impossible value.
  package let mean: Double?
  /// L_d, the lower confidence limit of the mean at the gate level on this side alone.
  ///
  /// The level is ``DecisionRules/gateLevel``, by default 0.05. On the model path it comes from the dispersion φ*_d
  /// and a t or Clopper–Pearson limit (decision procedure §3.2). On the distribution-free path it inverts the
  /// bet over this scale's runs in seed order, so it holds for every law in the range and is wide. Nil when the data
  /// failed the design or health check.
  package let lower: Double?
  /// U_d, the upper confidence limit of the mean at the gate level on this side alone; see ``lower``.
  package let upper: Double?

  /// Creates a summary.
  package init(
    scale: Double, registeredRuns: Int, presentRuns: Int, mean: Double?, lower: Double? = nil, upper: Double? = nil
  ) {
    self.scale = scale
    self.registeredRuns = registeredRuns
    self.presentRuns = presentRuns
    self.mean = mean
    self.lower = lower
    self.upper = upper
  }
}

/// A fitted decay or rise, μ(d) = floor + amplitude·g(d), for a report to draw with `value(at:)`.
package typealias FittedCurve = FittedShape

/// The intermediate numbers of a decision, each absent where the path taken does not produce it.
///
/// Those of o(1) and Ω(1) are in the orientation of o(1): "direct", "extrapolated" speak for a limit below the threshold, "floor",
/// "low" and "mixture" for one above it, whichever predicate was asked.
package struct Diagnostics: Sendable, Equatable {
  /// On what the p-values rest.
  package enum Basis: String, Sendable {
    /// A quasi-likelihood with estimated dispersion.
    case model
    /// Bets on bounded runs; nothing but the range is assumed.
    case distributionFree = "distribution-free"
  }

  /// On what the p-values rest.
  package var basis: Basis?
  /// ε as a number in the units of the metric, also when the rule is relative.
  package var threshold: Double?
  /// m_off, the runs that differ from the commonest value at their scale.
  package var deviatingRuns: Int?
  /// φ, the dispersion with which the fits are weighted.
  package var dispersion: Double?
  /// p_dir, against "the mean at the last scale is at least ε".
  package var pDirect: Double?
  /// p_ext, against "the fitted floor is at least ε".
  package var pExtrapolated: Double?
  /// p_floor, against "the fitted floor is at most ε".
  package var pFloor: Double?
  /// p_low, against "the mean at the last scale is at most ε".
  package var pLow: Double?
  /// p_mix, against "a transient plus a slow decay"; only computed when the floor is significant at the gate level.
  package var pMixture: Double?
  /// The p-value of a floor if only fast decays were admitted; small means that only slowness stands in the way.
  package var pFastFloor: Double?
  /// The p-value of the lack-of-fit test.
  package var pLackOfFit: Double?
  /// Whether lack of fit was found and the likelihood ratios were shrunk.
  package var hasLackOfFit: Bool = false
  /// The best curve with a free floor and a non-negative amplitude.
  package var bestDecay: FittedCurve?
  /// The curve to draw: the best decay, or the best rise where that fits better.
  package var curve: FittedCurve?
  /// The best curve of each family of decays, whether or not the data tell them apart.
  package var familyCurves: [FittedCurve] = []

  /// β̂, the slope of ln y − ln h, of Θ(h) and O(h).
  package var slope: Double?
  /// The standard error of ``slope``.
  package var slopeError: Double?
  /// γ̂, the bend of ln y against ln d, of poly(d).
  package var bend: Double?
  /// The standard error of ``bend``, rounding included.
  package var bendError: Double?
  /// The exponent at the largest scale, of poly(d).
  package var topExponent: Double?
  /// By how much χ² is smaller for the best superpolynomial law than for a power.
  package var superpolynomialAdvantage: Double?
  /// The upper limit of the failure rate at the largest scale, at the gate level.
  package var failureLimit: Double?
  /// As ``failureLimit``, but valid also if one stops while looking at the runs.
  package var anytimeFailureLimit: Double?
  /// Other laws for the same numbers.
  package var rivals: [Rival] = []

  /// Creates empty diagnostics.
  package init() {}
}

/// Another law for the same numbers, and whether the runs exclude it.
package struct Rival: Sendable, Equatable {
  /// The law in words or symbols.
  package let name: String
  /// The p-value against the rival: small where the runs exclude it.
  package let p: Double
  /// Whether the p-value is below the gate level.
  package let isToldApart: Bool

  /// A rival from its parts.
  init(name: String, p: Double, isToldApart: Bool) {
    self.name = name
    self.p = p
    self.isToldApart = isToldApart
  }
}

/// The exponent of growth between two neighbouring scales: the b of a power d^b through their means.
package struct LocalOrder: Sendable, Equatable {
  /// The smaller scale d.
  let from: Double
  /// The larger scale d′.
  let to: Double
  /// ln(ȳ′/ȳ)/ln(d′/d): negative where the metric falls.
  package let exponent: Double
  /// The lower limit, at the level of the scales' own limits on this side alone; nil where a limit they give is 0 or less.
  package let lower: Double?
  /// The upper limit; see ``lower``.
  package let upper: Double?

  /// The order between two scales, or nil where a mean is missing or not positive and has no logarithm.
  ///
  /// The limits combine those of the two scales on the logarithmic axis, each side with the distances that matter to it
  /// (method of variance estimates recovery): below, ln ȳ′ − ln L′ and ln U − ln ȳ, as the root of their squares; above
  /// with the sides exchanged. For symmetric limits this is the delta method. Scales are taken as independent.
  /// Source: Zou and Donner, Statistics in Medicine 27 (2008), 1693–1702.
  init?(from first: ScaleSummary, to second: ScaleSummary) {
    guard let before = first.mean, let after = second.mean, before > 0, after > 0 else { return nil }
    let step = Self.logarithm(of: second.scale, over: first.scale)
    let exponent = Self.logarithm(of: after, over: before) / step
    from = first.scale
    to = second.scale
    self.exponent = exponent
    func distance(_ limit: Double?, _ mean: Double) -> Double? {
      limit.flatMap { $0 > 0 ? Self.logarithm(of: $0, over: mean) : nil }
    }
    func width(_ one: Double?, _ other: Double?) -> Double? {
      guard let one, let other else { return nil }
      return (one * one + other * other).squareRoot() / step
    }
    lower = width(distance(second.lower, after), distance(first.upper, before)).map { exponent - $0 }
    upper = width(distance(second.upper, after), distance(first.lower, before)).map { exponent + $0 }
  }

  /// The logarithm of a quotient of positive numbers, also where the quotient itself is too large or too small for a number.
  private static func logarithm(of numerator: Double, over denominator: Double) -> Double {
    let quotient = numerator / denominator
    return quotient.isNormal ? log(quotient) : log(numerator) - log(denominator)
  }
}

extension Decision {
  /// The exponent of growth between each pair of neighbouring scales, nil where a mean is not positive.
  ///
  /// One value fewer than there are scales. Information for reports: nothing is decided by it.
  package var localOrders: [LocalOrder?] {
    zip(scales, scales.dropFirst()).map { LocalOrder(from: $0, to: $1) }
  }
}
