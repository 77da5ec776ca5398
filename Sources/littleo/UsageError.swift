/// An input that asks for nothing that can be done; ends the program with exit code 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the input and the valid range.
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
