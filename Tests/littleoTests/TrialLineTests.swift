import ClaimKit
import Experiments
import Foundation
import MultiView
import Planning
import TestSupport
import Testing

@testable import MultiViewClaims
@testable import Training
@testable import Verification
@testable import littleo

/// The `littleo trial` line that a report prints trains the same run again.
@Suite struct TrialLineTests {
  private func options(_ line: TrialLine) throws -> TrialOptions {
    var grammar = Arguments.Grammar(command: "trial", options: TrialOptions.grammar, switches: ["json"])
    grammar.options.merge(["threads": false, "observables": false]) { $1 }
    #expect(line.words.first == "trial")
    return try TrialOptions(
      Arguments(Array(line.words.dropFirst()), grammar), defaultSteps: nil, defaultSeed: 1)
  }

  private func trace(of trial: NetworkTrial, times: [Int]) -> NetworkTrace {
    NetworkTrace(
      heads: trial.heads, aliveNeurons: 1, certificate: Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
      timeToFit: nil, checkpoints: times.map { Checkpoint(time: $0, trainingLoss: 1) },
      finetuning: trial.finetuning.map { [Checkpoint(time: (times.last ?? 0) + $0, trainingLoss: 1)] }, work: 1)
  }

  /// For every world of every claim, the line gives back the exact parameters, labels, seed, frame and read-out.
  @Test func everyWorldHasItsLine() throws {
    let plan = try PlanOutline(InventedWorld.entries, design: Design(.quick, runs: 1))
    var lines = 0
    for study in plan.claims.flatMap(\.studies) {
      for arm in study.arms {
        let regime = study.world(of: arm).regime
        for trial in study.trials(of: arm).compactMap(\.first) {
          let isTrained =
            switch trial.schedule {
            case .inspection, .audit, .comparison: false
            case .steps, .finish, .window: trial.fault == nil
            }
          guard
            let line = TrialLine(
              trial.network, trace(of: trial.network, times: [1, 2, 4]), regime: regime)
          else {
            #expect(!isTrained, "\(study.claim.name), \(arm.text), \(regime.name), d = \(trial.parameters.d)")
            continue
          }
          #expect(isTrained)
          let read = try options(line).trial
          #expect(read.parameters == trial.parameters, "\(line)")
          #expect(read.labels == trial.labels && read.seed == trial.seed && read.frame == trial.frame, "\(line)")
          // For labels that determine no superclass, the default read-out is the probe.
          #expect(read.readout == trial.readout || !trial.labels.knowsSuperclasses, "\(line)")
          #expect(read.finetuning == trial.finetuning, "\(line)")
          #expect(read.schedule == .steps(4))
          lines += 1
        }
      }
    }
    #expect(lines > 300)
  }

  /// The checkpoint at a time of a trial's window equals the last checkpoint of its line, bit for bit.
  @Test(arguments: [LabelMap.coarse, .fine]) func theLastRowIsTheValue(labels: LabelMap) throws {
    try expectTheLastRow(of: try Regime.standard.parameters(at: 64), labels)
  }

  /// The same where macro steps are taken, whose lengths depend on the checkpoints to come.
  @Test(arguments: [LabelMap.coarse, .fine]) func theLastRowOfAConcentratedTrialIsTheValue(labels: LabelMap) throws {
    try expectTheLastRow(
      of: try Regime.standard.parameters(at: 4096, overrides: [.macro: 0.01], mode: .concentrated), labels)
  }

  private func expectTheLastRow(of parameters: ModelParameters, _ labels: LabelMap) throws {
    let bound = 1 / Double(parameters.d).squareRoot()
    let trial = NetworkTrial(
      parameters: parameters, labels: labels, seed: 1_000_001,
      schedule: .window(lossBound: bound, factor: 4, stepLimit: 4096))
    let trace = try Trainer.train(trial)
    for checkpoint in trace.checkpoints.suffix(3) {
      let line = try #require(TrialLine(trial, trace, at: checkpoint.time, regime: .standard))
      let again = try Trainer.train(try options(line).trial)
      #expect(again.checkpoints.last == checkpoint)
    }
  }

