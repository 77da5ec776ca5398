import ClaimKit
import Experiments
import Foundation
import Testing

@testable import Decision
@testable import Measurements
@testable import Planning
@testable import Reporting
@testable import Training
@testable import Trials
@testable import Verification

/// Any claim is either refused by a message, or its report has only finite numbers and none of the claim's own markup.
@Suite struct HostileClaimTests {
  @Test func claimsAreRefusedOrReported() {
    var reported = 0
    Subject.claims.feed { dice in
      let claim = HostileClaim(&dice)
      let design = Design(.quick, runs: dice.pick([1, 2, 20]))
      let plan: Plan
      do {
        plan = try Plan([ClaimEntry(folder: "Toys", claim: claim)], design: design)
      } catch let error as PlanError {
        return Sentence.fault(error.description)
      }
      var outcomes: [Trial: TrialOutcome] = [:]
      let isExtreme = dice.oneIn(3)
      for planned in plan.trials {
        let trace =
          isExtreme
          ? InventedRun.extremeTrace(of: planned.trial.network, &dice) : InventedRun.trace(of: planned.trial.network)
        let record = TrialRecord(trial: planned.trial, trace: trace, seconds: 1)
        // Traces that a store would reject are not judged either.
        let defect = record.defect(
          asRecordOf: planned.trial, key: planned.key, version: Trainer.version, readFrom: record.data)
        outcomes[planned.trial] =
          dice.oneIn(200) || defect != nil ? .failed("it did not fit") : .trained(trace, of: planned.trial)
      }
      let findings = Verifier(plan, isFamily: true, levels: ErrorLevels(look: dice.oneIn(3) ? 2 : nil))
        .judge(outcomes)
      let report = Report(findings, profile: .quick, command: "swift run -c release littleo verify")
      for (path, data) in report.files.sorted(by: { $0.key < $1.key }) {
        if let fault = Self.fault(in: String(decoding: data, as: UTF8.self), at: path) { return "\(path): \(fault)" }
      }
      reported += 1
      return PageLaws.json(FindingsObject(findings, profile: .quick).value.text)
    }
    // If hardly any claim could be planned, the test would show nothing.
    #expect(reported >= Subject.claims.count / 10)
  }

  private static func fault(in text: String, at path: String) -> String? {
    if path.hasSuffix(".md") { return PageLaws.markdown(text) ?? PageLaws.numbers(text) }
    if path.hasSuffix(".svg") { return PageLaws.svg(text) ?? PageLaws.numbers(text) }
    if path.hasSuffix(".html") { return PageLaws.html(text) }
    if path.hasSuffix(".json") { return PageLaws.json(text) }
    return path.hasSuffix(".csv") ? Self.table(text) ?? PageLaws.numbers(text) : "a file of another kind"
  }

  /// Returns a fault if a row of a data file has another number of fields than its header, nil otherwise.
  private static func table(_ text: String) -> String? {
    var scanner = FieldScanner(Array(text.utf8))
    var fields: [FieldScanner.Field] = []
    var columns: Int?
    do {
      while try scanner.next(&fields) {
        if let columns, columns != fields.count { return "\(fields.count) fields in a table of \(columns)" }
        columns = fields.count
      }
      return nil
    } catch {
      return "no table: \(error)"
    }
  }
}
