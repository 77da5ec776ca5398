/// The escapes of strings in JSON texts (RFC 8259, section 7).
enum JSONEscapes {
  /// Returns the string whose bytes stand between two quotation marks.
  ///
  /// What is no escape is kept as it stands. Half of a surrogate pair becomes U+FFFD.
  static func resolved(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var units: [UInt16] = []
    var plain: [UInt8] = []
    var position = 0
    func flush() {
      units += Array(String(decoding: plain, as: UTF8.self).utf16)
      plain = []
    }
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == UInt8(ascii: "\\"), position + 1 < bytes.count else {
        plain.append(byte)
        position += 1
        continue
      }
      if bytes[position + 1] == UInt8(ascii: "u"), let unit = unit(of: bytes, at: position + 2) {
        flush()
        units.append(unit)
        position += 6
      } else {
        plain += single(bytes[position + 1])
        position += 2
      }
    }
    flush()
    return String(decoding: units, as: UTF16.self)
  }

  /// Returns the number of four hexadecimal digits; nil if they are none.
  private static func unit(of bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt16? {
    guard start + 4 <= bytes.count else { return nil }
    let digits = bytes[start..<start + 4]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private static func single(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): [byte]
    case UInt8(ascii: "b"): [0x08]
    case UInt8(ascii: "f"): [0x0C]
    case UInt8(ascii: "n"): [0x0A]
    case UInt8(ascii: "r"): [0x0D]
    case UInt8(ascii: "t"): [0x09]
    default: [UInt8(ascii: "\\"), byte]
    }
  }
}
