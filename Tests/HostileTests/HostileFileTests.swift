import ClaimKit
import Claims
import Experiments
import Foundation
import MultiView
import MultiViewClaims
import Testing

@testable import Calibration
@testable import Planning
@testable import Reporting
@testable import Training
@testable import Trials
@testable import Verification

/// The program uses a file it wrote only if the bytes are unchanged or pass its checks.
@Suite struct HostileFileTests {
  @Test func casesAreRefusedInASentenceOrChecked() throws {
    let samples = try Self.caseFiles()
    Subject.cases.feed { dice in
      let bytes = Mutator.damaged(dice.pick(samples), &dice)
      do {
        let results = try CaseFile(Data(bytes)).results()
        for result in results where result.line.contains(where: \.isNewline) { return "two lines: \(result.line)" }
        return nil
      } catch let error as CaseFileError {
        return Sentence.fault(error.description)
      }
    }
  }

  /// A record is used only if it is of the trial asked for, has its own checksum and is spelled canonically.
  @Test func recordsAreUsedOnlyIfTheyAreWhatWasSaved() throws {
    let plan = try Plan([ClaimEntry(folder: "Theorems", claim: Theorem5_1())], design: Design(.quick, runs: 2))
    let records = plan.trials.prefix(8).map {
      TrialRecord(trial: $0.trial, trace: InventedRun.trace(of: $0.trial.network), seconds: 0.5)
    }
    let samples = records.map { Array($0.data) }
    try withFolder { folder in
      let store = try TrialStore(folder: folder)
      Subject.records.feed { dice in
        let index = dice.below(records.count)
        let record = records[index]
        // Now and then the record is altered and has a matching checksum.
        let bytes =
          dice.oneIn(4)
          ? Array(
            TrialRecord(
              trial: record.trial, trace: InventedRun.extremeTrace(of: record.trial.network, &dice),
              seconds: dice.number()
            ).data)
          : dice.oneIn(30) ? samples[index] : Mutator.damaged(samples[dice.oneIn(9) ? 0 : index], &dice)
        try Data(bytes).write(to: store.url(of: record.key))
        if dice.oneIn(500) { try? FileManager.default.removeItem(at: folder.appending(path: "quarantine")) }
        switch store.state(of: record.trial, key: record.key) {
        case .missing: return "a file that is there is missing"
        case .damaged(let notice): return Sentence.plainFault(notice)
        case .done(let found):
          if found.trial != record.trial || found.key != record.key { return "the record of another trial" }
          let isWhole =
            TrialRecord(trial: found.trial, trace: found.trace, seconds: found.seconds).checksum == found.checksum
          if bytes != Array(found.data) { return "a record that is spelled in another way" }
          return isWhole ? nil : "a record with another checksum"
        }
      }
    }
  }

  /// A forged record of a trial that no plan holds is refused by a message, or its trial has a finite demand.
  ///
  /// Audits, merges and prices read all records of a store. An attacker who can compute keys and checksums can put any
  /// trial into one.
  @Test func forgedTrialsAreRefusedOrCanBeTrained() throws {
    let parameters = try [Regime.standard.parameters(at: 64), Regime.loud.parameters(at: 32, mode: .dense)].map {
      try #require(JSONSerialization.jsonObject(with: CanonicalJSON.data($0)) as? [String: Any])
    }
    try withFolder { folder in
      let store = try TrialStore(folder: folder.appending(path: "store"))
      let target = try TrialStore(folder: folder.appending(path: "target"))
      Subject.forgeries.feed { dice in
        var forged = dice.pick(parameters)
        for _ in 0..<dice.below(4) {
          let number = dice.number()
          let name = dice.pick(parameters[0].keys.sorted())
          if name != "mode" { forged[name] = dice.oneIn(2) || !number.isFinite ? dice.integer() : number }
        }
        let trial: NetworkTrial
        do {
          let data = try JSONSerialization.data(withJSONObject: forged)
          trial = HostileRegimeTests.trial(try CanonicalJSON.value(ModelParameters.self, from: data), &dice)
        } catch let error as RegimeError {
          return Sentence.plainFault(error.description)
        } catch is DecodingError {
          return nil
        }
        var none = Dice(seed: 1)
        let trace = InventedRun.extremeTrace(of: trial, &none)
        let record = TrialRecord(trial: trial, trace: trace, seconds: dice.number())
        try store.save(record)
        defer { store.files.remove(record.key.hex + ".json") }
        let merge = try StoreMerge([store], into: target)
        do {
          let found = try store.record(named: record.key.hex)
          if merge.additions != 1 { return "a record that can be used and is not merged" }
          let trial = try NetworkTrial(found.trial)
          let demand = try NetworkDemand.checked(trial, memory: .infinity)
          let work = Workload(of: trial, timeToFit: found.trace.timeToFit.map(Double.init)).amounts
          let numbers = [demand.bytes, demand.work] + work + [CostModel.reference.seconds(of: trial)]
          return numbers.allSatisfy { $0.isFinite && $0 >= 0 } ? nil : "a demand of \(numbers)"
        } catch let error as StoreError {
          if merge.additions != 0 { return "a record that is merged and cannot be used" }
          return Sentence.plainFault(error.description)
        }
      }
    }
  }

