/// A verification that cannot be run as described; found before anything is trained.
public struct PlanError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the claim and the input at fault.
  public let description: String

  /// An error with its sentence.
  public init(_ description: String) {
    self.description = description
  }
}
