import Benchmarking
import ClaimKit
import Experiments
import Files
import Foundation
import Planning
import Reporting
import Training
import Trials

/// `littleo plan`: shows the trials that claims need, their expected cost, and how several machines would share them.
struct PlanCommand {
  private let entries: [ClaimEntry]
  /// One sentence on each claim that is left out, because its program cannot be asked.
  private let leftOut: [Catalogue.LeftOut]
  private let profile: Profile
  private let design: Design
  private let shards: Int?
  private let store: URL
  private let listsTrials: Bool
  private let showsGrowth: Bool
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "plan",
        options: ["profile": false, "seeds": false, "shards": false, "store": false, "first-seed": false],
        switches: ["trials", "growth", "explore", "json"], maximalWords: .max))
    (entries, leftOut) = try Catalogue.verifiable(named: arguments.words)
    self.profile = try Catalogue.profile(named: arguments.value("profile"))
    design = Design(
      self.profile, runs: try arguments.integer("seeds", in: 1...500),
      firstSeed: try VerifyOptions.firstSeed(arguments))
    self.shards = try arguments.integer("shards", in: 1...Shard.largestCount)
    self.store = arguments.store
    listsTrials = arguments.has("trials")
    showsGrowth = arguments.has("growth")
    isJSON = arguments.has("json")
    guard !showsGrowth || line.allSatisfy({ ["--growth", "--json"].contains($0) }) else {
      throw UsageError(
        "--growth shows how the cost of one run grows with d, for no claim in particular: it takes neither claims "
          + "nor options other than --json.")
    }
  }

  func run(on desk: Desk) throws -> ExitStatus {
    if showsGrowth {
      let table = GrowthTable()
      try desk.console.print(
        isJSON ? try table.object.document : PageTables.fitted(try table.text, to: TerminalWidth.standardOutput))
      return .passed
    }
    for claim in leftOut { desk.console.warn(claim.sentence) }
    let plan: Plan
    do { plan = try Plan(entries, design: design, experiments: ExperimentRegistry.known, memory: .infinity) } catch {
      throw UsageError(error.description)
    }
    let records = (try? TrialStore(reading: store, experiments: ExperimentRegistry.all).records()) ?? []
    let (model, source, error) = Self.model(from: records, in: self.store)
    let prices = TrialPrices(model, records)
    let priced = plan.trials.map { (planned: $0, seconds: prices.seconds(of: $0)) }
    let held = Set(records.map(\.key))
    let missing = priced.filter { !held.contains($0.planned.key) }
    let lacking = Set(missing.map(\.planned.key))
    if isJSON {
      try desk.console.print(
        object(plan, priced, lacking: lacking, model: model, prices: prices, source: source, error: error).document)
      return .passed
    }
    if listsTrials {
      try desk.console.print(Self.list(priced, lacking: lacking))
    } else {
      try desk.console.print(Self.table(priced))
    }
    try desk.console.print("")
    let total = priced.reduce(0) { $0 + $1.seconds }
    let lacked = missing.reduce(0) { $0 + $1.seconds }
    try desk.show(
      "\(plan.trials.count) trials: \(TerminalNumber.duration(total)) on one thread; the largest takes "
        + "\(TerminalNumber.bytes(plan.largestMemory)). Already in \(Quoted.path(store.relativePath)): "
        + "\(plan.trials.count - missing.count). Still to be run: \(missing.count), in "
        + "\(TerminalNumber.duration(lacked)) on one thread"
        + "\(Self.here(lacked, longest: missing.map(\.seconds).max() ?? 0)).")
    try desk.show(source)
    if let error { try desk.show(Self.text(of: error)) }
    if let shards { try desk.console.print("\n" + Self.table(Share.shares(of: plan.trials, count: shards), prices)) }
    return .passed
  }

  /// Returns the time on all processors here, as a clause of a sentence; at least the longest trial.
  ///
  /// The clause is empty if there is one processor, or nothing to do.
  ///
  /// - Parameters:
  ///   - seconds: The time of all trials on one thread.
  ///   - longest: The time of the longest trial on one thread.
  private static func here(_ seconds: Double, longest: Double) -> String {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    guard seconds > 0, processors > 1 else { return "" }
    return
      ", or \(TerminalNumber.duration(max(seconds / Double(processors), longest))) on the \(processors) processors here"
  }

  /// Returns prices fitted to the trials in the store if there are enough, otherwise those of the reference machine.
  private static func model(
    from records: [TrialRecord], in store: URL
  ) -> (model: CostModel, source: String, error: CostError?) {
    if let model = CostModel(records) {
      return (
        model, "Times are predicted from the \(records.count) trials in \(Quoted.path(store.relativePath)).",
        CostError.crossValidated(records)
      )
    }
    return (
      .reference,
      "Times are predicted for the reference machine, one core of an AMD EPYC with AVX2. A store with trials of this "
        + "machine gives its own times; “littleo verify --profile quick” makes one.",
      CostError(of: .reference, on: records)
    )
  }

  private static func text(of error: CostError) -> String {
    "On \(error.kinds) kinds of trials that were left out of the fit, the predicted total was off by "
      + "\(TerminalNumber.percent(error.totalRatio - 1, signed: true)). The median error of a kind was "
      + "\(TerminalNumber.percent(error.medianError)), and nine in ten were off by at most "
      + "\(TerminalNumber.percent(error.largeError))."
  }

  /// The trials, a line each; a narrow terminal shows the first digits of their keys.
  private static func list(
    _ priced: [(planned: PlannedTrial, seconds: Double)], lacking: Set<TrialKey>
  ) -> String {
    let width = TerminalWidth.standardOutput
    let digits = (width ?? .max) < 130 ? 12 : 64
    var table = TextTable(
      ["key", "scale", "labels or experiment", "seed", "time", "memory", ""], numeric: [1, 3, 4, 5], prose: [2: 12],
      width: width)
    for (planned, seconds) in priced {
      table.add([
        String(planned.key.hex.prefix(digits)), "\(planned.trial.scale)", Group.kind(of: planned),
        "\(planned.trial.seed)", TerminalNumber.seconds(seconds), TerminalNumber.bytes(planned.demand.bytes),
        lacking.contains(planned.key) ? "" : "stored",
      ])
    }
    return table.text
  }

  private static func table(_ priced: [(planned: PlannedTrial, seconds: Double)]) -> String {
    var table = TextTable(
      ["scale", "labels or experiment", "trials", "total time", "longest trial", "largest memory"],
      numeric: [0, 2, 3, 4, 5], prose: [1: 12])
    let groups = Dictionary(grouping: priced) { pair in
      Group(d: pair.planned.trial.scale, labels: Group.kind(of: pair.planned))
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

  private static func table(_ shares: [Share], _ prices: TrialPrices) -> String {
    var table = TextTable(["shard", "trials", "expected time", "largest memory"], numeric: [1, 2, 3])
    for (index, share) in shares.enumerated() {
      table.add([
        "\(index + 1)/\(shares.count)", "\(share.trials.count)",
        TerminalNumber.duration(Self.seconds(of: share, prices)),
        TerminalNumber.bytes(share.trials.map(\.demand.bytes).max() ?? 0),
      ])
    }
    return table.text
  }

  private static func seconds(of share: Share, _ prices: TrialPrices) -> Double {
    share.trials.reduce(0) { $0 + prices.seconds(of: $1) }
  }

  private func object(
    _ plan: Plan, _ priced: [(planned: PlannedTrial, seconds: Double)], lacking: Set<TrialKey>, model: CostModel,
    prices: TrialPrices,
    source: String,
    error: CostError?
  ) -> JSONValue {
    let shares = shards.map { Share.shares(of: plan.trials, count: $0) } ?? []
    return .object([
      "profile": .string(self.profile.rawValue), "seconds": .number(priced.reduce(0) { $0 + $1.seconds }),
      "largestBytes": .number(plan.largestMemory.rounded(.up)),
      "shares": .array(
        shares.map { share in
          .object(["trials": .integer(share.trials.count), "seconds": .number(Self.seconds(of: share, prices))])
        }),
      "dearestShare": .optional(shares.map { Self.seconds(of: $0, prices) }.max()), "missing": .integer(lacking.count),
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
            "key": .string(planned.key.hex), "d": .integer(planned.trial.scale),
            "experiment": .string(planned.trial.experiment), "labels": .string(Group.kind(of: planned)),
            "seed": .string("\(planned.trial.seed)"),
            "seconds": .number(seconds), "bytes": .number(planned.demand.bytes),
            "isStored": .bool(!lacking.contains(planned.key)),
          ])
        }),
    ])
  }

  private struct Group: Hashable {
    let d: Int
    let labels: String

    /// The labels of a trial, or the name of an experiment that has none.
    static func kind(of planned: PlannedTrial) -> String {
      planned.trial.settings.word("labels") ?? planned.trial.experiment
    }
  }
}
