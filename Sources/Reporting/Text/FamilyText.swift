import Verification

/// The families over which the p-values of some findings are corrected: the known theorems, and the claims about one experiment each.
package struct FamilyText {
  /// The families in the order of their first claims, with the number of claims and of controls.
  private let families: [(name: String, about: String, claims: Int, controls: Int)]

  /// The families of some findings that were verified together.
  package init(_ findings: [Finding]) {
    var families: [(name: String, about: String, claims: Int, controls: Int)] = []
    for finding in findings {
      let name = finding.claim.family
      if families.contains(where: { $0.name == name }) { continue }
      // The known theorems have an experiment each, so they are called by the name of their family.
      let about = finding.claim.source.provenance == .known ? name : finding.claim.standIn.setup.experiment
      families.append((name, about, finding.familySize, finding.controlFamilySize))
    }
    self.families = families
  }

  /// Whether any p-value of a claim is corrected for other claims.
  package var isCorrected: Bool { families.contains { $0.claims > 1 } }
  /// Whether any p-value of a control is corrected for other controls.
  var hasControlFamilies: Bool { families.contains { $0.controls > 1 } }
  /// Whether all claims are of one family.
  package var isSingle: Bool { families.count <= 1 }
  /// The number of claims in the first family.
  package var claims: Int { families.first?.claims ?? 0 }
  /// The number of controls in the first family.
  var controls: Int { families.first?.controls ?? 0 }

  /// The numbers of claims by family, such as `40 about multi-view and 1 about gap`.
  package var claimsByFamily: String { Self.list(families.map { "\($0.claims) about \($0.about)" }) }
  /// The numbers of controls by family.
  var controlsByFamily: String { Self.list(families.map { "\($0.controls) about \($0.about)" }) }

  private static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "none" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
