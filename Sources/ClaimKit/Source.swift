/// Whether a statement is the paper's own.
public enum Provenance: String, Sendable, Codable {
  /// The paper's summary states it.
  case stated
  /// The paper's summary names the object without its constants; this reading makes the mechanism work.
  case reconstructed
  /// The harness's own choice for finite d.
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

/// The origin of a claim.
public struct Source: Hashable, Sendable {
  /// The place in the paper, or the name of the mechanism step.
  ///
  /// It has a number only if the paper's summary gives one.
  package let label: String
  /// Whether the statement is the paper's own.
  package let provenance: Provenance
  /// One sentence on the part that is not the paper's own; empty if there is none.
  public let remark: String

  /// A source by label and provenance.
  public init(_ label: String, _ provenance: Provenance, remark: String = "") {
    self.label = label
    self.provenance = provenance
    self.remark = remark
  }
}
