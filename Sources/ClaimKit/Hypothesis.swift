import Statistics

/// A hypothesis of a statement.
public enum Hypothesis: Hashable, Sendable {
  /// The arm that the conclusions read, in words.
  case arm(Arm, words: String)
  /// A symbol is at least a bound.
  case atLeast(Term, Term)
  /// A symbol is at most a bound.
  case atMost(Term, Term)
  /// A condition in the notation of the model, which no program can check.
  case condition(String)

  /// The hypothesis in the paper's notation.
  public var text: String {
    switch self {
    case .arm(_, let words), .condition(let words): words
    case .atLeast(let symbol, let bound): "\(symbol.text) ≥ \(bound.text)"
    case .atMost(let symbol, let bound): "\(symbol.text) ≤ \(bound.text)"
    }
  }
}

/// A hypothesis line of a claim file.
///
/// Bounds are checked at every registered scale, and the claim's page shows the result. Conditions in words are not
/// checked, and the page says so.
public struct Given: Sendable {
  let hypothesis: Hypothesis

  /// A hypothesis.
  package init(_ hypothesis: Hypothesis) { self.hypothesis = hypothesis }

  /// A symbol is at least a bound, such as `Given(.k, atLeast: .polylog(.d))`.
  ///
  /// - Parameters:
  ///   - symbol: What is bounded.
  ///   - bound: The bound: a function of the scale, another symbol, or a growth class.
  public init(_ symbol: Term, atLeast bound: Term) { hypothesis = .atLeast(symbol, bound) }

  /// A symbol is at most a bound, such as `Given(.k, atMost: .power(.d, 0.4))`.
  ///
  /// - Parameters:
  ///   - symbol: What is bounded.
  ///   - bound: The bound: a function of the scale, another symbol, or a growth class.
  public init(_ symbol: Term, atMost bound: Term) { hypothesis = .atMost(symbol, bound) }

  /// A condition in the notation of the model, without numbers of the stand-in.
  public init(_ condition: String) { hypothesis = .condition(condition) }
}

/// A symbol, a bound or a growth class in a hypothesis or a quantifier, in the paper's notation.
public struct Term: Hashable, Sendable {
  /// What a term is worth in a trial.
  package enum Meaning: Hashable, Sendable {
    /// A word of the statement without a number, such as a time.
    case word
    /// The scale of the experiment.
    case scale
    /// A multiple of what the setup knows under a name, such as a setting.
    case setting(String, times: Double)
    /// A function of the scale.
    case growth(Growth)
    /// A growth class of the scale whose constants the statement leaves open.
    case open(OpenOrder)
  }

  /// A growth class with unstated constants.
  package enum OpenOrder: Hashable, Sendable {
    /// Some power of the logarithm of the scale, or some power of the scale.
    case rising
    /// One over some power of the logarithm of the scale.
    case falling
  }

  /// The symbol in the paper's notation.
  public let text: String
  /// What it is worth in a trial.
  package let meaning: Meaning

  /// A term in the notation of the statement.
  ///
  /// - Parameters:
  ///   - text: The notation.
  ///   - meaning: What it is worth in a trial; a word without a number by default.
  package init(_ text: String, _ meaning: Meaning = .word) {
    self.text = text
    self.meaning = meaning
  }

  /// A setting of the experiment, whose value hypotheses are checked with.
  ///
  /// - Parameters:
  ///   - setting: The name of the setting.
  ///   - symbol: Its symbol in the statement.
  public init(setting: String, writtenAs symbol: String) { self.init(symbol, .setting(setting, times: 1)) }

  /// The dimension.
  public static let d = Term("d", .scale)
  /// Training time, in steps.
  public static let T = Term("T")
  /// The first step.
  public static let start = Term("1")

  /// Some polynomial in a symbol.
  public static func poly(_ term: Term) -> Term { Term("poly(\(term.text))", term.meaning.order(.rising)) }

  /// Some power of the logarithm of a symbol.
  public static func polylog(_ term: Term) -> Term { Term("polylog(\(term.text))", term.meaning.order(.rising)) }

  /// One over some power of the logarithm of a symbol.
  public static func oneOverPolylog(_ term: Term) -> Term {
    Term("1/polylog(\(term.text))", term.meaning.order(.falling))
  }

  /// A power of a symbol, such as d^0.4.
  ///
  /// - Parameters:
  ///   - term: The symbol, ``d`` for a bound that can be checked.
  ///   - exponent: The exponent.
  public static func power(_ term: Term, _ exponent: Double) -> Term { term.growth(Growth.d.power(exponent)) }

  /// The natural logarithm of a symbol, or a power of it.
  ///
  /// - Parameters:
  ///   - term: The symbol, ``d`` for a bound that can be checked.
  ///   - exponent: The exponent of the logarithm.
  public static func log(_ term: Term, power exponent: Double = 1) -> Term { term.growth(Growth.log.power(exponent)) }

  private func growth(_ growth: Growth) -> Term {
    Term(growth.text(of: text, k: "k"), meaning == .scale ? .growth(growth) : .word)
  }
}

extension Term.Meaning {
  /// The growth class of a symbol: a word unless the symbol is the scale.
  fileprivate func order(_ order: Term.OpenOrder) -> Self { self == .scale ? .open(order) : .word }
}
