import Decision
import Verification

/// The words on held-out scales: the largest scale of each conclusion, forecast from the smaller ones.
package struct HeldOutText {
  private let coverage: HeldOutCoverage

  /// The words on some findings.
  package init(_ findings: [Finding]) { coverage = HeldOutCoverage(findings) }

  /// The counts in one clause, such as `93 of 98 largest scales lie in their 95 % prediction interval`; nil without
  /// forecasts.
  package var words: String? {
    guard let limits = coverage.limits else { return nil }
    let verb = coverage.held == 1 ? "lies" : "lie"
    return "\(coverage.held) of \(coverage.rows.count) largest scales \(verb) in their 95 % prediction interval "
      + "(\(NumberText.percent(Double(coverage.held) / Double(coverage.rows.count))), 95 % limits "
      + "\(NumberText.percent(limits.lowerBound)) to \(NumberText.percent(limits.upperBound)))"
  }

  /// The section of the front page; nothing without forecasts.
  var section: [String] {
    guard let words else { return [] }
    let without =
      coverage.without == 0 ? "" : " \(coverage.without) have too few scales, or values without a logarithm."
    let opening =
      "A curve through the smaller scales of each conclusion forecasts its largest scale, which it has not seen. "
      + "**\(words).** The limits count conclusions that share trials as dependent. The rule was fixed on planted laws, "
      + "before any claim was forecast. \(coverage.saturated) further conclusions are left out: one scale earlier, "
      + "every run already was at the same end of its range.\(without) No verdict rests on a forecast."
    guard !coverage.missed.isEmpty else { return ["## Held-out scales", opening] }
    let rows = coverage.missed.map { row in
      let seen = Self.numbers(row.forecast)
      return [
        "[\(Markup.prose(row.claim))](\(row.claim)/README.md)", Markup.prose(row.text),
        NumberText.scale(row.forecast.scale), seen.interval, seen.observed,
      ]
    }
    return [
      "## Held-out scales", opening, "These did not hold:",
      Markup.table(["claim", "conclusion", "largest scale", "forecast", "seen"], rows),
    ]
  }

  /// The sentence on a conclusion of a claim's page; nil where there is no forecast.
  static func sentence(on place: Int, of finding: Finding) -> String? {
    guard let heldOut = finding.heldOut.first(where: { $0.conclusion == place }) else { return nil }
    switch heldOut.scale {
    case .none(let reason): return "No forecast of the largest scale: \(reason)."
    case .saturated: return "No forecast of the largest scale: one scale earlier, every run is at the end of its range."
    case .forecast(let forecast):
      let symbol = Markup.prose(finding.claim.standIn.axis.symbol)
      let seen = numbers(forecast)
      let mean = finding.conclusions[place].evidence.kind == .positive ? "geometric mean" : "mean"
      return
        "From the smaller scales alone, the \(mean) at \(symbol) = \(NumberText.scale(forecast.scale)) was forecast "
        + "in \(seen.interval) (95 %). It is \(seen.observed): the forecast "
        + "\(forecast.holds ? "holds" : "**does not hold**")."
    }
  }

  /// The interval and the mean, with as many digits as it takes to see whether the mean lies inside.
  private static func numbers(_ forecast: HeldOutScale.Forecast) -> (interval: String, observed: String) {
    let (lower, upper, observed) = (forecast.lower, forecast.upper, forecast.observed)
    let isClear = ![lower, upper].map(NumberText.short).contains(NumberText.short(observed))
    let text = isClear || [lower, upper].contains(observed) ? NumberText.short : NumberText.fine
    return (upper.isFinite ? "[\(text(lower)), \(text(upper))]" : "[\(text(lower)), ∞)", text(observed))
  }

  /// The counts as a JSON object.
  var object: JSONValue {
    .object([
      "forecasts": .integer(coverage.rows.count), "held": .integer(coverage.held),
      "lower": .optional(coverage.limits?.lowerBound), "upper": .optional(coverage.limits?.upperBound),
      "saturated": .integer(coverage.saturated), "without": .integer(coverage.without),
    ])
  }

  /// The forecast of a conclusion as a JSON object; null where there is none.
  static func object(on place: Int, of finding: Finding) -> JSONValue {
    guard let forecast = finding.heldOut.first(where: { $0.conclusion == place })?.scale.forecast else { return .null }
    return .object([
      "scale": .number(forecast.scale), "lower": .number(forecast.lower),
      "upper": forecast.upper.isFinite ? .number(forecast.upper) : .null, "observed": .number(forecast.observed),
      "holds": .bool(forecast.holds),
    ])
  }
}
