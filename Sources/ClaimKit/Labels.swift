import MultiView

/// A label set whose size may grow with d.
public enum Labels: String, Hashable, Sendable, CaseIterable {
  /// Superclasses.
  case coarse
  /// Subclasses.
  case fine
  /// As many labels as there are subclasses, drawn independently of the input.
  case random

  /// Returns the label map at k subclasses per superclass (Definition 4.3).
  public func map(subclasses k: Int) -> LabelMap {
    switch self {
    case .coarse: .coarse
    case .fine: .fine
    case .random: .random(2 * k)
    }
  }
}
