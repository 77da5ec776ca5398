import ClaimKit

extension Materiality {
  /// The rules of the decision procedure with this materiality in place of the default one.
  public var rules: DecisionRules {
    var rules = DecisionRules()
    rules.materiality = epsilon
    rules.isRelative = isRelative
    return rules
  }
}

extension Order {
  /// What the order says of the limit of a mean.
  public var predicate: Predicate { self == .vanishing ? .vanishes : .staysAway }
}
