import ClaimKit
import Verification

/// How many claims of each source have a verdict that speaks for them, so that headlines do not mix ours with the paper's.
package struct ProvenanceTally {
  private let findings: [Finding]

  /// The tally of some findings.
  package init(_ findings: [Finding]) { self.findings = findings }

  /// The claims of a source, and those of them with a verdict for them.
  private func counts(of provenance: Provenance) -> (supports: Int, total: Int) {
    let own = findings.filter { $0.claim.source.provenance == provenance }
    return (own.count { VerdictWord($0).isSupport }, own.count)
  }

  /// The counts in one clause, such as `from the paper's summary [P] 1 of 1, reconstructed [R] 20 of 28`.
  package var words: String {
    Provenance.allCases.compactMap { provenance in
      let counts = counts(of: provenance)
      return counts.total == 0
        ? nil : "\(provenance.words) \(provenance.mark) \(counts.supports) of \(counts.total)"
    }.joined(separator: "; ")
  }

  /// The counts as a JSON object.
  var object: JSONValue {
    .object(
      Dictionary(
        Provenance.allCases.map { provenance in
          let counts = counts(of: provenance)
          return (
            provenance.rawValue,
            JSONValue.object(["claims": .integer(counts.total), "supports": .integer(counts.supports)])
          )
        }, uniquingKeysWith: { first, _ in first }))
  }
}
