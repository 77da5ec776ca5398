import ClaimKit
import Files
import Foundation
import Planning

/// A report written earlier: which verdicts it holds, and for which registrations.
package struct CommittedReport: Sendable, Equatable {
  /// What a report says about a claim as it is registered now.
  package enum Standing: Sendable, Equatable, CustomStringConvertible {
    /// Its verdict, reached under the present registration.
    case current(verdict: String)
    /// It holds no verdict on the claim.
    case notVerified
    /// The claim cannot be planned here, so its registration cannot be compared.
    case notChecked
    /// It holds a verdict on the claim as it was registered earlier.
    case staleRegistration
    /// It holds a verdict reached by another version of the experiment.
    case staleExperiment

    /// The standing in words; a verdict that is not current is never shown.
    package var description: String {
      switch self {
      case .current(let verdict): verdict
      case .notVerified: "not verified"
      case .notChecked: "not checked: the claim cannot be planned here"
      case .staleRegistration: "stale: the registration changed after the report"
      case .staleExperiment: "stale: the experiment changed after the report"
      }
    }

    /// Whether the report's verdict belongs to another registration or another version of the experiment.
    package var isStale: Bool { self == .staleRegistration || self == .staleExperiment }

    /// The standing in a table: stale without the reason.
    package var short: String { isStale ? "stale" : self == .notChecked ? "not checked" : description }
  }

  /// How many conclusions of a claim a control refuted.
  package struct ConclusionCount: Codable, Sendable, Hashable {
    /// The number of conclusions.
    package let total: Int
    /// Those that at least one control refuted.
    package let discriminated: Int

    /// A count.
    package init(total: Int, discriminated: Int) {
      self.total = total
      self.discriminated = discriminated
    }
  }

  /// What is in a folder.
  package enum Reading: Sendable, Equatable {
    /// A report.
    case found(CommittedReport)
    /// No report.
    case missing
    /// A file that cannot be used as a report, with one sentence that says why.
    case damaged(String)
  }

  /// The profile that was verified.
  package let profile: Profile
  /// The scales, runs and seeds.
  package let design: Design
  /// The look at growing data; nil for one registered look.
  package let look: Int?
  /// The version of the trainer, of which alone earlier reports speak.
  package let trainerVersion: String
  /// The version of each experiment.
  let versions: [String: String]
  /// Each claim's registration digest.
  let registrations: [String: String]
  /// Each claim's verdict as the front page has it.
  package let verdicts: [String: String]
  /// How many conclusions of each claim a control refuted; empty in reports of earlier versions.
  package let conclusions: [String: ConclusionCount]

  /// Reads the report in a folder; a file that cannot be used as a report is named and ignored.
  package static func read(from folder: URL, on disk: Disk = .machine) -> Reading {
    let file = folder.appending(path: EnvironmentFile.name)
    let data: Data
    do throws(Folder.Refusal) {
      data = try Folder(folder.relativePath, on: disk).contents(
        of: EnvironmentFile.name, limit: Replaceable.largestSize)
    } catch {
      switch error {
      case .missing, .unreadable(CallFailure(ENOTDIR)): return .missing
      case .irregular: return .damaged("report \(Quoted.path(file.relativePath)) is not used: it is not a file.")
      case .unreadable(let failure):
        return .damaged("report \(Quoted.path(file.relativePath)) is not used: it cannot be read (\(failure)).")
      }
    }
    guard let content = try? JSONDecoder().decode(EnvironmentFile.Content.self, from: data),
      ([content.profile] + (content.verdicts ?? [:]).values).allSatisfy(isPlain)
    else {
      return .damaged(
        "report \(Quoted.path(file.relativePath)) is not used: it is truncated, or is not the data of a report.")
    }
    guard content.replaces == nil else {
      return .damaged(
        "report \(Quoted.path(file.relativePath)) is not used: writing it was interrupted; run the command that writes it again."
      )
    }
    guard let profile = Profile(rawValue: content.profile) else {
      return .damaged(
        "report \(Quoted.path(file.relativePath)) is not used: there is no profile “\(Quoted.text(content.profile))”.")
    }
    guard
      (content.conclusions ?? [:]).values.allSatisfy({ $0.total <= 1000 && (0...$0.total).contains($0.discriminated) })
    else {
      return .damaged(
        "report \(Quoted.path(file.relativePath)) is not used: its numbers of conclusions are out of range.")
    }
    // The ranges that the command line accepts: it writes no report beyond them.
    guard (1...500).contains(content.runsPerScale), (1...1000).contains(content.look ?? 1) else {
      return .damaged(
        "report \(Quoted.path(file.relativePath)) is not used: its runs per scale or its look are out of range.")
    }
    return .found(
      CommittedReport(
        profile: profile, design: Design(profile, runs: content.runsPerScale), look: content.look,
        trainerVersion: content.trainerVersion, versions: content.versions ?? [:], registrations: content.registrations,
        verdicts: content.verdicts ?? [:], conclusions: content.conclusions ?? [:])
    )
  }

  /// Whether a text has at least one letter and no line break or other control character, as every text of a report
  /// has.
  private static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
      && text.unicodeScalars.contains { $0.properties.isAlphabetic }
  }

  /// Returns what the report says about a claim.
  ///
  /// - Parameters:
  ///   - name: The claim.
  ///   - digest: The digest of its present registration at the report's ``design`` and ``look``; nil if it has none.
  ///   - experiment: The name of its experiment.
  ///   - version: The present version of that experiment.
  package func standing(of name: String, digest: String?, experiment: String, version: String) -> Standing {
    guard let verdict = verdicts[name], let registered = registrations[name] else { return .notVerified }
    if registered != digest { return .staleRegistration }
    if versions[experiment] ?? trainerVersion != version { return .staleExperiment }
    return .current(verdict: verdict)
  }
}
