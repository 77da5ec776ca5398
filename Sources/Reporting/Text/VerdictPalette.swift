import Foundation

/// The letters and colours of verdicts, the same in every picture and in light and dark mode.
///
/// Colours are tints of the Okabe–Ito set, which colour-blind readers can distinguish; a letter stands in every square.
enum VerdictPalette {
  /// The colour of letters on every fill.
  static let ink = "#111111"
  /// The fill behind a control that was refuted, as it must be.
  static let asItMust = "#d5dbe1"

  /// The rules that fill a shape of each word's class.
  static let fills = VerdictWord.allCases.map { ".\($0.rawValue){fill:\($0.fill.colour)}" }.joined()

  /// Returns the letter of a word.
  static func letter(of word: VerdictWord) -> String {
    switch word {
    case .supported: "S"
    case .extrapolated: "E"
    case .notContradicted: "N"
    case .refuted: "R"
    case .inconclusive: "I"
    case .undiscriminating: "U"
    }
  }

  /// Returns the contrast of two colours such as `#0d1117`, from 1 to 21; nil for anything else.
  ///
  /// - Source: WCAG 2.2, relative luminance and contrast ratio.
  static func contrast(_ first: String, _ second: String) -> Double? {
    guard let (a, b) = luminance(first).flatMap({ a in luminance(second).map { (a, $0) } }) else { return nil }
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private static func luminance(_ colour: String) -> Double? {
    guard colour.hasPrefix("#"), let number = Int(colour.dropFirst(), radix: 16) else { return nil }
    let digits =
      switch colour.count {
      case 4: [number >> 8 & 15, number >> 4 & 15, number & 15].map { $0 * 17 }
      case 7: [number >> 16 & 255, number >> 8 & 255, number & 255]
      default: [Int]()
      }
    let linear = digits.map { Double($0) / 255 }.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return linear.count == 3 ? 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] : nil
  }
}
