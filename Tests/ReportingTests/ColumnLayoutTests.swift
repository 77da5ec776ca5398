import TestSupport
import Testing

@testable import Reporting

/// Tables that fit whatever width a terminal has.
@Suite struct ColumnLayoutTests {
  private static let words = ["a", "hard-sample", "error", "Ω(1)", "supported", "inconclusive(slow-growth)", "0.0917"]

  /// A table of random words with a random style.
  private static func table(_ random: inout SplitMix64, width: Int?) -> (rows: [[String]], style: ColumnLayout.Style) {
    let columns = Int.random(in: 1...9, using: &random)
    var style = ColumnLayout.Style(width: width)
    for column in 0..<columns {
      switch Int.random(in: 0...4, using: &random) {
      case 0: style.numeric.insert(column)
      case 1: style.prose[column] = Int.random(in: 8...30, using: &random)
      case 2 where column > 0: style.optional.append(column)
      default: break
      }
    }
    let rows = (0..<6).map { _ in
      (0..<columns).map { _ in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
          .joined(separator: " ")
      }
    }
    return (rows, style)
  }

  /// No line is wider than the terminal.
  @Test(arguments: [40, 60, 80, 100, 140, 200]) func everyLineFits(width: Int) {
    var random = SplitMix64(seed: UInt64(width))
    for _ in 0..<300 {
      let (rows, style) = Self.table(&random, width: width)
      for line in ColumnLayout(rows, style: style).lines() { #expect(line.count <= width, "\(line)") }
    }
  }

  /// Only optional columns are ever left out: every character of the other cells is shown.
  @Test(arguments: [40, 80, 140]) func nothingElseIsLost(width: Int) {
    var random = SplitMix64(seed: UInt64(width) + 1)
    for _ in 0..<200 {
      let (rows, style) = Self.table(&random, width: width)
      let shown = ColumnLayout(rows, style: style).lines().joined()
      func counts(_ text: String) -> [Character: Int] { text.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
      // A heading is left out where its column moves below the rows.
      let kept = rows.dropFirst().map { $0.enumerated().filter { !style.optional.contains($0.0) } }
      let needed = counts(kept.joined().map(\.element).joined().filter { $0 != " " })
      let seen = counts(shown)
      for (character, count) in needed { #expect(seen[character, default: 0] >= count, "\(character)") }
    }
  }

  /// Without a limit a table has one line per row, and as many columns as it was given.
  @Test func withoutALimitNothingIsBroken() {
    let rows = [["claim", "n"], ["a b c", "10"], ["heading"], ["d", "2"]]
    let lines = ColumnLayout(rows, style: .init(numeric: [1], prose: [0: 2])).lines()
    #expect(lines == ["claim   n", "─────  ──", "a b c  10", "heading", "d       2"])
  }

  /// A line that is too long goes on below the text behind its label; a command to be copied stays whole.
  @Test func linesGoOnBelowTheirText() {
    let command = "swift run -c release littleo verify Theorem5_1 A B"
    let text = "  --json          print one JSON object instead of the table\n\(command)"
    let lines = TextBlock.fitted(text, to: 40).split(separator: "\n").map(String.init)
    #expect(lines[0] == "  --json          print one JSON object")
    #expect(lines[1] == "                  instead of the table")
    #expect(lines.last == command)
    #expect(TextBlock.fitted(text, to: nil) == text)
  }

  /// What was broken because a line of the source was full is put together before it is broken anew.
  @Test func fullLinesGoOnWithTheNext() {
    func words(_ count: Int) -> String { Array(repeating: "word", count: count).joined(separator: " ") }
    let text =
      "\(words(22)) end of it\nit goes on. A short line\nis not joined.\n\n  --flag X   \(words(20))\n"
      + "             behind the label"
    let lines = TextBlock.fitted(text, to: 60).split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= 60 })
    #expect(lines.joined(separator: " ").contains("end of it it goes on.") && lines.contains("is not joined."))
    // Behind the label only the last line is short.
    let behind = lines.drop { !$0.hasPrefix("  --flag") }
    #expect(behind.dropLast().allSatisfy { $0.count > 50 } && behind.last?.hasSuffix("label") == true)
    #expect(TextBlock.fitted(text, to: 140) == text)
  }

  /// The tables of a page in Markdown are laid out, with numbers on the right.
  @Test func tablesOfPagesAreLaidOut() {
    let page = "# A\n\n| what | n |\n|---|--:|\n| **x\\|y** | 10 |\n| z | 2 |\n\nend"
    #expect(PageTables.fitted(page, to: 80) == "# A\n\nwhat   n\n────  ──\nx|y   10\nz      2\n\nend")
    #expect(PageTables.fitted(page, to: nil) == page)
  }
}
