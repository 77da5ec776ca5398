import Statistics

/// What is asked of measurements, in the notation of asymptotics.
package struct Question: Sendable, Equatable {
  /// The relation to the growth law.
  package enum Relation: Sendable, Equatable {
    /// o(f): of smaller order.
    case smaller
    /// Ω(f): of at least the order.
    case atLeast
    /// O(f): of at most the order.
    case atMost
    /// Θ(f): of the order.
    case proportional
    /// poly(d): bounded by a power of d.
    case polynomial
    /// With high probability: runs of value 1 violate a property and are rare.
    case usually
    /// a ≤ b with high probability.
    case ordered
  }

  /// The relation.
  package let relation: Relation
  /// f; the constant law where the relation has none.
  package let growth: Growth

  /// A question from its parts.
  package init(_ relation: Relation, _ growth: Growth = .one) {
    self.relation = relation
    self.growth = growth
  }

  /// Reads `o(1)`, `Ω(1)`, `Omega(1)`, `o(f)`, `Ω(f)`, `O(f)`, `Θ(f)`, `Theta(f)`, `poly(d)`, `whp`, `w.h.p.` or `a<=b`.
  ///
  /// - Throws: ``NotationError`` naming the input and the valid forms.
  package init(parsing text: String) throws(NotationError) {
    let compact = String(text.filter { !$0.isWhitespace })
    switch compact.lowercased() {
    case "whp", "w.h.p.", "w.h.p", "withhighprobability":
      self.init(.usually)
      return
    case "a<=b", "a≤b", "a⩽b":
      self.init(.ordered)
      return
    case "poly(d)", "poly":
      self.init(.polynomial)
      return
    default: break
    }
    let heads: [(String, Relation)] = [
      ("Omega", .atLeast), ("omega", .atLeast), ("Ω", .atLeast), ("Theta", .proportional), ("theta", .proportional),
      ("Θ", .proportional), ("o", .smaller), ("O", .atMost),
    ]
    let trimmed = text.drop { $0.isWhitespace }
    for (head, relation) in heads where trimmed.hasPrefix(head) {
      var argument = trimmed.dropFirst(head.count).drop { $0.isWhitespace }
      while argument.last?.isWhitespace == true { argument.removeLast() }
      guard argument.hasPrefix("("), argument.hasSuffix(")"), argument.count > 2 else { continue }
      do {
        self.init(relation, try Growth(parsing: String(argument.dropFirst().dropLast())))
        return
      } catch {
        throw error
      }
    }
    let input = text.count > 60 ? text.prefix(60) + "…" : text[...]
    throw NotationError(
      "“\(input)” is no predicate; say o(1), Omega(1), o(f), Omega(f), O(f), Theta(f), poly(d), whp or a<=b, "
        + "with f as in sqrt(d)*ln(d)^2")
  }

  /// The notation.
  package var text: String {
    switch relation {
    case .smaller: "o(\(growth.text))"
    case .atLeast: "Ω(\(growth.text))"
    case .atMost: "O(\(growth.text))"
    case .proportional: "Θ(\(growth.text))"
    case .polynomial: "poly(d)"
    case .usually: "w.h.p."
    case .ordered: "a ≤ b"
    }
  }

  /// Whether it speaks of the limit of a mean, perhaps after division by f.
  package var isLimit: Bool { relation == .smaller || relation == .atLeast }

  /// Whether it speaks of a limit after division by a law that is not constant.
  package var isRatioLimit: Bool { isLimit && !growth.isConstant }
}

/// A question with the numbers it is asked of, ready for the engine.
package struct PosedQuestion: Sendable {
  /// What is asked.
  package let question: Question
  /// The numbers.
  package let evidence: Evidence
  /// What the engine is asked.
  package let predicate: Predicate
  /// What one number is, such as `value` or `a − b`.
  package let metric: String
  /// Why the numbers are of their kind.
  package let kindReason: String
  /// What a reader should know about how the numbers were read.
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

  /// The rules if none are given: materiality relative to the first mean for limits of positive numbers.
  package var usualRules: DecisionRules {
    evidence.kind == .positive && predicate.isLimit ? .losses : DecisionRules()
  }
}
