import ClaimKit
import Foundation
import Planning
import Reporting
import Trials

/// `littleo plan`: the trials that claims need, with what they are expected to cost, and how machines would share them.
struct PlanCommand {
  private let _entries: [ClaimEntry]
  private let _profile: Profile
  private let _design: Design
  private let _shards: Int?
  private let _store: URL
  private let _listsTrials: Bool
  private let _showsGrowth: Bool
  private let _isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "plan", options: ["profile": false, "seeds": false, "shards": false, "store": false],
        switches: ["trials", "growth", "explore", "json"], maximalWords: .max))
    _entries = try Catalogue.entries(named: arguments.words)
    _profile = try Catalogue.profile(named: arguments.value("profile"))
    _design = Design(
      _profile, runs: try arguments.integer("seeds", in: 1...500),
      firstSeed: arguments.has("explore") ? VerifyOptions.exploredSeed : nil)
    _shards = try arguments.integer("shards", in: 1...Shard.largestCount)
    _store = URL(filePath: arguments.value("store") ?? ".littleo/store")
    _listsTrials = arguments.has("trials")
    _showsGrowth = arguments.has("growth")
    _isJSON = arguments.has("json")
    guard !_showsGrowth || line == ["--growth"] else {
      throw UsageError("--growth shows how one run grows with d, whatever the claims: it takes nothing beside it.")
    }
  }

  func run() throws -> ExitStatus {
    if _showsGrowth {
      print(try GrowthTable().text)
      return .passed
    }
    let plan: Plan
    do { plan = try Plan(_entries, design: _design, memory: .infinity) } catch { throw UsageError(error.description) }
    let records = (try? TrialStore(reading: _store).records()) ?? []
    let (model, source, error) = _prices(from: records)
    let priced = plan.trials.map { (planned: $0, seconds: model.seconds(of: $0.trial)) }
    let held = Set(records.map(\.key))
    let missing = priced.filter { !held.contains($0.planned.key) }
    let lacking = Set(missing.map(\.planned.key))
    if _isJSON {
      print(_object(plan, priced, lacking: lacking, model: model, source: source, error: error).text)
      return .passed
    }
    if _listsTrials {
      for (planned, seconds) in priced {
        print(Self._line(planned, seconds) + (lacking.contains(planned.key) ? "" : "  stored"))
      }
    } else {
      print(Self._table(priced))
    }
    print("")
    let total = priced.reduce(0) { $0 + $1.seconds }
    let lacked = missing.reduce(0) { $0 + $1.seconds }
    print(
      "\(plan.trials.count) trials, \(TerminalNumber.duration(total)) of one thread, the largest in "
        + "\(TerminalNumber.bytes(plan.largestMemory)). In \(_store.relativePath): "
        + "\(plan.trials.count - missing.count); still to be trained: \(missing.count), "
        + "\(TerminalNumber.duration(lacked))\(Self._here(lacked, longest: missing.map(\.seconds).max() ?? 0)).")
    print(source)
    if let error { print(Self._text(of: error)) }
    if let _shards { print("\n" + Self._table(Share.shares(of: plan.trials, count: _shards), model)) }
    return .passed
  }

  /// What a time of one thread is on all processors of this machine; nothing where there is one, or nothing to do.
  private static func _here(_ seconds: Double, longest: Double) -> String {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    guard seconds > 0, processors > 1 else { return "" }
    return
      ", or \(TerminalNumber.duration(max(seconds / Double(processors), longest))) on this machine's \(processors) processors"
  }

  /// The prices of this machine if the store tells them, those of the reference machine otherwise.
  private func _prices(from records: [TrialRecord]) -> (model: CostModel, source: String, error: CostError?) {
    if let model = CostModel(records) {
      return (
        model, "Prices: fitted to \(records.count) trials in \(_store.relativePath).", CostError.crossValidated(records)
      )
    }
    return (
      .reference,
      "Prices: those of the reference machine, one core of an AMD EPYC with AVX2; a store with trials of this machine "
        + "(“littleo verify --profile quick” makes one) gives its own.",
      CostError(of: .reference, on: records)
    )
  }

  private static func _text(of error: CostError) -> String {
    "Error of such prices on \(error.kinds) kinds of trials that they were not fitted to: the total by "
      + "\(TerminalNumber.percent(error.totalRatio - 1, signed: true)), a kind by \(TerminalNumber.percent(error.medianError)) in the "
      + "median and by \(TerminalNumber.percent(error.largeError)) at nine in ten."
  }

  private static func _line(_ planned: PlannedTrial, _ seconds: Double) -> String {
    let trial = planned.trial
    return [
      planned.key.hex, "d=\(trial.parameters.d)", trial.labels.name, "seed=\(trial.seed)",
      TerminalNumber.seconds(seconds), TerminalNumber.bytes(planned.demand.bytes),
    ].joined(separator: "  ")
  }

  private static func _table(_ priced: [(planned: PlannedTrial, seconds: Double)]) -> String {
    var table = TextTable(
      ["d", "labels", "trials", "together", "dearest", "largest"], numeric: [0, 2, 3, 4, 5])
    let groups = Dictionary(grouping: priced) { pair in
      Group(d: pair.planned.trial.parameters.d, labels: pair.planned.trial.labels.name)
    }
    for (group, members) in groups.sorted(by: { ($0.key.d, $0.key.labels) < ($1.key.d, $1.key.labels) }) {
      table.add([
        "\(group.d)", group.labels, "\(members.count)",
        TerminalNumber.duration(members.reduce(0) { $0 + $1.seconds }),
        TerminalNumber.duration(members.map(\.seconds).max() ?? 0),
        TerminalNumber.bytes(members.map(\.planned.demand.bytes).max() ?? 0),
      ])
    }
    return table.text
  }

  private static func _table(_ shares: [Share], _ model: CostModel) -> String {
    var table = TextTable(["shard", "trials", "expected", "largest"], numeric: [1, 2, 3])
    for (index, share) in shares.enumerated() {
      table.add([
        "\(index + 1)/\(shares.count)", "\(share.trials.count)",
        TerminalNumber.duration(_seconds(of: share, model)),
        TerminalNumber.bytes(share.trials.map(\.demand.bytes).max() ?? 0),
      ])
    }
    return table.text
  }

  private static func _seconds(of share: Share, _ model: CostModel) -> Double {
    share.trials.reduce(0) { $0 + model.seconds(of: $1.trial) }
  }

  private func _object(
    _ plan: Plan, _ priced: [(planned: PlannedTrial, seconds: Double)], lacking: Set<TrialKey>, model: CostModel,
    source: String,
    error: CostError?
  ) -> JSONValue {
    let shares = _shards.map { Share.shares(of: plan.trials, count: $0) } ?? []
    return .object([
      "profile": .string(_profile.rawValue), "seconds": .number(priced.reduce(0) { $0 + $1.seconds }),
      "largestBytes": .number(plan.largestMemory.rounded(.up)),
      "shares": .array(
        shares.map { share in
          .object(["trials": .integer(share.trials.count), "seconds": .number(Self._seconds(of: share, model))])
        }),
      "dearestShare": .optional(shares.map { Self._seconds(of: $0, model) }.max()), "missing": .integer(lacking.count),
      "prices": .string(source),
      "secondsPerUnit": .object(
        Dictionary(uniqueKeysWithValues: model.prices.map { ($0.key.rawValue, JSONValue.number($0.value)) })),
      "timeToFitLaws": .object(model.forecast.laws.mapValues { .array($0.map { .number($0) }) }),
      "error": error.map { error in
        .object([
          "kinds": .integer(error.kinds), "total": .number(error.totalRatio - 1), "median": .number(error.medianError),
          "nineInTen": .number(error.largeError),
        ])
      } ?? .null,
      "trials": .array(
        priced.map { planned, seconds in
          .object([
            "key": .string(planned.key.hex), "d": .integer(planned.trial.parameters.d),
            "labels": .string(planned.trial.labels.name), "seed": .string("\(planned.trial.seed)"),
            "seconds": .number(seconds), "bytes": .number(planned.demand.bytes),
            "isStored": .bool(!lacking.contains(planned.key)),
          ])
        }),
    ])
  }

  private struct Group: Hashable {
    let d: Int
    let labels: String
  }
}
