import ClaimKit
import Experiments
import Files
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

  /// The name of the file.
  static let name = "environment.json"

  /// What the file holds; read again by ``CommittedReport`` and ``ReportFolder``.
  struct Content: Codable, Sendable {
    /// The sentence that marks a file that littleo wrote; absent in reports of earlier versions.
    var generated: String?
    /// The SHA-256 of every other file of the report by its path; absent in reports of earlier versions.
    var files: [String: String]?
    /// While the report is being written, the hashes of the files that it replaces; nil once it is whole.
    var replaces: [String: [String]]?
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
    /// How many conclusions each claim has, and how many a control refuted; absent in reports of earlier versions.
    let conclusions: [String: CommittedReport.ConclusionCount]?
    /// How the verdicts differ from those of the last report with others; absent if there was none in the folder.
    let changes: ReportChanges?
    /// The look at growing data; absent for one registered look.
    let look: Int?
    let architecture: String
    let language: String
  }

  /// Returns what the file says about a report.
  ///
  /// - Parameters:
  ///   - files: The other files of the report by their paths.
  ///   - changes: What changed since the last report with other verdicts.
  func content(describing files: [String: Data], changes: ReportChanges?) -> Content {
    // Runs and seeds are the same for every claim. The scales are the profile's, except for claims with their own
    // scales.
    let design = findings.first?.design
    let scales = findings.filter { $0.design.scales != profile.scales }.map { ($0.name, $0.design.scales) }
    return Content(
      generated: Replaceable.marker, files: files.mapValues { SHA256.hex($0) },
      profile: profile.rawValue, scales: profile.scales,
      ownScales: scales.isEmpty ? nil : Dictionary(scales, uniquingKeysWith: { first, _ in first }),
      runsPerScale: design?.runs ?? 0, seeds: design.map { seeds(of: $0) } ?? "",
      trainerVersion: findings.first?.version ?? "",
      versions: Dictionary(
        findings.map { ($0.claim.standIn.setup.experiment, $0.version) }, uniquingKeysWith: { first, _ in first }),
      registrations: registrations, verdicts: verdicts,
      conclusions: Dictionary(
        findings.map { finding in
          let tally = ConclusionTally([finding])
          return (
            finding.name, CommittedReport.ConclusionCount(total: tally.total, discriminated: tally.discriminated)
          )
        }, uniquingKeysWith: { first, _ in first }),
      changes: changes, look: findings.first?.levels.look,
      architecture: Self.architecture, language: "Swift 6 language mode, no packages")
  }

  private var registrations: [String: String] {
    Dictionary(findings.map { ($0.name, $0.registration.digest) }, uniquingKeysWith: { first, _ in first })
  }

  private var verdicts: [String: String] {
    Dictionary(findings.map { ($0.name, ReportText.status(of: $0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns how the verdicts differ from those of an earlier report; nil if none had others.
  func changes(since earlier: Content?) -> ReportChanges? {
    ReportChanges.since(earlier, verdicts: verdicts, registrations: registrations, profile: profile.rawValue)
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

extension EnvironmentFile.Content {
  /// The bytes of the file.
  var data: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do { return try encoder.encode(self) + Data("\n".utf8) } catch {
      preconditionFailure("texts, whole numbers and lists of them could not be written as JSON: \(error)")
    }
  }

  /// The same while the files of an earlier report are being replaced.
  ///
  /// - Parameter earlier: What the earlier report said of itself; it may be unfinished as well.
  func replacing(_ earlier: Self?) -> Self {
    var content = self
    var hashes = earlier?.replaces ?? [:]
    for (path, hash) in earlier?.files ?? [:] where hashes[path]?.contains(hash) != true {
      hashes[path, default: []].append(hash)
    }
    content.replaces = hashes
    return content
  }

  /// Whether a file of the report, or of one that it replaces, has these bytes.
  func isKnown(_ data: Data, at path: String) -> Bool {
    let hash = SHA256.hex(data)
    return files?[path] == hash || replaces?[path]?.contains(hash) == true
  }
}
