/// Measurements that cannot be read, or that do not fit the question asked of them.
package struct MeasurementError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence that names the line, the input and the valid range.
  package let description: String

  /// An error with its sentence.
  init(_ description: String) { self.description = description }

  /// An error about a line.
  init(line: Int, _ problem: String) { description = "line \(line): \(problem)" }
}
