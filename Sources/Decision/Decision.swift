import Foundation
import Statistics

/// The evidence for and against one conclusion, before any adjustment for the other claims.
package struct Decision: Sendable, Equatable {
  /// The p-value of support by the specification's formulas, without the corrections of decision procedure §3.6.
  ///
  /// It is unadjusted for other claims, and no verdict depends on it.
  package var formulaSupport: Double
  /// The p-value of refutation by the specification's formulas, without the corrections of decision procedure §3.6.
  ///
  /// It is unadjusted for other claims, and no verdict depends on it.
  package var formulaRefute: Double
  /// The p-value of support that decides: ``formulaSupport`` unless §3.6 corrects it; unadjusted for other claims.
  package var pSupport: Double
  /// The p-value of refutation that decides: ``formulaRefute`` unless §3.6 corrects it; unadjusted for other claims.
  package var pRefute: Double
  /// The part of ``pSupport`` that rests on the scales that were run, without a fitted curve; nil if that is all of it.
  package var observedSupport: Double?
  /// Why support is withheld even if it is significant; nil if no gate failed.
  package var gateSupport: Reason?
  /// Why refutation is withheld even if it is significant; nil if no gate failed.
  package var gateRefute: Reason?
  /// What a support rests on, which chooses the word of the verdict.
  package var strength: Strength
  /// Design or health if the data were not judged, nil if they were; if set, all p-values are 1.
  package var stop: Reason?
  /// The reason when neither side is significant and slow decay is not the cause.
  ///
  /// It is pre-asymptotic after lack of fit, otherwise power.
  package var fallback: Reason
  /// Remarks that every report of the decision has to show.
  package var notes: [String]
  /// The intermediate numbers.
  package var diagnostics: Diagnostics
  /// Runs, mean and confidence limits at each scale.
  package var scales: [ScaleSummary]

  /// Creates a decision from its parts; the p-values of the formulas equal those that decide unless given.
  package init(
    pSupport: Double, pRefute: Double, formulaSupport: Double? = nil, formulaRefute: Double? = nil,
    observedSupport: Double? = nil, gateSupport: Reason? = nil, gateRefute: Reason? = nil,
    strength: Strength = .observed, stop: Reason? = nil,
    fallback: Reason = .power, notes: [String] = [], diagnostics: Diagnostics = Diagnostics(),
    scales: [ScaleSummary] = []
  ) {
    self.pSupport = pSupport
    self.pRefute = pRefute
    self.formulaSupport = formulaSupport ?? pSupport
    self.formulaRefute = formulaRefute ?? pRefute
    self.observedSupport = observedSupport
    self.gateSupport = gateSupport
    self.gateRefute = gateRefute
    self.strength = strength
    self.stop = stop
    self.fallback = fallback
    self.notes = notes
    self.diagnostics = diagnostics
    self.scales = scales
  }

  /// Returns the reason to give when neither side is significant.
  ///
  /// The reason is the stop, if there is one. Otherwise it is slow-decay if the floor would be significant at the
  /// smaller level without slow decays in the class (``Diagnostics/pFastFloor``). Otherwise it is ``fallback``.
  /// Source: decision procedure §3.5.
  func reasonWhenOpen(levels: ErrorLevels = ErrorLevels()) -> Reason {
    if let stop { return stop }
    if let fast = diagnostics.pFastFloor, fast <= levels.smaller { return .slowDecay }
    return fallback
  }

  /// Returns what a support rests on after its p-value was adjusted.
  ///
  /// A curve was needed if the part of the evidence that does without one is not significant by itself.
  func strength(adjustedSupport: Double, levels: ErrorLevels) -> Strength {
    guard strength == .observed, let observedSupport, pSupport > 0 else { return strength }
    return observedSupport * (adjustedSupport / pSupport) <= levels.spentOnSupport ? .observed : .extrapolated
  }

  /// Returns the verdict after the p-values were adjusted for a family of claims.
  ///
  /// A p-value of at most its level is significant.
  /// - One significant side gives the reason of its failed gate, otherwise its verdict. It gives look-budget if the
  ///   p-value is not significant at the level of this look.
  /// - Two significant sides give pre-asymptotic.
  /// - Without a significant side the reason is `reasonWhenOpen(levels:)`.
  /// - A stopped decision always gives its stop.
  ///
  /// Source: decision procedure §7.
  package func verdict(
    adjustedSupport: Double, adjustedRefute: Double, levels: ErrorLevels = ErrorLevels()
  ) -> Verdict {
    if let stop { return .inconclusive(stop) }
    return Verdict.resolve(
      pSupport: adjustedSupport, gateSupport: gateSupport,
      strength: strength(adjustedSupport: adjustedSupport, levels: levels), pRefute: adjustedRefute,
      gateRefute: gateRefute, levels: levels, otherwise: reasonWhenOpen(levels: levels))
  }

  /// Returns the verdict of a conclusion that is a family of its own.
  package func verdict(levels: ErrorLevels = ErrorLevels()) -> Verdict {
    verdict(adjustedSupport: pSupport, adjustedRefute: pRefute, levels: levels)
  }
}

