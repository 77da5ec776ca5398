import MultiView

/// A label set whose size may grow with d.
public enum Labels: Hashable, Sendable {
  /// One label per superclass.
  case coarse
  /// A number of labels per superclass, each for a group of equally many subclasses; the number must divide k.
  case merged(into: Int)
  /// One label per pair of subclasses of the same superclass; k must be even.
  case pairs
  /// One label per subclass.
  case fine
  /// One label per subclass of one superclass, and one label for the whole of the other.
  case mixed
  /// A number of labels per subclass, drawn independently of the input.
  case split(into: Int)
  /// As many labels in total as the scale says, equally many per subclass, drawn independently of the input.
  case splitByScale
  /// One label per pair of subclasses, one from each superclass; as many labels as ``pairs``.
  case misaligned
  /// As many labels as there are subclasses, drawn independently of the input.
  case random
  /// A number of labels, drawn independently of the input.
  case randomized(into: Int)
  /// One label per sample of a finite training set.
  case instance

  /// Returns the label map at k subclasses per superclass (Definition 4.3).
  public func map(subclasses k: Int, scale: Int) -> LabelMap {
    switch self {
    case .coarse: .coarse
    // A number that does not divide k gives the size 0, which planning refuses.
    case .merged(let labels): .merged(k % max(1, labels) == 0 ? k / max(1, labels) : 0)
    case .pairs: .merged(2)
    case .fine: .fine
    case .mixed: .mixed
    case .split(let labels): .split(labels)
    case .splitByScale: .split(scale % (2 * k) == 0 ? scale / (2 * k) : 0)
    case .misaligned: .misaligned(1)
    case .random: .random(2 * k)
    case .randomized(let labels): .random(labels)
    case .instance: .instance
    }
  }

  /// Whether every label belongs to a single superclass.
  package var knowsSuperclasses: Bool { map(subclasses: 2, scale: 1).knowsSuperclasses }

  /// The name in sentences, tables and registrations.
  public var name: String {
    switch self {
    case .coarse: "coarse"
    case .merged(let labels): "merged (\(labels.multipliedReportingOverflow(by: 2).partialValue))"
    case .pairs: "pairs"
    case .fine: "fine"
    case .mixed: "mixed"
    case .split(let labels): "split (\(labels) per subclass)"
    case .splitByScale: "split"
    case .misaligned: "misaligned"
    case .random: "random"
    case .randomized(let labels): "random (\(labels))"
    case .instance: "instance"
    }
  }
}