  /// Numbers with a power of ten, and the limits of the mode that `--set mode=` names.
  @Test func largeTrialsAreRead() throws {
    func options(_ line: String) throws -> TrialOptions {
      try TrialOptions(
        Arguments(
          line.split(separator: " ").map(String.init),
          Arguments.Grammar(command: "trial", options: TrialOptions.grammar)),
        defaultSteps: nil, defaultSeed: 1)
    }
    let exact = try options("--labels fine --d 6.4e1 --steps 1e1 --finetune 2e0").trial
    #expect(exact.parameters.d == 64 && exact.schedule == .steps(10) && exact.finetuning == 2)
    // The mode is read, and its limits apply.
    let large = try options(
      "--labels coarse --d 1e12 --steps 1e9 --finetune 1e9 --set mode=concentrated --set macro=0.01")
    #expect(large.trial.parameters.d == 1_000_000_000_000 && large.trial.schedule == .steps(1_000_000_000))
    #expect(large.trial.finetuning == 1_000_000_000 && large.trial.parameters.macro == 0.01)
    let error = #expect(throws: UsageError.self) {
      try options("--labels fine --set mode=concentrated --d 1e12 --steps 1e13")
    }
    #expect(error?.description.contains("1099511627775") == true)
  }

  /// The line of a concentrated trial names its mode and its macro steps.
  @Test func concentratedTrialsHaveTheirLine() throws {
    for overrides in [[:], [.macro: 0.01], [.width: 1e30]] as [[RegimeParameter: Double]] {
      let parameters = try Regime.standard.parameters(at: 1 << 40, overrides: overrides, mode: .concentrated)
      let trial = NetworkTrial(parameters: parameters, labels: .fine, seed: 7, schedule: .steps(8))
      let line = try #require(TrialLine(trial, trace(of: trial, times: [8]), regime: .standard)).words
      #expect(line.contains("mode=concentrated") && line.contains("1099511627776"))
      #expect(line.contains("macro=0.01") == (overrides[.macro] != nil))
      let settings = try SetOptions(line.indices.filter { $0 > 0 && line[$0 - 1] == "--set" }.map { line[$0] })
      let read = try Regime.standard.parameters(at: 1 << 40, overrides: settings.values, mode: settings.mode)
      #expect(read == parameters)
    }
  }

  /// The line splits the steps into those before fine-tuning and those of it.
  @Test func fineTuningIsSplit() throws {
    let parameters = try Regime.standard.parameters(at: 64)
    let trial = NetworkTrial(parameters: parameters, labels: .fine, seed: 7, schedule: .steps(8), finetuning: 8)
    let trace = try Trainer.train(trial)
    let last = try #require(trace.finetuning?.last)
    let line = try #require(TrialLine(trial, trace, regime: .standard))
    #expect(line.description.hasSuffix("--steps 8 --finetune 8"))
    #expect(try Trainer.train(try options(line).trial).finetuning?.last == last)
    #expect(try #require(TrialLine(trial, trace, at: 4, regime: .standard)).description.hasSuffix("--steps 4"))
  }

  /// The line names a new head and its samples, and gives the same trial again.
  @Test func newHeadsAreNamed() throws {
    let parameters = try Regime.standard.parameters(at: 32)
    let head = NewHead(.full, on: TuningSet(samples: 9, hardShare: 0.25), step: 2)
    let trial = NetworkTrial(
      parameters: parameters, labels: .fine, seed: 7, schedule: .steps(2), finetuning: 2, newHead: head)
    let line = try #require(TrialLine(trial, try Trainer.train(trial), regime: .standard))
    #expect(
      line.description.hasSuffix(
        "--finetune 2 --new-head full --finetune-samples 9 --finetune-hard 0.25 --head-step 2"))
    #expect(try options(line).trial == trial)
  }
}

extension TrialLine {
  fileprivate init?(_ trial: NetworkTrial, _ trace: NetworkTrace, at time: Int? = nil, regime: Regime) {
    self.init(trial.trial, Trace(trace, of: trial), at: time, in: MultiViewSetup(regime))
  }
}
