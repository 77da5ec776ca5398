/// Which claims notice which planted defects.
///
/// A claim notices a defect if it is supported without it and not supported with it. A claim that is not supported to
/// begin with can notice nothing.
public struct MutationMatrix: Sendable, Equatable {
  /// What became of a claim under a defect.
  public enum Mark: String, Sendable, CaseIterable {
    /// Noticed: the claim is refuted.
    case refuted = "R"
    /// Noticed: the claim is inconclusive.
    case inconclusive = "?"
    /// Noticed: trials failed, or their numbers are not fit to be judged.
    case health = "H"
    /// Not noticed: the claim is supported all the same.
    case unnoticed = "·"
    /// The claim is not supported without the defect either.
    case unsupported = "–"
    /// The claim's trials cannot be run with the defect.
    case impossible = "x"

    /// Whether the claim notices the defect.
    public var isNotice: Bool { [.refuted, .inconclusive, .health].contains(self) }
  }

  /// A defect and what became of every claim.
  public struct Row: Sendable, Equatable {
    /// The defect.
    public let mutant: Mutant
    /// One mark per claim, in the order of the claims.
    public let marks: [Mark]

    /// Whether no claim notices the defect.
    public var isEmpty: Bool { !marks.contains(where: \.isNotice) }
  }

  /// The claims.
  public let claims: [String]
  /// Their verdicts without a defect, in the same order; nil for a claim that could not be run.
  public let verdicts: [Verdict?]
  /// The defects.
  public let rows: [Row]

  /// Compares verdicts.
  ///
  /// - Parameters:
  ///   - claims: The names of the claims.
  ///   - baseline: Their verdicts without a defect.
  ///   - mutants: The verdicts with each defect; a claim that has none could not be run with it.
  public init(
    claims: [String], baseline: [String: Verdict], mutants: [(mutant: Mutant, verdicts: [String: Verdict])]
  ) {
    self.claims = claims
    verdicts = claims.map { baseline[$0] }
    rows = mutants.map { mutant, verdicts in
      Row(mutant: mutant, marks: claims.map { Self._mark(baseline[$0], verdicts[$0]) })
    }
  }

  /// The defects that no claim notices.
  public var unnoticed: [Mutant] { rows.filter(\.isEmpty).map(\.mutant) }

  /// The supported claims that notice none of the defects.
  public var unnoticing: [String] {
    claims.indices.filter { index in
      verdicts[index] == .supported && !rows.contains { $0.marks[index].isNotice }
    }.map { claims[$0] }
  }

  /// Returns the claims that have a mark under a defect.
  public func claims(marked mark: Mark, in row: Row) -> [String] {
    zip(claims, row.marks).filter { $1 == mark }.map(\.0)
  }

  private static func _mark(_ before: Verdict?, _ after: Verdict?) -> Mark {
    guard before == .supported else { return .unsupported }
    switch after {
    case nil: return .impossible
    case .supported: return .unnoticed
    case .refuted: return .refuted
    case .inconclusive(.health): return .health
    case .inconclusive: return .inconclusive
    }
  }
}
