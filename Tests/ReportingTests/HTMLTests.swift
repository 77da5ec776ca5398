import Foundation
import TestSupport
import Testing
import Verification

@testable import Reporting

/// The report as one HTML file says what the pages say, and needs nothing else.
@Suite struct HTMLTests {
  private let findings: [Finding]
  private let files: [String: Data]
  private let html: String

  init() throws {
    let names = [
      "CoarseLabelGap", "Theorem5_1", "Theorem5_2", "BiasBounded", "LossDecay", "ManySubclassesNeeded",
      "GranularityCurve",
      "Definition4_1_Features",
    ]
    findings = try InventedWorld.findings(runs: 4) { names.contains($0) }
    let report = Report(findings, profile: .quick, command: "littleo")
    files = report.files
    html = report.html
  }

  /// The file without its first lines and its script, which are not XML.
  private var body: String {
    let start = html.range(of: "<html")?.lowerBound ?? html.startIndex
    let script = html.range(of: "<script>").map {
      $0.lowerBound..<(html.range(of: "</script>")?.upperBound ?? $0.upperBound)
    }
    guard let script else { return String(html[start...]) }
    return String(html[start..<script.lowerBound]) + String(html[script.upperBound...])
  }

  @Test func theFileIsWellFormed() {
    #expect(html.hasPrefix(ReportText.marker + "\n<!DOCTYPE html>\n"))
    #expect(XMLText.isWellFormed(body))
    #expect(html.utf8.count < 5_000_000, "\(html.utf8.count)")
    #expect(!ReportScript.text.contains("<") && !ReportScript.text.contains("&"))
  }

  /// Nothing is fetched: no address leads out of the file.
  @Test func noAddressLeadsOut() {
    for match in html.matches(of: /(?:href|src|action)="([^"]*)"/) { #expect(match.output.1.hasPrefix("#")) }
    #expect(!html.contains("url(") && !html.contains("@import"))
    #expect(html.contains("default-src 'none'"))
  }

  /// Every link leads to an element, and no identifier is used twice.
  @Test func everyLinkLeadsSomewhere() {
    let ids = body.matches(of: #/ id="([^"]*)"/#).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
    let known = Set(ids)
    let links = body.matches(of: /href="#([^"]*)"/).map { String($0.output.1) }
    #expect(links.count > 3 * findings.count)
    for link in links { #expect(known.contains(link), "\(link)") }
    for finding in findings { #expect(known.contains("claim-\(finding.name)")) }
  }

  /// Every row of the table of claims can be found by its verdict, theme and source.
  @Test func everyClaimCanBeFiltered() throws {
    let rows = html.matches(of: /<tr data-verdict="([^"]*)" data-theme="([^"]*)" data-source="([^"]*)"/)
    #expect(rows.count == findings.count)
    for word in VerdictWord.allCases {
      let count = findings.count { VerdictWord($0) == word }
      #expect(rows.count { $0.output.1 == word.rawValue } == count)
    }
  }

  /// The text of every page is in the file, in its order: nothing is said anew.
  @Test func theFileSaysWhatThePagesSay() throws {
    func words(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }
    func plain(_ blocks: [PageBlock]) -> [String] {
      blocks.flatMap { block -> [String] in
        switch block {
        case .heading(_, let parts), .paragraph(let parts), .quote(let parts): [parts.map(\.plain).joined()]
        case .list(let items): items.map { $0.map(\.plain).joined() }
        case .table(let header, let rows): (header + rows.joined()).map { $0.map(\.plain).joined() }
        case .code(let language, let text): language == "mermaid" ? [] : [text]
        case .image: []
        case .fold(let summary, let blocks): blocks == [] ? [] : [summary] + plain(blocks)
        }
      }
    }
    let shown = words(
      body.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(
        "&quot;", with: "\""
      ).replacing("&amp;", with: "&"))
    for finding in findings.prefix(6) {
      let page = String(decoding: try #require(files["\(finding.name)/README.md"]), as: UTF8.self)
      for text in plain(PageReader.blocks(of: page)) where words(text).count > 20 {
        #expect(shown.contains(words(text)), "\(finding.name): \(text)")
      }
    }
  }

  /// A chart's values can be pointed at.
  @Test func marksSayTheirValues() {
    #expect(
      html.matches(of: /<title>[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]+: [^<]+<\/title><\/(?:path|circle)>/).count > findings.count)
  }

  /// Text and background have a contrast of at least 4.5 in light and dark mode.
  @Test func textCanBeRead() throws {
    let palettes = ReportStyle.css.matches(of: /--paper:(#[0-9a-f]+);--ink:(#[0-9a-f]+);--soft:(#[0-9a-f]+)/)
    #expect(palettes.count == 2)
    for palette in palettes {
      for ink in [palette.output.2, palette.output.3] {
        #expect(try #require(VerdictPalette.contrast(String(palette.output.1), String(ink))) >= 4.5)
      }
    }
  }
}

/// Markdown is read back as the parts that it was written from.
@Suite struct PageReaderTests {
  @Test(arguments: [
    "a | b", "*x* and **y**", "[z](w)", "`code`", "k_y ~~ #1 \\ end", "1 < 2 > 0 & \"q\"", "a \\\\| b",
    "∀ T ∈ [T*, poly(d)]",
  ])
  func whatIsEscapedIsReadBack(text: String) {
    #expect(InlineReader.parts(of: Markup.prose(text)).map(\.plain).joined() == text)
    #expect(PageReader.blocks(of: Markup.prose(text)) == [.paragraph([.text(text)])])
    let table = Markup.table(["h"], [[Markup.prose(text)]])
    #expect(PageReader.blocks(of: table) == [.table([[.text("h")]], [[[.text(text)]]])])
  }

  @Test func everyPartIsRead() {
    let page = """
      \(ReportText.marker)

      # A *b*

      > **supported**<br>
      > [x](y/README.md)

      - one
      - two `z`

      ![alt](a.svg)

      <details>
      <summary>1 &lt; 2</summary>

      ```sh
      swift run
      ```

      </details>
      """
    #expect(
      PageReader.blocks(of: page) == [
        .heading(1, [.text("A "), .emphasis([.text("b")])]),
        .quote([.strong([.text("supported")]), .lineBreak, .text(" "), .link([.text("x")], target: "y/README.md")]),
        .list([[.text("one")], [.text("two "), .code("z")]]), .image(alternative: "alt", path: "a.svg"),
        .fold("1 < 2", [.code(language: "sh", "swift run")]),
      ])
  }

  /// A title of several lines leaves nothing behind in the page.
  @Test(arguments: ["one line", "first\nsecond", "\nlast", "\u{301}combining\n"])
  func noTitleOfAnImageStays(title: String) {
    let svg = "<svg role=\"img\">\n<title>\(title)</title>\n<rect/>\n</svg>"
    let page = InlineImage(svg, alternative: title, link: { _ in nil }).html
    #expect(!page.contains("<title>") && !page.contains("</title>"))
    #expect(page.hasSuffix("\n<rect/>\n</svg>"))
  }
}
