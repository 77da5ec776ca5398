/// An image of a report as a part of an HTML page.
///
/// The page has the style of all images once. Groups that name a claim become links to its page.
struct InlineImage {
  private let svg: String
  private let alternative: String
  private let known: (String) -> String?

  /// - Parameters:
  ///   - svg: The image as littleo draws it.
  ///   - alternative: The text for readers who cannot see it.
  ///   - link: Returns the address of a claim's page; nil if there is none.
  init(_ svg: String, alternative: String, link known: @escaping (String) -> String?) {
    self.svg = svg
    self.alternative = alternative
    self.known = known
  }

  private static let group = "<g data-claim=\""

  /// The element.
  var html: String {
    var lines: [Substring] = []
    var isStyle = false
    for line in svg.split(separator: "\n") {
      if line == "<style>" { isStyle = true }
      if !isStyle, line != ReportText.marker { lines.append(line) }
      if line == "</style>" { isStyle = false }
    }
    var shown = lines.map { linked($0) }
    if let first = shown.first {
      let size = first.replacing(" xmlns=\"http://www.w3.org/2000/svg\"", with: "")
      shown[0] = size.replacing("role=\"img\"", with: "role=\"img\" aria-label=\"\(Markup.escaped(alternative))\"")
    }
    // The label says it; a title of the whole image would cover the values of its marks.
    // A title of several lines ends with the first line that closes it. A combining mark after `>` is not part of it.
    if shown.count > 1, shown[1].utf8.starts(with: "<title>".utf8),
      let end = shown.firstIndex(where: { $0.hasSuffix("</title>") })
    {
      shown.removeSubrange(1...end)
    }
    return shown.joined(separator: "\n")
  }

  /// A line whose group names a claim, as a link.
  private func linked(_ line: Substring) -> String {
    guard line.hasPrefix(Self.group), line.hasSuffix("</g>"),
      let end = line.dropFirst(Self.group.count).firstIndex(of: "\"")
    else { return String(line) }
    let name = String(line[line.index(line.startIndex, offsetBy: Self.group.count)..<end])
    guard let address = known(name) else { return String(line) }
    let rest = line[line.index(after: end)...].dropFirst().dropLast(4)
    return "<a href=\"\(Markup.escaped(address))\">\(rest)</a>"
  }
}
