import ClaimKit
import Decision
import Verification

/// The verdicts of all claims as squares: of the claim, of each of its conclusions and of each of its controls.
struct VerdictMatrix {
  /// One square.
  struct Square: Equatable {
    /// What stands in it.
    let letter: String
    /// The class that colours it.
    let style: String
    /// What it says, for readers who point at it.
    let words: String
  }

  /// The squares of one claim.
  struct Row {
    let name: String
    let title: String
    let claim: Square
    let conclusions: [Square]
    let controls: [Square]
  }

  /// The rows of one theme.
  struct Group {
    let theme: String
    let rows: [Row]
  }

  /// The rows by theme, in the order of the front page.
  let groups: [Group]

  /// The matrix of findings in the order of the front page.
  init(_ findings: [Finding]) {
    var themes: [String] = []
    for finding in findings where !themes.contains(finding.folder) { themes.append(finding.folder) }
    groups = themes.map { theme in
      Group(theme: theme, rows: findings.filter { $0.folder == theme }.map(Self.row))
    }
  }

  private static func row(_ finding: Finding) -> Row {
    Row(
      name: finding.name, title: finding.claim.title,
      claim: square(VerdictWord(finding), ReportText.status(of: finding)),
      conclusions: finding.conclusions.map { conclusion in
        let verdict = conclusion.decision.verdict(levels: finding.levels)
        return square(VerdictWord(verdict), "\(conclusion.text): \(verdict)")
      },
      controls: finding.controls.map { control in
        let words = "control “\(control.control.name)”: \(control.verdict)"
        return control.isRefuted
          ? Square(letter: "✓", style: "asItMust", words: words + ", as it must be")
          : Square(letter: "!", style: VerdictWord.undiscriminating.rawValue, words: words)
      })
  }

  private static func square(_ word: VerdictWord, _ words: String) -> Square {
    Square(letter: VerdictPalette.letter(of: word), style: word.rawValue, words: words)
  }

  /// The words that occur, in the order of the legend.
  var words: [VerdictWord] {
    let rows = groups.flatMap(\.rows)
    let styles = Set(rows.map(\.claim.style) + rows.flatMap { $0.conclusions.map(\.style) })
    return VerdictWord.allCases.filter { styles.contains($0.rawValue) }
  }
}
