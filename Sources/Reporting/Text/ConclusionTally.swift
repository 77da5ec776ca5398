import ClaimKit
import Decision
import Verification

/// The conclusions of some findings: how many can be refuted by a control, and on how many nothing was seen that could
/// contradict them.
package struct ConclusionTally {
  /// How a conclusion is judged, which decides what "not contradicted" says of it.
  enum Kind: CaseIterable {
    /// About the growth or limit of a mean.
    case mean
    /// A theorem's error that must vanish: where it does so at every scale, no decay is left to be seen.
    case vanishingError
    /// About single runs.
    case withHighProbability
    /// A program held against its definition: it should never deviate.
    case conformance

    /// The name in a table.
    var text: String {
      switch self {
      case .mean: "about means"
      case .vanishingError: "theorems' errors that must vanish"
      case .withHighProbability: "with high probability"
      case .conformance: "conformance with a definition"
      }
    }
  }

  /// A conclusion of a claim.
  struct Entry {
    let finding: Finding
    let conclusion: Conclusion
    let discrimination: Discrimination
    let kind: Kind
    /// Whether its verdict on its own is *not contradicted*.
    let isSaturated: Bool
  }

  /// Every conclusion, in the order of the claims.
  let entries: [Entry]

  /// The conclusions of some findings; the two readings of a Θ are one conclusion.
  package init(_ findings: [Finding]) {
    entries = findings.flatMap { finding in
      finding.claim.conclusions.map { conclusion in
        Entry(
          finding: finding, conclusion: conclusion, discrimination: finding.discrimination(of: conclusion),
          kind: Self.kind(of: conclusion, in: finding),
          isSaturated: finding.conclusions.contains {
            $0.conclusion == conclusion && $0.decision.verdict(levels: finding.levels) == .notContradicted
          })
      }
    }
  }

  private static func kind(of conclusion: Conclusion, in finding: Finding) -> Kind {
    if finding.folder == "Definitions" { return .conformance }
    if conclusion.isWithHighProbability { return .withHighProbability }
    if finding.folder == "Theorems", conclusion.quantity.kind == .count, case .littleO = conclusion.order {
      return .vanishingError
    }
    return .mean
  }

  /// The number of conclusions.
  package var total: Int { entries.count }

  /// The number of conclusions that a control refuted.
  package var discriminated: Int { count(.discriminated) }

  /// Returns the number of conclusions with a standing.
  func count(_ discrimination: Discrimination) -> Int { entries.count { $0.discrimination == discrimination } }

  /// The headline, such as `78 of 84 conclusions discriminated`.
  package var headline: String { "\(discriminated) of \(total) conclusions discriminated" }

  /// The other conclusions in one clause, such as `4 have no control, 2 have controls of which none refuted them`; empty
  /// without any.
  package var rest: String {
    let (without, failed) = (count(.uncontrolled), count(.undiscriminated))
    return [
      without == 0 ? "" : "\(without) \(without == 1 ? "has" : "have") no control",
      failed == 0
        ? ""
        : "\(failed) \(failed == 1 ? "has" : "have") controls of which none refuted \(failed == 1 ? "it" : "them")",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The counts as a JSON object.
  var object: JSONValue {
    var object: [String: JSONValue] = ["total": .integer(total)]
    for discrimination in Discrimination.allCases { object[discrimination.rawValue] = .integer(count(discrimination)) }
    object["notContradicted"] = .integer(entries.count(where: \.isSaturated))
    return .object(object)
  }

  // MARK: On the front page

  /// The section of the front page.
  var section: [String] {
    let opening =
      "A conclusion is *discriminated* if at least one control that is aimed at it was decided and refuted it. Only then "
      + "is its test known to be able to fail. This holds for \(discriminated) of \(total) conclusions."
    return ["## Conclusions", opening] + lacking + saturated
  }

  private var lacking: [String] {
    let kinds: [(Discrimination, String)] = [
      (.uncontrolled, "Without a control"), (.undiscriminated, "With controls, none of which refuted it"),
    ]
    return kinds.compactMap { discrimination, words in
      let chosen = entries.filter { $0.discrimination == discrimination }
      return chosen.isEmpty ? nil : "\(words): \(Self.list(chosen))."
    }
  }

  private var saturated: [String] {
    let rows = Kind.allCases.compactMap { kind -> [String]? in
      let all = entries.filter { $0.kind == kind }
      let chosen = all.filter(\.isSaturated)
      guard !all.isEmpty else { return nil }
      return [
        kind.text, "\(chosen.count) of \(all.count)", NumberText.percent(Double(chosen.count) / Double(all.count)),
        chosen.isEmpty ? "—" : Self.list(chosen),
      ]
    }
    guard !rows.isEmpty else { return [] }
    return [
      "Some conclusions are *not contradicted*: nothing was seen that could speak against them, so these runs say less "
        + "about them than about the others. Each conclusion is judged on its own here.",
      Markup.table(["conclusions", "not contradicted", "share", "which"], rows),
    ]
  }

  /// The conclusions by claim: `[Theorem5_2](…) (hard-sample error = o(1), …)`.
  private static func list(_ entries: [Entry]) -> String {
    var groups: [(finding: Finding, texts: [String])] = []
    for entry in entries {
      if groups.last?.finding.name == entry.finding.name {
        groups[groups.count - 1].texts.append(entry.conclusion.text)
      } else {
        groups.append((entry.finding, [entry.conclusion.text]))
      }
    }
    return groups.map { group in
      "[\(Markup.prose(group.finding.name))](\(group.finding.name)/README.md) "
        + "(\(group.texts.map(Markup.prose).joined(separator: "; ")))"
    }.joined(separator: ", ")
  }
}
