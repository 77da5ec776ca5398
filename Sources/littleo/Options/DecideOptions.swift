import Decision
import Experiments
import Files
import Foundation
import Measurements
import MultiView
import Training
import Trials

/// The options of `littleo decide` that change what is asked, the rules, or the levels.
struct DecideOptions {
  /// The question, and how the numbers of the file are read.
  let inquiry: Inquiry
  /// Where the numbers stand in the file.
  let layout: TableLayout
  /// The level α on each side, and which look at growing data this is.
  let levels: ErrorLevels
  private let arguments: Arguments

  /// The options, each with a value and none repeatable.
  static let names = [
    "is", "kind", "pair", "k", "regressor", "spacing", "materiality", "slowest-power", "slowest-log-power",
    "slope-tolerance", "band", "bend-tolerance", "largest-degree", "failure-rate", "alpha", "look", "minimum-scales",
    "minimum-span", "minimum-runs",
  ]

  /// The options that set a rule, by the name of the rule.
  private static let rules = [
    "materiality": "materiality", "slowestPower": "slowest-power", "slowestLogarithmicPower": "slowest-log-power",
    "slopeTolerance": "slope-tolerance", "bandRatio": "band", "bendTolerance": "bend-tolerance",
    "largestDegree": "largest-degree", "failureRate": "failure-rate", "minimumScales": "minimum-scales",
    "minimumSpan": "minimum-span", "minimumRuns": "minimum-runs",
  ]

  init(_ arguments: Arguments) throws(UsageError) {
    self.arguments = arguments
    let text = try arguments.required("is", "'o(1)'")
    let question: Question
    do {
      question = try Question(parsing: text)
    } catch {
      throw UsageError("--is: \(Quoted.text(error.description, limit: 500)).")
    }
    try Self.checkRelevance(arguments, question)
    let kind: Inquiry.Kind? = try arguments.choice("kind")
    let pairing: Inquiry.Pairing? = try arguments.choice("pair")
    var regressor: GrowthReference.Regressor?
    if let name = arguments.value("regressor") {
      guard ["d", "f"].contains(name) else {
        throw UsageError("--regressor \(Quoted.text(name)) is out of range: it is d for ln d or f for ln f.")
      }
      regressor = name == "d" ? .scale : .reference
    }
    let spacing = try Self.number(arguments, "spacing", "a number from 1 to 1000") { (1...1000).contains($0) } ?? 1
    let alpha = try Self.number(arguments, "alpha", "a number above 0 and below 0.5") { $0 > 0 && $0 < 0.5 } ?? 0.025
    levels = ErrorLevels(support: alpha, refute: alpha, look: try arguments.integer("look", in: 1...1000))
    var layout = try TableOptions.layout(arguments)
    layout.readsK = question.growth.mentionsK
    self.layout = layout
    inquiry = Inquiry(
      question, kind: kind, pairing: pairing, regressor: regressor, spacing: spacing, k: try Self.k(arguments))
  }

  /// Whether a materiality is missing that a question needs.
  func lacksMateriality(for posed: PosedQuestion) -> Bool {
    posed.needsMateriality && arguments.value("materiality") == nil
  }

  /// Returns the rules for a question: the default ones, as changed by the options.
  func rules(for posed: PosedQuestion) throws(UsageError) -> DecisionRules {
    var rules = posed.usualRules
    if let text = arguments.value("materiality") {
      let isRelative = text.hasSuffix("%")
      guard let value = Double(isRelative ? String(text.dropLast()) : text), value.isFinite, value > 0 else {
        throw UsageError(
          "--materiality \(Quoted.text(text)) is out of range: it is a number above 0, or a share such as 50%.")
      }
      if isRelative, posed.evidence.kind != .positive {
        throw UsageError(
          "--materiality \(Quoted.text(text)) is a share of the mean at the smallest scale, which only the kind positive allows; "
            + "give a number.")
      }
      rules.materiality = isRelative ? value / 100 : value
      rules.isRelative = isRelative
    }
    func set(_ target: WritableKeyPath<DecisionRules, Double>, _ name: String) throws(UsageError) {
      if let value = try Self.number(arguments, name, "a number", { $0.isFinite }) { rules[keyPath: target] = value }
    }
    try set(\.slowestPower, "slowest-power")
    try set(\.slowestLogarithmicPower, "slowest-log-power")
    try set(\.slopeTolerance, "slope-tolerance")
    try set(\.bandRatio, "band")
    try set(\.bendTolerance, "bend-tolerance")
    try set(\.largestDegree, "largest-degree")
    try set(\.failureRate, "failure-rate")
    try set(\.minimumSpan, "minimum-span")
    rules.minimumScales = try arguments.integer("minimum-scales", in: 4...1_000_000) ?? rules.minimumScales
    rules.minimumRuns = try arguments.integer("minimum-runs", in: 2...1_000_000_000) ?? rules.minimumRuns
    return rules
  }

  /// Returns the message for an error of the decision engine, naming the option instead of the rule.
  func usage(_ error: DecisionError) -> UsageError {
    guard case .ruleOutOfRange(let rule, let value, let range) = error, let option = Self.rules[rule] else {
      return UsageError("\(error).")
    }
    return UsageError(
      "--\(option) \(Quoted.text(arguments.value(option) ?? "\(value)")) is out of range: it must be in \(range).")
  }

  /// Refuses options that the question does not use, because they would be ignored silently.
  private static func checkRelevance(_ arguments: Arguments, _ question: Question) throws(UsageError) {
    let limit = ["materiality", "slowest-power", "slowest-log-power"]
    let growth = ["slope-tolerance", "band", "regressor"]
    let polynomial = ["bend-tolerance", "largest-degree", "spacing"]
    let frequency = ["failure-rate"]
    let relevant: [String] =
      switch question.relation {
      case .littleO, .atMostLittleO, .bigOmega: limit
      case .bigO, .bigTheta: growth
      case .poly: polynomial
      case .withHighProbability: frequency
      case .exponent, .curve: []
      }
    for name in limit + growth + polynomial + frequency where arguments.value(name) != nil && !relevant.contains(name) {
      let takes = relevant.map { "--" + $0 }.joined(separator: ", ")
      throw UsageError(
        "--\(name) does not apply to \(question.text), which "
          + (relevant.isEmpty ? "holds its tolerance itself." : "takes \(takes)."))
    }
  }

  private static func number(
    _ arguments: Arguments, _ name: String, _ range: String, _ holds: (Double) -> Bool
  ) throws(UsageError) -> Double? {
    guard let text = arguments.value(name) else { return nil }
    guard let value = Double(text), holds(value) else {
      throw UsageError("--\(name) \(Quoted.text(text)) is out of range: it is \(range).")
    }
    return value
  }

  private static func k(_ arguments: Arguments) throws(UsageError) -> [Double]? {
    guard let text = arguments.value("k") else { return nil }
    var values: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = part.filter { $0 != " " }
      guard let value = Double(word), value > 0, value.isFinite else {
        throw UsageError(
          "--k \(Quoted.text(text)) is out of range: it is one number above 0 per scale, as in --k 4,5,5,6,7.")
      }
      values.append(value)
    }
    return values
  }
}
