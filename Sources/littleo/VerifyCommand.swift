import Checking
import ClaimKit
import Foundation
import Reporting

/// `littleo verify`: trains what is missing, decides the claims, prints the findings and writes the report.
struct VerifyCommand {
  private let _entries: [ClaimEntry]
  private let _profile: Profile
  private let _design: Design
  private let _jobs: Int
  private let _store: URL
  private let _output: URL?
  private let _isStrict: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "verify",
        options: ["profile": false, "seeds": false, "jobs": false, "store": false, "output": false],
        switches: ["strict"], maximalWords: .max))
    var entries: [ClaimEntry] = []
    for name in arguments.words where !entries.contains(where: { $0.claim.name == name }) {
      entries.append(try Catalogue.entry(named: name))
    }
    let seeds = try arguments.integer("seeds", in: 1...100_000)
    _jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    _profile = try Catalogue.profile(named: arguments.value("profile"))
    _design = Design(_profile, runs: seeds)
    _store = URL(filePath: arguments.value("store") ?? ".littleo/store")
    // A partial run must not overwrite the committed report.
    let isFull = entries.isEmpty && _design == Design(.standard)
    _output = (arguments.value("output") ?? (isFull ? "Reports" : nil)).map { URL(filePath: $0) }
    _entries = entries.isEmpty ? Catalogue.entries : entries
    _isStrict = arguments.has("strict")
  }

  func run() async throws -> ExitStatus {
    let plan: Plan
    let store: TrialStore
    do {
      plan = try Plan(_entries, design: _design)
      if let _output { try Self._checkWritable(_output) }
      store = try TrialStore(folder: _store)
    } catch let error as PlanError {
      throw UsageError(error.description)
    } catch let error as StoreError {
      throw UsageError(error.description)
    }
    let progress = ProgressLine()
    let verifier = Verifier(plan, runner: TrialRunner(archive: store, jobs: _jobs), isFamily: _profile.isFamily)
    let findings = try await verifier.findings { progress.report($0) }
    print(FindingsTable(findings).text)
    if let _output {
      try Report.write(findings: findings, profile: _profile, to: _output)
      print("\nThe report is in \(_output.relativePath).")
    }
    return ExitStatus(of: findings, isStrict: _isStrict)
  }

  /// Finds out before anything is trained whether a report can be written.
  private static func _checkWritable(_ folder: URL) throws(UsageError) {
    let probe = folder.appending(path: ".littleo-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data().write(to: probe)
      try FileManager.default.removeItem(at: probe)
    } catch {
      throw UsageError(
        "--output \(folder.relativePath) cannot be written to: it must be a folder, or a path where one can be made.")
    }
  }
}
