/// A regime or a parameter of it that describes no model.
public struct RegimeError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the input and the valid range.
  public let description: String

  /// An error with its sentence.
  public init(_ description: String) {
    self.description = description
  }
}
