/// One line of a statement: a hypothesis, or a quantifier with its conclusions.
public enum Clause: Hashable, Sendable {
  /// A hypothesis.
  case given(Hypothesis)
  /// Conclusions that hold for every time of a window, reduced inside each run to the worst of the window.
  case forEvery(from: Term, to: Term, [Conclusion])

  /// The conclusions drawn in the clause; none in a hypothesis.
  public var conclusions: [Conclusion] {
    if case .forEvery(_, _, let conclusions) = self { return conclusions }
    return []
  }

  /// The clause in the paper's notation.
  public var text: String {
    switch self {
    case .given(.labels(let labels)): "training labels are \(labels.rawValue)"
    case .given(.atLeast(let symbol, let bound)): "\(symbol.text) ≥ \(bound.text)"
    case .forEvery(let from, let to, let conclusions):
      "for every T ∈ [\(from.text), \(to.text)]: " + conclusions.map(\.text).joined(separator: ", ")
    }
  }
}

/// A hypothesis of a statement.
public enum Hypothesis: Hashable, Sendable {
  /// The training labels.
  case labels(Labels)
  /// A lower bound on a symbol.
  case atLeast(Term, Term)
}

/// A conclusion of a statement: a quantity has an order.
public struct Conclusion: Hashable, Sendable {
  /// What it is about.
  public let quantity: Quantity
  /// How it behaves as d grows.
  public let order: Order

  /// The conclusion in the paper's notation.
  public var text: String { "\(quantity.text) = \(order.text)" }
}

/// A hypothesis line of a claim file.
public struct Given: Sendable {
  let hypothesis: Hypothesis

  /// Training runs under these labels.
  public init(labels: Labels) { hypothesis = .labels(labels) }
  /// A symbol is at least a growth class.
  public init(_ symbol: Term, atLeast bound: Term) { hypothesis = .atLeast(symbol, bound) }
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

/// Collects the lines of a statement.
@resultBuilder
public enum StatementBuilder {
  /// Takes a hypothesis line.
  public static func buildExpression(_ line: Given) -> Clause { .given(line.hypothesis) }
  /// Takes a quantifier line.
  public static func buildExpression(_ line: ForEvery) -> Clause { line.clause }
  /// Collects the lines.
  public static func buildBlock(_ lines: Clause...) -> [Clause] { lines }
}

/// Collects the conclusions under a quantifier.
@resultBuilder
public enum ConclusionBuilder {
  /// Takes a conclusion line.
  public static func buildExpression(_ line: Conclude) -> Conclusion { line.conclusion }
  /// Collects the lines.
  public static func buildBlock(_ lines: Conclusion...) -> [Conclusion] { lines }
}
