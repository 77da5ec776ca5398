/// The end of what a worker wrote to its standard error.
struct ErrorTail: Sendable {
  private static let capacity = 4096
  private static let quoted = 300
  private var bytes: [UInt8] = []

  /// Adds what was written; only the end is kept.
  mutating func append(_ chunk: some Collection<UInt8>) {
    bytes.append(contentsOf: chunk.suffix(Self.capacity))
    bytes.removeFirst(max(0, bytes.count - Self.capacity))
  }

  /// Forgets everything, as at the start of a trial.
  mutating func clear() { bytes = [] }

  /// The last lines with text, as many as fit into 300 characters, joined by ` / `; empty if there are none.
  var text: String {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { String($0).printable }.filter { !$0.isEmpty }
    guard var text = lines.last else { return "" }
    if text.count > Self.quoted { return "…" + text.suffix(Self.quoted - 1) }
    for line in lines.dropLast().reversed() {
      guard text.count + line.count + 3 <= Self.quoted else { break }
      text = "\(line) / \(text)"
    }
    return text
  }

  /// Returns one sentence from a cause and the end of standard error.
  func sentence(_ cause: String) -> ExperimentError {
    let text = text
    let clause = text.isEmpty ? "its standard error is empty" : "its standard error ends with “\(text)”"
    let stem = cause.hasSuffix(".") ? String(cause.dropLast()) : cause
    return ExperimentError("\(stem.quotable(atMost: 500)); \(clause).")
  }
}
