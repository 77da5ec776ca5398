import Decision

/// A decision page as a JSON object: everything asked, used, seen and concluded.
struct DecisionObject {
  private let _page: DecisionPage

  init(_ page: DecisionPage) { _page = page }

  /// The object; every key is always there, null where there is nothing.
  var value: JSONValue {
    let decision = _page.decision
    var reason: JSONValue = .null
    var verdict = "\(_page.verdict)"
    if case .inconclusive(let why) = _page.verdict {
      verdict = "inconclusive"
      reason = .string(why.rawValue)
    }
    var object: [String: JSONValue] = [
      "question": .string(_page.question),
      "metric": .string(_page.metric),
      "predicate": _predicate,
      "kind": _kind,
      "levels": .object([
        "support": .number(_page.levels.support), "refute": .number(_page.levels.refute),
        "look": _page.levels.look.map { .integer($0) } ?? .null,
      ]),
      "rules": _rules,
      "verdict": .string(verdict),
      "reason": reason,
      "meaning": .string(DecisionWords(_page).sentences.first ?? ""),
      "pSupport": .number(decision.pSupport),
      "pRefute": .number(decision.pRefute),
      "decisiveSupport": .number(decision.decisiveSupport),
      "decisiveRefute": .number(decision.decisiveRefute),
      "gateSupport": .optional(decision.gateSupport?.rawValue),
      "gateRefute": .optional(decision.gateRefute?.rawValue),
      "stop": .optional(decision.stop?.rawValue),
      "notes": .array(decision.notes.map { .string($0) }),
      "remarks": .array(_page.remarks.map { .string($0) }),
      "diagnostics": _diagnostics,
      "scales": .array(decision.scales.map(_scale)),
      "curve": .array(
        DecisionChart(_page).curve.map { .object(["d": .number($0.scale), "value": .number($0.value)]) }),
    ]
    for addition in _page.additions { object[addition.key] = addition.value }
    return .object(object)
  }

  private var _predicate: JSONValue {
    func law(_ type: String, _ reference: GrowthReference) -> JSONValue {
      .object([
        "type": .string(type), "reference": .array(reference.values.map { .number($0) }),
        "regressor": .string(reference.regressor == .scale ? "d" : "f"),
      ])
    }
    return switch _page.predicate {
    case .vanishes: .object(["type": .string("o1")])
    case .staysAway: .object(["type": .string("omega1")])
    case .isBounded(let reference): law("bigO", reference)
    case .isProportional(let reference): law("theta", reference)
    case .isPolynomial(let quantum): .object(["type": .string("poly"), "quantum": .number(quantum)])
    case .holdsUsually: .object(["type": .string("whp")])
    }
  }

  private var _kind: JSONValue {
    let (name, trials): (String, Int?) =
      switch _page.evidence.kind {
      case .count(let trials): ("count", trials)
      case .positive: ("positive", nil)
      case .signed: ("signed", nil)
      case .boolean: ("boolean", nil)
      }
    return .object([
      "name": .string(name), "trials": trials.map { .integer($0) } ?? .null, "because": .string(_page.kindReason),
    ])
  }

  private var _rules: JSONValue {
    let rules = _page.rules
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

  private var _diagnostics: JSONValue {
    let numbers = _page.decision.diagnostics
    return .object([
      "basis": .optional(numbers.basis?.rawValue), "threshold": .optional(numbers.threshold),
      "deviatingRuns": numbers.deviatingRuns.map { .integer($0) } ?? .null,
      "dispersion": .optional(numbers.dispersion), "pDirect": .optional(numbers.pDirect),
      "pExtrapolated": .optional(numbers.pExtrapolated), "pFloor": .optional(numbers.pFloor),
      "pLow": .optional(numbers.pLow), "pMixture": .optional(numbers.pMixture),
      "pFastFloor": .optional(numbers.pFastFloor), "pLackOfFit": .optional(numbers.pLackOfFit),
      "hasLackOfFit": .bool(numbers.hasLackOfFit), "bestDecay": _curve(numbers.bestDecay),
      "bestCurve": _curve(numbers.curve), "slope": .optional(numbers.slope),
      "slopeError": .optional(numbers.slopeError), "bend": .optional(numbers.bend),
      "bendError": .optional(numbers.bendError), "topExponent": .optional(numbers.topExponent),
      "superpolynomialAdvantage": .optional(numbers.superpolynomialAdvantage),
      "failureLimit": .optional(numbers.failureLimit), "anytimeFailureLimit": .optional(numbers.anytimeFailureLimit),
      "rivals": .array(
        numbers.rivals.map {
          .object(["name": .string($0.name), "p": .number($0.p), "isToldApart": .bool($0.isToldApart)])
        }),
    ])
  }

  private func _curve(_ curve: FittedCurve?) -> JSONValue {
    guard let curve else { return .null }
    return .object([
      "family": .string(curve.shape.family.rawValue), "exponent": .number(curve.shape.exponent),
      "firstScale": .number(curve.shape.firstScale), "floor": .number(curve.floor),
      "amplitude": .number(curve.amplitude), "logLikelihood": .number(curve.logLikelihood),
    ])
  }

  private func _scale(_ summary: ScaleSummary) -> JSONValue {
    .object([
      "d": .number(summary.scale), "registeredRuns": .integer(summary.registeredRuns),
      "presentRuns": .integer(summary.presentRuns), "mean": .optional(summary.mean),
      "lower": .optional(summary.lower), "upper": .optional(summary.upper),
    ])
  }
}
