/// An input for which no decision exists, as opposed to one for which it is inconclusive.
public enum DecisionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There are no scales, or no run was registered at any of them.
  case emptyData
  /// The number of lists of runs differs from the number of scales.
  case runsDoNotMatchScales(scales: Int, lists: Int)
  /// A scale is not finite, not above 1, or not above the one before it.
  case scaleOutOfOrder(position: Int, value: Double)
  /// A count has fewer than one trial.
  case trialsOutOfRange(Int)
  /// A rule lies outside its range.
  case ruleOutOfRange(name: String, value: Double, range: String)
  /// A relative threshold was asked for a kind that has a natural unit.
  case relativeMaterialityNeedsPositiveKind
  /// The number of values of a growth reference differs from the number of scales.
  case referenceDoesNotMatchScales(scales: Int, values: Int)
  /// A growth reference is not finite or not positive at a scale.
  case referenceOutOfRange(position: Int, value: Double)
  /// A predicate was asked of a kind of metric that it makes no sense for.
  case predicateNeedsKind(_ predicate: String, _ kind: String)
  /// A conjunction has no conclusions.
  case emptyConjunction

  /// The input at fault and its valid range.
  public var description: String {
    switch self {
    case .emptyData:
      "empty data: a decision needs at least one scale with at least one registered run"
    case .runsDoNotMatchScales(let scales, let lists):
      "runs: \(lists) lists of runs for \(scales) scales; there must be one list per scale"
    case .scaleOutOfOrder(let position, let value):
      "scales[\(position)] = \(value); scales must be finite, above 1 and strictly increasing"
    case .trialsOutOfRange(let trials):
      "count trials = \(trials); must be at least 1"
    case .ruleOutOfRange(let name, let value, let range):
      "rule \(name) = \(value); must be in \(range)"
    case .relativeMaterialityNeedsPositiveKind:
      "rule isRelative = true; allowed only for the positive kind, "
        + "because the noise of the first mean is accounted for only there"
    case .referenceDoesNotMatchScales(let scales, let values):
      "reference: \(values) values for \(scales) scales; there must be one per scale"
    case .referenceOutOfRange(let position, let value):
      "reference[\(position)] = \(value); must be in (0, ∞)"
    case .predicateNeedsKind(let predicate, let kind):
      "\(predicate) is asked of another kind of metric; it needs the \(kind) kind"
    case .emptyConjunction:
      "conclusions: none given; a conjunction needs at least one"
    }
  }
}
