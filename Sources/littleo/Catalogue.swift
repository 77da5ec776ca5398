import ClaimKit
import Claims
import Files

/// The registered claims, looked up by the names given on the command line.
enum Catalogue {
  /// Every claim, in order of folder and name.
  static var entries: [ClaimEntry] {
    AllClaims.registered.map { ClaimEntry(folder: $0.folder, claim: $0.claim) }
  }

  /// The names of the claims.
  static var names: [String] { entries.map(\.claim.name) }

  /// The claims that a reader asks for first.
  static let headlines = ["Theorem5_1", "Theorem5_2", "CoarseLabelGap"]

  /// Returns names of claims in the order in which claims are decided: the headlines first.
  static func decisionOrder(of names: [String]) -> [String] {
    headlines.filter(names.contains) + names.filter { !headlines.contains($0) }
  }

  /// Returns the claim with a name.
  ///
  /// - Throws: ``UsageError`` naming the input and the nearest claim.
  static func entry(named name: String) throws(UsageError) -> ClaimEntry {
    guard let entry = entries.first(where: { $0.claim.name == name }) else {
      let hint = Nearest.suggestion(for: name, among: names)
      throw UsageError(
        "there is no claim “\(Quoted.text(name))”\(hint); “littleo list” lists the \(names.count) claims.")
    }
    return entry
  }

  /// Returns the named claims, each once, or every claim if no name is given.
  ///
  /// - Throws: ``UsageError`` as ``entry(named:)``.
  static func entries(named names: [String]) throws(UsageError) -> [ClaimEntry] {
    var chosen: [ClaimEntry] = []
    for name in names where !chosen.contains(where: { $0.claim.name == name }) { chosen.append(try entry(named: name)) }
    return names.isEmpty ? entries : chosen
  }

  /// A claim that cannot be run here.
  struct LeftOut: Sendable {
    /// The claim.
    let entry: ClaimEntry
    /// One sentence that names the claim and the reason.
    let sentence: String
  }

  /// Returns the claims to verify, and those that are left out because their program cannot be asked.
  ///
  /// A claim that is named is never left out: planning then says why it cannot be run.
  ///
  /// - Throws: ``UsageError`` as ``entry(named:)``.
  static func verifiable(named names: [String]) throws(UsageError) -> (entries: [ClaimEntry], leftOut: [LeftOut]) {
    guard names.isEmpty else { return (try entries(named: names), []) }
    var kept: [ClaimEntry] = []
    var leftOut: [LeftOut] = []
    for entry in entries {
      do {
        _ = try entry.claim.standIn.setup.instance?.description()
        kept.append(entry)
      } catch {
        leftOut.append(
          LeftOut(
            entry: entry,
            sentence: "\(entry.claim.name) is left out, so nothing here covers every claim: \(error)"))
      }
    }
    return (kept, leftOut)
  }

  /// Returns the named profile, or the standard one if no name is given.
  ///
  /// - Throws: ``UsageError`` naming the input and the profiles.
  static func profile(named name: String?) throws(UsageError) -> Profile {
    guard let name else { return .standard }
    guard let profile = Profile(rawValue: name) else {
      let names = Profile.allCases.map(\.rawValue)
      let hint = Nearest.suggestion(for: name, among: names)
      throw UsageError(
        "there is no profile “\(Quoted.text(name))”\(hint); the profiles are \(names.joined(separator: ", ")).")
    }
    return profile
  }
}
