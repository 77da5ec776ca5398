import Foundation
import Statistics

extension Question {
  /// What an equivalence question asks, beside its relation and law.
  package enum Equivalence: Sendable, Equatable {
    /// The exponent of growth, and its tolerance.
    case exponent(Double, tolerance: Double)
    /// A curve as a factor of the law, and its tolerance; without a factor, predicted values come with the numbers.
    case curve(factor: Double?, tolerance: CurveTolerance)
  }

  /// The exponent of growth is within a tolerance of a given one.
  package static func exponent(_ exponent: Double, within tolerance: Double) -> Question {
    Question(.exponent, equivalence: .exponent(exponent, tolerance: tolerance))
  }

  /// The mean at every scale equals a factor times a law, up to a tolerance.
  package static func curve(_ factor: Double, _ growth: Growth, within tolerance: CurveTolerance) -> Question {
    Question(.curve, growth, equivalence: .curve(factor: factor, tolerance: tolerance))
  }

  /// The mean at every scale equals a value that is predicted beside the numbers, up to a tolerance.
  package static func prediction(within tolerance: CurveTolerance) -> Question {
    Question(.curve, equivalence: .curve(factor: nil, tolerance: tolerance))
  }

  /// Whether predicted values have to come with the numbers.
  package var needsPrediction: Bool {
    if case .curve(nil, _) = equivalence { return true }
    return false
  }

  /// The notation of an equivalence question, which reads back; nil for other questions.
  var equivalenceText: String? {
    switch equivalence {
    case .exponent(let exponent, let tolerance): "exponent = \(exponent.plainText) ± \(tolerance.plainText)"
    case .curve(let factor, let tolerance):
      "curve" + (factor.map { " = \(Self.product($0, growth))" } ?? "") + " ± \(tolerance.text)"
    case nil: nil
    }
  }

  private static func product(_ factor: Double, _ growth: Growth) -> String {
    let law = growth.text
    if growth.isConstant { return factor.plainText }
    if factor == 1 { return law }
    return factor.plainText + (law.hasPrefix("1/") ? law.dropFirst() : "·" + law)
  }

  // MARK: Parsing

  /// Reads `exponent=θ±tol`, `curve=LAW±tol` and `curve±tol`; nil for a text that starts otherwise.
  ///
  /// - Throws: `NotationError` naming the input and the valid forms.
  static func equivalence(_ text: String) throws(NotationError) -> Question? {
    var rest = text.drop { $0.isWhitespace }
    let head = ["exponent", "curve"].first { rest.lowercased().hasPrefix($0) }
    guard let head else { return nil }
    rest = rest.dropFirst(head.count).drop { $0.isWhitespace }
    let isExponent = head == "exponent"
    let valid =
      isExponent
      ? "exponent=1.5±0.2, with numbers of at most 100 and a tolerance above 0"
      : "curve=0.5*d^-1±10% or curve=0.2±0.02; for predicted values in a column write curve±10%"
    func error(_ problem: String) -> NotationError {
      NotationError("“\(quoted(text))” cannot be read: \(problem); the form is \(valid)")
    }
    guard let sign = plusMinus(in: rest) else { throw error("a tolerance after ± (or +-) is missing") }
    var claimed = rest[..<sign.lowerBound]
    var size = rest[sign.upperBound...].filter { !$0.isWhitespace }
    let isShare = size.hasSuffix("%")
    if isShare { size.removeLast() }
    guard let number = NumberPrefix(size[...]), number.rest.isEmpty, number.value > 0 else {
      throw error("the tolerance is not a number above 0")
    }
    if isExponent, isShare { throw error("the tolerance of an exponent is a number, not a share") }
    let hasClaim = claimed.first == "="
    if hasClaim { claimed = claimed.dropFirst().drop { $0.isWhitespace } }
    while claimed.last?.isWhitespace == true { claimed.removeLast() }
    if !hasClaim, !claimed.isEmpty { throw error("“=” is missing") }
    if isExponent {
      guard hasClaim, let exponent = NumberPrefix(claimed), exponent.rest.isEmpty else {
        throw error("the exponent is not a number")
      }
      guard abs(exponent.value) <= EquivalenceZone.largestExponent, number.value <= EquivalenceZone.largestExponent
      else { throw error("a number is beyond ±100") }
      return .exponent(exponent.value, within: number.value)
    }
    if isShare, number.value >= 100 { throw error("a share must be below 100 %") }
    let tolerance = isShare ? CurveTolerance.share(number.value / 100) : .difference(number.value)
    if !hasClaim { return .prediction(within: tolerance) }
    guard !claimed.isEmpty else { throw error("the curve is missing") }
    guard let factor = NumberPrefix(claimed) else {
      return .curve(1, try Growth(parsing: String(claimed)), within: tolerance)
    }
    if factor.value == 0, isShare { throw error("a share of 0 is no tolerance") }
    return .curve(factor.value, try law(after: factor.rest), within: tolerance)
  }

  /// The law after a factor: `*d`, `·d`, `d`, `/d`, or nothing for a constant.
  private static func law(after rest: Substring) throws(NotationError) -> Growth {
    var rest = rest.drop { $0.isWhitespace }
    if rest.isEmpty { return .one }
    if rest.hasPrefix("/") { return try Growth(parsing: "1" + rest) }
    if let sign = rest.first, "*·×⋅".contains(sign), !rest.hasPrefix("**") { rest.removeFirst() }
    return try Growth(parsing: String(rest))
  }

  /// The last ± of a text, also written +- or +/-.
  private static func plusMinus(in text: Substring) -> Range<Substring.Index>? {
    ["±", "+/-", "+-", "+−"].compactMap { text.range(of: $0, options: .backwards) }.max {
      $0.lowerBound < $1.lowerBound
    }
  }
}

/// A number in decimal notation at the start of a text, such as −0.5 or 2e-3, and what follows it.
private struct NumberPrefix {
  let value: Double
  let rest: Substring

  /// Nil if the text does not start with a finite number.
  init?(_ text: Substring) {
    var rest = text
    var digits = ""
    if let sign = rest.first, "-−+".contains(sign) {
      if sign != "+" { digits = "-" }
      rest.removeFirst()
    }
    while let next = rest.first, next.isASCII, next.isNumber || next == "." {
      digits.append(next)
      rest.removeFirst()
    }
    if let mark = rest.first, "eE".contains(mark) {
      var power = rest.dropFirst()
      var exponent = "e"
      if let sign = power.first, "-−+".contains(sign) {
        if sign != "+" { exponent += "-" }
        power.removeFirst()
      }
      let count = power.prefix { $0.isASCII && $0.isNumber }.count
      if count > 0 {
        digits += exponent + power.prefix(count)
        rest = power.dropFirst(count)
      }
    }
    guard let value = Double(digits), value.isFinite else { return nil }
    self.value = value
    self.rest = rest
  }
}

extension CurveTolerance {
  /// The tolerance in notation: `0.02`, or `10 %` for a share.
  package var text: String {
    switch self {
    case .difference(let size): return size.plainText
    case .share(let size):
      // The rounding error of 100·0.07 would not read back as 0.07.
      let percent = 100 * size
      let candidates = [(1e12 * size).rounded() / 1e10, percent, percent.nextUp, percent.nextDown]
      return "\((candidates.first { $0 / 100 == size } ?? percent).plainText) %"
    }
  }
}

extension Double {
  /// The shortest decimal that reads back, whole numbers without a point and with a typographic minus sign.
  fileprivate var plainText: String {
    let text = self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}
