/// A file, folder or setting of images that cannot be used.
package struct ImageError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the input and what is valid.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) { self.description = description }
}
