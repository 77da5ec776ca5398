/// A report that cannot be written where it was asked for.
public struct ReportError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the folder and what would be accepted.
  public let description: String

  /// An error with its sentence.
  public init(_ description: String) {
    self.description = description
  }
}
