/// Measurements that cannot be read, or not as what they are asked to be.
public struct MeasurementError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence that names the line, the input and the valid range.
  public let description: String

  /// An error with its sentence.
  public init(_ description: String) { self.description = description }

  /// An error about a line.
  init(line: Int, _ problem: String) { description = "line \(line): \(problem)" }
}
