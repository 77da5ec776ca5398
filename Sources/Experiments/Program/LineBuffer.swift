import Foundation

/// Splits a worker's standard output into lines.
struct LineBuffer: Sendable {
  /// The most bytes of a line.
  static let longest = 1 << 20
  private var bytes: [UInt8] = []
  /// Where the next line begins.
  private var start = 0
  /// The place before which there is no line end after `start`.
  private var searched = 0

  /// Adds what was read.
  mutating func append(_ chunk: some Collection<UInt8>) {
    bytes.removeFirst(start)
    searched -= start
    start = 0
    bytes.append(contentsOf: chunk)
  }

  /// Returns the next line without its end; nil if no line is complete.
  ///
  /// - Throws: An error if the line is longer than ``longest``.
  mutating func next() throws(ExperimentError) -> Data? {
    let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n"))
    searched = end ?? bytes.count
    guard searched - start <= Self.longest else {
      throw ExperimentError("the program wrote a line longer than 1 MiB")
    }
    guard let end else { return nil }
    defer {
      start = end + 1
      searched = start
    }
    return Data(bytes[start..<end])
  }
}
