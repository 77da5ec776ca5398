import Experiments
import Files
import Foundation

/// The words after a command, sorted into options, switches and positional words.
struct Arguments {
  /// The options, switches and positional words that a command accepts.
  struct Grammar {
    /// The command's name, for messages.
    let command: String
    /// Options that take a value, by name without dashes; true if the option may be repeated.
    var options: [String: Bool] = [:]
    /// Options without a value, by name without dashes.
    var switches: Set<String> = []
    /// The largest number of positional words.
    var maximalWords = 0

    /// Every option with its dashes, for suggestions.
    var names: [String] { (Array(options.keys) + switches + ["help"]).sorted().map { "--" + $0 } }
  }

  /// The positional words, in order.
  private(set) var words: [String] = []
  private var values: [String: [String]] = [:]
  private var switches: Set<String> = []

  /// Sorts the words of a command line.
  ///
  /// - Throws: ``UsageError`` naming the first word that the grammar does not know, and the nearest known name.
  init(_ line: [String], _ grammar: Grammar) throws(UsageError) {
    var rest = line[...]
    while let word = rest.popFirst() {
      guard !word.isEmpty else {
        let limit = grammar.maximalWords == 0 ? "only its options" : "a name or a path"
        throw UsageError(
          "\(grammar.command) is given an empty word, as from a variable that is not set; it takes \(limit) here.")
      }
      guard word.hasPrefix("-"), word != "-" else {
        guard words.count < grammar.maximalWords else {
          let limit = grammar.maximalWords == 0 ? "no words" : "at most \(grammar.maximalWords) of them"
          throw UsageError(
            "\(grammar.command) does not understand “\(Quoted.text(word))”: it takes \(limit) besides its options.")
        }
        words.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = parts[0].hasPrefix("--") ? String(parts[0].dropFirst(2)) : parts[0]
      if grammar.switches.contains(name), parts.count == 1 {
        switches.insert(name)
        continue
      }
      if grammar.switches.contains(name) {
        throw UsageError("--\(name) takes no value, but is given “\(Quoted.text(parts[1]))”.")
      }
      guard let repeats = grammar.options[name] else {
        let hint = Nearest.suggestion(for: parts[0], among: grammar.names)
        throw UsageError(
          "\(grammar.command) has no option “\(Quoted.text(parts[0]))”\(hint); it has \(grammar.names.joined(separator: ", "))."
        )
      }
      guard let value = parts.count == 2 ? parts[1] : rest.first.flatMap({ $0.hasPrefix("--") ? nil : $0 }) else {
        throw UsageError("--\(name) needs a value, as in --\(name) VALUE.")
      }
      guard !value.isEmpty else {
        throw UsageError(
          "--\(name) is given an empty value, as from a variable that is not set; it needs one, as in --\(name) VALUE.")
      }
      if parts.count == 1 { rest.removeFirst() }
      if !repeats && values[name] != nil { throw UsageError("--\(name) is given twice; give it once.") }
      values[name, default: []].append(value)
    }
  }

  /// Whether a switch was given.
  func has(_ name: String) -> Bool { switches.contains(name) }

  /// Returns the value of an option, nil if it was not given.
  func value(_ name: String) -> String? { values[name]?.first }

  /// Returns an option's value as a path; nil if it was not given.
  func place(_ name: String) -> Place? { value(name).map { Place(argument: $0) } }

  /// The folder in which finished trials are kept.
  var store: URL { (place("store") ?? Place(path: ".littleo/store")).url }

  /// Returns all values of a repeatable option.
  func values(_ name: String) -> [String] { values[name] ?? [] }

  /// Returns an option's value as one of a list of names, nil if the option was not given.
  ///
  /// - Throws: ``UsageError`` naming option, value and names.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, of type: Choice.Type = Choice.self
  ) throws(UsageError) -> Choice? {
    guard let text = value(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue)
      throw UsageError(
        "--\(name) \(Quoted.text(text)) is not known\(Nearest.suggestion(for: text, among: names)): it is one of "
          + "\(names.joined(separator: ", ")).")
    }
    return choice
  }

  /// Returns an option's value as a whole number in a range, nil if the option was not given.
  ///
  /// - Throws: ``UsageError`` naming option, value and range.
  func integer<Number: FixedWidthInteger>(_ name: String, in range: ClosedRange<Number>) throws(UsageError) -> Number? {
    guard let text = value(name) else { return nil }
    guard let number = Number(text), range.contains(number) else {
      throw UsageError(
        "--\(name) \(Quoted.text(text)) is out of range: it is a whole number from \(range.lowerBound) to \(range.upperBound)."
      )
    }
    return number
  }

  /// Returns an option's value as a whole number in a range, also one written like 1e12; nil if the option was not given.
  ///
  /// - Throws: ``UsageError`` naming option, value and range.
  func wholeNumber(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = value(name) else { return nil }
    guard let number = Int(text) ?? Self.wholeNumber(powerOfTen: text), range.contains(number) else {
      throw UsageError(
        "--\(name) \(Quoted.text(text)) is out of range: it is a whole number from \(range.lowerBound) to "
          + "\(range.upperBound), as 1000000 or 1e6.")
    }
    return number
  }

  /// Returns the number that a text like 1e12 or 2.5e3 stands for, by its digits; nil if it is not whole or too large.
  private static func wholeNumber(powerOfTen text: String) -> Int? {
    let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    guard parts.count == 2, let exponent = Int(parts[1]), (0...18).contains(exponent) else { return nil }
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard mantissa.count <= 2, !mantissa[0].isEmpty else { return nil }
    let fraction = mantissa.count == 2 ? mantissa[1] : "0"
    guard !fraction.isEmpty, (mantissa[0] + fraction).utf8.allSatisfy({ (48...57).contains($0) }),
      fraction.dropFirst(exponent).allSatisfy({ $0 == "0" })
    else { return nil }
    let moved = fraction.prefix(exponent)
    return Int(mantissa[0] + moved + String(repeating: "0", count: exponent - moved.count))
  }

  /// Returns the value of an option that the command requires.
  ///
  /// - Throws: ``UsageError`` naming the missing option, with an example.
  func required(_ name: String, _ example: String) throws(UsageError) -> String {
    guard let value = value(name) else { throw UsageError("--\(name) is missing: give it as in --\(name) \(example).") }
    return value
  }
}

/// Suggests the known name nearest to a misspelt one.
enum Nearest {
  /// Returns ` (did you mean “…”?)` for the name with the smallest edit distance, empty if none is near.
  static func suggestion(for input: String, among names: [String]) -> String {
    let input = input.lowercased()
    let (count, limit) = (input.count, max(2, input.count / 3))
    // The distance is at least the difference of the lengths. Names that differ too much in length are dropped first,
    // so that a very long input costs no time.
    let near = names.filter { abs($0.count - count) <= limit }
    let ranked = near.map { (distance: distance(input, $0.lowercased()), name: $0) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return "" }
    return best.distance <= limit ? " (did you mean “\(best.name)”?)" : ""
  }

  /// Returns the fewest insertions, deletions and replacements that turn one text into the other.
  static func distance(_ first: String, _ second: String) -> Int {
    let second = Array(second)
    var row = Array(0...second.count)
    for character in first {
      var diagonal = row[0]
      row[0] += 1
      for (index, other) in second.enumerated() {
        let replaced = diagonal + (character == other ? 0 : 1)
        diagonal = row[index + 1]
        row[index + 1] = min(replaced, diagonal + 1, row[index] + 1)
      }
    }
    return row[second.count]
  }
}

/// A command line or an input that cannot be carried out; it ends the program with exit code 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the input and the valid range.
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
