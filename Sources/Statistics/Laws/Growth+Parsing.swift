import Foundation

extension Growth {
  /// Reads a law such as `d^0.5`, `sqrt(d)*ln(d)^2`, `√d·ln² d`, `1/k`, `k^2/(d ln d)`; `log` is the natural logarithm.
  ///
  /// Factors stand side by side or with `*` or `·` between them; `/` divides by the next factor alone. An exponent is a
  /// number or a fraction in parentheses, at most 100 in absolute value.
  ///
  /// - Throws: ``NotationError`` naming the input and what is wrong with it.
  package init(parsing text: String) throws(NotationError) {
    var parser = GrowthParser(text)
    self = try parser.whole()
  }
}

/// A recursive-descent parser of growth laws.
private struct GrowthParser {
  private let input: String
  private var rest: Substring
  private var depth = 0

  /// The largest absolute value of an exponent.
  private static let largestExponent = 100.0

  init(_ text: String) {
    input = text
    rest = text[...]
  }

  mutating func whole() throws(NotationError) -> Growth {
    let growth = try product()
    skipSpaces()
    if let next = rest.unicodeScalars.first { throw error("“\(next)” is unexpected") }
    for exponent in [growth.scaleExponent, growth.logarithmExponent, growth.kExponent]
    where !(abs(exponent) <= Self.largestExponent) {
      throw error("an exponent of \(exponent) is beyond ±100")
    }
    return growth
  }

  private mutating func product() throws(NotationError) -> Growth {
    var result = try factor()
    while true {
      skipSpaces()
      if take("*") || take("·") || take("×") || take("⋅") {
        result = result * (try factor())
      } else if take("/") {
        result = result / (try factor())
      } else if let next = rest.first, next != ")", next != "}" {
        result = result * (try factor())
      } else {
        return result
      }
    }
  }

  private mutating func factor() throws(NotationError) -> Growth {
    depth += 1
    defer { depth -= 1 }
    if depth > 50 { throw error("it is nested too deeply") }
    let (base, isPower) = try self.base()
    guard let exponent = try self.exponent() else { return base }
    if isPower { throw error("a power after a root or logarithm can be read in two ways; write (√d)^… or ln(d)^…") }
    return base.power(exponent)
  }

  /// A factor without its exponent, and whether an exponent after it would be ambiguous.
  private mutating func base() throws(NotationError) -> (Growth, isPower: Bool) {
    skipSpaces()
    if take("(") { return (try closed(), false) }
    if take("√") { return (try root(), true) }
    if takeWord("sqrt") { return (try root(), false) }
    if takeWord("ln") || takeWord("log") {
      let exponent = try self.exponent() ?? 1
      skipSpaces()
      let isClosed = rest.first == "("
      let argument = isClosed ? try parenthesised() : try symbol()
      guard argument == .d else { throw error("a logarithm is taken of d only") }
      return (Growth.log.power(exponent), !isClosed || exponent != 1)
    }
    if take("1") {
      if let next = rest.first, next.isNumber || next == "." { throw error("a constant factor is not allowed") }
      return (.one, false)
    }
    return (try symbol(), false)
  }

  /// The argument of a root: one symbol or a group in parentheses.
  private mutating func root() throws(NotationError) -> Growth {
    skipSpaces()
    return (rest.first == "(" ? try parenthesised() : try symbol()).power(0.5)
  }

  private mutating func parenthesised() throws(NotationError) -> Growth {
    _ = take("(")
    return try closed()
  }

  private mutating func closed() throws(NotationError) -> Growth {
    depth += 1
    defer { depth -= 1 }
    if depth > 50 { throw error("it is nested too deeply") }
    let inner = try product()
    guard take(")") else { throw error("a closing parenthesis is missing") }
    return inner
  }

  private mutating func symbol() throws(NotationError) -> Growth {
    skipSpaces()
    if take("d") { return .d }
    if take("k") { return .k }
    guard let next = rest.first else { throw error("a factor is missing at the end") }
    if next.isNumber { throw error("a constant factor is not allowed") }
    throw error("“\(next)” is not a factor")
  }

  /// An exponent if one follows: `^2`, `^-0.5`, `^(1/2)`, `²`.
  private mutating func exponent() throws(NotationError) -> Double? {
    let digits: [Character: Double] = ["⁰": 0, "¹": 1, "²": 2, "³": 3, "⁴": 4, "⁵": 5, "⁶": 6, "⁷": 7, "⁸": 8, "⁹": 9]
    var value: Double?
    var sign = 1.0
    if rest.first == "⁻" {
      rest.removeFirst()
      sign = -1
    }
    while let next = rest.first, let digit = digits[next] {
      value = (value ?? 0) * 10 + digit
      rest.removeFirst()
    }
    if let value { return try checked(sign * value) }
    if sign < 0 { throw error("“⁻” needs an exponent after it") }
    guard take("^") || take("**") else { return nil }
    skipSpaces()
    let closing: Character? = take("(") ? ")" : take("{") ? "}" : nil
    var exponent = try number()
    if let closing {
      if take("/") { exponent /= try number() }
      skipSpaces()
      guard rest.first == closing else { throw error("a closing “\(closing)” is missing") }
      rest.removeFirst()
    }
    return try checked(exponent)
  }

  private mutating func number() throws(NotationError) -> Double {
    skipSpaces()
    var text = ""
    if take("-") || take("−") { text = "-" } else if take("+") { text = "" }
    while let next = rest.first, next.isASCII, next.isNumber || next == "." {
      text.append(next)
      rest.removeFirst()
    }
    guard let value = Double(text) else { throw error("a number is missing in an exponent") }
    return value
  }

  private func checked(_ exponent: Double) throws(NotationError) -> Double {
    guard abs(exponent) <= Self.largestExponent else { throw error("an exponent of \(exponent) is beyond ±100") }
    return exponent
  }

  private mutating func skipSpaces() { rest = rest.drop(while: \.isWhitespace) }

  private mutating func take(_ text: String) -> Bool {
    skipSpaces()
    guard rest.hasPrefix(text), text != "*" || !rest.hasPrefix("**") else { return false }
    rest.removeFirst(text.count)
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard rest.hasPrefix(word) else { return false }
    rest.removeFirst(word.count)
    return true
  }

  private func error(_ problem: String) -> NotationError {
    NotationError(growth: input.count > 60 ? String(input.prefix(60)) + "…" : input, problem)
  }
}

/// A question or a growth law that cannot be read.
package struct NotationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence that names the input and what would be accepted.
  package let description: String

  /// Creates an error from its sentence.
  package init(_ description: String) {
    self.description = description
  }

  /// Creates an error about a growth law.
  init(growth input: String, _ problem: String) {
    let shown = input.unicodeScalars.count > 60 ? String(input.unicodeScalars.prefix(60)) + "…" : input
    description =
      "the growth law “\(shown)” cannot be read: \(problem); a law is a product of powers of d, ln d and k, as in "
      + "sqrt(d)*ln(d)^2, k^2/d or d^0.5"
  }
}
