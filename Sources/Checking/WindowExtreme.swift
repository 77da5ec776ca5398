/// Which value of a run's window a conclusion is read from.
public enum WindowExtreme: String, Hashable, Sendable {
  /// The largest.
  case largest
  /// The smallest.
  case smallest
  /// The only one there is.
  case only
}
