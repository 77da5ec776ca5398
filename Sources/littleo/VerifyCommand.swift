import Checking
import ClaimKit
import Foundation
import Reporting
import Training

/// `littleo verify` and `littleo report`: decide the claims, print the findings and write the report.
///
/// `verify` trains what is missing; `report` trains nothing, and says what is missing.
struct VerifyCommand {
  private let _options: VerifyOptions

  init(_ line: [String], trains: Bool = true) throws(UsageError) {
    _options = try VerifyOptions(line, trains: trains)
  }

  func run() async throws -> ExitStatus {
    let plan: Plan
    let store: TrialStore
    do {
      plan = try Plan(_options.entries, design: _options.design)
      store = try _options.trains ? TrialStore(folder: _options.store) : TrialStore(reading: _options.store)
      if let output = _options.output { try Report.prepare(output) }
    } catch let error as PlanError {
      throw UsageError(error.description)
    } catch let error as StoreError {
      throw UsageError(error.description)
    } catch let error as ReportError {
      throw UsageError(error.description)
    }
    let options = _options
    if !options.trains { try Self._checkNothingIsMissing(plan, in: store) }
    let resume =
      "stopped; finished trials are kept in \(options.store.relativePath), and the same command goes on from there."
    return try await Interruption.guarding(resume: resume) {
      try await Self._verify(plan, in: store, options)
    }
  }

  private static func _verify(
    _ plan: Plan, in store: TrialStore, _ options: VerifyOptions
  ) async throws -> ExitStatus {
    let meter = SpeedMeter()
    let runner = TrialRunner(archive: store, jobs: options.jobs)
    let shelf = CounterExampleShelf(store: options.store)
    try await _replay(shelf, plan, on: runner, levels: options.levels)
    if options.failsFast, let status = try await _firstFailure(of: plan, on: runner, shelf, options) { return status }
    let progress = ProgressLine()
    let outcomes = try await runner.run(plan.trials) { event in
      meter.report(event)
      progress.report(event)
    }
    let verifier = Verifier(plan, runner: runner, isFamily: options.profile.isFamily, levels: options.levels)
    let findings = verifier.judge(outcomes)
    // Whoever stops it while it judges wants no report.
    try Task.checkCancellation()
    if options.trains {
      do { try shelf.keep(findings) } catch { _say("\(error)") }
    }
    let status = ExitStatus(of: findings, isStrict: options.isStrict)
    if options.isJSON {
      print(FindingsObject(findings, profile: options.profile).value.text)
    } else {
      print(FindingsTable(findings).text)
    }
    // What depends on the machine goes where the progress went, so that standard output is the same everywhere.
    for line in meter.estimates(for: findings, of: plan, outcomes, jobs: options.jobs) { _write(line) }
    // Whoever stops it by now wants no report; once it is being written it is written whole.
    try Task.checkCancellation()
    if let output = options.output {
      try Report(findings, profile: options.profile, command: options.command).write(to: output)
      let line = "The report is in \(output.relativePath)."
      options.isJSON ? _write(line) : print("\n" + line)
    }
    return status
  }

  /// Trains what a saved counter-example needs before anything else, and says whether it still is one.
  ///
  /// Only one that was found under the present registration is: another bound, other runs are another question.
  private static func _replay(
    _ shelf: CounterExampleShelf, _ plan: Plan, on runner: TrialRunner, levels: ErrorLevels
  ) async throws {
    for planned in plan.claims {
      guard let record = shelf.records(of: [planned.claim.name]).first,
        record.registration == Registration(of: planned, levels: levels).digest
      else { continue }
      let trials = plan.trials.filter { record.trials.contains($0.trial) }
      guard trials.count == record.trials.count else { continue }
      let example = CounterExample.found(again: record, in: planned, try await runner.run(trials))
      let what = example.map { ", \($0.text), still stands" } ?? " is none any more"
      _say("\(planned.claim.name): the counter-example of last time\(what).")
    }
  }

  /// Decides claim by claim, each on its own, and ends with the first that fails; nil if none does.
  private static func _firstFailure(
    of plan: Plan, on runner: TrialRunner, _ shelf: CounterExampleShelf, _ options: VerifyOptions
  ) async throws -> ExitStatus? {
    for (index, entry) in options.entries.enumerated() {
      let own = try Plan([entry], design: plan.design, hasPictures: false)
      let progress = ProgressLine(title: "\(index + 1)/\(options.entries.count) \(entry.claim.name)")
      let outcomes = try await runner.run(own.trials) { progress.report($0) }
      let findings = Verifier(own, runner: runner, isFamily: false, levels: options.levels).judge(outcomes)
      let status = ExitStatus(of: findings, isStrict: options.isStrict)
      guard status != .passed else { continue }
      do { try shelf.keep(findings) } catch { _say("\(error)") }
      if options.isJSON {
        print(FindingsObject(findings, profile: options.profile).value.text)
      } else {
        print(FindingsTable(findings).text)
      }
      _say("stopped at the first claim that fails, decided on its own; no report was written.")
      return status
    }
    return nil
  }

  private static func _checkNothingIsMissing(_ plan: Plan, in store: TrialStore) throws {
    var missing = 0
    for planned in plan.trials {
      switch store.state(of: planned.trial, key: planned.key) {
      case .done: break
      case .missing: missing += 1
      case .damaged(let notice):
        _say(notice)
        missing += 1
      }
    }
    guard missing > 0 else { return }
    throw StoreError(
      "\(missing) of \(plan.trials.count) trials are not in store \(store.folder.relativePath): “littleo verify” trains them."
    )
  }

  private static func _say(_ text: String) { _write("littleo: \(text)") }

  private static func _write(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
