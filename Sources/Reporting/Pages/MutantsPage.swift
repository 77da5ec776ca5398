import Planning
import Verification

/// The page that shows which claims notice which planted defects.
package struct MutantsPage {
  private let matrix: MutationMatrix
  private let design: Design
  private let trainerVersion: String
  private let command: String
  private let endsWithNotice: Bool
  private let asksConclusions: Bool

  /// A page on a matrix.
  ///
  /// - Parameters:
  ///   - matrix: Which claims notice which defects.
  ///   - design: The runs and seeds of every claim, and the scales of those that have none of their own.
  ///   - trainerVersion: The version of the trainer.
  ///   - command: The command line that produces this page again.
  ///   - endsWithNotice: Whether a defect was dropped as soon as a claim noticed it.
  ///   - asksConclusions: Whether claims were tried further, until each of their conclusions noticed a defect.
  package init(
    _ matrix: MutationMatrix, design: Design, trainerVersion: String, command: String, endsWithNotice: Bool = false,
    asksConclusions: Bool = false
  ) {
    self.matrix = matrix
    self.design = design
    self.trainerVersion = trainerVersion
    self.command = command
    self.endsWithNotice = endsWithNotice
    self.asksConclusions = asksConclusions || !endsWithNotice
  }

  /// The page in Markdown.
  package var markdown: String {
    let parts = [
      ReportText.marker, "# Mutants", opening, legend, "## The defects", self.defects, "## The matrix", marks,
      claimsWithoutNotice, conclusions,
      "## Reproduce", "```sh\n\(command)\n```", trials,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var opening: String {
    let missed = matrix.unnoticed.map(\.name)
    let supported = VerdictTally(matrix.verdicts.compactMap { $0 }.map { VerdictWord($0) })
    let verdict =
      missed.isEmpty
      ? "**\(matrix.rows.count == 1 ? "The planted defect" : "Each of \(matrix.rows.count) planted defects") is noticed by a claim.**"
      : "**\(missed.count) of \(matrix.rows.count) planted defects are noticed by no claim: "
        + "\(missed.map(Markup.prose).joined(separator: ", ")).**"
    let tried =
      endsWithNotice
      ? "Claims are tried in order of predicted cost, and a defect is dropped as soon as one claim notices it. The "
        + "page does not say whether other claims would notice it. Without a defect, of the claims tried, "
        + "\(supported.support)."
      : "Without a defect, \(supported.support)."
    return
      "\(verdict) A defect is planted into every trial of a claim that is supported without it. The claim is then "
      + "decided again on its own, by the same procedure. A claim notices a defect if it is supported without it and "
      + "not supported with it. Here “supported” includes “\(VerdictWord.extrapolated.text)” and "
      + "“\(VerdictWord.notContradicted.text)”. \(tried) With a defect, the search for T\\* stops after \(Plan.faultyFitLimit) steps, "
      + "although windows allow thousands. A run that the defect slows down beyond this limit counts as a run that did "
      + "not reach T\\*."
  }

  private var legend: String {
    "R: refuted with the defect. ?: inconclusive with it. H: its trials fail, or their numbers fail the health check. "
      + "·: still supported. –: not supported without a defect, so not tried with one. x: its trials cannot be run "
      + "with the defect."
      + (endsWithNotice ? " Blank: not tried, because another claim or defect had settled the question." : "")
  }

  private var defects: String {
    let rows = matrix.rows.enumerated().map { index, row in
      func names(_ mark: MutationMatrix.Mark) -> String {
        let names = matrix.claims(marked: mark, in: row).map(Markup.prose)
        return names.isEmpty ? "—" : names.joined(separator: ", ")
      }
      return [
        "\(index + 1)", "`\(row.mutant.name)`", Markup.prose(row.mutant.words),
        "\(row.marks.count(where: \.isNotice))", names(.refuted), names(.inconclusive), names(.health),
      ]
    }
    return Markup.table(
      ["", "defect", "what it is", "noticed by", "R", "?", "H"], rows)
  }

  private var marks: String {
    // A claim that was not tried would be an empty row.
    let rows = matrix.claims.indices.filter { matrix.isTried[$0] }.map { index in
      [Markup.prose(matrix.claims[index]), matrix.standing(of: index)]
        + matrix.rows.map { $0.marks[index].rawValue }
    }
    return Markup.table(["claim", "without a defect"] + matrix.rows.indices.map { "\($0 + 1)" }, rows)
  }

  private var claimsWithoutNotice: String {
    let names = matrix.unnoticing.map(Markup.prose)
    return names.isEmpty
      ? "" : "Supported claims that notice none of these defects: \(names.joined(separator: ", "))."
  }

  /// The conclusions and what they notice; empty where claims were not tried for it.
  private var conclusions: String {
    guard asksConclusions, !matrix.conclusions.isEmpty else { return "" }
    let rows = matrix.conclusions.map { row in
      let names = row.noticed.map { "`\($0.name)`" }
      return [
        Markup.prose(row.claim), Markup.prose(row.text),
        names.isEmpty ? "none of \(row.tried)" : names.joined(separator: ", "),
      ]
    }
    let missing = matrix.unnoticingConclusions.count
    let noticing = matrix.conclusions.count - missing
    return [
      "## The conclusions",
      "**\(noticing) of \(matrix.conclusions.count) conclusions notice a defect**: they are supported on their own "
        + "without it, and not with it. "
        + (endsWithNotice
          ? "For this list a claim was tried with at most \(MutantHunt.mostAsked) further defects. Defects were left out "
            + "whose trials were predicted to take over \(Int(MutantHunt.dearestAsked)) times as long as the undisturbed "
            + "ones. " : "")
        + "Conclusions of claims that are not supported without a defect are not listed.",
      Markup.table(["claim", "conclusion", "notices"], rows),
    ].joined(separator: "\n\n")
  }

  private var trials: String {
    let profile = design.profile.map { "Profile `\($0.rawValue)`: " } ?? ""
    let scales = design.scales.map(String.init).joined(separator: ", ")
    return "\(profile)d = \(scales), or a claim's own scales; \(design.runs) runs per scale, seeds "
      + "\(ReportText.seeds(of: design)); trainer version \(trainerVersion). Controls are not run. With a defect, the "
      + "search for T\\* stops after \(Plan.faultyFitLimit) steps, even if a claim's own window allows more."
  }
}
