import Calibration

/// The section of the calibration page on what other procedures conclude from the same runs.
enum ComparisonText {
  /// Returns the section; empty without results.
  static func section(_ results: [ProcedureScores]) -> String {
    guard let first = results.first, let repeats = first.scores.first?.right.repeats else { return "" }
    let rows = results.map { result in
      [Markup.prose(result.law), result.design, NumberText.short(result.limit)]
        + result.scores.map { "\(share($0.right)) / \(share($0.wrong))" }
    }
    let explanations = first.scores.map(\.procedure).map { "- *\($0.text)*: \($0.explanation)." }
    let worst = first.scores.indices.map { index in
      let highest = results.map { $0.scores[index].wrong }.max { $0.share < $1.share }
      return "\(first.scores[index].procedure.text) \(highest.map(share) ?? "0") %"
    }
    return """
      ## What other procedures conclude from the same runs

      Right / wrong answers in per cent; the rest is open. The question is whether the metric is o(1), with ε = \
      \(NumberText.short(Comparison.materiality)) and \(repeats) repetitions per law. A limit of exactly ε has no right \
      answer. A limit between 0 and ε is neither o(1) nor material: only an answer that says so is right.

      \(Markup.table(["law", "design", "limit"] + first.scores.map { "\($0.procedure.text) %" }, rows))

      The highest rate of wrong answers: \(worst.joined(separator: ", ")).

      \(explanations.joined(separator: "\n"))
      """
  }

  private static func share(_ rate: ObservedRate) -> String { String(Int((100 * rate.share).rounded())) }
}

/// The section of the calibration page on how power depends on the number of runs.
enum PowerText {
  /// Returns the section; empty without results.
  static func section(_ results: [PowerByRunsResult]) -> String {
    guard let powers = results.first?.powers, let repeats = powers.first?.rate.repeats else { return "" }
    let rows = results.map { result in
      [
        Markup.prose(result.cell.name) + (result.losses.isEmpty ? "" : " ▽"),
        result.cell.truth.rightVerdict ?? "none",
      ]
        + result.powers.map { NumberText.short(100 * $0.rate.share) }
    }
    let losses = results.count { !$0.losses.isEmpty }
    let sentence =
      losses == 0
      ? "In none of \(results.count) laws is a right verdict rarer with more runs, beyond simulation error."
      : "In \(losses) of \(results.count) laws a right verdict is rarer with more runs (▽)."
    return """
      ## Power against runs

      \(sentence) The table gives the rate of right verdicts at α, in per cent of \(repeats) repetitions. A loss counts \
      if it is more than three standard errors of the difference.

      \(Markup.table(["law", "right verdict"] + powers.map { "\($0.runs) runs" }, rows))
      """
  }
}
