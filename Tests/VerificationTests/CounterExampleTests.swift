import ClaimKit
import Claims
import Experiments
import Foundation
import MultiView
import MultiViewClaims
import Planning
import TestSupport
import Testing
import Trials

@testable import Reporting
@testable import Training
@testable import Verification

/// The run that shows a violation: at the largest scale for a limit, then shortest time, then lowest seed.
@Suite struct CounterExampleTests {
  /// Findings on a claim whose coarse hard errors are planted, as a share by dimension, time and seed.
  private func findings(
    on claim: any Claim, runs: Int = 20, hard: @escaping (_ d: Int, _ time: Int, _ run: Int) -> Double
  ) throws -> [Finding] {
    try InventedWorld.findings(on: [ClaimEntry(folder: "Theorems", claim: claim)], runs: runs) { trial in
      var trace = InventedWorld.trace(of: trial)
      guard trial.labels == .coarse, trial.parameters.k > 2 else { return trace }
      let run = Int(trial.seed % 1000)
      let checkpoints = trace.checkpoints.map { checkpoint in
        var checkpoint = checkpoint
        let share = hard(trial.parameters.d, checkpoint.time, run)
        checkpoint.hardErrors = (share * Double(trial.parameters.testSamples)).rounded()
        return checkpoint
      }
      trace = NetworkTrace(
        heads: trace.heads, aliveNeurons: 1, certificate: trace.certificate, timeToFit: trace.timeToFit,
        census: trace.census, checkpoints: checkpoints, work: 10)
      return trace
    }
  }

  private static let scales = Profile.quick.scales
  /// The last three digits of the first registered seed, by which the tests number the runs.
  private static let first = Design(.quick).firstSeed % 1000

