import Decision

/// The number of claims that are verified together, at which a planted cell is judged.
///
/// Claims that are verified together share the level (Holm). The first of m claims is compared with α/m, that is, its
/// p-value times m is compared with α. Error rates have to hold there, not only at α. Source: decision procedure §7.
package enum FamilySize: Int, Sendable, CaseIterable {
  /// A claim that is judged alone, at α.
  case one = 1
  /// A claim among six, at α/6.
  case six = 6
  /// A claim among forty, at α/40.
  case forty = 40

  /// The level in tables: α, α/6 or α/40.
  package var text: String { self == .one ? "α" : "α/\(rawValue)" }

  /// The levels at which one p-value of the family is judged.
  package func share(of levels: ErrorLevels) -> ErrorLevels {
    ErrorLevels(support: levels.support / Double(rawValue), refute: levels.refute / Double(rawValue))
  }

  /// Returns the verdict on a decision whose claim is the first of the family in Holm's order.
  ///
  /// The p-values are adjusted, and gates and contradictions are judged at α, as for a family of registered claims.
  func verdict(on decision: Decision, levels: ErrorLevels) -> Verdict {
    let claims = Double(rawValue)
    return decision.verdict(
      adjustedSupport: min(1, claims * decision.pSupport), adjustedRefute: min(1, claims * decision.pRefute),
      levels: levels)
  }
}
