import Decision

extension PosedQuestion {
  /// Returns what keeps the numbers from being judged and how to go on, in sentences without a full stop.
  ///
  /// The rules ask for a number of scales, for their span, for runs at each scale, and for few missing runs. Empty if
  /// all is there.
  package func shortages(under rules: DecisionRules) -> [String] {
    let needs = [missingScales(rules), missingSpan(rules), missingRuns(rules)].compactMap { $0 }
    var sentences: [String] = []
    if !needs.isEmpty {
      sentences.append(
        "the file lacks \(needs.map(\.text).joined(separator: ", "))"
          + "; add their rows to the file, or accept less with \(needs.map(\.option).joined(separator: ", "))")
    } else if let gap = absentRuns(rules) {
      sentences.append(gap)
    }
    return sentences
  }

  /// Returns the same question with further remarks.
  package func remarking(_ further: [String]) -> PosedQuestion {
    PosedQuestion(
      question: question, evidence: evidence, predicate: predicate, metric: metric, kindReason: kindReason,
      remarks: further + remarks)
  }

  /// Whether a value is one that no run can have.
  package var hasImpossibleValue: Bool {
    !evidence.runs.joined().allSatisfy { $0.map(evidence.kind.admits) ?? true }
  }

  private func missingScales(_ rules: DecisionRules) -> (text: String, option: String)? {
    let (count, needed) = (evidence.scales.count, rules.minimumScales)
    guard count < needed else { return nil }
    let more = needed - count
    return ("\(more) more scale\(more == 1 ? "" : "s") (it has \(count) of \(needed))", "--minimum-scales")
  }

  private func missingSpan(_ rules: DecisionRules) -> (text: String, option: String)? {
    guard let first = evidence.scales.first, let last = evidence.scales.last, last / first < rules.minimumSpan else {
      return nil
    }
    let needed = first * rules.minimumSpan
    guard needed.isFinite, needed < 1e100 else { return nil }
    return (
      "scales up to \(NumberWords.short(needed)), which is \(NumberWords.short(rules.minimumSpan)) times the smallest",
      "--minimum-span"
    )
  }

  private func missingRuns(_ rules: DecisionRules) -> (text: String, option: String)? {
    let lacks = zip(evidence.scales, evidence.runs).map { (scale: $0, runs: rules.minimumRuns - $1.count) }
      .filter { $0.runs > 0 }
    guard let first = lacks.first else { return nil }
    let needed = "(\(rules.minimumRuns) are needed)"
    if lacks.count == evidence.scales.count, lacks.allSatisfy({ $0.runs == first.runs }) {
      return ("\(Self.more(first.runs)) at every scale \(needed)", "--minimum-runs")
    }
    let named = lacks.prefix(5).map { "\(Self.more($0.runs)) at \(NumberWords.short($0.scale))" }
    let rest = lacks.count > 5 ? " and more at \(lacks.count - 5) other scales" : ""
    return ("\(named.joined(separator: ", "))\(rest) \(needed)", "--minimum-runs")
  }

  private static func more(_ runs: Int) -> String { "\(runs) more run\(runs == 1 ? "" : "s")" }

  /// Which scales lack so many values of registered runs that nothing is judged.
  private func absentRuns(_ rules: DecisionRules) -> String? {
    let gaps = zip(evidence.scales, evidence.runs).compactMap { scale, runs -> String? in
      let absent = runs.count { $0 == nil }
      guard Double(absent) > rules.largestMissingShare * Double(runs.count) else { return nil }
      return "\(absent) of \(runs.count) at \(NumberWords.short(scale))"
    }
    guard !gaps.isEmpty else { return nil }
    let rest = gaps.count > 5 ? " and others at \(gaps.count - 5) more scales" : ""
    return "too many runs have no value: \(gaps.prefix(5).joined(separator: ", "))\(rest); at most "
      + "\(NumberWords.short(100 * rules.largestMissingShare)) % may be missing, so repeat these runs"
  }
}
