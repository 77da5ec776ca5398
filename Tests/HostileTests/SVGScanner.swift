import Files

/// A strict parser for the images of pages: it accepts only a small part of XML.
struct SVGScanner {
  private let bytes: [UInt8]
  private var position = 0
  private var open: [String] = []

  private static let elements: Set<String> = [
    "svg", "title", "desc", "style", "rect", "line", "text", "tspan", "path", "circle", "g", "defs", "polyline",
    "polygon",
    "linearGradient", "stop", "clipPath",
  ]
  private static let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"].map { Array($0.utf8) }

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Returns the first fault of the image, nil if there is none.
  mutating func fault() -> String? {
    if bytes.contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }) { return "a control character" }
    var elements = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "<"):
        if elements > 0 && open.isEmpty { return "an element after the end" }
        // The only comment is the mark of the program, right after the opening tag.
        if elements == 1, bytes[position...].starts(with: Replaceable.marker.utf8) {
          position += Replaceable.marker.utf8.count
          continue
        }
        if let fault = tag() { return fault }
        elements += 1
      case UInt8(ascii: "&"):
        if let fault = entity() { return fault }
      case let byte:
        let isBlank = [0x20, 0x09, 0x0A, 0x0D].contains(byte)
        if open.isEmpty && !isBlank { return "text outside the image" }
        position += 1
      }
    }
    if elements == 0 { return "no image" }
    return open.last.map { "<\($0)> without its end" }
  }

  private mutating func entity() -> String? {
    guard let entity = Self.entities.first(where: { bytes[position...].starts(with: $0) }) else {
      return "a bare ampersand"
    }
    position += entity.count
    return nil
  }

  private mutating func tag() -> String? {
    position += 1
    let isEnd = take("/")
    let name = self.name()
    guard Self.elements.contains(name) else { return "the element “\(name)”" }
    if isEnd {
      guard take(">") else { return "a malformed end tag" }
      return open.popLast() == name ? nil : "</\(name)> out of turn"
    }
    if open.isEmpty && name != "svg" { return "<\(name)> outside the image" }
    if !open.isEmpty && name == "svg" { return "an image in the image" }
    while position < bytes.count {
      skipSpaces()
      if take("/") { return take(">") ? nil : "a malformed tag" }
      if take(">") {
        open.append(name)
        return nil
      }
      if let fault = attribute() { return fault }
    }
    return "a tag without its end"
  }

  private mutating func attribute() -> String? {
    let name = self.name()
    if name.isEmpty { return "an attribute without a name" }
    if name.lowercased().hasPrefix("on") || name.contains("href") || name == "style" { return "the attribute \(name)" }
    guard take("="), take("\"") else { return "the attribute \(name) without a value in quotes" }
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return nil
      case UInt8(ascii: "<"): return "a tag within the attribute \(name)"
      case UInt8(ascii: "&"):
        if let fault = entity() { return fault }
      default: position += 1
      }
    }
    return "the attribute \(name) without an end"
  }

  private mutating func name() -> String {
    let name = bytes[position...].prefix { byte in
      (0x41...0x5A).contains(byte & 0xDF) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ":")
    }
    position += name.count
    return String(decoding: name, as: UTF8.self)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpaces() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }
}
