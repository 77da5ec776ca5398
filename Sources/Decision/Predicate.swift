/// An order of growth: the relation that a claim states between a metric and a law of the scale.
///
/// All properties that depend on the relation alone are here: its names, its notation, and which value of a run is the
/// worst for it. To add a relation, add a case here. The compiler then reports the few other places to change.
package enum Relation: String, Sendable, CaseIterable {
  /// o(f): of smaller order than f.
  case littleO
  /// ≤ o(1): a mean, which may be negative, does not stay above a positive constant.
  case atMostLittleO
  /// Ω(f): of at least the order of f.
  case bigOmega
  /// O(f): of at most the order of f.
  case bigO
  /// Θ(f): of exactly the order of f.
  case bigTheta
  /// poly(d): at most some power of the scale.
  case poly
  /// With high probability: runs that violate a property are rare.
  case withHighProbability
  /// The exponent of growth is that of a power of the scale, up to a tolerance.
  case exponent
  /// The mean equals a predicted curve at every scale, up to a tolerance.
  case curve

  /// The name in JSON, which is the name of the case.
  package var name: String { rawValue }

  /// Returns the notation, with the law if the relation takes one.
  package func symbol(_ law: String = "1") -> String {
    switch self {
    case .littleO: "o(\(law))"
    case .atMostLittleO: "≤ o(\(law))"
    case .bigOmega: "Ω(\(law))"
    case .bigO: "O(\(law))"
    case .bigTheta: "Θ(\(law))"
    case .poly: "poly(d)"
    case .withHighProbability: "w.h.p."
    case .exponent: "exponent"
    case .curve: "curve"
    }
  }

  /// The symbols that denote this relation before a law in parentheses; empty if the relation takes no law.
  ///
  /// Case matters: a lower-case ω is another relation, and a lower-case θ is none.
  var heads: [String] {
    switch self {
    case .littleO: ["o"]
    case .atMostLittleO: ["<=o", "<= o", "≤o", "≤ o", "⩽o", "⩽ o"]
    case .bigOmega: ["Omega", "Ω"]
    case .bigO: ["O"]
    case .bigTheta: ["Theta", "Θ"]
    case .poly, .withHighProbability, .exponent, .curve: []
    }
  }

  /// The complete spellings of this relation, in lower case and without spaces; empty if it takes a law.
  var spellings: [String] {
    switch self {
    case .poly: ["poly(d)", "poly"]
    case .withHighProbability: ["whp", "w.h.p.", "w.h.p", "withhighprobability"]
    case .littleO, .atMostLittleO, .bigOmega, .bigO, .bigTheta, .exponent, .curve: []
    }
  }

  /// Whether the relation is about the limit of a mean: o and Ω, judged against a materiality.
  package var isLimit: Bool { isLittleO || self == .bigOmega }

  /// Whether the relation says that a mean tends to 0, from both sides or from above.
  package var isLittleO: Bool { self == .littleO || self == .atMostLittleO }

  /// Whether the relation compares growth with a law: O and Θ.
  package var isGrowth: Bool { self == .bigO || self == .bigTheta }

  /// Whether the relation is judged on logarithms of the metric.
  ///
  /// Means of the positive kind are then geometric; for other kinds the logarithm of the arithmetic mean is judged.
  package var isLogarithmic: Bool { isGrowth || self == .poly || self == .exponent }

  /// The sides on which a relation bounds its metric.
  package enum Sides: Sendable {
    /// From above: large values speak against it.
    case above
    /// From below: small values speak against it.
    case below
    /// From both.
    case both
  }

  /// The sides on which the relation bounds its metric.
  package var sides: Sides {
    switch self {
    case .littleO, .atMostLittleO, .bigO, .poly, .withHighProbability: .above
    case .bigOmega: .below
    case .bigTheta, .exponent, .curve: .both
    }
  }
}

