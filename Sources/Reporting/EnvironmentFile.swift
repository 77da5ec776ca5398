import Checking
import ClaimKit
import Foundation

/// What produced a report, without anything that changes from one run to the next.
struct EnvironmentFile {
  private let _findings: [Finding]
  private let _profile: Profile

  init(_ findings: [Finding], profile: Profile) {
    _findings = findings
    _profile = profile
  }

  private struct Content: Encodable {
    let profile: String
    let scales: [Int]
    let runsPerScale: Int
    let seeds: String
    let trainerVersion: String
    let registrations: [String: String]
    let architecture: String
    let language: String
  }

  /// The file.
  var json: String {
    let design = _findings.first?.design
    let content = Content(
      profile: _profile.rawValue, scales: design?.scales ?? [], runsPerScale: design?.runs ?? 0,
      seeds: design.map { "\(ReportText.seeds(of: $0)), plus the offset of a control's world" } ?? "",
      trainerVersion: _findings.first?.trainerVersion ?? "",
      registrations: Dictionary(
        _findings.map { ($0.name, $0.registration.digest) }, uniquingKeysWith: { first, _ in first }),
      architecture: Self._architecture, language: "Swift 6 language mode, no packages")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(content)) ?? Data("{}".utf8)
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private static var _architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }
}
