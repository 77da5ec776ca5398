import Verification

/// The section of a claim's page on the scales at which trials of two kinds ran.
enum OverlapText {
  /// The section; empty for a claim whose trials are all of one kind.
  static func section(for finding: Finding) -> [String] {
    guard let overlap = finding.overlaps.first else { return [] }
    let axis = Markup.prose(finding.claim.standIn.axis.symbol)
    let (own, other) = (Markup.prose(overlap.ownKind), Markup.prose(overlap.otherKind))
    let rows = finding.overlaps.flatMap { overlap in
      overlap.rows.map { row in
        let difference = row.difference
        let isInside = difference.lower <= 0 && 0 <= difference.upper
        return [
          Markup.prose(finding.conclusions[overlap.conclusion].text), NumberText.exact(row.scale),
          NumberText.short(row.own), NumberText.short(row.other),
          NumberText.interval(difference.mean, difference.lower, difference.upper), isInside ? "yes" : "no",
        ]
      }
    }
    let share = finding.conclusions.contains { $0.conclusion.isWithHighProbability }
    return [
      "### Where \(own) and \(other) trials both ran",
      "The verdict rests on \(own) trials at small \(axis) and on \(other) trials at large \(axis). At the scales below, "
        + "both were run with the same seeds. The table compares their means"
        + (share ? "; for single runs, the share of runs that violate the tolerance" : "")
        + ". No verdict rests on it. About one interval in ten excludes zero where the two kinds agree.",
      Markup.table(
        [
          "conclusion", axis, "\(own), mean", "\(other), mean", "difference, with 95 % limits on each side",
          "contains zero",
        ], rows),
    ]
  }
}