/// A statement about a metric as the scale grows: a relation with the law or the spacing that it needs.
package struct Predicate: Sendable, Equatable {
  /// The relation.
  package let relation: Relation
  /// h of O(h) and Θ(h), one value per scale; nil for other relations.
  package let reference: GrowthReference?
  /// The ln-spacing of the values that a metric under poly(d) can take, 0 for a continuous one.
  ///
  /// It is ln 2 for times read off a doubling schedule.
  package let quantum: Double
  /// The zone in which an exponent or the means must lie; nil for relations that are no equivalence.
  package let zone: EquivalenceZone?

  private init(
    _ relation: Relation, reference: GrowthReference? = nil, quantum: Double = 0, zone: EquivalenceZone? = nil
  ) {
    self.relation = relation
    self.reference = reference
    self.quantum = quantum
    self.zone = zone
  }

  /// o(1): the mean tends to 0, for signed numbers from both sides.
  package static let littleO = Predicate(.littleO)
  /// ≤ o(1): the mean does not stay above a positive constant; a negative mean satisfies it.
  package static let atMostLittleO = Predicate(.atMostLittleO)
  /// Ω(1): the mean stays above a positive constant.
  ///
  /// Signed numbers are judged on this side only, so that Ω(1) is the opposite of ``atMostLittleO`` and not of
  /// ``littleO``.
  package static let bigOmega = Predicate(.bigOmega)
  /// O(h): the metric grows at most like h.
  package static func bigO(_ reference: GrowthReference) -> Predicate { Predicate(.bigO, reference: reference) }
  /// Θ(h): the metric grows exactly like h.
  package static func bigTheta(_ reference: GrowthReference) -> Predicate { Predicate(.bigTheta, reference: reference) }
  /// poly(d): the metric grows at most like some power of the scale; neighbouring values differ by a factor e^quantum.
  package static func poly(quantum: Double = 0) -> Predicate { Predicate(.poly, quantum: quantum) }
  /// With high probability: runs that violate a property are rare.
  package static let withHighProbability = Predicate(.withHighProbability)

  /// The exponent of growth is within a tolerance of a given one.
  package static func exponent(_ exponent: Double, within tolerance: Double) -> Predicate {
    Predicate(.exponent, zone: .exponent(exponent, tolerance: tolerance))
  }
  /// The mean at every scale equals a predicted one up to a tolerance.
  package static func curve(_ values: [Double], within tolerance: CurveTolerance) -> Predicate {
    Predicate(.curve, zone: .curve(values, tolerance: tolerance))
  }

  /// The predicate of a relation that is no equivalence.
  ///
  /// - Parameters:
  ///   - relation: The relation; neither an exponent nor a curve.
  ///   - reference: h, read by O and Θ only.
  ///   - quantum: The ln-spacing of values, read by poly(d) only.
  package static func of(_ relation: Relation, reference: GrowthReference, quantum: Double) -> Predicate {
    Predicate(
      relation, reference: relation.isGrowth ? reference : nil, quantum: relation == .poly ? quantum : 0)
  }

  /// Returns the predicate with changed values per scale, such as those at other scales; without any it stays as it is.
  package func mapValues(_ change: ([Double]) -> [Double]) -> Predicate {
    let law = reference.map { GrowthReference(values: change($0.values), regressor: $0.regressor) }
    return Predicate(relation, reference: law, quantum: quantum, zone: zone?.mapValues(change))
  }

  /// The numbers of the predicate in registrations, beside the words of its conclusion; nil without any.
  package var registered: [Double]? { relation == .poly ? [quantum] : zone?.registered ?? reference?.values }

  /// Whether the predicate is about the limit of a mean, o(1) or Ω(1).
  package var isLimit: Bool { relation.isLimit }

  /// Whether the predicate is judged on logarithms of the metric.
  package var isLogarithmic: Bool { relation.isLogarithmic }

  /// Checks that the predicate can be tested on this evidence.
  ///
  /// - Throws: ``DecisionError`` for a law that does not match the scales or is not positive, for a spacing out of
  ///   range, and for a kind of metric that the relation is not defined for.
  package func validate(for evidence: Evidence) throws(DecisionError) {
    if let reference {
      if reference.values.count != evidence.scales.count {
        throw .referenceDoesNotMatchScales(scales: evidence.scales.count, values: reference.values.count)
      }
      for (position, value) in reference.values.enumerated() where !(value > 0 && value < .infinity) {
        throw .referenceOutOfRange(position: position, value: value)
      }
    }
    switch relation {
    case .littleO, .atMostLittleO, .bigOmega, .bigO, .bigTheta: break
    case .exponent, .curve: try zone?.validate(for: evidence)
    case .poly:
      if evidence.kind != .positive { throw .predicateNeedsKind(relation.symbol(), "positive") }
      if !(quantum >= 0 && quantum.isFinite) {
        throw .ruleOutOfRange(name: "quantum", value: quantum, range: "[0, ∞)")
      }
    case .withHighProbability:
      if evidence.kind != .boolean { throw .predicateNeedsKind("with high probability", "boolean") }
    }
  }
}
