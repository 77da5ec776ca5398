/// Whether one case, row or family came out as expected.
public struct CheckResult: Sendable, Equatable {
  /// The name.
  public let id: String
  /// What it is about.
  public let note: String
  /// What differs, each with the number got and the number expected; empty if all agrees.
  public let faults: [String]
  /// What differs without failing, because the data do not determine it.
  public let remarks: [String]

  /// A result from its parts.
  init(id: String, note: String, faults: [String], remarks: [String] = []) {
    self.id = id
    self.note = note
    self.faults = faults
    self.remarks = remarks
  }

  /// Whether nothing differs.
  public var isPassed: Bool { faults.isEmpty }

  /// One line: `pass id: note` or `FAIL id: note — what differs`.
  public var line: String {
    let head = "\(isPassed ? "pass" : "FAIL") \(id): \(note)"
    let details = faults + remarks.map { "\($0) (information only)" }
    let text = details.isEmpty ? head : head + " — " + details.joined(separator: "; ")
    return String(text.map { $0.isNewline ? " " : $0 })
  }
}
