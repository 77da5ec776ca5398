import ClaimKit
import Planning
import Verification

/// The page on a search far beyond the registered windows.
package struct BeyondPage {
  private let search: LateSearch
  private let profile: Profile
  private let limits: FarReach
  private let command: String

  /// A page on a search.
  ///
  /// - Parameters:
  ///   - search: What was found.
  ///   - profile: The profile whose windows were exceeded.
  ///   - reach: How far the search went.
  ///   - command: The command line that produces this page again.
  package init(_ search: LateSearch, profile: Profile, reach: FarReach, command: String) {
    self.search = search
    self.profile = profile
    limits = reach
    self.command = command
  }

  /// The page in Markdown.
  package var markdown: String {
    let parts = [
      ReportText.marker, "# Beyond the window", "**\(Self.headline(of: search))** \(opening)", violations,
      "## What was searched", legend, searched, unsearched, "## Reproduce", "```sh\n\(command)\n```",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  /// The counts in one sentence.
  package static func headline(of search: LateSearch) -> String {
    let (found, all) = (search.violated.count, search.searched.count)
    return found == 0
      ? "No violation in \(all) conclusions."
      : "\(found) of \(all) conclusions \(found == 1 ? "has" : "have") a run on the wrong side of its bound."
  }

  /// How far a row was searched, such as `d = 1024, 16 times longer; d = 2048`.
  package static func reach(of row: LateSearch.Row) -> String {
    let steps = row.steps.map { step in
      "\(row.symbol) = \(NumberText.scale(Double(step.scale)))"
        + (step.stretch > 1 ? ", \(step.stretch) times longer" : "") + (step.runs == 0 ? " (no number)" : "")
    }
    return steps.isEmpty ? "—" : steps.joined(separator: "; ")
  }

  private var opening: String {
    """
    A bound can hold on every registered scale and fail later. Here \(limits.runs) runs of each claim go beyond its \
    window of profile `\(profile.rawValue)`: at the largest scale with a window up to \(limits.stretch) times as long, and at \
    up to \(limits.scales) larger scales, as far as \(NumberText.short(limits.seconds)) predicted seconds of one thread per claim \
    allow. Seeds start at \(limits.firstSeed); no verdict uses them. A single run on the wrong side refutes no claim about means. \
    It says where to look. No violation says only that these few runs show none.
    """
  }

  private var violations: String {
    guard !search.violated.isEmpty else { return "" }
    let rows = search.violated.compactMap { row in
      row.violation.map { violation in
        [
          Self.link(row), Markup.prose(row.text), Markup.prose(violation.text),
          violation.lines.map { "`\(Markup.code($0.description))`" }.joined(separator: "<br>"),
        ]
      }
    }
    return Markup.table(["claim", "conclusion", "first violation", "run it again"], rows)
  }

  private var legend: String {
    "The bound of a single run: for o(1) and Ω(1) the materiality, for a curve the ends of its zone, with high "
      + "probability the tolerance, for O(h) and Θ(h) the allowed band around h. The band starts from the mean of as "
      + "many runs at the smallest registered scale, with the same longer window."
  }

  private var searched: String {
    let rows = search.searched.map { row in
      [
        Self.link(row), Markup.prose(row.text), Markup.prose(Self.reach(of: row)),
        row.violation == nil ? "none" : "**yes**",
      ]
    }
    return rows.isEmpty ? "" : Markup.table(["claim", "conclusion", "searched", "violation"], rows)
  }

  private var unsearched: String {
    let rows = search.rows.compactMap { row in
      row.obstacle.map { [Self.link(row), Markup.prose(row.text), Markup.prose($0)] }
    }
    return rows.isEmpty
      ? "" : "These were not searched:\n\n" + Markup.table(["claim", "conclusion", "because"], rows)
  }

  private static func link(_ row: LateSearch.Row) -> String {
    "[\(Markup.prose(row.claim))](\(row.claim)/README.md)"
  }

  /// The same as a JSON object.
  package var object: JSONValue {
    .object([
      "searched": .integer(search.searched.count), "violated": .integer(search.violated.count),
      "conclusions": .array(
        search.rows.map { row in
          .object([
            "claim": .string(row.claim), "conclusion": .string(row.text),
            "steps": .array(
              row.steps.map {
                .object(["scale": .integer($0.scale), "timesLonger": .integer($0.stretch), "runs": .integer($0.runs)])
              }),
            "violation": row.violation.map { .string($0.text) } ?? .null,
            "lines": .array((row.violation?.lines ?? []).map { .string($0.description) }),
            "obstacle": .optional(row.obstacle),
          ])
        }),
    ])
  }
}
