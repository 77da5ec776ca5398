import Checking
import ClaimKit
import Foundation
import Reporting

/// `littleo verify`: trains what is missing, decides the claims, prints the findings and writes the report.
struct VerifyCommand {
  private let _entries: [ClaimEntry]
  private let _profile: Profile
  private let _design: Design
  private let _levels: ErrorLevels
  private let _jobs: Int
  private let _store: URL
  private let _output: URL?
  private let _isStrict: Bool

  /// The first seed for exploring.
  private static let _exploredSeed = 1_000_001

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "verify",
        options: ["profile": false, "seeds": false, "look": false, "jobs": false, "store": false, "output": false],
        switches: ["strict", "explore"], maximalWords: .max))
    var entries: [ClaimEntry] = []
    for name in arguments.words where !entries.contains(where: { $0.claim.name == name }) {
      entries.append(try Catalogue.entry(named: name))
    }
    let seeds = try arguments.integer("seeds", in: 1...500)
    _jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    _profile = try Catalogue.profile(named: arguments.value("profile"))
    // Registered seeds decide; stand-ins are explored with others, so that no number is chosen by the data that judge it.
    let isExploring = arguments.has("explore")
    _design = Design(_profile, runs: seeds, firstSeed: isExploring ? Self._exploredSeed : nil)
    _levels = ErrorLevels(look: try arguments.integer("look", in: 1...1000))
    _store = URL(filePath: arguments.value("store") ?? ".littleo/store")
    // A partial run must not overwrite the committed report.
    let isFull = entries.isEmpty && _design == Design(.standard) && _levels.look == nil
    _output = (arguments.value("output") ?? (isFull ? "Reports" : nil)).map { URL(filePath: $0) }
    _entries = entries.isEmpty ? Catalogue.entries : entries
    _isStrict = arguments.has("strict")
  }

  func run() async throws -> ExitStatus {
    let plan: Plan
    let store: TrialStore
    do {
      plan = try Plan(_entries, design: _design)
      store = try TrialStore(folder: _store)
      if let _output { try Report.prepare(_output) }
    } catch let error as PlanError {
      throw UsageError(error.description)
    } catch let error as StoreError {
      throw UsageError(error.description)
    } catch let error as ReportError {
      throw UsageError(error.description)
    }
    let progress = ProgressLine()
    let meter = SpeedMeter()
    let runner = TrialRunner(archive: store, jobs: _jobs)
    let verifier = Verifier(plan, runner: runner, isFamily: _profile.isFamily, levels: _levels)
    let outcomes = try await runner.run(plan.trials) { event in
      meter.report(event)
      progress.report(event)
    }
    let findings = verifier.judge(outcomes)
    print(FindingsTable(findings).text)
    // What depends on the machine goes where the progress went, so that standard output is the same everywhere.
    for line in meter.estimates(for: findings, of: plan, outcomes, jobs: _jobs) {
      FileHandle.standardError.write(Data((line + "\n").utf8))
    }
    if let _output {
      try Report(findings, profile: _profile, command: _command).write(to: _output)
      print("\nThe report is in \(_output.relativePath).")
    }
    return ExitStatus(of: findings, isStrict: _isStrict)
  }

  /// The command line that gives the same report again, wherever its store and its output were.
  private var _command: String {
    var words = ["swift run -c release littleo"]
    let isWhole = _entries.count == Catalogue.entries.count
    let isStandard = _design == Design(.standard) && _levels.look == nil
    if !isWhole || !isStandard { words.append("verify") }
    if !isWhole { words += _entries.map(\.claim.name) }
    if _profile != .standard { words.append("--profile \(_profile.rawValue)") }
    if _design.firstSeed == Self._exploredSeed { words.append("--explore") }
    if _design.runs != _profile.runs { words.append("--seeds \(_design.runs)") }
    if let look = _levels.look { words.append("--look \(look)") }
    if !isWhole || !isStandard { words.append("--output DIR") }
    return words.joined(separator: " ")
  }
}
