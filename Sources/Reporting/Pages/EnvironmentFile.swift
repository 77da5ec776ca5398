import ClaimKit
import Foundation
import Planning
import Verification

/// The file that records what produced a report, without anything that changes between runs, such as the time.
struct EnvironmentFile {
  private let findings: [Finding]
  private let profile: Profile

  init(_ findings: [Finding], profile: Profile) {
    self.findings = findings
    self.profile = profile
  }

  /// What the file holds; read again by ``CommittedReport``.
  struct Content: Codable {
    let profile: String
    let scales: [Int]
    /// The scales of claims that do not take the profile's.
    let ownScales: [String: [Int]]?
    let runsPerScale: Int
    let seeds: String
    let trainerVersion: String
    /// The version of every experiment; absent in reports of earlier versions.
    let versions: [String: String]?
    let registrations: [String: String]
    /// Each claim's verdict as the front page has it; absent in reports of earlier versions.
    let verdicts: [String: String]?
    /// The look at growing data; absent for one registered look.
    let look: Int?
    let architecture: String
    let language: String
  }

  /// The file.
  var json: String {
    // Runs and seeds are the same for every claim. The scales are the profile's, except for claims with their own
    // scales.
    let design = findings.first?.design
    let scales = findings.filter { $0.design.scales != profile.scales }.map { ($0.name, $0.design.scales) }
    let content = Content(
      profile: profile.rawValue, scales: profile.scales,
      ownScales: scales.isEmpty ? nil : Dictionary(scales, uniquingKeysWith: { first, _ in first }),
      runsPerScale: design?.runs ?? 0, seeds: design.map { seeds(of: $0) } ?? "",
      trainerVersion: findings.first?.version ?? "",
      versions: Dictionary(
        findings.map { ($0.claim.standIn.setup.experiment, $0.version) }, uniquingKeysWith: { first, _ in first }),
      registrations: Dictionary(
        findings.map { ($0.name, $0.registration.digest) }, uniquingKeysWith: { first, _ in first }),
      verdicts: Dictionary(
        findings.map { ($0.name, ReportText.status(of: $0)) }, uniquingKeysWith: { first, _ in first }),
      look: findings.first?.levels.look,
      architecture: Self.architecture, language: "Swift 6 language mode, no packages")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(content)) ?? Data("{}".utf8)
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private func seeds(of design: Design) -> String {
    "\(ReportText.seeds(of: design)), plus the offset of a control's world"
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }
}
