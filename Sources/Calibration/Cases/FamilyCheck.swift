import Decision

/// Judges a family of cases together and compares the results with the expected ones.
struct FamilyCheck {
  let result: CheckResult

  /// Checks one family.
  ///
  /// - Parameter members: The judged cases of the file by name.
  init(_ family: CaseFamily, position: Int, members: [String: CaseCheck]) {
    result = CheckResult(
      id: "families[\(position)]", note: "\(family.cases.count) cases judged together",
      faults: Self.faults(family, members))
  }

  private static func faults(_ family: CaseFamily, _ members: [String: CaseCheck]) -> [String] {
    var decisions: [Decision?] = []
    var claims: [Conjunction] = []
    for id in family.cases {
      guard let member = members[id] else { return ["there is no case \(id)"] }
      // Data without a decision stay in the family at p = 1 (decision procedure §1).
      let undecided = Decision(pSupport: 1, pRefute: 1, stop: .health, fallback: .health)
      guard let claim = try? Conjunction([member.decision ?? undecided]) else { return ["\(id) has no conclusion"] }
      decisions.append(member.decision)
      claims.append(claim)
    }
    for (name, count) in [
      ("adjusted_pS", family.adjusted_pS?.count), ("adjusted_pR", family.adjusted_pR?.count),
      ("verdicts", family.verdicts?.count),
    ] {
      if let count, count != claims.count { return ["\(name) has \(count) entries for \(claims.count) cases"] }
    }
    let levels = ErrorLevels()
    let judgements = ClaimFamily.judge(
      claims, levels: ErrorLevels(support: family.alphaS ?? levels.support, refute: family.alphaR ?? levels.refute))
    let tolerance = family.tol_ln_p ?? CaseCheck.usualTolerance
    var faults: [String] = []
    for (index, judgement) in judgements.enumerated() {
      let id = family.cases[index]
      for (name, value, expected) in [
        ("adjusted pS", judgement.adjustedSupport, family.adjusted_pS?[index]),
        ("adjusted pR", judgement.adjustedRefute, family.adjusted_pR?[index]),
      ] {
        if let expected, !Tolerance.pValuesAgree(value, expected, tolerance: tolerance) {
          faults.append("\(id) \(name) \(value), expected \(expected)")
        }
      }
      guard let expected = family.verdicts?[index] else { continue }
      let isRefused = decisions[index] == nil
      if isRefused ? !expected.hasPrefix("error") : "\(judgement.verdict)" != expected {
        faults.append("\(id) verdict \(isRefused ? "error" : "\(judgement.verdict)"), expected \(expected)")
      }
    }
    return faults
  }
}

/// Cases judged together, with the adjusted p-values and verdicts expected.
struct CaseFamily: Decodable, Sendable {
  /// The names of the cases.
  let cases: [String]
  /// α_S.
  let alphaS: Double?
  /// α_R.
  let alphaR: Double?
  /// The support p-values after Holm's adjustment.
  let adjusted_pS: [Double]?
  /// The refutation p-values after Holm's adjustment.
  let adjusted_pR: [Double]?
  /// The verdicts, such as `inconclusive(power)`.
  let verdicts: [String]?
  /// How far the logarithm of a p-value may be off.
  let tol_ln_p: Double?
}
