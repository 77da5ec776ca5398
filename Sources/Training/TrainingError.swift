/// A trial that cannot be trained as described.
public struct TrainingError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the input and the valid range.
  public let description: String

  /// An error with its sentence.
  public init(_ description: String) {
    self.description = description
  }
}
