import Files
import Foundation

/// The value of a setting: a number or a word.
public enum Setting: Hashable, Sendable, Codable, CustomStringConvertible {
  /// A number.
  case number(Double)
  /// A word.
  case word(String)

  /// Reads a JSON number or string.
  ///
  /// - Throws: `DecodingError` if it is neither.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .word(try container.decode(String.self))
    }
  }

  /// Writes a JSON number or string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .word(let word): try container.encode(word)
    }
  }

  /// The number in full, or the word.
  public var description: String {
    switch self {
    case .number(let number): number.exactText
    case .word(let word): word
    }
  }
}

extension Setting: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  /// A literal number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A literal whole number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  /// A literal word.
  public init(stringLiteral value: String) { self = .word(value) }
}

/// The settings of a trial by name, with exactly one text per value.
///
/// Two settings are equal if their canonical texts are. Trials that differ only in the seed share one copy.
package struct Settings: Hashable, Sendable, Codable {
  /// The values by name.
  package let values: [String: Setting]
  /// The canonical JSON object of ``values``.
  package let canonical: String

  /// Settings from their values; −0 and 0 are the same value and must be written alike.
  package init(_ values: [String: Setting] = [:]) {
    let values = values.mapValues { value in
      if case .number(0) = value { return Setting.number(0) }
      return value
    }
    self.values = values
    canonical = String(decoding: CanonicalJSON.data(values), as: UTF8.self)
  }

  /// Returns the value of a setting; nil if there is none of this name.
  package subscript(name: String) -> Setting? { values[name] }

  /// Returns the number of a setting; nil if there is none of this name, or if it is a word.
  package func number(_ name: String) -> Double? {
    if case .number(let number)? = values[name] { return number }
    return nil
  }

  /// The settings that are numbers, by name.
  package var numbers: [String: Double] { values.keys.reduce(into: [:]) { $0[$1] = number($1) } }

  /// Returns the word of a setting; nil if there is none of this name, or if it is a number.
  package func word(_ name: String) -> String? {
    if case .word(let word)? = values[name] { return word }
    return nil
  }

  /// Reads a JSON object of numbers and strings.
  ///
  /// - Throws: `DecodingError` if it is none.
  package init(from decoder: any Decoder) throws { self.init(try [String: Setting](from: decoder)) }

  /// Writes a JSON object.
  package func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }

  /// Compares the canonical texts, which is faster than comparing the values.
  package static func == (first: Settings, second: Settings) -> Bool { first.canonical == second.canonical }

  /// Hashes the canonical text.
  package func hash(into hasher: inout Hasher) { hasher.combine(canonical) }
}

/// A setting that an experiment takes.
package struct SettingDeclaration: Hashable, Sendable {
  /// The name on the command line and in records.
  package let name: String
  /// The value if a claim does not give one.
  package let standard: Setting
  /// The range of a number; nil for a word, and for any number.
  package let range: ClosedRange<Double>?
  /// The words allowed; empty for a number, and for any word.
  package let words: [String]
  /// What the setting is, in a few words; may be empty.
  package let meaning: String

  /// A setting from its parts.
  package init(
    _ name: String, standard: Setting, range: ClosedRange<Double>? = nil, words: [String] = [], meaning: String = ""
  ) {
    self.name = name
    self.standard = standard
    self.range = range
    self.words = words
    self.meaning = meaning
  }

  /// Returns one sentence on why a value is not allowed; nil if it is.
  package func defect(of value: Setting) -> String? {
    switch (standard, value) {
    case (.number, .number(let number)):
      let allowed = range ?? -.infinity ... .infinity
      guard number.isFinite, allowed.contains(number) else {
        return "\(name) = \(Quoted.text("\(value)")) is out of range: it is \(Self.words(for: range))."
      }
      return nil
    case (.word, .word(let word)):
      guard words.isEmpty || words.contains(word) else {
        return "\(name) = \(Quoted.text("\(value)")) is out of range: it is one of \(words.joined(separator: ", "))."
      }
      return nil
    case (.number, .word): return "\(name) = \(Quoted.text("\(value)")) is out of range: it is a number."
    case (.word, .number): return "\(name) = \(Quoted.text("\(value)")) is out of range: it is a word."
    }
  }

  private static func words(for range: ClosedRange<Double>?) -> String {
    let (lower, upper) = (range?.lowerBound ?? -.infinity, range?.upperBound ?? .infinity)
    return switch (lower.isFinite, upper.isFinite) {
    case (true, true): "from \(lower.exactText) to \(upper.exactText)"
    case (true, false): "at least \(lower.exactText)"
    case (false, true): "at most \(upper.exactText)"
    case (false, false): "any finite number"
    }
  }
}
