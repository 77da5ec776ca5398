import Decision
import Experiments

/// Which claims notice which planted defects.
///
/// A claim notices a defect if it is supported without the defect and not supported with it. A claim that is not
/// supported without a defect can notice none and is tried with none.
package struct MutationMatrix: Sendable, Equatable {
  /// The result of a claim under a defect.
  package enum Mark: String, Sendable, CaseIterable {
    /// Noticed: the claim is refuted.
    case refuted = "R"
    /// Noticed: the claim is inconclusive.
    case inconclusive = "?"
    /// Noticed: trials failed, or their numbers did not pass the health check.
    case health = "H"
    /// Not noticed: the claim is supported with the defect too.
    case unnoticed = "·"
    /// The claim is not supported without a defect, so it was not tried with this one.
    case unsupported = "–"
    /// The claim's trials cannot be run with the defect.
    case impossible = "x"
    /// Not tried: another claim had already noticed the defect.
    case untried = " "

    /// Whether the claim notices the defect.
    package var isNotice: Bool { [.refuted, .inconclusive, .health].contains(self) }
  }

  /// The verdicts reached with one defect, or with none.
  package struct Answers: Sendable, Equatable {
    /// The claims that were tried.
    var tried: Set<String> = []
    /// The verdicts by claim; a claim that was tried and has no verdict could not be run.
    var verdicts: [String: Verdict] = [:]
    /// Whether each conclusion is supported on its own, by claim and text.
    var isSupported: [String: [String: Bool]] = [:]

    /// No verdicts yet.
    init() {}

    /// Adds the claims that were tried and the verdicts of those that could be run.
    mutating func add(
      _ claims: [String], verdicts: [String: Verdict], isSupported: [String: [String: Bool]] = [:]
    ) {
      tried.formUnion(claims)
      self.verdicts.merge(verdicts) { $1 }
      self.isSupported.merge(isSupported) { $1 }
    }

    /// The conclusions of a claim that are supported, if the claim is.
    func conclusions(of claim: String) -> [String] {
      guard verdicts[claim]?.isSupport == true else { return [] }
      return (isSupported[claim] ?? [:]).filter(\.value).keys.sorted()
    }

    /// Whether a conclusion, which is supported without a defect, is not supported here.
    func isNoticed(by conclusion: String, of claim: String) -> Bool {
      verdicts[claim] != nil && isSupported[claim]?[conclusion] != true
    }
  }

  /// A defect and the result of every claim under it.
  package struct Row: Sendable, Equatable {
    /// The defect.
    package let mutant: PlantedDefect
    /// One mark per claim, in the order of the claims.
    package let marks: [Mark]

    /// Whether no claim notices the defect.
    package var isEmpty: Bool { !marks.contains(where: \.isNotice) }
  }

  /// A conclusion that is supported without a defect, and the defects that it notices.
  package struct ConclusionRow: Sendable, Equatable {
    /// The name of the claim.
    package let claim: String
    /// The conclusion.
    package let text: String
    /// The defects with which it is not supported, in the order of the rows.
    package let noticed: [PlantedDefect]
    /// The number of defects with which its claim was decided.
    package let tried: Int
  }

  /// The names of the claims.
  package let claims: [String]
  /// The verdicts of the claims without a defect, in the same order; nil if a claim could not be run or was not tried.
  package let verdicts: [Verdict?]
  /// Whether each claim was tried without a defect, in the same order.
  package let isTried: [Bool]
  /// One row per defect.
  package let rows: [Row]
  /// One row per conclusion of a supported claim, in the order of the claims and of their texts.
  package let conclusions: [ConclusionRow]

  /// Compares the verdicts without a defect with those under each defect.
  ///
  /// - Parameters:
  ///   - claims: The names of the claims.
  ///   - baseline: The verdicts of the claims without a defect.
  ///   - mutants: The verdicts of the claims with each defect.
  package init(claims: [String], baseline: Answers, mutants: [(mutant: PlantedDefect, answers: Answers)]) {
    self.claims = claims
    verdicts = claims.map { baseline.verdicts[$0] }
    isTried = claims.map(baseline.tried.contains)
    rows = mutants.map { mutant, answers in
      Row(mutant: mutant, marks: claims.map { Self.mark(of: $0, baseline: baseline, answers: answers) })
    }
    conclusions = claims.flatMap { claim in
      baseline.conclusions(of: claim).map { text in
        ConclusionRow(
          claim: claim, text: text,
          noticed: mutants.filter { $0.answers.isNoticed(by: text, of: claim) }.map(\.mutant),
          tried: mutants.count { $0.answers.verdicts[claim] != nil })
      }
    }
  }

  /// The defects that no claim notices.
  package var unnoticed: [PlantedDefect] { rows.filter(\.isEmpty).map(\.mutant) }

  /// The claims that are supported without a defect, were tried with every defect and notice none.
  package var unnoticing: [String] {
    claims.indices.filter { index in
      verdicts[index]?.isSupport == true && !rows.contains { $0.marks[index].isNotice || $0.marks[index] == .untried }
    }.map { claims[$0] }
  }

  /// The conclusions that notice no defect that was tried.
  package var unnoticingConclusions: [ConclusionRow] { conclusions.filter(\.noticed.isEmpty) }

  /// Returns the verdict of a claim without a defect, or why it has none; claims are given by index.
  package func standing(of index: Int) -> String {
    verdicts[index].map { "\($0)" } ?? (isTried[index] ? "cannot be run" : "not tried")
  }

  /// Returns the claims that have the given mark in the row of a defect.
  package func claims(marked mark: Mark, in row: Row) -> [String] {
    zip(claims, row.marks).filter { $1 == mark }.map(\.0)
  }

  /// Returns the result of a claim under a defect.
  package static func mark(of claim: String, baseline: Answers, answers: Answers) -> Mark {
    // A claim is always tried without the defect first, so this case needs no answer with the defect.
    if baseline.tried.contains(claim), baseline.verdicts[claim]?.isSupport != true { return .unsupported }
    guard answers.tried.contains(claim) else { return .untried }
    switch answers.verdicts[claim] {
    case nil: return .impossible
    case .supported, .extrapolated, .notContradicted: return .unnoticed
    case .refuted: return .refuted
    case .inconclusive(.health): return .health
    case .inconclusive: return .inconclusive
    }
  }
}
