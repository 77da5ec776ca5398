/// A member that an object of a JSON text has twice.
///
/// The readers of Foundation keep one of the two in silence, so a file could say one thing and be read as another.
package struct RepeatedMember: Sendable, Equatable {
  /// The name of the member, with its escapes resolved.
  package let name: String
  /// Where the object stands, such as `cases[3].predicate`; empty for the outermost one.
  package let place: String

  /// How many levels are followed; every reader here refuses a text that is nested more deeply.
  static let deepest = 4096

  /// Finds the first repeated member of a text; nil if there is none.
  ///
  /// Two names are equal if Swift's strings are, as they are to the readers: `"a"` equals `"\u0061"`. The text need not be
  /// correct JSON: what is no bracket, comma, colon or string is passed over, and the reader that follows refuses it.
  ///
  /// - Complexity: O(length). The levels are kept in a list, so deep nesting cannot overflow the stack.
  package init?(inJSON text: some Collection<UInt8>) {
    var scan = RepetitionScan()
    let found: RepeatedMember?? = text.withContiguousStorageIfAvailable { scan.first(in: $0) }
    let result = found ?? Array(text).withUnsafeBufferPointer { scan.first(in: $0) }
    guard let result else { return nil }
    self = result
  }

  init(name: String, place: String) {
    self.name = name
    self.place = place
  }

  /// Returns the fault as a clause.
  ///
  /// - Parameter whole: The words for the outermost object, such as `the file`.
  package func words(in whole: String) -> String {
    "\(place.isEmpty ? whole : Quoted.text(place)) has the member “\(Quoted.text(name))” twice"
  }
}

/// The state of a search for repeated members.
private struct RepetitionScan {
  /// An object or list that is open.
  private struct Level {
    let isObject: Bool
    /// The names so far, of an object.
    var names: Set<String> = []
    /// The name read last, of an object.
    var name = ""
    /// Whether the next string is a name.
    var awaitsName: Bool
    /// The number of the current element, of a list.
    var index = 0
  }

  private var levels: [Level] = []

  mutating func first(in text: UnsafeBufferPointer<UInt8>) -> RepeatedMember? {
    var position = 0
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "{"): levels.append(Level(isObject: true, awaitsName: true))
      case UInt8(ascii: "["): levels.append(Level(isObject: false, awaitsName: false))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
      case UInt8(ascii: ","): advance()
      case UInt8(ascii: "\""):
        let start = position + 1
        let hasEscape = Self.skipString(&position, text)
        if let name = take(UnsafeBufferPointer(rebasing: text[start..<max(start, position)]), hasEscape) {
          return RepeatedMember(name: name, place: place)
        }
      default: break
      }
      guard levels.count <= RepeatedMember.deepest else { return nil }
      position += 1
    }
    return nil
  }

  private mutating func advance() {
    guard let last = levels.indices.last else { return }
    if levels[last].isObject { levels[last].awaitsName = true } else { levels[last].index += 1 }
  }

  /// Takes a string, and returns it if it is a name that the object has already.
  private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, _ hasEscape: Bool) -> String? {
    guard let last = levels.indices.last, levels[last].awaitsName else { return nil }
    levels[last].awaitsName = false
    let name = hasEscape ? JSONEscapes.resolved(bytes) : String(decoding: bytes, as: UTF8.self)
    guard levels[last].names.insert(name).inserted else { return name }
    levels[last].name = name
    return nil
  }

  /// The path of the innermost object.
  private var place: String {
    var place = ""
    for level in levels.dropLast() {
      place += level.isObject ? (place.isEmpty ? "" : ".") + level.name : "[\(level.index)]"
    }
    return place
  }

  /// Moves from the opening to the closing quotation mark, or to the end; returns whether the string holds an escape.
  private static func skipString(_ position: inout Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var hasEscape = false
    position += 1
    while position < text.count, text[position] != UInt8(ascii: "\"") {
      if text[position] == UInt8(ascii: "\\") {
        hasEscape = true
        position += 1
      }
      position += 1
    }
    position = min(position, text.count)
    return hasEscape
  }
}
