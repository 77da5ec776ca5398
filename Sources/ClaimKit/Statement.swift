/// One line of a statement: a hypothesis, or conclusions with their quantifiers.
public enum Clause: Hashable, Sendable {
  /// A hypothesis.
  case given(Hypothesis)
  /// A conclusion without a quantifier over times.
  case conclude(Conclusion)
  /// Conclusions that hold for every time of a window; each run counts with its worst value in the window.
  case forEvery(from: Term, to: Term, [Conclusion])
  /// Conclusions that hold with high probability: in single runs, for every time of the window if the ends are given.
  case withHighProbability(from: Term?, to: Term?, [Conclusion])

  /// The conclusions drawn in the clause; none in a hypothesis.
  package var conclusions: [Conclusion] {
    switch self {
    case .given: []
    case .conclude(let conclusion): [conclusion]
    case .forEvery(_, _, let conclusions), .withHighProbability(_, _, let conclusions): conclusions
    }
  }

  /// The clause in the paper's notation.
  public var text: String {
    switch self {
    case .given(let hypothesis): hypothesis.text
    case .conclude(let conclusion): conclusion.text
    case .forEvery(let from, let to, let conclusions):
      "for every T ∈ [\(from.text), \(to.text)]: " + conclusions.map(\.text).joined(separator: ", ")
    case .withHighProbability(let from?, let to?, let conclusions):
      "with high probability, for every T ∈ [\(from.text), \(to.text)]: " + Self.bare(conclusions)
    case .withHighProbability(_, _, let conclusions): "with high probability: " + Self.bare(conclusions)
    }
  }

  private static func bare(_ conclusions: [Conclusion]) -> String {
    conclusions.map { "\($0.quantity.text) \($0.order.text)" }.joined(separator: ", ")
  }
}

/// A conclusion of a statement: a quantity has an order, in the mean over runs or with high probability.
public struct Conclusion: Hashable, Sendable {
  /// The quantity that the conclusion is about.
  public let quantity: Quantity
  /// How it behaves as d grows.
  public let order: Order
  /// Whether the conclusion is about all but a few single runs, rather than about the mean over runs.
  public let isWithHighProbability: Bool

  /// A conclusion from its parts.
  public init(quantity: Quantity, order: Order, isWithHighProbability: Bool = false) {
    self.quantity = quantity
    self.order = order
    self.isWithHighProbability = isWithHighProbability
  }

  /// The conclusion in the paper's notation.
  public var text: String { (isWithHighProbability ? "w.h.p. " : "") + "\(quantity.text) \(order.text)" }
}

/// A conclusion line of a claim file.
public struct Conclude: Sendable {
  let conclusion: Conclusion

  /// The quantity has the order.
  public init(_ quantity: Quantity, is order: Order) {
    conclusion = Conclusion(quantity: quantity, order: order)
  }
}

/// A quantifier over times, with the conclusions under it.
public struct ForEvery: Sendable {
  let clause: Clause

  /// The conclusions hold for every time between the two ends.
  public init(_ symbol: Term, from: Term, to: Term, @ConclusionBuilder _ conclusions: () -> [Conclusion]) {
    clause = .forEvery(from: from, to: to, conclusions())
  }
}

/// Conclusions that hold in all but a vanishing share of runs.
public struct WithHighProbability: Sendable {
  let clause: Clause

  /// The conclusions hold in a single run, for every time between the two ends.
  public init(
    forEvery symbol: Term, from: Term, to: Term, @ConclusionBuilder _ conclusions: () -> [Conclusion]
  ) {
    clause = .withHighProbability(from: from, to: to, conclusions().map(Self.usual))
  }

  /// The conclusions hold in a single run.
  public init(@ConclusionBuilder _ conclusions: () -> [Conclusion]) {
    clause = .withHighProbability(from: nil, to: nil, conclusions().map(Self.usual))
  }

  private static func usual(_ conclusion: Conclusion) -> Conclusion {
    Conclusion(quantity: conclusion.quantity, order: conclusion.order, isWithHighProbability: true)
  }
}

/// Collects the lines of a statement.
@resultBuilder
public enum StatementBuilder {
  /// Turns a hypothesis line into a clause.
  public static func buildExpression(_ line: Given) -> Clause { .given(line.hypothesis) }
  /// Turns a conclusion line into a clause.
  public static func buildExpression(_ line: Conclude) -> Clause { .conclude(line.conclusion) }
  /// Turns a quantifier line into a clause.
  public static func buildExpression(_ line: ForEvery) -> Clause { line.clause }
  /// Turns a line about single runs into a clause.
  public static func buildExpression(_ line: WithHighProbability) -> Clause { line.clause }
  /// Collects the lines.
  public static func buildBlock(_ lines: Clause...) -> [Clause] { lines }
}

/// Collects the conclusions under a quantifier.
@resultBuilder
public enum ConclusionBuilder {
  /// Turns a conclusion line into a conclusion.
  public static func buildExpression(_ line: Conclude) -> Conclusion { line.conclusion }
  /// Collects the lines.
  public static func buildBlock(_ lines: Conclusion...) -> [Conclusion] { lines }
}
