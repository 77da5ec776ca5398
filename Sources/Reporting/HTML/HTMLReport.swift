import ClaimKit
import Experiments
import Files
import Foundation
import Verification

/// A whole report, or one decision, as one HTML file that needs no network.
///
/// It is made from the pages and images that are published as Markdown and SVG, so that it cannot say anything else.
package struct HTMLReport {
  /// The name of the file beside the front page.
  static let file = "report.html"

  /// A page of the file.
  private struct Page {
    /// The identifier within the file.
    let id: String
    /// The path of the Markdown page.
    let path: String
    let blocks: [PageBlock]
    /// What the list of pages calls it.
    var title: String {
      guard case .heading(_, let parts)? = blocks.first else { return id }
      return parts.map(\.plain).joined()
    }
  }

  /// What the table of claims can be filtered by.
  private struct Facts {
    let verdict: VerdictWord
    let theme: String
    let provenance: Provenance
  }

  private let title: String
  private let pages: [Page]
  private let images: [String: String]
  private let facts: [String: Facts]

  /// The file of a report.
  ///
  /// - Parameters:
  ///   - files: The contents of the report's files by their paths.
  ///   - findings: The findings, in the order of the pages.
  init(of files: [String: Data], _ findings: [Finding]) {
    title = "Verification report"
    let paths =
      [Report.front, "graph.md", BordersPage.file, "how-to-read.md"] + findings.map { "\($0.name)/README.md" }
    pages = paths.compactMap { path in
      files[path].map {
        Page(id: Self.id(of: path), path: path, blocks: PageReader.blocks(of: String(decoding: $0, as: UTF8.self)))
      }
    }
    images = files.filter { $0.key.hasSuffix(".svg") }.mapValues { String(decoding: $0, as: UTF8.self) }
    facts = Dictionary(
      findings.map { finding in
        (
          finding.name,
          Facts(verdict: VerdictWord(finding), theme: finding.folder, provenance: finding.claim.source.provenance)
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The file of one decision.
  package init(of page: DecisionPage) {
    title = page.question + " of " + page.metric
    let image = "chart.svg"
    pages = [Page(id: "report", path: "README.md", blocks: PageReader.blocks(of: page.markdown(image: image)))]
    images = [image: page.svg]
    facts = [:]
  }

  /// The identifier of a page within the file, by the path of its Markdown.
  private static func id(of path: String) -> String {
    if path == Report.front { return "report" }
    let parts = path.split(separator: "/")
    return parts.count == 2 ? "claim-\(parts[0])" : String(path.split(separator: ".").first ?? "page")
  }

  /// The file; its first line is the mark of generated files.
  package var html: String {
    let script = ReportScript.text
    let digest = SHA256.digest(Data(script.utf8))
    let hash = Data(digest.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } })
      .base64EncodedString()
    let styles = ([DrawingStyle.css, MatrixDrawing.css, ForestDrawing.css, DiagramDrawing.css, GraphDrawing.css])
      .map(Self.rules).joined(separator: "\n")
    return """
      \(ReportText.marker)
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
      script-src 'sha256-\(hash)'"/>
      <title>\(Markup.escaped(title))</title>
      <style>
      \(styles)
      \(ReportStyle.css)
      </style>
      </head>
      <body>
      <a class="p-skip" href="#content">Skip to the page</a>
      \(navigation)
      <main id="content" tabindex="-1">
      \(pages.enumerated().map { section($0.element, isFirst: $0.offset == 0) }.joined(separator: "\n"))
      </main>
      <script>\(script)</script>
      </body>
      </html>

      """
  }

  /// The rules of a style element.
  private static func rules(_ css: String) -> String {
    css.split(separator: "\n").filter { !$0.hasSuffix("style>") }.joined(separator: "\n")
  }

  private var navigation: String {
    guard pages.count > 1 else { return "" }
    let own = pages.filter { !$0.id.hasPrefix("claim-") }.map { page in
      "<a href=\"#\(Markup.escaped(page.id))\">\(Markup.escaped(page.id == "report" ? "All claims" : page.title))</a>"
    }
    return "<nav aria-label=\"Pages\">\(own.joined(separator: " "))</nav>"
  }

  private func section(_ page: Page, isFirst: Bool) -> String {
    let folder = page.path.split(separator: "/").dropLast().map(String.init)
    var writer = HTMLWriter(
      address: { target in self.address(of: target, from: folder) },
      image: { path, alternative in
        self.images[Self.resolved(path, from: folder)].map { svg in
          InlineImage(svg, alternative: alternative, link: { self.facts[$0] == nil ? nil : "#claim-\($0)" }).html
        }
      })
    if page.path == Report.front { writer.row = { cells in self.attributes(of: cells) } }
    writer.beforeClaims = facts.isEmpty ? "" : filters
    let mark = isFirst ? "" : " data-more=\"\""
    return
      "<section class=\"p-page\" id=\"\(Markup.escaped(page.id))\"\(mark)>\n\(writer.html(page.blocks))\n</section>"
  }

  /// The path of a file of the report that a page in a folder refers to.
  private static func resolved(_ target: String, from folder: [String]) -> String {
    var place = folder
    for part in target.split(separator: "#").first?.split(separator: "/") ?? [] {
      if part == ".." { _ = place.popLast() } else { place.append(String(part)) }
    }
    return place.joined(separator: "/")
  }

  /// The address within the file of a page that another page refers to; nil for data beside the pages.
  private func address(of target: String, from folder: [String]) -> String? {
    let path = Self.resolved(target, from: folder)
    if path == Self.file { return "#report" }
    return pages.first { $0.path == path }.map { "#\($0.id)" }
  }

  // MARK: The table of claims

  /// The attributes by which a row of the table of claims is found; empty for a row that is not about a claim.
  private func attributes(of cells: [[PageInline]]) -> String {
    // The first table has the claim's title in its link; tables below have its name, and are not filtered.
    guard cells.count == 4, case .link(_, let target)? = cells.first?.first,
      let name = target.split(separator: "/").first.map(String.init), target == "\(name)/README.md",
      cells[0].contains(.lineBreak), let facts = facts[name]
    else { return "" }
    return " data-verdict=\"\(facts.verdict.rawValue)\" data-theme=\"\(Markup.escaped(facts.theme))\" "
      + "data-source=\"\(facts.provenance.rawValue)\""
  }

  private var filters: String {
    let words = VerdictWord.allCases.filter { word in facts.values.contains { $0.verdict == word } }
    let sources = Provenance.allCases.filter { source in facts.values.contains { $0.provenance == source } }
    let themes = Set(facts.values.map(\.theme)).sorted {
      (ClaimLabel.rank(ofTheme: $0), $0) < (ClaimLabel.rank(ofTheme: $1), $1)
    }
    return """
      <form id="filters" class="p-filters" hidden="hidden" role="search">
      <label>Find <input type="search" id="find" autocomplete="off" placeholder="words in a row; / to come here"/></label>
      \(choice("verdict", words.map { ($0.rawValue, $0.text) }))
      \(choice("theme", themes.map { ($0, $0) }))
      \(choice("source", sources.map { ($0.rawValue, "\($0.mark) \($0.words)") }))
      <button type="reset">Show all</button> <output id="count" aria-live="polite"></output>
      </form>
      """
  }

  private func choice(_ name: String, _ options: [(value: String, words: String)]) -> String {
    let items = options.map {
      "<option value=\"\(Markup.escaped($0.value))\">\(Markup.escaped($0.words))</option>"
    }
    return "<label>\(name) <select name=\"\(name)\"><option value=\"\">any</option>\(items.joined())</select></label>"
  }
}