  /// A limit is contradicted best at the largest scale on the wrong side, by the earliest and first run there.
  @Test func ofALimitTheLargestScaleIsShown() throws {
    // At the largest scale, the fourth run violates the bound from the start of the window, the third and later ones
    // from time 16 on. At all smaller scales every run does.
    let largest = try #require(Self.scales.last)
    let finding = try #require(
      try findings(on: ToyClaim(), runs: 60) { d, time, run in
        d == largest && run != Self.first + 3 && (time < 16 || run < Self.first + 2) ? 0.06 : 0
      }.first)
    let (verdict, found) = (finding.verdict, finding.counterExample)
    #expect(verdict == .refuted)
    let example = try #require(found)
    // T* is 4 here, so violations before time 4 do not count.
    #expect(example.scale == largest && example.time == 4)
    #expect(example.isAtLargestScale)
    #expect(example.seed == UInt64(Design(.quick).firstSeed + 4 * Study.seedsBetweenScales + 3))
    #expect(example.value == 0 && example.bound == 0.05 && !example.isAbove)
    #expect(example.text.hasPrefix("hard-sample error = 0 < 0.05 at d = \(largest), T = 4, seed "))
    let line = try #require(example.lines.first)
    let command = "swift run -c release littleo trial --labels coarse --regime standard --d \(largest) --seed"
    #expect(line.description.hasPrefix("\(command) \(example.seed) --steps 4"))
  }

  /// Of the violations inside the window, the earliest is shown.
  @Test func theEarliestTimeOfTheWindowIsTaken() throws {
    let finding = try #require(try findings(on: ToyClaim()) { _, time, _ in time >= 8 ? 0 : 1 }.first)
    let example = try #require(finding.counterExample)
    #expect(example.scale == Self.scales[4] && example.time == 8)
    #expect(example.seed == UInt64(Design(.quick).firstSeed + 4 * Study.seedsBetweenScales))
  }

  /// The counter-example of a difference consists of one run per arm.
  @Test func aDifferenceHasTwoLines() throws {
    let finding = try #require(try findings(on: CoarseLabelGap()) { _, _, _ in 0 }.first)
    #expect(finding.verdict == .refuted)
    let example = try #require(finding.counterExample)
    #expect(example.parts.count == 2 && Set(example.parts.map(\.trial.labels)) == [.coarse, .fine])
    #expect(Set(example.parts.map(\.trial.seed)).count == 1 && example.lines.count == 2)
  }

  /// A claim that is not refuted has no counter-example.
  @Test func supportedClaimsHaveNone() throws {
    let finding = try #require(try findings(on: Theorem5_1()) { _, _, _ in 1 }.first)
    #expect(finding.verdict.isSupport && finding.counterExample == nil)
  }

  /// The page of a refuted claim shows the counter-example with the command that reproduces it.
  @Test func pageShowsTheCounterExample() throws {
    let findings = try findings(on: Theorem5_1()) { _, _, _ in 0 }
    let page = Report(findings, profile: .quick, command: "littleo").files["Theorem5_1/README.md"]
    let text = String(decoding: try #require(page), as: UTF8.self)
    let example = try #require(findings[0].counterExample)
    #expect(text.contains("### The counter-example"))
    #expect(text.contains("\n\(try #require(example.lines.first))\n"))
  }

  /// A stored counter-example is read back, recognised while it still holds, and removed once it does not.
  @Test func storedCounterExamplesAreKeptOrRemoved() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-shelf-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let shelf = CounterExampleShelf(store: folder)
    #expect(shelf.records(of: ["Theorem5_1"]).isEmpty)
    let refuted = try findings(on: Theorem5_1()) { _, _, _ in 0 }
    try shelf.keep(refuted)
    let record = try #require(shelf.records(of: ["Theorem5_1", "Theorem5_2"]).first)
    let example = try #require(refuted[0].counterExample)
    #expect(record.conclusion == example.conclusion && record.trials == example.parts.map(\.trial))

    let plan = try Plan([ClaimEntry(folder: "Theorems", claim: Theorem5_1())], design: Design(.quick, runs: 20))
    func outcomes(hard: Double) -> [Trial: TrialOutcome] {
      Dictionary(
        uniqueKeysWithValues: record.trials.map { trial in
          var trace = InventedWorld.trace(of: trial.network)
          let checkpoints = trace.checkpoints.map { checkpoint in
            var checkpoint = checkpoint
            checkpoint.hardErrors = hard * Double(trial.parameters.testSamples)
            return checkpoint
          }
          trace = NetworkTrace(
            heads: 2, aliveNeurons: 1, certificate: trace.certificate, timeToFit: 4, checkpoints: checkpoints, work: 1)
          return (trial, TrialOutcome.trained(trace, of: trial))
        })
    }
    #expect(CounterExample.found(again: record, in: plan.claims[0], outcomes(hard: 0)) == example)
    #expect(CounterExample.found(again: record, in: plan.claims[0], outcomes(hard: 1)) == nil)

    // A damaged file is skipped.
    let file = shelf.folder.appending(path: "Theorem5_1.json")
    let kept = try Data(contentsOf: file)
    try Data("{".utf8).write(to: file)
    #expect(shelf.records(of: ["Theorem5_1"]).isEmpty)
    try kept.write(to: file)
    // A finding under another registration, here with more runs, does not remove the file.
    try shelf.keep(try findings(on: Theorem5_1(), runs: 24) { _, _, _ in 1 })
    #expect(shelf.records(of: ["Theorem5_1"]) == [record])
    // A finding under the same registration that is not refuted removes it.
    try shelf.keep(try findings(on: Theorem5_1()) { _, _, _ in 1 })
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

  /// Θ is read from the largest and the smallest value of a run's window; only the value that is read counts.
  ///
  /// A run whose largest value is above the lower bound is no counter-example, even if it was below the bound earlier.
  @Test func onlyTheExtremeThatIsReadCounts() throws {
    let claim = CommonOutpacesRare()
    // The ratio follows k up to the third scale and falls to a constant beyond it; within a run it grows eightfold.
    let findings = try InventedWorld.findings(on: [ClaimEntry(folder: "Mechanism", claim: claim)], runs: 20) { trial in
      let trace = InventedWorld.trace(of: trial)
      let checkpoints = trace.checkpoints.map { checkpoint in
        var checkpoint = checkpoint
        let isLarge = trial.parameters.d > Self.scales[2]
        let ratio = (isLarge ? 0.1 : Double(trial.parameters.k)) * Double(checkpoint.time)
        checkpoint.rareWeight = 1
        checkpoint.commonWeight = ratio * (1 + 0.01 * Double(trial.seed % 7))
        return checkpoint
      }
      return NetworkTrace(
        heads: trace.heads, aliveNeurons: 1, certificate: trace.certificate, timeToFit: trace.timeToFit,
        census: trace.census, checkpoints: checkpoints, work: 1)
    }
    let example = try #require(findings[0].counterExample)
    #expect(example.scale == findings[0].design.scales[3] && !example.isAbove)
    #expect(example.lines.allSatisfy { $0.description.hasSuffix("--observables all") })
  }
}
