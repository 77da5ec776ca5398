import Experiments
import Files
import Foundation
import Reporting
import Trials

/// `littleo replay`: trains stored trials again and compares the bits.
struct ReplayCommand {
  private let prefixes: [String]
  private let share: Double
  private let seed: UInt64
  private let jobs: Int
  private let store: URL
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "replay", options: ["sample": false, "seed": false, "jobs": false, "store": false],
        switches: ["json"], maximalWords: .max))
    prefixes = arguments.words
    for prefix in prefixes
    where prefix.count < 6 || !prefix.allSatisfy({ $0.isASCII && $0.isHexDigit && !$0.isUppercase }) {
      throw UsageError(
        "the key “\(Quoted.text(prefix))” is out of range: it is 6 to 64 of the digits 0 to 9 and a to f.")
    }
    if let sample = arguments.value("sample") {
      guard prefixes.isEmpty else {
        throw UsageError("--sample \(Quoted.text(sample)) and keys both say what to replay; give one of them.")
      }
      guard sample.hasSuffix("%"), let percent = Double(sample.dropLast()), percent > 0, percent <= 100 else {
        throw UsageError(
          "--sample \(Quoted.text(sample)) is out of range: it is a share above 0% and up to 100%, as in --sample 5%.")
      }
      self.share = percent / 100
    } else {
      self.share = 0.05
    }
    self.seed = try arguments.integer("seed", in: UInt64.min...UInt64.max) ?? 1
    self.jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    self.store = arguments.store
    isJSON = arguments.has("json")
  }

  func run(on desk: Desk) async throws -> ExitStatus {
    let store: TrialStore
    do { store = try TrialStore(reading: self.store, experiments: ExperimentRegistry.all, on: desk.disk) } catch {
      throw UsageError(error.description)
    }
    let keys = try chosen(from: try store.keys())
    var results: [String: ReplayAudit.Outcome] = [:]
    var records: [TrialRecord] = []
    for key in keys {
      do { records.append(try store.record(named: key)) } catch { results[key] = .unusable(error.description) }
    }
    let (usable, unusable, jobs, isJSON) = (records, results, self.jobs, self.isJSON)
    return try await Interruption.guarding(on: desk, resume: "stopped; nothing was changed.") {
      let progress = ProgressLine(on: desk.console)
      let audit = ReplayAudit(
        usable, runner: TrialRunner(archive: nil, jobs: jobs), experiments: ExperimentRegistry.all)
      let outcomes = try await audit.outcomes { progress.report($0) }.merging(unusable) { $1 }
      return try Self.show(outcomes, isJSON: isJSON, on: desk.console)
    }
  }

  /// Returns the keys asked for, or a sample that depends on the stored keys and the seed alone.
  private func chosen(from keys: [String]) throws(UsageError) -> [String] {
    guard !keys.isEmpty else { throw UsageError("store \(Quoted.path(self.store.relativePath)) holds no trials.") }
    if prefixes.isEmpty {
      let count = max(1, Int((share * Double(keys.count)).rounded()))
      let ranked = keys.map { (rank: SHA256.hex(Data("\(seed) \($0)".utf8)), key: $0) }
      return ranked.sorted { $0.rank < $1.rank }.prefix(count).map(\.key).sorted()
    }
    var chosen: [String] = []
    for prefix in prefixes {
      let found = keys.filter { $0.hasPrefix(prefix) }
      guard !found.isEmpty else {
        throw UsageError(
          "store \(Quoted.path(self.store.relativePath)) holds no trial whose key begins with “\(Quoted.text(prefix))”."
        )
      }
      chosen += found.filter { !chosen.contains($0) }
    }
    return chosen
  }

  private static func show(_ outcomes: [String: ReplayAudit.Outcome], isJSON: Bool, on console: Console) throws
    -> ExitStatus
  {
    let sorted = outcomes.sorted { $0.key < $1.key }
    let same = outcomes.values.count { $0 == .same }
    let differing = outcomes.values.count { if case .differs = $0 { true } else { false } }
    if isJSON {
      let value = JSONValue.object([
        "replayed": .integer(outcomes.count), "same": .integer(same), "differing": .integer(differing),
        "trials": .array(
          sorted.map { key, outcome in
            switch outcome {
            case .same: .object(["key": .string(key), "outcome": .string("same"), "where": .null])
            case .differs(let place):
              .object(["key": .string(key), "outcome": .string("differs"), "where": .string(place)])
            case .unusable(let why):
              .object(["key": .string(key), "outcome": .string("unusable"), "where": .string(why)])
            }
          }),
      ])
      try console.print(value.document)
    } else {
      for (key, outcome) in sorted {
        switch outcome {
        case .same: break
        case .differs(let place): try console.print("\(key): different bits, first in \(place)")
        case .unusable(let why): try console.print("\(key): \(why)")
        }
      }
      try console.print("\(same) of \(outcomes.count) stored trials gave the same bits again.")
    }
    if differing > 0 { return .refuted }
    return same == outcomes.count ? .passed : .error
  }
}
