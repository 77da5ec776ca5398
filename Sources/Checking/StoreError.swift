/// A folder that cannot serve as a store of trials, or a record that could not be written there.
public struct StoreError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the folder or file.
  public let description: String

  /// An error with its sentence.
  public init(_ description: String) {
    self.description = description
  }
}
