import Decision

/// Which claims notice which planted defects.
///
/// A claim notices a defect if it is supported without it and not supported with it. A claim that is not supported to
/// begin with can notice nothing.
package struct MutationMatrix: Sendable, Equatable {
  /// What became of a claim under a defect.
  package enum Mark: String, Sendable, CaseIterable {
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
    /// Nothing is known: the defect was noticed before it came to this claim.
    case untried = " "

    /// Whether the claim notices the defect.
    package var isNotice: Bool { [.refuted, .inconclusive, .health].contains(self) }
  }

  /// The verdicts reached with one defect, or with none.
  package struct Answers: Sendable, Equatable {
    /// The claims that were tried.
    var tried: Set<String> = []
    /// Their verdicts; a claim that was tried and has none could not be run.
    var verdicts: [String: Verdict] = [:]

    /// No verdicts yet.
    init() {}

    /// Adds what came of trying some claims.
    mutating func add(_ claims: [String], verdicts: [String: Verdict]) {
      tried.formUnion(claims)
      self.verdicts.merge(verdicts) { $1 }
    }
  }

  /// A defect and what became of every claim.
  package struct Row: Sendable, Equatable {
    /// The defect.
    package let mutant: Mutant
    /// One mark per claim, in the order of the claims.
    package let marks: [Mark]

    /// Whether no claim notices the defect.
    package var isEmpty: Bool { !marks.contains(where: \.isNotice) }
  }

  /// The claims.
  package let claims: [String]
  /// Their verdicts without a defect, in the same order; nil for a claim that could not be run, or was not tried.
  package let verdicts: [Verdict?]
  /// Whether each claim was tried without a defect, in the same order.
  package let isTried: [Bool]
  /// The defects.
  package let rows: [Row]

  /// Compares verdicts.
  ///
  /// - Parameters:
  ///   - claims: The names of the claims.
  ///   - baseline: Their verdicts without a defect.
  ///   - mutants: Their verdicts with each defect.
  package init(claims: [String], baseline: Answers, mutants: [(mutant: Mutant, answers: Answers)]) {
    self.claims = claims
    verdicts = claims.map { baseline.verdicts[$0] }
    isTried = claims.map(baseline.tried.contains)
    rows = mutants.map { mutant, answers in
      Row(mutant: mutant, marks: claims.map { Self.mark(of: $0, baseline: baseline, answers: answers) })
    }
  }

  /// The defects that no claim notices.
  package var unnoticed: [Mutant] { rows.filter(\.isEmpty).map(\.mutant) }

  /// The supported claims that were tried on every defect and notice none.
  package var unnoticing: [String] {
    claims.indices.filter { index in
      verdicts[index] == .supported && !rows.contains { $0.marks[index].isNotice || $0.marks[index] == .untried }
    }.map { claims[$0] }
  }

  /// What is to be said of a claim, by its index, without a defect.
  package func standing(of index: Int) -> String {
    verdicts[index].map { "\($0)" } ?? (isTried[index] ? "cannot be run" : "not tried")
  }

  /// Returns the claims that have a mark under a defect.
  package func claims(marked mark: Mark, in row: Row) -> [String] {
    zip(claims, row.marks).filter { $1 == mark }.map(\.0)
  }

  /// Returns what became of a claim under a defect.
  package static func mark(of claim: String, baseline: Answers, answers: Answers) -> Mark {
    // Whether a claim is supported without the defect is known before it is tried with it.
    if baseline.tried.contains(claim), baseline.verdicts[claim] != .supported { return .unsupported }
    guard answers.tried.contains(claim) else { return .untried }
    switch answers.verdicts[claim] {
    case nil: return .impossible
    case .supported: return .unnoticed
    case .refuted: return .refuted
    case .inconclusive(.health): return .health
    case .inconclusive: return .inconclusive
    }
  }
}
