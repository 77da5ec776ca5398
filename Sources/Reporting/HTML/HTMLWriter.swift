/// Writes the parts of a page as HTML that is well-formed XML as well.
struct HTMLWriter {
  /// The address within the file of a link's target; nil for what is not in the file.
  let address: (String) -> String?
  /// The element of an image; nil for one that is not in the file.
  let image: (_ path: String, _ alternative: String) -> String?
  /// The attributes of a table's row with a leading space; empty for an ordinary row.
  var row: ([[PageInline]]) -> String = { _ in "" }
  /// What stands before the table of claims.
  var beforeClaims = ""

  /// Returns the element of every part.
  func html(_ blocks: [PageBlock]) -> String { blocks.map(element).filter { !$0.isEmpty }.joined(separator: "\n") }

  private func element(_ block: PageBlock) -> String {
    switch block {
    case .heading(let level, let parts):
      // The page's own heading has level 1, within a file of one heading of level 1.
      let tag = "h\(min(6, level + 1))"
      return "<\(tag)>\(html(parts))</\(tag)>"
    case .paragraph(let parts): return "<p>\(html(parts))</p>"
    case .quote(let parts): return "<blockquote>\(html(parts))</blockquote>"
    case .list(let items): return "<ul>\(items.map { "<li>\(html($0))</li>" }.joined())</ul>"
    case .table(let header, let rows): return table(header, rows)
    case .code("mermaid", _): return ""
    case .code(_, let text): return "<pre>\(Markup.escaped(text))</pre>"
    case .image(let alternative, let path):
      return image(path, alternative).map { "<figure>\($0)</figure>" } ?? "<p>\(Markup.escaped(alternative))</p>"
    case .fold(let summary, let blocks):
      let content = html(blocks)
      return content.isEmpty
        ? "" : "<details><summary>\(Markup.escaped(summary))</summary>\n\(content)\n</details>"
    }
  }

  private func table(_ header: [[PageInline]], _ rows: [[[PageInline]]]) -> String {
    let facts = rows.map(row)
    let isClaims = facts.contains { !$0.isEmpty }
    // A table whose header is empty has labels in its first column.
    let head =
      header.allSatisfy(\.isEmpty)
      ? "" : "<thead><tr>\(header.map { "<th scope=\"col\">\(html($0))</th>" }.joined())</tr></thead>"
    let body = zip(rows, facts).map { cells, facts in
      "<tr\(facts)>\(cells.map { "<td>\(html($0))</td>" }.joined())</tr>"
    }
    return
      "\(isClaims ? beforeClaims : "")<div class=\"p-table\"><table\(isClaims ? " id=\"claims\"" : "")>\(head)<tbody>\n"
      + "\(body.joined(separator: "\n"))\n</tbody></table></div>"
  }

  private func html(_ parts: [PageInline]) -> String {
    parts.map { part in
      switch part {
      case .text(let text): return Markup.escaped(text)
      case .code(let text): return "<code>\(Markup.escaped(text))</code>"
      case .emphasis(let parts): return "<em>\(html(parts))</em>"
      case .strong(let parts):
        let word = VerdictWord(leading: part.plain)
        return "<strong\(word.map { " class=\"p-\($0.rawValue)\"" } ?? "")>\(html(parts))</strong>"
      case .link(let parts, let target):
        guard let address = address(target) else { return html(parts) }
        return "<a href=\"\(Markup.escaped(address))\">\(html(parts))</a>"
      case .lineBreak: return "<br/>"
      }
    }.joined()
  }
}
