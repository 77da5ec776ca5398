import MultiView

/// What a conclusion is about: a number that every run yields at every checkpoint.
public indirect enum Quantity: Hashable, Sendable {
  /// Cross-entropy on fresh easy samples.
  case trainingLoss
  /// The share of misclassified test samples of a kind, superclasses compared by their largest head; ties count half.
  case error(on: Sample.Kind)
  /// A quantity under one label set minus the same under another, paired by seed.
  case difference(of: Quantity, under: Labels, minus: Labels)

  /// The values a quantity can take, which selects the statistics.
  public enum Range: Sendable {
    /// Errors out of a number of test samples.
    case count
    /// A positive number without a natural unit.
    case positive
    /// A number in [−1, 1].
    case signed
  }

  /// The values it can take.
  public var range: Range {
    switch self {
    case .trainingLoss: .positive
    case .error: .count
    case .difference: .signed
    }
  }

  /// The label sets it compares; empty for a quantity of one label set.
  public var comparedLabels: [Labels] {
    if case .difference(_, let first, let second) = self { return [first, second] }
    return []
  }

  /// The name in sentences and tables.
  public var text: String {
    switch self {
    case .trainingLoss: "training loss"
    case .error(let kind): "\(kind.rawValue)-sample error"
    case .difference(let quantity, let first, let second):
      "\(quantity.text) (\(first.rawValue) − \(second.rawValue))"
    }
  }

  /// A name for files: letters, digits and hyphens.
  public var slug: String {
    switch self {
    case .trainingLoss: "training-loss"
    case .error(let kind): "\(kind.rawValue)-error"
    case .difference(let quantity, let first, let second): "\(quantity.slug)-\(first.rawValue)-minus-\(second.rawValue)"
    }
  }
}
