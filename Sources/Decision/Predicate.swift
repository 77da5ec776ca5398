/// What a conclusion says of a metric as the scale grows.
package enum Predicate: Sendable, Equatable {
  /// The mean tends to 0: o(1).
  case vanishes
  /// The mean stays away from 0: Ω(1).
  case staysAway
  /// The metric grows at most like a reference h: O(h).
  case isBounded(by: GrowthReference)
  /// The metric grows exactly like a reference h: Θ(h).
  case isProportional(to: GrowthReference)
  /// The metric grows at most like some power of the scale: poly(d).
  ///
  /// The quantum q is the ln-spacing of the values it can take, such as ln 2 for times read off a doubling schedule,
  /// and 0 for a continuous metric.
  case isPolynomial(quantum: Double)
  /// A property holds with high probability: runs that violate it are rare.
  case holdsUsually
}

extension Predicate {
  /// Whether it speaks of the limit of a mean, o(1) or Ω(1).
  package var isLimit: Bool { self == .vanishes || self == .staysAway }

  /// Checks that the predicate can be asked of this evidence.
  package func validate(for evidence: Evidence) throws(DecisionError) {
    switch self {
    case .vanishes, .staysAway: break
    case .isBounded(let reference), .isProportional(let reference):
      if reference.values.count != evidence.scales.count {
        throw .referenceDoesNotMatchScales(scales: evidence.scales.count, values: reference.values.count)
      }
      for (position, value) in reference.values.enumerated() where !(value > 0 && value < .infinity) {
        throw .referenceOutOfRange(position: position, value: value)
      }
    case .isPolynomial(let quantum):
      if evidence.kind != .positive { throw .predicateNeedsKind("poly(d)", "positive") }
      if !(quantum >= 0 && quantum.isFinite) {
        throw .ruleOutOfRange(name: "quantum", value: quantum, range: "[0, ∞)")
      }
    case .holdsUsually:
      if evidence.kind != .boolean { throw .predicateNeedsKind("with high probability", "boolean") }
    }
  }
}
