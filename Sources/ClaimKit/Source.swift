/// How far a statement is the paper's own.
public enum Provenance: String, Sendable, Codable {
  /// The paper's summary says it.
  case stated
  /// The summary names the object without its constants; this is the reading that makes the mechanism work.
  case reconstructed
  /// A choice of ours for finite d.
  case chosen

  /// The mark used in reports: [P], [R] or [C].
  package var mark: String {
    switch self {
    case .stated: "[P]"
    case .reconstructed: "[R]"
    case .chosen: "[C]"
    }
  }
}

/// Where a claim comes from.
public struct Source: Hashable, Sendable {
  /// The place in the paper, or the name of the mechanism step.
  ///
  /// It has a number only where the paper's summary gives one.
  package let label: String
  /// How far the statement is the paper's own.
  package let provenance: Provenance
  /// Which part is not the paper's own, in one sentence; empty if none.
  public let remark: String

  /// A source by label and provenance.
  public init(_ label: String, _ provenance: Provenance, remark: String = "") {
    self.label = label
    self.provenance = provenance
    self.remark = remark
  }
}
