/// How much of a statement was at hand: the paper's summary, and not the paper.
public enum Provenance: String, Sendable, Codable, CaseIterable {
  /// The paper's summary states every conclusion; the remark says what of it is ours.
  case stated
  /// The paper's summary names the object without its constants; this reading makes the mechanism work.
  case reconstructed
  /// The harness's own choice for finite d.
  case chosen
  /// A textbook theorem, whose truth is known: it tests the checker and not the paper.
  case known

  /// The mark used in reports: [P], [R], [C] or [K].
  package var mark: String {
    switch self {
    case .stated: "[P]"
    case .reconstructed: "[R]"
    case .chosen: "[C]"
    case .known: "[K]"
    }
  }

  /// What the mark means, in a few words.
  package var words: String {
    switch self {
    case .stated: "from the paper's summary"
    case .reconstructed: "reconstructed"
    case .chosen: "our choice, or a fact from another source"
    case .known: "a known theorem, on which the checker is tried"
    }
  }
}

/// The origin of a claim.
public struct Source: Hashable, Sendable {
  /// The place in the paper, or the name of the mechanism step.
  ///
  /// It has a number only if the paper's summary gives one.
  package let label: String
  /// How much of the statement the paper's summary shows.
  package let provenance: Provenance
  /// What the paper's summary shows of the statement and what it does not; empty if there is nothing to add.
  public let remark: String

  /// A source by label and provenance.
  public init(_ label: String, _ provenance: Provenance, remark: String = "") {
    self.label = label
    self.provenance = provenance
    self.remark = remark
  }
}
