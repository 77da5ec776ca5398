/// A strict reader of the images that pages draw: fewer elements and rules than XML has, and no exception from them.
struct SVGScanner {
  private let _bytes: [UInt8]
  private var _position = 0
  private var _open: [String] = []

  private static let _elements: Set<String> = [
    "svg", "title", "desc", "style", "rect", "line", "text", "tspan", "path", "circle", "g", "defs", "polyline",
    "polygon",
    "linearGradient", "stop", "clipPath",
  ]
  private static let _entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"].map { Array($0.utf8) }

  init(_ text: String) { _bytes = Array(text.utf8) }

  /// What is wrong with the image, nil if nothing is.
  mutating func fault() -> String? {
    if _bytes.contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) }) { return "a control character" }
    var elements = 0
    while _position < _bytes.count {
      switch _bytes[_position] {
      case UInt8(ascii: "<"):
        if elements > 0 && _open.isEmpty { return "an element after the end" }
        if let fault = _tag() { return fault }
        elements += 1
      case UInt8(ascii: "&"):
        if let fault = _entity() { return fault }
      case let byte:
        let isBlank = [0x20, 0x09, 0x0A, 0x0D].contains(byte)
        if _open.isEmpty && !isBlank { return "text outside the image" }
        _position += 1
      }
    }
    if elements == 0 { return "no image" }
    return _open.last.map { "<\($0)> without its end" }
  }

  private mutating func _entity() -> String? {
    guard let entity = Self._entities.first(where: { _bytes[_position...].starts(with: $0) }) else {
      return "a bare ampersand"
    }
    _position += entity.count
    return nil
  }

  private mutating func _tag() -> String? {
    _position += 1
    let isEnd = _take("/")
    let name = _name()
    guard Self._elements.contains(name) else { return "the element “\(name)”" }
    if isEnd {
      guard _take(">") else { return "an end tag that is none" }
      return _open.popLast() == name ? nil : "</\(name)> out of turn"
    }
    if _open.isEmpty && name != "svg" { return "<\(name)> outside the image" }
    if !_open.isEmpty && name == "svg" { return "an image in the image" }
    while _position < _bytes.count {
      _skipSpaces()
      if _take("/") { return _take(">") ? nil : "a tag that is none" }
      if _take(">") {
        _open.append(name)
        return nil
      }
      if let fault = _attribute() { return fault }
    }
    return "a tag without its end"
  }

  private mutating func _attribute() -> String? {
    let name = _name()
    if name.isEmpty { return "an attribute without a name" }
    if name.lowercased().hasPrefix("on") || name.contains("href") || name == "style" { return "the attribute \(name)" }
    guard _take("="), _take("\"") else { return "the attribute \(name) without a value in quotes" }
    while _position < _bytes.count {
      switch _bytes[_position] {
      case UInt8(ascii: "\""):
        _position += 1
        return nil
      case UInt8(ascii: "<"): return "a tag within the attribute \(name)"
      case UInt8(ascii: "&"):
        if let fault = _entity() { return fault }
      default: _position += 1
      }
    }
    return "the attribute \(name) without an end"
  }

  private mutating func _name() -> String {
    let name = _bytes[_position...].prefix { byte in
      (0x41...0x5A).contains(byte & 0xDF) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ":")
    }
    _position += name.count
    return String(decoding: name, as: UTF8.self)
  }

  private mutating func _take(_ character: Unicode.Scalar) -> Bool {
    guard _position < _bytes.count, _bytes[_position] == UInt8(ascii: character) else { return false }
    _position += 1
    return true
  }

  private mutating func _skipSpaces() {
    while _position < _bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(_bytes[_position]) { _position += 1 }
  }
}
