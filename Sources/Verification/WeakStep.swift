import ClaimKit
import Decision

extension ClaimGraph {
  /// Returns the foundations of a claim that are not safe: refuted, inconclusive, undiscriminating, or not verified.
  ///
  /// - Parameters:
  ///   - name: The claim.
  ///   - findings: The findings by name.
  package func weakSteps(of name: String, in findings: [String: Finding]) -> [WeakStep] {
    foundations(of: name).compactMap { foundation in
      guard let finding = findings[foundation] else { return WeakStep(name: foundation, weakness: .notVerified) }
      if !finding.discriminates { return WeakStep(name: foundation, weakness: .undiscriminating) }
      switch finding.verdict {
      case .supported: return nil
      case .refuted: return WeakStep(name: foundation, weakness: .refuted)
      case .inconclusive: return WeakStep(name: foundation, weakness: .inconclusive)
      }
    }
  }
}

/// A claim that another rests on and that does not carry it.
package struct WeakStep: Hashable, Sendable {
  /// Why it does not.
  package enum Weakness: String, Sendable {
    /// It was refuted.
    case refuted
    /// A control of it was not refuted.
    case undiscriminating
    /// It is inconclusive.
    case inconclusive
    /// It was not verified together with the claim.
    case notVerified = "not verified here"
  }

  /// The claim.
  package let name: String
  /// Why it does not carry.
  package let weakness: Weakness
}
