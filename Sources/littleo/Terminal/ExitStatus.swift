import Decision
import Verification

/// The exit codes of the program.
enum ExitStatus: Int32 {
  /// Nothing was refuted: every claim has one of the three words of support or is inconclusive.
  case passed = 0
  /// A claim was refuted, a control was not refuted, or, with `--strict`, a claim is inconclusive.
  case refuted = 1
  /// The command line or its input is wrong.
  case usage = 2
  /// Something failed although the command line is right, such as a write or a missing trial.
  case error = 3
  /// Stopped by Ctrl-C (SIGINT), after the trials under way were finished and kept.
  case interrupted = 130
  /// Stopped by SIGTERM, after the trials under way were finished and kept.
  case terminated = 143

  /// The exit code of a verification with these findings.
  ///
  /// All three words of support pass, also if strict: supported, supported by extrapolation and not contradicted.
  ///
  /// - Parameter isStrict: Whether an inconclusive claim counts as refuted.
  init(of findings: [Finding], isStrict: Bool) {
    let hasPassed = findings.allSatisfy { finding in
      finding.discriminates && finding.verdict != .refuted && (!isStrict || finding.verdict.isSupport)
    }
    self = hasPassed ? .passed : .refuted
  }

  /// The exit code of a single decision.
  ///
  /// All three words of support pass, as for a verification.
  ///
  /// - Parameter isStrict: Whether an inconclusive verdict counts as refuted.
  init(of verdict: Verdict, isStrict: Bool) {
    self = verdict == .refuted || (isStrict && !verdict.isSupport) ? .refuted : .passed
  }
}
