/// Damages good input: flips, cuts, splices and repeats bytes, and inserts texts that are known to break programs.
enum Mutator {
  /// Texts that are known to break programs.
  static let tokens: [String] = [
    "NaN", "nan", "inf", "-Infinity", "Infinity", "1e400", "-1e400", "1e-400", "-0", "", "0x1p1030", "1e", "1e+", "+",
    "1_000",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
    "340282366920938463463374607431768211456", "\u{0}", "\u{1B}[2J", "👩‍👩‍👧‍👦", "\u{202E}desrever", "\u{200F}", "\u{0301}",
    "\u{0600}", "\u{FEFF}", "\u{2028}", "\r\n", "\r", "\n\n", "\t", "\"", "\"\"", "'", "\\", "../", "../../etc/passwd",
    "/dev/zero", "-", "--", "=", "<script>alert(1)</script>", "</svg>", "![x](javascript:alert(1))", "|", "`", "```",
    "~~~", "]]>", "<!--", "&#60;", "%s%n", "$(true)", ";", ",", ",,,,,,", "NA", "null", "true", "[", "]", "{", "}",
    "{}",
    "[]", ":", "((((((((((", "^^^", "√√√", "d^1e9", "#", "1/0", "0.30000000000000004", "𝟙𝟚", "٣", "½", "🇩🇪",
  ]

  /// Bytes that are not valid UTF-8, or are byte-order marks.
  private static let brokenText: [[UInt8]] = [
    [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xEF, 0xBB, 0xBF], [0xFE, 0xFF],
  ]

  /// Returns bytes damaged one to eight times.
  static func damaged(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
    var bytes = bytes
    for _ in 0...dice.below(dice.pick([1, 2, 8])) { damage(&bytes, &dice) }
    return bytes
  }

  private static func damage(_ bytes: inout [UInt8], _ dice: inout Dice) {
    let place = dice.below(bytes.count + 1)
    let end = min(bytes.count, place + 1 + dice.below(dice.pick([1, 8, 200])))
    switch dice.below(12) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(dice.below(8))
    case 1 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: dice.next())
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.removeLast(bytes.count - place)
    case 4: bytes.insert(contentsOf: bytes[place..<end], at: dice.below(bytes.count + 1))
    case 5:
      let part = Array(bytes[place..<end])
      for _ in 0..<dice.below(40) { bytes.insert(contentsOf: part, at: place) }
    case 6: bytes.insert(contentsOf: dice.pick(brokenText), at: place)
    case 7 where dice.oneIn(20):
      bytes.insert(contentsOf: [UInt8](repeating: 0x39, count: dice.below(20_000)), at: place)
    case 8: replaceWord(&bytes, near: place, by: Array(dice.pick(tokens).utf8))
    case 9: replaceWord(&bytes, near: place, by: Array("\(dice.number())".utf8))
    case 10: replaceWord(&bytes, near: place, by: Array("\(dice.integer())".utf8))
    default: bytes.insert(contentsOf: Array(dice.pick(tokens).utf8), at: place)
    }
  }

  /// Replaces a whole word or number, which keeps the grammar around it.
  private static func replaceWord(_ bytes: inout [UInt8], near place: Int, by token: [UInt8]) {
    func isWord(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || [0x2B, 0x2D, 0x2E, 0x5F].contains(byte)
    }
    guard let start = bytes[place...].firstIndex(where: isWord) else { return }
    let end = bytes[start...].firstIndex { !isWord($0) } ?? bytes.endIndex
    bytes.replaceSubrange(start..<end, with: token)
  }
}
