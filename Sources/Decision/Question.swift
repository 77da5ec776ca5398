import Statistics

/// A question about measurements, in the notation of asymptotics.
package struct Question: Sendable, Equatable {
  /// The relation.
  package let relation: Relation
  /// f; the constant law if the relation takes none.
  package let growth: Growth
  /// Whether the property of each run is a ≤ b, read from two columns; only with high probability.
  package let isComparison: Bool
  /// What the question asks if it is one of equivalence; nil for other questions.
  package let equivalence: Equivalence?

  /// A question from its parts.
  package init(_ relation: Relation, _ growth: Growth = .one) {
    self.init(relation, growth, equivalence: nil)
  }

  init(_ relation: Relation, _ growth: Growth = .one, equivalence: Equivalence?) {
    self.relation = relation
    self.growth = growth
    isComparison = false
    self.equivalence = equivalence
  }

  /// a ≤ b with high probability.
  package static let comparison = Question(comparing: ())

  private init(comparing: Void) {
    relation = .withHighProbability
    growth = .one
    isComparison = true
    equivalence = nil
  }

  /// Parses `o(1)`, `<=o(1)`, `Ω(1)`, `Omega(1)`, `o(f)`, `Ω(f)`, `O(f)`, `Θ(f)`, `Theta(f)`, `poly(d)`, `whp`,
  /// `w.h.p.`, `a<=b`, `exponent=1.5±0.2`, `curve=0.5*d^-1±10%` or `curve±10%`.
  ///
  /// - Throws: `NotationError` naming the input and the valid forms.
  package init(parsing text: String) throws(NotationError) {
    let compact = String(text.filter { !$0.isWhitespace }).lowercased()
    if ["a<=b", "a≤b", "a⩽b"].contains(compact) {
      self = .comparison
      return
    }
    if let relation = Relation.allCases.first(where: { $0.spellings.contains(compact) }) {
      self.init(relation)
      return
    }
    if let question = try Self.equivalence(text) {
      self = question
      return
    }
    let trimmed = text.drop { $0.isWhitespace }
    if trimmed.hasPrefix("omega") || trimmed.hasPrefix("ω") {
      throw NotationError(
        "“\(Self.quoted(text))” with a lower-case ω means “grows faster than the law”, which cannot be decided here; "
          + "for “at least of the order” write Omega(f) or Ω(f)")
    }
    for relation in Relation.allCases {
      for head in relation.heads where trimmed.hasPrefix(head) {
        var argument = trimmed.dropFirst(head.count).drop { $0.isWhitespace }
        while argument.last?.isWhitespace == true { argument.removeLast() }
        guard argument.hasPrefix("("), argument.hasSuffix(")"), argument.count > 2 else { continue }
        let growth = try Growth(parsing: String(argument.dropFirst().dropLast()))
        if relation == .atMostLittleO, !growth.isConstant {
          throw NotationError(
            "“\(Self.quoted(text))” asks the same as o(\(growth.text)), because value/f is positive; write "
              + "o(\(growth.text))")
        }
        self.init(relation, growth)
        return
      }
    }
    throw NotationError(
      "“\(Self.quoted(text))” is not a predicate; use o(1), <=o(1), Omega(1), o(f), Omega(f), O(f), Theta(f), "
        + "poly(d), exponent=1.5±0.2, curve=0.5/d±10%, whp or a<=b, with f as in sqrt(d)*ln(d)^2")
  }

  static func quoted(_ text: String) -> String {
    text.unicodeScalars.count > 60 ? String(text.unicodeScalars.prefix(60)) + "…" : text
  }

  /// The question in mathematical notation.
  package var text: String { equivalenceText ?? (isComparison ? "a ≤ b" : relation.symbol(growth.text)) }

  /// Whether the question is about the limit of a mean, possibly after division by f.
  package var isLimit: Bool { relation.isLimit }

  /// Whether the question is about a limit after division by a law that is not constant.
  package var isRatioLimit: Bool { isLimit && !growth.isConstant }
}

/// A question with its numbers, ready for the decision engine.
package struct PosedQuestion: Sendable {
  /// The question as it was asked.
  package let question: Question
  /// One number per run and scale.
  package let evidence: Evidence
  /// The predicate that the engine tests on the numbers.
  package let predicate: Predicate
  /// The name of one number, such as `value` or `a − b`.
  package let metric: String
  /// The reason for the kind of the numbers.
  package let kindReason: String
  /// Remarks for the reader on how the numbers were read.
  package let remarks: [String]

  /// A posed question from its parts.
  package init(
    question: Question, evidence: Evidence, predicate: Predicate, metric: String, kindReason: String, remarks: [String]
  ) {
    self.question = question
    self.evidence = evidence
    self.predicate = predicate
    self.metric = metric
    self.kindReason = kindReason
    self.remarks = remarks
  }

  /// Whether the question needs a materiality that the user states: a limit of positive numbers, which have no unit.
  package var needsMateriality: Bool { evidence.kind == .positive && predicate.isLimit }

  /// The default rules: for limits of positive numbers the materiality is relative to the first mean.
  package var usualRules: DecisionRules { needsMateriality ? .losses : DecisionRules() }
}
