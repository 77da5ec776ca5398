import ClaimKit
import Decision
import Verification

/// The title of a conclusion's chart: what was seen, as a message.
struct ChartMessage {
  private let conclusion: ConclusionFinding
  private let finding: Finding

  init(_ conclusion: ConclusionFinding, of finding: Finding) {
    self.conclusion = conclusion
    self.finding = finding
  }

  /// The message, such as “Coarse labels: hard-sample error stays above 0.05”.
  var text: String {
    let quantity = conclusion.conclusion.quantity
    let words = "\(quantity.text) \(seen)"
    // Where the quantity names its arms, the message does not name them again.
    guard quantity.arms.isEmpty, let arm = finding.claim.arms.first, finding.claim.arms.count == 1,
      arm.words.hasSuffix("labels")
    else { return Self.capitalised(words) }
    return "\(Self.capitalised(arm.words)): \(words)"
  }

  /// The predicate of the sentence.
  private var seen: String {
    if conclusion.conclusion.isWithHighProbability {
      guard conclusion.isMeasured, let counts = conclusion.violations else { return "was not measured" }
      let good = counts.present - counts.violating
      return "keeps within its tolerance in \(good) of \(counts.present) runs"
    }
    let word = VerdictWord(conclusion.decision.verdict(levels: finding.levels))
    let threshold = conclusion.decision.diagnostics.threshold.map { NumberText.short($0) } ?? "ε"
    let isOpen = word == .inconclusive || word == .undiscriminating
    let holds = word.isSupport
    let law = conclusion.conclusion.order.text
    switch conclusion.predicate.relation {
    case .littleO, .atMostLittleO:
      if isOpen { return "may vanish or stay: open" }
      if holds, isZero { return "is 0 in every run" }
      return holds
        ? (word == .notContradicted ? "is never above \(threshold)" : "falls below \(threshold)") : "does not vanish"
    case .bigOmega:
      if isOpen { return "may stay above \(threshold) or vanish: open" }
      return holds ? "stays above \(threshold)" : "does not stay above \(threshold)"
    case .bigTheta, .bigO, .poly, .exponent, .curve, .withHighProbability:
      let extreme = conclusion.extreme == .only ? "" : ", \(conclusion.extreme.rawValue) of the window"
      return "\(law)\(extreme): \(isOpen ? "open" : holds ? "as claimed" : "it is not")"
    }
  }

  private var isZero: Bool {
    guard case .count = conclusion.evidence.kind else { return false }
    return conclusion.evidence.runs.allSatisfy { $0.allSatisfy { $0 == nil || $0 == 0 } }
  }

  /// Returns a text with a capital letter, unless it begins with a symbol.
  static func capitalised(_ text: String) -> String {
    guard let first = text.first, first.isLetter, first.isASCII, text.dropFirst().first?.isLetter == true else {
      return text
    }
    return first.uppercased() + text.dropFirst()
  }
}
