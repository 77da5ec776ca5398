import ClaimKit
import Decision
import Experiments
import Planning

/// The largest scale of one conclusion, forecast from the smaller ones.
package struct HeldOutFinding: Sendable {
  /// The place of the conclusion in the claim's findings.
  package let conclusion: Int
  /// The forecast, and what was seen.
  package let scale: HeldOutScale
  /// The trials at the largest scale; conclusions that share some of them are right or wrong together.
  let trials: Set<Trial>

  /// Returns one finding per conclusion.
  static func all(of study: Study, _ conclusions: [ConclusionFinding]) -> [HeldOutFinding] {
    conclusions.enumerated().map { place, finding in
      let named = finding.conclusion.quantity.arms
      let arms = named.isEmpty ? study.claim.arms : named
      return HeldOutFinding(
        conclusion: place, scale: HeldOutScale(of: finding.evidence),
        trials: Set(arms.flatMap { study.trials(of: $0).last ?? [] }))
    }
  }
}

/// How many forecasts of largest scales held, over all conclusions of some findings.
package struct HeldOutCoverage: Sendable {
  /// A forecast with its claim and conclusion.
  package struct Row: Sendable {
    /// The name of the claim.
    package let claim: String
    /// The conclusion in words.
    package let text: String
    /// The forecast, and what was seen.
    package let forecast: HeldOutScale.Forecast
    let trials: Set<Trial>
  }

  /// Every forecast, in the order of the findings.
  package let rows: [Row]
  /// The number of conclusions with nothing left to forecast.
  package let saturated: Int
  /// The number of conclusions without a forecast for another reason.
  package let without: Int
  /// The 95 % limits for the share of forecasts that hold; nil without forecasts.
  package let limits: ClosedRange<Double>?

  /// The forecasts that held.
  package var held: Int { rows.count(where: \.forecast.holds) }
  /// The forecasts that did not hold.
  package var missed: [Row] { rows.filter { !$0.forecast.holds } }

  /// Counts the forecasts of some findings.
  ///
  /// - Complexity: The square of the number of forecasts, times the trials of one.
  package init(_ findings: [Finding]) {
    var rows: [Row] = []
    var (saturated, without) = (0, 0)
    for finding in findings {
      for heldOut in finding.heldOut {
        switch heldOut.scale {
        case .forecast(let forecast):
          rows.append(
            Row(
              claim: finding.name, text: Self.text(of: finding.conclusions[heldOut.conclusion], in: finding),
              forecast: forecast, trials: heldOut.trials))
        case .saturated: saturated += 1
        case .none: without += 1
        }
      }
    }
    (self.rows, self.saturated, self.without) = (rows, saturated, without)
    limits = Self.limits(held: rows.map(\.forecast.holds)) { !rows[$0].trials.isDisjoint(with: rows[$1].trials) }
  }

  /// The words of a conclusion; they name the extreme that was read if the conclusion was read twice.
  private static func text(of conclusion: ConclusionFinding, in finding: Finding) -> String {
    let readings = finding.conclusions.count { $0.text == conclusion.text }
    return readings == 1 ? conclusion.text : "\(conclusion.text), \(conclusion.extreme.rawValue) of the window"
  }

  /// Returns 95 % limits for a share, where some pairs of cases depend on each other.
  ///
  /// The variance of the share adds the products of residuals over all dependent pairs. It is at least that of
  /// independent cases. The limits are Wilson's, with the number of independent cases that has the same variance.
  /// Source: Fafchamps & Gubert, "The formation of risk sharing networks" (2007), for the variance; Wilson (1927).
  ///
  /// - Parameters:
  ///   - held: Whether each case held.
  ///   - areDependent: Whether two cases, by their places, depend on each other.
  /// - Returns: Nil without cases.
  static func limits(held: [Bool], areDependent: (Int, Int) -> Bool) -> ClosedRange<Double>? {
    guard !held.isEmpty else { return nil }
    let count = Double(held.count)
    let share = Double(held.count { $0 }) / count
    let residuals = held.map { ($0 ? 1 : 0) - share }
    let own = residuals.reduce(0) { $0 + $1 * $1 }
    var shared = 0.0
    for first in held.indices {
      for second in held.indices where second > first && areDependent(first, second) {
        shared += 2 * residuals[first] * residuals[second]
      }
    }
    let inflation = own > 0 ? max(1, (own + shared) / own) : 1
    let (z, size) = (1.959_963_984_540_054, count / inflation)
    let middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    let reach = z / (1 + z * z / size) * (share * (1 - share) / size + z * z / (4 * size * size)).squareRoot()
    return max(0, middle - reach)...min(1, middle + reach)
  }
}
