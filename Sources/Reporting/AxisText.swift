import ClaimKit

extension ClaimKit.Axis {
  /// What a chart writes under its horizontal axis.
  package var label: String {
    switch kind {
    case .dimension: "dimension \(symbol)"
    case .time(let d): "training time \(symbol) in steps, at d = \(d)"
    case .parameter(_, _, let d): "\(symbol), at d = \(d)"
    case .labels(let d): "number of labels \(symbol), at d = \(d)"
    }
  }

  /// What a scale stands for, as a row of the stand-in says it; nil where it is the dimension.
  package var meaning: String? {
    switch kind {
    case .dimension: nil
    case .time(let d): "\(symbol) training steps at d = \(d), each scale with runs of its own"
    case .labels(let d):
      "\(symbol) split labels at d = \(d); other labels do not change, each scale with runs of its own"
    case .parameter(let parameter, let rule, let d):
      "\(symbol) at d = \(d): \(parameter.rawValue) = \(rule.formula)"
    }
  }
}

extension Arm {
  /// The arm in a sentence: `fine labels`, `fine labels, rotated dictionary`.
  package var words: String { "\(labels.name) labels" + text.dropFirst(labels.name.count) }
}

extension Order {
  /// A name for files, which tells apart charts of one quantity.
  var slug: String {
    switch self {
    case .vanishing: "o"
    case .boundedBelow: "omega"
    case .bounded: "big-o"
    case .proportional: "theta"
    case .polynomial: "poly"
    case .negligible: "zero"
    }
  }
}

extension Materiality {
  /// The bound that single runs are held to at a scale; nil for sizes that bound no run.
  func tolerance(at scale: Int, of axis: ClaimKit.Axis) -> Double? {
    guard case .tolerance(let rule) = size else { return nil }
    return rule.value(at: axis.dimension(at: scale))
  }
}
