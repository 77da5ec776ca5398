import Foundation

/// JSON with numbers that JSON does not have, as Python writes them.
enum BareNumbers {
  private static let _words = ["-Infinity", "Infinity", "NaN"].map { Array($0.utf8) }

  /// Returns the text with the bare words `NaN`, `Infinity` and `-Infinity` in quotation marks, and nothing else changed.
  ///
  /// Foundation's own reader of JSON 5 knows these words, but ends the process at a number such as `1e+` and at a name that
  /// is no text.
  ///
  /// - Complexity: O(length).
  static func quoted(in data: Data) -> Data {
    let bytes = [UInt8](data)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isText = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if isText {
        if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
          result += [byte, bytes[index + 1]]
          index += 2
          continue
        }
        if byte == UInt8(ascii: "\"") { isText = false }
      } else if byte == UInt8(ascii: "\"") {
        isText = true
      } else if let word = _words.first(where: { bytes[index...].starts(with: $0) }),
        index == 0 || !_continues(bytes[index - 1]),
        index + word.count == bytes.count || !_continues(bytes[index + word.count])
      {
        result.append(UInt8(ascii: "\""))
        result += word
        result.append(UInt8(ascii: "\""))
        index += word.count
        continue
      }
      result.append(byte)
      index += 1
    }
    return Data(result)
  }

  /// Whether a word goes on with this byte.
  private static func _continues(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      0x80...:
      true
    default: false
    }
  }
}
