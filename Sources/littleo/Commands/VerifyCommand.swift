import Decision
import Experiments
import Files
import Foundation
import Planning
import Reporting
import Synchronization
import Trials
import Verification

/// `littleo verify` and `littleo report`: decide the claims, print the findings and write the report.
///
/// `verify` trains missing trials. `verify --offline` names them and decides without them. `report` fails if there are
/// any.
struct VerifyCommand {
  private let options: VerifyOptions

  private let mustBeComplete: Bool

  init(_ line: [String], trains: Bool = true) throws(UsageError) {
    options = try VerifyOptions(line, trains: trains)
    mustBeComplete = !trains
  }

  func run(on desk: Desk) async throws -> ExitStatus {
    let (disk, console) = (desk.disk, desk.console)
    for claim in self.options.leftOut { console.warn("\(claim.sentence) It stays in its family with p = 1.") }
    let plan: Plan
    let store: TrialStore
    do {
      plan = try Plan(
        self.options.entries, design: self.options.design, experiments: ExperimentRegistry.known,
        memory: self.options.isOffline ? .infinity : MachineMemory.limit)
      store =
        try self.options.isOffline
        ? TrialStore(reading: self.options.store, experiments: ExperimentRegistry.all, on: disk)
        : TrialStore(folder: self.options.store, experiments: ExperimentRegistry.all, on: disk)
      if let html = self.options.html { try GeneratedPage(html, called: "--html", on: disk).prepare() }
      if let output = self.options.output {
        try ReportFolder(output, on: disk).prepare(for: plan.claims.map(\.claim.name))
      }
    } catch let error as PlanError {
      throw UsageError(error.description)
    } catch let error as StoreError {
      throw UsageError(error.description)
    } catch let error as ReportError {
      throw UsageError(error.description)
    }
    let options = self.options
    let missing = options.isOffline ? Self.missing(of: plan, in: store, console) : []
    if !missing.isEmpty {
      let text =
        "\(missing.count) of \(plan.trials.count) trials are not in store \(Quoted.path(store.folder.relativePath))"
      guard !mustBeComplete else { throw StoreError("\(text): “littleo verify” trains them.") }
      Self.name(missing, on: console)
      console.warn("\(text); each counts as a missing run, and no report is written.")
    }
    let resume =
      "stopped; finished trials are kept in \(Quoted.path(options.store.relativePath)), and the same command goes on from there."
    return try await Interruption.guarding(on: desk, resume: resume) {
      try await Self.verify(plan, in: store, options, missing: missing, on: desk)
    }
  }

  private static func verify(
    _ plan: Plan, in store: TrialStore, _ options: VerifyOptions, missing: [PlannedTrial], on desk: Desk
  ) async throws -> ExitStatus {
    let console = desk.console
    let meter = SpeedMeter()
    let runner =
      options.isOffline ? reader(of: store, jobs: options.jobs) : TrialRunner(archive: store, jobs: options.jobs)
    let shelf = CounterExampleShelf(store: options.store, on: desk.disk)
    try await replay(shelf, plan, on: runner, levels: options.levels, console)
    if options.failsFast, let status = try await firstFailure(of: plan, on: runner, shelf, options, console) {
      return status
    }
    let progress = ProgressLine(on: console)
    let unkept = Mutex(0)
    let verifier = Verifier(
      plan, isFamily: options.profile.isFamily, levels: options.levels, absent: options.leftOut.map(\.entry.claim))
    let early = options.isOffline || plan.claims.count == 1 ? nil : EarlyVerdicts(verifier) { progress.say($0) }
    let names = plan.claims.map(\.claim.name)
    let outcomes = try await runner.run(plan.trials(deciding: Catalogue.decisionOrder(of: names))) { event in
      meter.report(event)
      progress.report(event)
      early?.report(event)
      if case .unkept = event { unkept.withLock { $0 += 1 } }
    }
    let findings = verifier.judge(outcomes)
    // Interrupted while judging: stop before anything is printed.
    try Task.checkCancellation()
    if !options.isOffline {
      do { try shelf.keep(findings) } catch { console.warn("\(error)") }
    }
    let status = ExitStatus(of: findings, isStrict: options.isStrict)
    // Stop before writing; once begun, the report is written whole. It is written before anything is said of it.
    try Task.checkCancellation()
    let output = missing.isEmpty ? options.output : nil
    let written = Result {
      let folder = output.map { ReportFolder($0, on: desk.disk) }
      guard missing.isEmpty, folder != nil || options.html != nil else { return }
      let report = Report(
        findings, profile: options.profile, command: options.command, since: folder?.earlier)
      try folder?.write(report)
      if let html = options.html { try GeneratedPage(html, called: "--html", on: desk.disk).write(report.html) }
    }
    if options.isJSON {
      try console.print(
        FindingsObject(findings, profile: options.profile, missing: missing.map(\.key.hex)).value.document)
    } else {
      try console.print(FindingsTable(findings).text)
    }
    // A report that could not be written does not hide the findings.
    try written.get()
    if let output {
      let line = "The report is in \(Quoted.path(output.relativePath))."
      if options.isJSON { console.say(line) } else { try console.print("\n" + line) }
    }
    if let html = options.html, missing.isEmpty {
      let line = "The report as one HTML file is \(Quoted.path(html.path))."
      if options.isJSON { console.say(line) } else { try console.print(line) }
    }
    // These times depend on the machine, so they go to standard error; standard output is the same everywhere.
    if !options.isOffline {
      for line in await meter.estimates(for: findings, of: plan, outcomes, jobs: options.jobs) { console.say(line) }
    }
    let lost = unkept.withLock { $0 }
    if lost > 0 {
      throw StoreError(
        "\(lost) trials could not be kept in \(Quoted.path(options.store.relativePath)); the findings include them, and the "
          + "next run trains them again.")
    }
    return missing.isEmpty ? status : .error
  }

