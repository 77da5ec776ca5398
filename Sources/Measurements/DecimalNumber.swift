/// Reads decimal numbers from bytes, correctly rounded.
enum DecimalNumber {
  /// Returns the number spelled by the bytes from `start` up to `end`; nil if they are not a number.
  ///
  /// Accepts an optional sign, digits with at most one point, and an optional exponent; also `nan`, `inf` and
  /// `infinity` in any case. Up to 2⁵³ and 10^±22 the mantissa and the power of ten are exact, so that one operation
  /// rounds correctly (Clinger's fast path). The standard library reads all other numbers.
  static func value(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Double? {
    var position = start
    guard position < end else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var significant = 0
    var exponent = 0
    var hasPoint = false
    while position < end {
      let byte = bytes[position]
      if byte &- 48 < 10 {
        digits += 1
        if significant < 19 {
          mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
          if mantissa > 0 { significant += 1 }
          if hasPoint { exponent -= 1 }
        } else {
          significant += 1
          if !hasPoint { exponent += 1 }
        }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      position += 1
    }
    if digits == 0 { return hasPoint ? nil : special(bytes, position, end, isNegative) }
    if position < end {
      guard bytes[position] | 0x20 == UInt8(ascii: "e"), let power = Self.exponent(bytes, position + 1, end) else {
        return nil
      }
      exponent += power
    }
    if significant <= 19, mantissa <= 1 << 53, (-22...22).contains(exponent) || mantissa == 0 {
      let value = Double(mantissa)
      let size = mantissa == 0 ? 0 : exponent < 0 ? value / powers[-exponent] : value * powers[exponent]
      return isNegative && size != 0 ? -size : size
    }
    return Double(String(decoding: bytes[start..<end], as: UTF8.self))
  }

  /// Returns the exponent after an `e`, nil if it is not a whole number.
  ///
  /// It is capped at ±10⁶, far beyond the exponents of finite numbers other than 0.
  private static func exponent(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
    var position = start
    guard position < end else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    guard position < end else { return nil }
    var power = 0
    while position < end {
      guard bytes[position] &- 48 < 10 else { return nil }
      power = min(1_000_000, power * 10 + Int(bytes[position] &- 48))
      position += 1
    }
    return isNegative ? -power : power
  }

  private static func special(_ bytes: [UInt8], _ start: Int, _ end: Int, _ isNegative: Bool) -> Double? {
    guard (3...8).contains(end - start) else { return nil }
    switch String(decoding: bytes[start..<end], as: UTF8.self).lowercased() {
    case "nan": return .nan
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    default: return nil
    }
  }

  private static let powers: [Double] = (0...22).map { count in
    // Every partial product is a power of ten below 2^75 with an odd part below 2^53, hence exact.
    (0..<count).reduce(1.0) { product, _ in product * 10 }
  }
}
