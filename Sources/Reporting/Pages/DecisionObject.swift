import Decision

/// A decision page as a JSON object: the question, the rules, the numbers and the verdict.
struct DecisionObject {
  private let page: DecisionPage

  init(_ page: DecisionPage) { self.page = page }

  /// The object; every key is always present, with null where there is no value.
  var value: JSONValue {
    let decision = page.decision
    var reason: JSONValue = .null
    if case .inconclusive(let why) = page.verdict { reason = .string(why.rawValue) }
    var object: [String: JSONValue] = [
      "question": .string(page.question),
      "metric": .string(page.metric),
      "predicate": self.predicate,
      "kind": self.kind,
      "levels": .object([
        "support": .number(page.levels.support), "refute": .number(page.levels.refute),
        "look": page.levels.look.map { .integer($0) } ?? .null,
      ]),
      "rules": self.rules,
      "verdict": .string("\(page.verdict)"),
      "reason": reason,
      "meaning": .string(DecisionWords(page).sentences.first ?? ""),
      "pSupport": .number(decision.pSupport),
      "pRefute": .number(decision.pRefute),
      "formulaSupport": .number(decision.formulaSupport),
      "formulaRefute": .number(decision.formulaRefute),
      "gateSupport": .optional(decision.gateSupport?.rawValue),
      "gateRefute": .optional(decision.gateRefute?.rawValue),
      "stop": .optional(decision.stop?.rawValue),
      "notes": .array(decision.notes.map { .string($0) }),
      "remarks": .array(page.remarks.map { .string($0) }),
      "diagnostics": self.diagnostics,
      "scales": .array(decision.scales.map(scale)),
      "curve": .array(
        DecisionChart(page).curve.map { .object(["d": .number($0.scale), "value": .number($0.value)]) }),
    ]
    for addition in page.additions { object[addition.key] = addition.value }
    return .object(object)
  }

  /// The object for numbers that lack a materiality: what was seen, and no verdict.
  var preview: JSONValue {
    .object([
      "question": .string(page.question), "metric": .string(page.metric), "kind": self.kind, "verdict": .null,
      "needs": .string("materiality"), "remarks": .array(page.remarks.map { .string($0) }),
      "bestCurve": curve(page.decision.diagnostics.curve), "scales": .array(page.decision.scales.map(scale)),
    ])
  }

  private var predicate: JSONValue {
    var object: [String: JSONValue] = ["type": .string(page.predicate.relation.name)]
    if let reference = page.predicate.reference {
      object["reference"] = .array(reference.values.map { .number($0) })
      object["regressor"] = .string(reference.regressor == .scale ? "d" : "f")
    }
    if page.predicate.relation == .poly { object["quantum"] = .number(page.predicate.quantum) }
    switch page.predicate.zone {
    case .exponent(let exponent, let tolerance):
      object["exponent"] = .number(exponent)
      object["tolerance"] = .number(tolerance)
    case .curve(let values, let tolerance):
      object["prediction"] = .array(values.map { .number($0) })
      switch tolerance {
      case .difference(let size): object["tolerance"] = .number(size)
      case .share(let size): object["toleranceShare"] = .number(size)
      }
    case nil: break
    }
    return .object(object)
  }

  private var kind: JSONValue {
    let (name, trials): (String, Int?) =
      switch page.evidence.kind {
      case .count(let trials): ("count", trials)
      case .positive: ("positive", nil)
      case .signed: ("signed", nil)
      case .boolean: ("boolean", nil)
      }
    return .object([
      "name": .string(name), "trials": trials.map { .integer($0) } ?? .null, "because": .string(page.kindReason),
    ])
  }

  private var rules: JSONValue {
    let rules = page.rules
    return .object([
      "procedure": .string(rules.procedure.rawValue), "materiality": .number(rules.materiality),
      "isRelative": .bool(rules.isRelative),
      "slowestPower": .number(rules.slowestPower),
      "slowestLogarithmicPower": .number(rules.slowestLogarithmicPower),
      "slopeTolerance": .number(rules.slopeTolerance), "bandRatio": .number(rules.bandRatio),
      "bendTolerance": .number(rules.bendTolerance), "largestDegree": .number(rules.largestDegree),
      "failureRate": .number(rules.failureRate), "minimumScales": .integer(rules.minimumScales),
      "minimumSpan": .number(rules.minimumSpan), "minimumRuns": .integer(rules.minimumRuns),
      "largestMissingShare": .number(rules.largestMissingShare),
      "deviatingRunsNeeded": .integer(rules.deviatingRunsNeeded), "gateLevel": .number(rules.gateLevel),
      "lackOfFitLevel": .number(rules.lackOfFitLevel), "riseLevel": .number(rules.riseLevel),
      "mixtureLevel": .number(rules.mixtureLevel), "dropLevel": .number(rules.dropLevel),
    ])
  }

  private var diagnostics: JSONValue {
    let numbers = page.decision.diagnostics
    return .object([
      "basis": .optional(numbers.basis?.rawValue), "threshold": .optional(numbers.threshold),
      "deviatingRuns": numbers.deviatingRuns.map { .integer($0) } ?? .null,
      "dispersion": .optional(numbers.dispersion), "pDirect": .optional(numbers.pDirect),
      "pExtrapolated": .optional(numbers.pExtrapolated), "pFloor": .optional(numbers.pFloor),
      "pLow": .optional(numbers.pLow), "pMixture": .optional(numbers.pMixture),
      "pFastFloor": .optional(numbers.pFastFloor), "pLackOfFit": .optional(numbers.pLackOfFit),
      "hasLackOfFit": .bool(numbers.hasLackOfFit), "bestDecay": curve(numbers.bestDecay),
      "bestCurve": curve(numbers.curve), "slope": .optional(numbers.slope),
      "slopeError": .optional(numbers.slopeError), "bend": .optional(numbers.bend),
      "bendError": .optional(numbers.bendError), "topExponent": .optional(numbers.topExponent),
      "farthestScale": .optional(numbers.farthestScale),
      "farthestDeviation": .optional(numbers.farthestDeviation),
      "superpolynomialAdvantage": .optional(numbers.superpolynomialAdvantage),
      "failureLimit": .optional(numbers.failureLimit), "anytimeFailureLimit": .optional(numbers.anytimeFailureLimit),
      "pZeroFloor": .optional(numbers.pZeroFloor), "limitEstimate": .optional(numbers.limitEstimate),
      "limitLower": .optional(numbers.limitLower), "limitUpper": .optional(numbers.limitUpper),
      "pGrowth": .optional(numbers.pGrowth),
      "rivals": .array(
        numbers.rivals.map {
          .object(["name": .string($0.name), "p": .number($0.p), "isToldApart": .bool($0.isToldApart)])
        }),
    ])
  }

  private func curve(_ curve: FittedCurve?) -> JSONValue {
    guard let curve else { return .null }
    return .object([
      "family": .string(curve.shape.family.rawValue), "exponent": .number(curve.shape.exponent),
      "firstScale": .number(curve.shape.firstScale), "floor": .number(curve.floor),
      "amplitude": .number(curve.amplitude), "logLikelihood": .number(curve.logLikelihood),
    ])
  }

  private func scale(_ summary: ScaleSummary) -> JSONValue {
    .object([
      "d": .number(summary.scale), "registeredRuns": .integer(summary.registeredRuns),
      "presentRuns": .integer(summary.presentRuns), "mean": .optional(summary.mean),
      "lower": .optional(summary.lower), "upper": .optional(summary.upper),
    ])
  }
}
