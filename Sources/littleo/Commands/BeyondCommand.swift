import ClaimKit
import Files
import Foundation
import Planning
import Reporting
import Trials
import Verification

/// `littleo beyond`: runs a few seeds far beyond the registered windows, and shows the first violation.
struct BeyondCommand {
  private let entries: [ClaimEntry]
  private let leftOut: [Catalogue.LeftOut]
  private let profile: Profile
  private let reach: FarReach
  private let jobs: Int
  private let store: URL
  private let output: Place?
  private let isJSON: Bool
  private let isFull: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "beyond",
        options: [
          "profile": false, "seeds": false, "first-seed": false, "scales": false, "times": false, "budget": false,
          "jobs": false, "store": false, "output": false,
        ],
        switches: ["json"], maximalWords: .max))
    (entries, leftOut) = try Catalogue.verifiable(named: arguments.words)
    profile = try Catalogue.profile(named: arguments.value("profile"))
    let usual = FarReach()
    reach = FarReach(
      runs: try arguments.integer("seeds", in: 1...500) ?? usual.runs,
      firstSeed: try arguments.integer("first-seed", in: VerifyOptions.exploredSeed...(1 << 40)) ?? usual.firstSeed,
      scales: try arguments.integer("scales", in: 0...20) ?? usual.scales,
      stretch: try arguments.integer("times", in: 1...(1 << 20)) ?? usual.stretch,
      seconds: Double(try arguments.integer("budget", in: 1...1_000_000) ?? Int(usual.seconds)))
    jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    store = arguments.store
    isJSON = arguments.has("json")
    // A partial search must not overwrite the committed page.
    isFull = arguments.words.isEmpty && leftOut.isEmpty && profile == .standard && reach == usual
    output = arguments.place("output") ?? (isFull ? Place(path: "Reports/beyond.md") : nil)
  }

  func run(on desk: Desk) async throws -> ExitStatus {
    for claim in leftOut { desk.console.warn(claim.sentence) }
    let store: TrialStore
    let claims: [FarClaim]
    do {
      store = try TrialStore(folder: self.store, experiments: ExperimentRegistry.all, on: desk.disk)
      if let output { try GeneratedPage(output, on: desk.disk).prepare() }
      claims = try entries.map { entry throws(PlanError) in
        try FarClaim(entry, profile: profile, reach: reach, experiments: ExperimentRegistry.known)
      }
    } catch let error as StoreError {
      throw UsageError(error.description)
    } catch let error as ReportError {
      throw UsageError(error.description)
    } catch let error as PlanError {
      throw UsageError(error.description)
    }
    let command = self
    let resume =
      "stopped; finished trials are kept in \(Quoted.path(self.store.relativePath)), and the same command goes on from there."
    return try await Interruption.guarding(on: desk, resume: resume) {
      try await command.search(claims, with: TrialRunner(archive: store, jobs: command.jobs), on: desk)
    }
  }

  private func search(_ claims: [FarClaim], with runner: TrialRunner, on desk: Desk) async throws -> ExitStatus {
    var seen: Set<TrialKey> = []
    let trials = claims.flatMap(\.studies).flatMap(\.trials).filter { seen.insert($0.key).inserted }
      .sorted { ($1.demand.work, $0.key) < ($0.demand.work, $1.key) }
    let progress = ProgressLine(on: desk.console)
    let outcomes = try await runner.run(trials) { progress.report($0) }
    let search = LateSearch(claims, outcomes: outcomes)
    let page = BeyondPage(search, profile: profile, reach: reach, command: command)
    try desk.console.print(isJSON ? page.object.document : Self.table(search))
    if let output {
      try GeneratedPage(output, on: desk.disk).write(page.markdown)
      desk.console.say("The page is \(Quoted.path(output.path)).")
    }
    return search.violated.isEmpty ? .passed : .refuted
  }

  /// The rows on the terminal.
  private static func table(_ search: LateSearch) -> String {
    var table = TextTable(
      ["claim", "conclusion", "searched", "first violation"], prose: [0: 20, 1: 18, 2: 18, 3: 18])
    for row in search.rows {
      table.add([row.claim, row.text, BeyondPage.reach(of: row), row.violation?.text ?? row.obstacle ?? "none"])
    }
    return table.text + "\n\n"
      + TextBlock.fitted(
        "\(BeyondPage.headline(of: search)) No verdict rests on these runs.", to: TerminalWidth.standardOutput)
  }

  /// The command line that reproduces the page; it does not name the store, and leaves the output file open.
  private var command: String {
    let usual = FarReach()
    var words = ["swift run -c release littleo beyond"]
    if entries.count != Catalogue.entries.count { words += entries.map(\.claim.name) }
    if profile != .standard { words.append("--profile \(profile.rawValue)") }
    if reach.runs != usual.runs { words.append("--seeds \(reach.runs)") }
    if reach.firstSeed != usual.firstSeed { words.append("--first-seed \(reach.firstSeed)") }
    if reach.scales != usual.scales { words.append("--scales \(reach.scales)") }
    if reach.stretch != usual.stretch { words.append("--times \(reach.stretch)") }
    if reach.seconds != usual.seconds { words.append("--budget \(Int(reach.seconds))") }
    if !isFull { words.append("--output FILE") }
    return words.joined(separator: " ")
  }
}
