import Decision
import Verification

/// How the program ends.
enum ExitStatus: Int32 {
  /// Nothing was refuted: every claim is supported or inconclusive.
  case passed = 0
  /// A claim was refuted, a control was not, or, with `--strict`, a claim is inconclusive.
  case refuted = 1
  /// The command line asks for nothing that can be done.
  case usage = 2
  /// Something failed that was not the command line's fault.
  case error = 3
  /// Ctrl-C: what was under way is kept.
  case interrupted = 130
  /// A polite kill: what was under way is kept.
  case terminated = 143

  /// How a verification with these findings ends.
  ///
  /// - Parameter isStrict: Whether an inconclusive claim counts as refuted.
  init(of findings: [Finding], isStrict: Bool) {
    let hasPassed = findings.allSatisfy { finding in
      finding.discriminates && finding.verdict != .refuted && (!isStrict || finding.verdict == .supported)
    }
    self = hasPassed ? .passed : .refuted
  }

  /// How a single decision ends.
  ///
  /// - Parameter isStrict: Whether an inconclusive verdict counts as refuted.
  init(of verdict: Verdict, isStrict: Bool) {
    self = verdict == .refuted || (isStrict && verdict != .supported) ? .refuted : .passed
  }
}
