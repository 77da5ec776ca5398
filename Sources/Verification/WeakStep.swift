import ClaimKit
import Decision

extension ClaimGraph {
  /// Returns the foundations of a claim that are refuted, inconclusive, undiscriminating or not verified.
  ///
  /// - Parameters:
  ///   - name: The name of the claim.
  ///   - findings: The findings by name of their claim.
  package func weakSteps(of name: String, in findings: [String: Finding]) -> [WeakStep] {
    foundations(of: name).compactMap { foundation in
      guard let finding = findings[foundation] else { return WeakStep(name: foundation, weakness: .notVerified) }
      if !finding.discriminates { return WeakStep(name: foundation, weakness: .undiscriminating) }
      switch finding.verdict {
      case .supported, .extrapolated, .notContradicted: return nil
      case .refuted: return WeakStep(name: foundation, weakness: .refuted)
      case .inconclusive: return WeakStep(name: foundation, weakness: .inconclusive)
      }
    }
  }
}

/// A foundation of a claim that is not established, so that the argument for the claim is incomplete.
package struct WeakStep: Hashable, Sendable {
  /// Why a foundation is not established.
  package enum Weakness: String, Sendable {
    /// The foundation was refuted.
    case refuted
    /// A control of the foundation was not refuted.
    case undiscriminating
    /// The foundation is inconclusive.
    case inconclusive
    /// The foundation was not verified together with the claim.
    case notVerified = "not verified here"
  }

  /// The name of the foundation.
  package let name: String
  /// Why the foundation is not established.
  package let weakness: Weakness
}
