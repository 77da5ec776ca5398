/// Reads the marks within a line of Markdown, as the pages of a report write them.
///
/// Text is read scalar by scalar, as ``Markup`` escapes it.
struct InlineReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  /// Returns the parts of a text.
  static func parts(of text: some StringProtocol) -> [PageInline] {
    var reader = InlineReader(scalars: Array(text.unicodeScalars))
    return reader.parts(until: nil) ?? []
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  /// Reads up to a closing mark, or to the end if it is nil; nil if the mark is missing.
  private mutating func parts(until mark: String?) -> [PageInline]? {
    var parts: [PageInline] = []
    var text = String.UnicodeScalarView()
    func flush() {
      if !text.isEmpty { parts.append(.text(String(text))) }
      text = String.UnicodeScalarView()
    }
    while position < scalars.count {
      if let mark, isNext(mark) {
        position += mark.unicodeScalars.count
        flush()
        return parts
      }
      if let part = marked() {
        flush()
        parts.append(part)
        continue
      }
      text.append(character())
    }
    flush()
    return mark == nil ? parts : nil
  }

  /// Reads a part that begins with a mark; nil if none begins here, and then nothing is read.
  private mutating func marked() -> PageInline? {
    let start = position
    if isNext("<br>") {
      position += 4
      return .lineBreak
    }
    for (mark, isStrong) in [("**", true), ("*", false)] where isNext(mark) {
      position += mark.count
      if let parts = parts(until: mark), !parts.isEmpty { return isStrong ? .strong(parts) : .emphasis(parts) }
      position = start
    }
    if isNext("`"), let end = scalars[(position + 1)...].firstIndex(of: "`") {
      defer { position = end + 1 }
      return .code(String(String.UnicodeScalarView(scalars[(position + 1)..<end])))
    }
    if isNext("[") {
      position += 1
      if let parts = parts(until: "]("), let end = scalars[position...].firstIndex(of: ")") {
        defer { position = end + 1 }
        return .link(parts, target: String(String.UnicodeScalarView(scalars[position..<end])))
      }
      position = start
    }
    return nil
  }

  /// Reads one character: an escaped one, an entity or itself.
  private mutating func character() -> Unicode.Scalar {
    let scalar = scalars[position]
    if scalar == "\\", position + 1 < scalars.count, "|\\`*_[]#~".unicodeScalars.contains(scalars[position + 1]) {
      position += 2
      return scalars[position - 1]
    }
    for (entity, meaning) in [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] as [(String, Unicode.Scalar)]
    where isNext(entity) {
      position += entity.count
      return meaning
    }
    position += 1
    return scalar
  }

  private func isNext(_ mark: String) -> Bool { scalars[position...].starts(with: mark.unicodeScalars) }
}