  /// Trains the trials of saved counter-examples before all others, and says whether each still holds.
  ///
  /// A counter-example found under another registration is passed over: it had another bound or other runs.
  private static func replay(
    _ shelf: CounterExampleShelf, _ plan: Plan, on runner: TrialRunner, levels: ErrorLevels, _ console: Console
  ) async throws {
    for planned in plan.claims {
      guard let record = shelf.records(of: [planned.claim.name]).first,
        record.registration == Registration(of: planned, levels: levels).digest
      else { continue }
      let trials = plan.trials.filter { record.trials.contains($0.trial) }
      guard trials.count == record.trials.count else { continue }
      let outcomes = try await runner.run(trials) { if case .notice(let notice) = $0 { console.warn(notice) } }
      let example = CounterExample.found(again: record, in: planned, outcomes)
      let what = example.map { " still holds: \($0.text)" } ?? " no longer holds"
      console.warn("\(planned.claim.name): the saved counter-example\(what).")
    }
  }

  /// Decides the claims one by one, each on its own, and stops at the first that fails; nil if none does.
  private static func firstFailure(
    of plan: Plan, on runner: TrialRunner, _ shelf: CounterExampleShelf, _ options: VerifyOptions, _ console: Console
  ) async throws -> ExitStatus? {
    for (index, entry) in options.entries.enumerated() {
      let own = try Plan(
        [entry], design: plan.design, experiments: ExperimentRegistry.known, hasPictures: false)
      let progress = ProgressLine(
        on: console, title: "claim \(index + 1) of \(options.entries.count), \(entry.claim.name)")
      let outcomes = try await runner.run(own.trials) { progress.report($0) }
      let findings = Verifier(own, isFamily: false, levels: options.levels).judge(outcomes)
      let status = ExitStatus(of: findings, isStrict: options.isStrict)
      guard status != .passed else { continue }
      do { try shelf.keep(findings) } catch { console.warn("\(error)") }
      if options.isJSON {
        try console.print(FindingsObject(findings, profile: options.profile).value.document)
      } else {
        try console.print(FindingsTable(findings).text)
      }
      console.warn("stopped at the first claim that fails. It was decided on its own, and no report was written.")
      return status
    }
    return nil
  }

  /// Returns the trials that a store lacks, and names damaged records on standard error.
  private static func missing(of plan: Plan, in store: TrialStore, _ console: Console) -> [PlannedTrial] {
    plan.trials.filter { planned in
      switch store.state(of: planned) {
      case .done: return false
      case .missing: return true
      case .damaged(let notice):
        console.warn(notice)
        return true
      }
    }
  }

  /// Names missing trials on standard error, the most expensive first, at most `mostNamed` of them; `--json` has all.
  private static func name(_ missing: [PlannedTrial], on console: Console) {
    for planned in missing.prefix(mostNamed) {
      console.warn("missing: \(planned.words), key \(planned.key.hex.prefix(12))")
    }
    if missing.count > mostNamed { console.warn("missing: \(missing.count - mostNamed) more") }
  }

  private static let mostNamed = 20

  /// Returns a runner that only reads the store: a trial that would have to be trained fails.
  private static func reader(of store: TrialStore, jobs: Int) -> TrialRunner {
    TrialRunner(archive: store, jobs: jobs) { _, _ throws(ExperimentError) in
      throw ExperimentError("it is not in the store, and this command trains nothing.")
    }
  }
}
