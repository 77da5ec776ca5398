import Decision
import Verification

/// The word under which a claim stands in tables, counts, JSON and the graph.
///
/// To add a word, add a case here: the compiler then names what it lacks.
package enum VerdictWord: String, Sendable, CaseIterable {
  /// Shown by the scales that were run.
  case supported
  /// Shown only by a fitted curve beyond the last scale.
  case extrapolated
  /// Nothing was seen that could contradict the claim.
  case notContradicted
  /// Shown to fail.
  case refuted
  /// Neither shown nor refuted.
  case inconclusive
  /// A control was not refuted, so the claim's own verdict means nothing.
  case undiscriminating

  /// The word of a verdict.
  package init(_ verdict: Verdict) {
    switch verdict {
    case .supported: self = .supported
    case .extrapolated: self = .extrapolated
    case .notContradicted: self = .notContradicted
    case .refuted: self = .refuted
    case .inconclusive: self = .inconclusive
    }
  }

  /// The word of a finding: undiscriminating whatever its verdict, if a control was not refuted.
  package init(_ finding: Finding) {
    self = finding.discriminates ? VerdictWord(finding.verdict) : .undiscriminating
  }

  /// The word at the beginning of a text that a page or a report shows; nil if there is none.
  package init?(leading text: String) {
    let found = Self.allCases.filter { text.hasPrefix($0.text) }.max { $0.text.count < $1.text.count }
    guard let found else { return nil }
    self = found
  }

  /// The word as readers see it.
  package var text: String {
    switch self {
    case .supported: Verdict.supported.description
    case .extrapolated: Verdict.extrapolated.description
    case .notContradicted: Verdict.notContradicted.description
    case .refuted: Verdict.refuted.description
    case .inconclusive: "inconclusive"
    case .undiscriminating: "undiscriminating"
    }
  }

  /// Whether the word speaks for the claim.
  package var isSupport: Bool {
    switch self {
    case .supported, .extrapolated, .notContradicted: true
    case .refuted, .inconclusive, .undiscriminating: false
    }
  }

  /// The key of the number of claims under this word in JSON.
  package var key: String {
    switch self {
    case .supported, .notContradicted, .refuted, .inconclusive, .undiscriminating: rawValue
    case .extrapolated: "supportedByExtrapolation"
    }
  }

  /// What a claim under this word says, in one clause for terminal and legend.
  package var meaning: String {
    switch self {
    case .supported: "the scales that were run show it"
    case .extrapolated: "the last scale alone does not show it, but the fitted curve beyond it does"
    case .notContradicted: "nothing was seen that could contradict it"
    case .refuted: "a conclusion fails"
    case .inconclusive: "neither side is excluded, or a gate withholds the verdict"
    case .undiscriminating: "a control was not refuted"
    }
  }

  /// The name of the fill of a box in the graph, and its colour.
  ///
  /// The colour is light: the text in the box is set to dark, because dark mode would otherwise make it light.
  var fill: (name: String, colour: String) {
    switch self {
    case .supported: ("green", "#63c9a4")
    case .extrapolated: ("blue", "#8fd0f5")
    case .notContradicted: ("pale green", "#d3efe2")
    case .refuted: ("red", "#f08a66")
    case .inconclusive: ("yellow", "#f2d04f")
    case .undiscriminating: ("violet", "#d6b0e0")
    }
  }
}

/// How many claims have each word.
package struct VerdictTally: Sendable, Equatable {
  /// The number of claims under each word; the numbers add up to ``total``.
  private let counts: [VerdictWord: Int]

  /// The tally of some words.
  package init(_ words: some Sequence<VerdictWord>) {
    counts = words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// The tally of some findings.
  package init(_ findings: [Finding]) { self.init(findings.map { VerdictWord($0) }) }

  /// The number of all claims.
  package var total: Int { counts.values.reduce(0, +) }

  /// The number of claims whose word speaks for them.
  package var supports: Int { VerdictWord.allCases.filter(\.isSupport).reduce(0) { $0 + self[$1] } }

  /// The number of claims under a word.
  package subscript(word: VerdictWord) -> Int { counts[word] ?? 0 }

  /// The claims with a verdict for them, such as `30 of 43 claims supported, 12 not contradicted`.
  package var support: String {
    let weaker = VerdictWord.allCases.filter { $0.isSupport && $0 != .supported && self[$0] > 0 }
    return (["\(self[.supported]) of \(total) claims supported"] + weaker.map { "\(self[$0]) \($0.text)" })
      .joined(separator: ", ")
  }

  /// The other claims, such as `1 is inconclusive`; empty without any.
  package var rest: String {
    let words = VerdictWord.allCases.filter { !$0.isSupport && self[$0] > 0 }
    return words.map { "\(self[$0]) \(self[$0] == 1 ? "is" : "are") \($0.text)" }.joined(separator: ", ")
  }

  /// The number of claims under every word, by its key.
  package var object: [String: JSONValue] {
    Dictionary(
      VerdictWord.allCases.map { ($0.key, .integer(self[$0])) }, uniquingKeysWith: { first, _ in first })
  }
}