  /// A damaged report is named as damaged, or its values are in their valid ranges.
  @Test func reportsAreReadOrNamedAsDamaged() throws {
    let sample = Self.environment
    try withFolder { folder in
      let file = folder.appending(path: "environment.json")
      Subject.reports.feed { dice in
        try Data(dice.oneIn(50) ? sample : Mutator.damaged(sample, &dice)).write(to: file)
        switch CommittedReport.read(from: folder) {
        case .missing: return "a file that is there is missing"
        case .damaged(let notice): return Sentence.plainFault(notice)
        case .found(let report):
          let standing = report.standing(
            of: "Theorem5_1", digest: String(repeating: "0", count: 64), experiment: "multi-view", version: "4")
          let isSound = (1...500).contains(report.design.runs) && (1...1000).contains(report.look ?? 1)
          return isSound ? Sentence.plainFault(standing.description) : "a report of \(report.design.runs) runs"
        }
      }
    }
  }

  /// A damaged counter-example is passed over, or shown without harm.
  @Test func counterExamplesArePassedOverOrLookedAt() throws {
    let entry = ClaimEntry(folder: "Theorems", claim: Theorem5_1())
    let plan = try Plan([entry], design: Design(.quick, runs: 2))
    let outcomes = Dictionary(
      uniqueKeysWithValues: plan.trials.map {
        ($0.trial, TrialOutcome.trained(InventedRun.trace(of: $0.trial.network), of: $0.trial))
      })
    let planned = try #require(plan.claims.first)
    let conclusion = try #require(ConclusionFinding.all(of: planned.study, from: outcomes).last)
    let sample = Array(
      CanonicalJSON.data(
        CounterExampleShelf.Record(
          claim: "Theorem5_1", registration: String(repeating: "a", count: 64),
          conclusion: conclusion.text, bound: 0.05, isAbove: false, trials: plan.trials.prefix(1).map(\.trial))))
    try withFolder { folder in
      let shelf = CounterExampleShelf(store: folder)
      try FileManager.default.createDirectory(at: shelf.folder, withIntermediateDirectories: true)
      Subject.shelf.feed { dice in
        let file = shelf.folder.appending(path: "Theorem5_1.json")
        try Data(dice.oneIn(20) ? sample : Mutator.damaged(sample, &dice)).write(to: file)
        for record in shelf.records(of: ["Theorem5_1", "../Theorem5_1", "Theorem5_2"]) {
          if record.claim != "Theorem5_1" { return "the counter-example of \(record.claim)" }
          // Its text is built from its trials, not from the words in the file.
          if let example = CounterExample.found(again: record, in: planned, outcomes),
            let fault = Sentence.plainFault(example.text)
          {
            return fault
          }
        }
        return nil
      }
    }
  }

  // MARK: Samples

  private static let environment = Array(
    """
    {"architecture":"x86_64","language":"Swift","look":2,"ownScales":{"LossDecay":[16,32]},"profile":"standard",
    "registrations":{"Theorem5_1":"\(String(repeating: "0", count: 64))"},"runsPerScale":20,"scales":[64,128,256],
    "seeds":"1 … 20","trainerVersion":"4","verdicts":{"Theorem5_1":"supported"}}
    """.utf8)

  /// The published vectors, cut into files of one case, one row per primitive, and the family of that case.
  private static func caseFiles() throws -> [[UInt8]] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../TestSupport/Vectors/vectors.json").standardized
    let whole = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    let cases = try #require(whole["cases"] as? [[String: Any]])
    let primitives = try #require(whole["primitives"] as? [String: [Any]])
    return try cases.enumerated().map { index, sample in
      let rows = primitives.filter { $0.key != "floor_fit" || index % 8 == 0 }.mapValues { [$0[index % $0.count]] }
      let file: [String: Any] = [
        "cases": [sample], "primitives": rows, "format": whole["format"] ?? [:],
        "families": [["cases": [sample["id"]], "verdicts": ["supported"], "adjusted_pS": [0.5]]],
      ]
      return Array(try JSONSerialization.data(withJSONObject: file))
    }
  }
}
