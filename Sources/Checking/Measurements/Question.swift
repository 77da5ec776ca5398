import ClaimKit

/// What is asked of measurements, in the notation of asymptotics.
public struct Question: Sendable, Equatable {
  /// The relation to the growth law.
  public enum Relation: Sendable, Equatable {
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
  public let relation: Relation
  /// f; the constant law where the relation has none.
  public let growth: Growth

  /// A question from its parts.
  public init(_ relation: Relation, _ growth: Growth = .one) {
    self.relation = relation
    self.growth = growth
  }

  /// Reads `o(1)`, `Ω(1)`, `Omega(1)`, `o(f)`, `Ω(f)`, `O(f)`, `Θ(f)`, `Theta(f)`, `poly(d)`, `whp`, `w.h.p.` or `a<=b`.
  ///
  /// - Throws: ``MeasurementError`` naming the input and the valid forms.
  public init(parsing text: String) throws(MeasurementError) {
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
        throw MeasurementError(error.description)
      }
    }
    let input = text.count > 60 ? text.prefix(60) + "…" : text[...]
    throw MeasurementError(
      "“\(input)” is no predicate; say o(1), Omega(1), o(f), Omega(f), O(f), Theta(f), poly(d), whp or a<=b, "
        + "with f as in sqrt(d)*ln(d)^2")
  }

  /// The notation.
  public var text: String {
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
  public var isLimit: Bool { relation == .smaller || relation == .atLeast }

  /// Whether it speaks of a limit after division by a law that is not constant.
  public var isRatioLimit: Bool { isLimit && !growth.isConstant }
}
