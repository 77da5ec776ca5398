import ClaimKit

extension Materiality {
  /// The rules of the decision procedure with this materiality in place of the default one.
  public var rules: DecisionRules {
    var rules = DecisionRules()
    switch size {
    case .absolute(let epsilon): rules.materiality = epsilon
    case .shareOfFirst(let epsilon):
      rules.materiality = epsilon
      rules.isRelative = true
    case .tolerance: break
    case .growth(let slope, let band, _):
      rules.slopeTolerance = slope
      rules.bandRatio = band
    case .polynomial(let bend, let degree, _):
      rules.bendTolerance = bend
      rules.largestDegree = degree
    }
    return rules
  }
}