/// Runs, mean and confidence limits at one scale.
package struct ScaleSummary: Sendable, Equatable {
  /// The scale d.
  package let scale: Double
  /// The runs registered, R.
  package let registeredRuns: Int
  /// The number of runs with a value.
  package let presentRuns: Int
  /// The mean over the runs present, as a rate for counts; nil without runs or with an impossible value.
  package let mean: Double?
  /// L_d, the one-sided lower confidence limit of the mean at the gate level.
  ///
  /// The level is ``DecisionRules/gateLevel``, by default 0.05. On the model path the limit comes from the dispersion
  /// φ*_d and a t or Clopper–Pearson limit (decision procedure §3.2). On the distribution-free path it inverts the bet
  /// over this scale's runs in seed order. It is then valid for every law in the range, and wide. Nil if the data
  /// failed the design or health check.
  package let lower: Double?
  /// U_d, the one-sided upper confidence limit of the mean at the gate level; see ``lower``.
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

/// A fitted decay or rise, μ(d) = floor + amplitude·g(d), which reports draw with `value(at:)`.
package typealias FittedCurve = FittedShape

/// The intermediate numbers of a decision; a number is nil if the method used does not compute it.
///
/// For o(1) and Ω(1) alike, the numbers are stated for the claim o(1). A small "direct" or "extrapolated" p-value is
/// evidence for a limit below the threshold. A small "floor", "low" or "mixture" p-value is evidence for one above it.
package struct Diagnostics: Sendable, Equatable {
  /// The method that the p-values come from.
  package enum Basis: String, Sendable {
    /// A quasi-likelihood with estimated dispersion.
    case model
    /// Bets on bounded runs; only the range is assumed.
    case distributionFree = "distribution-free"
  }

  /// The method that the p-values come from.
  package var basis: Basis?
  /// ε in the units of the metric, also when the rule is relative; q* for a claim with high probability.
  package var threshold: Double?
  /// m_off, the number of runs that differ from the commonest value at their scale.
  package var deviatingRuns: Int?
  /// φ, the dispersion that weights the fits.
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
  /// The p-value of a floor if only fast decays were admitted; if it is small, only slow decays prevent a verdict.
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

  /// β̂, the slope of ln y − ln h, of Θ(h) and O(h); the exponent itself, where one is claimed.
  package var slope: Double?
  /// The standard error of ``slope``.
  package var slopeError: Double?
  /// The scale at which the mean is farthest from its prediction, relative to what is allowed.
  package var farthestScale: Double?
  /// The mean minus its prediction at ``farthestScale``, in the unit of the mean.
  package var farthestDeviation: Double?
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
  /// As ``failureLimit``, but also valid if the number of runs depends on the results.
  package var anytimeFailureLimit: Double?
  /// Alternative laws for the same numbers.
  package var rivals: [Rival] = []
  /// The p-value against "the limit is 0": small where the data point to a positive limit.
  package var pZeroFloor: Double?
  /// The estimate of the limit, where a floor below ε is judged.
  package var limitEstimate: Double?
  /// The lower limit of ``limitEstimate``, at 5 %.
  package var limitLower: Double?
  /// The upper limit of ``limitEstimate``, at 5 %.
  package var limitUpper: Double?
  /// The p-value against "value/f does not grow", and for Θ against "value/f does not change".
  package var pGrowth: Double?

  /// Creates empty diagnostics.
  package init() {}
}

/// An alternative law for the same numbers, and whether the runs exclude it.
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
  /// The one-sided lower limit at the level of the scales' own limits; nil if such a limit is missing or not positive.
  package let lower: Double?
  /// The one-sided upper limit; see ``lower``.
  package let upper: Double?

  /// The order between two scales; nil if a mean is missing or not positive, since it then has no logarithm.
  ///
  /// The limits combine those of the two scales on the logarithmic axis (method of variance estimates recovery). The
  /// lower distance is the root of the sum of squares of ln ȳ′ − ln L′ and ln U − ln ȳ. The upper distance exchanges
  /// lower and upper limits. For symmetric limits this is the delta method. Scales are assumed independent.
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

  /// The logarithm of a quotient of positive numbers, also if the quotient itself would overflow or underflow.
  private static func logarithm(of numerator: Double, over denominator: Double) -> Double {
    let quotient = numerator / denominator
    return quotient.isNormal ? log(quotient) : log(numerator) - log(denominator)
  }
}

extension LocalOrder {
  /// Returns the order between each pair of neighbouring scales, one fewer than the scales; nil without positive means.
  package static func between(_ scales: [ScaleSummary]) -> [LocalOrder?] {
    zip(scales, scales.dropFirst()).map { LocalOrder(from: $0, to: $1) }
  }
}

extension Decision {
  /// ``notes`` in plain words, for readers; test vectors quote the notes themselves.
  package var plainNotes: [String] {
    notes.map { note in
      switch note {
      case LimitEvidence.nothingLeft: "the mean is at most ε at every scale already, so no decay was seen"
      case LimitEvidence.floorNotJudged:
        "no curve of the declared class fits, and the mean surely halved at the last step, so no limit above 0 was read "
          + "off the curves"
      default: note
      }
    }
  }

  /// The exponent of growth between each pair of neighbouring scales; no verdict depends on it.
  package var localOrders: [LocalOrder?] { LocalOrder.between(scales) }
}
