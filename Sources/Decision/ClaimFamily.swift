import Statistics

/// The joint judgement of all registered claims, with Holm's adjustment on each side.
package enum ClaimFamily {
  /// One claim's adjusted p-values and verdict.
  package struct Judgement: Sendable, Equatable {
    /// The support p-value after Holm's adjustment over the family.
    package let adjustedSupport: Double
    /// The refutation p-value after Holm's adjustment over the family.
    package let adjustedRefute: Double
    /// The verdict.
    package let verdict: Verdict

    /// A claim that was not judged: both p-values 1, and no verdict for want of health.
    package static let undecided = Judgement(adjustedSupport: 1, adjustedRefute: 1, verdict: .inconclusive(.health))
  }

  /// Judges claims together.
  ///
  /// Support and refutation are two Holm families over all registered claims. Stopped claims are included at p = 1. The
  /// probability of any false support is at most α_S, that of any false refutation at most α_R.
  /// Source: decision procedure §7.
  package static func judge(_ claims: [Conjunction], levels: ErrorLevels = ErrorLevels()) -> [Judgement] {
    let support = Holm.adjusted(claims.map(\.pSupport))
    let refute = Holm.adjusted(claims.map(\.pRefute))
    return claims.indices.map { index in
      Judgement(
        adjustedSupport: support[index], adjustedRefute: refute[index],
        verdict: claims[index].verdict(
          adjustedSupport: support[index], adjustedRefute: refute[index], levels: levels))
    }
  }
}

/// The error rates α_S and α_R that a family of claims may spend on each side, and the part that this look spends.
///
/// Growing data may be judged repeatedly if the looks share the level. The j-th look spends α/(j(j+1)), and the sum
/// over all j is α. By the union bound the total error is at most α, whatever the rule for stopping.
/// Source: decision procedure §7.
package struct ErrorLevels: Sendable, Equatable {
  /// α_S, the accepted probability of any false support in the family, over all looks.
  package var support: Double
  /// α_R, the accepted probability of any false refutation in the family, over all looks.
  package var refute: Double
  /// The number j of this look at growing data, counted from 1; nil for the one registered look, which spends all of α.
  ///
  /// A number below 1 counts as 1.
  package var look: Int?

  /// Creates levels; the default of 0.025 on each side is 0.05 in total (decision procedure §7).
  package init(support: Double = 0.025, refute: Double = 0.025, look: Int? = nil) {
    self.support = support
    self.refute = refute
    self.look = look
  }

  /// The share of α that this look spends: 1/(j(j+1)), or all of it without looks.
  package var share: Double {
    guard let look else { return 1 }
    let number = Double(max(1, look))
    return 1 / (number * (number + 1))
  }
  /// The part of α_S that this look spends.
  package var spentOnSupport: Double { support * share }
  /// The part of α_R that this look spends.
  package var spentOnRefute: Double { refute * share }

  /// The levels by the names used in registrations; a nil look changes no decision and is omitted.
  package var registered: [String: String] {
    var levels = ["support": support.description, "refute": refute.description]
    levels["look"] = look?.description
    return levels
  }

  /// The smaller of the two levels.
  var smaller: Double { min(support, refute) }
}
