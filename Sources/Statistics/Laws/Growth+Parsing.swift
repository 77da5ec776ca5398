import Foundation

extension Growth {
  /// Reads a law such as `d^0.5`, `sqrt(d)*ln(d)^2`, `√d·ln² d`, `1/k`, `k^2/(d ln d)`; `log` is the natural logarithm.
  ///
  /// Factors stand side by side or with `*` or `·` between them; `/` divides by the next factor alone. An exponent is a
  /// number or a fraction in parentheses, at most 100 in size.
  ///
  /// - Throws: ``NotationError`` naming the input and what is wrong with it.
  package init(parsing text: String) throws(NotationError) {
    var parser = GrowthParser(text)
    self = try parser.whole()
  }
}

/// A recursive-descent parser of growth laws.
private struct GrowthParser {
  private let _input: String
  private var _rest: Substring
  private var _depth = 0

  /// What an exponent may be, in size.
  private static let _largestExponent = 100.0

  init(_ text: String) {
    _input = text
    _rest = text[...]
  }

  mutating func whole() throws(NotationError) -> Growth {
    let growth = try _product()
    _skipSpaces()
    if let next = _rest.first { throw _error("“\(next)” does not belong there") }
    for exponent in [growth.scaleExponent, growth.logarithmExponent, growth.kExponent]
    where !(abs(exponent) <= Self._largestExponent) {
      throw _error("an exponent of \(exponent) is beyond ±100")
    }
    return growth
  }

  private mutating func _product() throws(NotationError) -> Growth {
    var result = try _factor()
    while true {
      _skipSpaces()
      if _take("*") || _take("·") || _take("×") || _take("⋅") {
        result = result * (try _factor())
      } else if _take("/") {
        result = result / (try _factor())
      } else if let next = _rest.first, next != ")", next != "}" {
        result = result * (try _factor())
      } else {
        return result
      }
    }
  }

  private mutating func _factor() throws(NotationError) -> Growth {
    _depth += 1
    defer { _depth -= 1 }
    if _depth > 50 { throw _error("it is nested too deeply") }
    let (base, isPower) = try _base()
    guard let exponent = try _exponent() else { return base }
    if isPower { throw _error("a power behind a root or logarithm can be read in two ways; write (√d)^… or ln(d)^…") }
    return base.power(exponent)
  }

  /// A factor without its exponent, and whether an exponent behind it would be ambiguous.
  private mutating func _base() throws(NotationError) -> (Growth, isPower: Bool) {
    _skipSpaces()
    if _take("(") { return (try _closed(), false) }
    if _take("√") { return (try _root(), true) }
    if _takeWord("sqrt") { return (try _root(), false) }
    if _takeWord("ln") || _takeWord("log") {
      let exponent = try _exponent() ?? 1
      _skipSpaces()
      let isClosed = _rest.first == "("
      let argument = isClosed ? try _parenthesised() : try _symbol()
      guard argument == .d else { throw _error("a logarithm is taken of d only") }
      return (Growth.log.power(exponent), !isClosed || exponent != 1)
    }
    if _take("1") {
      if let next = _rest.first, next.isNumber || next == "." { throw _error("a constant factor means nothing here") }
      return (.one, false)
    }
    return (try _symbol(), false)
  }

  /// The argument of a root: one symbol or a group in parentheses.
  private mutating func _root() throws(NotationError) -> Growth {
    _skipSpaces()
    return (_rest.first == "(" ? try _parenthesised() : try _symbol()).power(0.5)
  }

  private mutating func _parenthesised() throws(NotationError) -> Growth {
    _ = _take("(")
    return try _closed()
  }

  private mutating func _closed() throws(NotationError) -> Growth {
    _depth += 1
    defer { _depth -= 1 }
    if _depth > 50 { throw _error("it is nested too deeply") }
    let inner = try _product()
    guard _take(")") else { throw _error("a closing parenthesis is missing") }
    return inner
  }

  private mutating func _symbol() throws(NotationError) -> Growth {
    _skipSpaces()
    if _take("d") { return .d }
    if _take("k") { return .k }
    guard let next = _rest.first else { throw _error("a factor is missing at its end") }
    if next.isNumber { throw _error("a constant factor means nothing here") }
    throw _error("“\(next)” is no factor")
  }

  /// An exponent if one follows: `^2`, `^-0.5`, `^(1/2)`, `²`.
  private mutating func _exponent() throws(NotationError) -> Double? {
    let digits: [Character: Double] = ["⁰": 0, "¹": 1, "²": 2, "³": 3, "⁴": 4, "⁵": 5, "⁶": 6, "⁷": 7, "⁸": 8, "⁹": 9]
    var value: Double?
    var sign = 1.0
    if _rest.first == "⁻" {
      _rest.removeFirst()
      sign = -1
    }
    while let next = _rest.first, let digit = digits[next] {
      value = (value ?? 0) * 10 + digit
      _rest.removeFirst()
    }
    if let value { return try _checked(sign * value) }
    if sign < 0 { throw _error("“⁻” needs an exponent behind it") }
    guard _take("^") || _take("**") else { return nil }
    _skipSpaces()
    let closing: Character? = _take("(") ? ")" : _take("{") ? "}" : nil
    var exponent = try _number()
    if let closing {
      if _take("/") { exponent /= try _number() }
      _skipSpaces()
      guard _rest.first == closing else { throw _error("a closing “\(closing)” is missing") }
      _rest.removeFirst()
    }
    return try _checked(exponent)
  }

  private mutating func _number() throws(NotationError) -> Double {
    _skipSpaces()
    var text = ""
    if _take("-") || _take("−") { text = "-" } else if _take("+") { text = "" }
    while let next = _rest.first, next.isASCII, next.isNumber || next == "." {
      text.append(next)
      _rest.removeFirst()
    }
    guard let value = Double(text) else { throw _error("a number is missing in an exponent") }
    return value
  }

  private func _checked(_ exponent: Double) throws(NotationError) -> Double {
    guard abs(exponent) <= Self._largestExponent else { throw _error("an exponent of \(exponent) is beyond ±100") }
    return exponent
  }

  private mutating func _skipSpaces() { _rest = _rest.drop(while: \.isWhitespace) }

  private mutating func _take(_ text: String) -> Bool {
    _skipSpaces()
    guard _rest.hasPrefix(text), text != "*" || !_rest.hasPrefix("**") else { return false }
    _rest.removeFirst(text.count)
    return true
  }

  private mutating func _takeWord(_ word: String) -> Bool {
    guard _rest.hasPrefix(word) else { return false }
    _rest.removeFirst(word.count)
    return true
  }

  private func _error(_ problem: String) -> NotationError {
    NotationError(growth: _input.count > 60 ? String(_input.prefix(60)) + "…" : _input, problem)
  }
}

/// A question or a growth law that cannot be read.
package struct NotationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence that names the input and what would be accepted.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) {
    self.description = description
  }

  /// An error about a growth law.
  init(growth input: String, _ problem: String) {
    description =
      "the growth law “\(input)” cannot be read: \(problem); it is a product of powers of d, ln d and k, as in "
      + "sqrt(d)*ln(d)^2, k^2/d or d^0.5"
  }
}
