import Verification

/// How the verdicts of a report differ from those of the report that it replaced.
///
/// A report with the same verdicts as the one before keeps that report's changes, so that writing it twice gives the same
/// bytes.
package struct ReportChanges: Codable, Sendable, Equatable {
  /// A claim with another verdict than before.
  struct Change: Codable, Sendable, Equatable {
    let claim: String
    let before: String
    let after: String
  }

  /// The claims with another verdict, by name.
  var changed: [Change] = []
  /// The claims that were not in the earlier report.
  var added: [String] = []
  /// The claims that are no longer in the report.
  var removed: [String] = []
  /// The claims whose registration changed and whose verdict did not.
  var restated: [String] = []
  /// The profiles of both reports; nil if they are the same.
  var profiles: [String]?

  /// Whether nothing differs.
  var isEmpty: Bool { self == ReportChanges() }

  /// The changes from one report to the next.
  ///
  /// - Parameters:
  ///   - earlier: What the earlier report said of itself; nil if there was none.
  ///   - verdicts: The present verdict of each claim.
  ///   - registrations: The present registration of each claim.
  ///   - profile: The present profile.
  /// - Returns: Nil if the earlier report had the same verdicts and told of no change, or if there was none.
  static func since(
    _ earlier: EnvironmentFile.Content?, verdicts: [String: String], registrations: [String: String], profile: String
  ) -> ReportChanges? {
    guard let earlier, let before = earlier.verdicts else { return nil }
    var changes = ReportChanges()
    for name in verdicts.keys.sorted() {
      guard let old = before[name], let new = verdicts[name] else {
        changes.added.append(name)
        continue
      }
      if old != new {
        changes.changed.append(Change(claim: name, before: old, after: new))
      } else if earlier.registrations[name] != registrations[name] {
        changes.restated.append(name)
      }
    }
    changes.removed = before.keys.filter { verdicts[$0] == nil }.sorted()
    if earlier.profile != profile { changes.profiles = [earlier.profile, profile] }
    return changes.isEmpty ? earlier.changes : changes
  }
}

/// What an earlier report said of itself, so that the next one can say what changed.
package struct EarlierReport: Sendable {
  let content: EnvironmentFile.Content
}

/// The sentence on what changed since the last report.
struct ChangesText {
  private let changes: ReportChanges?
  private let present: Set<String>

  /// - Parameter findings: The findings of the report; claims without a page have no link.
  init(_ changes: ReportChanges?, _ findings: [Finding]) {
    self.changes = changes
    present = Set(findings.map(\.name))
  }

  /// The most claims that are named in one list.
  private static let most = 12

  /// The sentence in Markdown.
  var markdown: String {
    guard let changes else {
      return "**Since the last report**: no change of a verdict is on record."
    }
    var parts: [String] = []
    if let profiles = changes.profiles, let first = profiles.first, let last = profiles.last {
      parts.append("the profile was \(Markup.prose(first)) and is \(Markup.prose(last))")
    }
    if !changes.changed.isEmpty {
      parts.append(
        list(changes.changed) {
          "\(link($0.claim)) went from *\(Markup.prose($0.before))* to *\(Markup.prose($0.after))*"
        })
    }
    if !changes.added.isEmpty { parts.append("new: " + list(changes.added, link)) }
    if !changes.removed.isEmpty { parts.append("gone: " + list(changes.removed, Markup.prose)) }
    if !changes.restated.isEmpty {
      parts.append("stated anew, with the same verdict: " + list(changes.restated, link))
    }
    return "**Since the last report**: \(parts.joined(separator: "; "))."
  }

  private func list<Item>(_ items: [Item], _ words: (Item) -> String) -> String {
    let rest = items.count - Self.most
    return items.prefix(Self.most).map(words).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  private func link(_ name: String) -> String {
    present.contains(name) ? "[\(Markup.prose(name))](\(name)/README.md)" : Markup.prose(name)
  }
}
