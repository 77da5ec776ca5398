import Experiments
import Foundation
import MultiView
import Testing

@testable import Training

/// Trials of the concentrated mode as settings and records, and their limits.
@Suite struct ConcentratedTrialTests {
  private func trial(
    d: Int = 64, _ overrides: [RegimeParameter: Double] = [:], _ schedule: Schedule = .steps(8), finetuning: Int = 0,
    mode: NetworkMode = .concentrated, fault: Fault? = nil
  ) throws -> NetworkTrial {
    NetworkTrial(
      parameters: try Regime.standard.parameters(at: d, overrides: overrides, mode: mode), labels: .coarse, seed: 5,
      schedule: schedule, finetuning: finetuning, fault: fault)
  }

  private static let law = LawCertificate(
    deviation: 0, logitBound: 0, decisions: 0, openings: 0, droppedPairs: 0, macroBias: 0, macroSteps: 0)

  private func refusal(_ trial: NetworkTrial) throws -> String {
    try #require(#expect(throws: TrainingError.self) { try NetworkDemand.checked(trial) }).description
  }

  /// A stored trial of trainer version 4: its bytes are hashed to the name of its record.
  @Test func olderTrialsKeepTheirBytes() throws {
    let text =
      #"{"extent":{"window":{"factor":4,"lossBound":0.125,"stepLimit":64}},"labels":{"random":{"_0":18}},"parameters":"#
      + #"{"P":8,"batch":64,"biasDecay":0.013901762533133827,"biasFactor":1.5,"d":64,"distractorStrength":"#
      + #"0.24044917348149392,"distractors":2,"dominantNoise":0,"hardShare":0,"initExponent":1.5,"iota":0.05,"k":9,"#
      + #""lucky":16,"mode":"pruned","noiseNorm":0.01445395125698339,"s":2,"sourceSize":0,"stepSize":0.1,"#
      + #""testSamples":500,"width":14409},"seed":21024}"#
    let trial = try CanonicalJSON.value(NetworkTrial.self, from: Data(text.utf8))
    #expect(String(decoding: CanonicalJSON.data(trial), as: UTF8.self) == text)
    let content = MultiViewExperiment().content(of: trial.trial)
    let hashed = Data(#"{"trainerVersion":"4","trial":"#.utf8) + content + Data("}".utf8)
    #expect(SHA256.hex(hashed) == "9bea6d192d0356cdb322f8dc2196d1a971f5e8e2773ca5ba69a22957d1ad6f68")
    #expect(
      trial.trial.settings.canonical
        == #"{"P":8,"batch":64,"biasDecay":0.013901762533133827,"biasFactor":1.5,"distractorStrength":"#
        + #"0.24044917348149392,"distractors":2,"dominantNoise":0,"factor":4,"hardShare":0,"initExponent":1.5,"#
        + #""iota":0.05,"k":9,"labels":"random:18","lossBound":0.125,"lucky":16,"mode":"pruned","noiseNorm":"#
        + #"0.01445395125698339,"s":2,"schedule":"window","sourceSize":0,"stepLimit":64,"stepSize":0.1,"#
        + #""testSamples":500,"width":14409}"#)
  }

  @Test func settingsAndRecordsReadBack() throws {
    for d in [64, 1_000_000_000_000, 1 << 60] {
      for overrides in [[:], [.macro: 0.01], [.macro: 0.05, .width: 1e30]] as [[RegimeParameter: Double]] {
        for fault in [nil, .noiseNormScaled(2), .openingOff] as [Fault?] {
          let trial = try trial(d: d, overrides, .finish(steps: 1 << 33), fault: fault)
          #expect(try NetworkTrial(trial.trial) == trial)
          #expect(trial.trial.settings.number("macro") == overrides[.macro])
          #expect(trial.trial.scale == d)
          let data = CanonicalJSON.data(trial)
          #expect(try CanonicalJSON.value(NetworkTrial.self, from: data) == trial)
          #expect(MultiViewExperiment().content(of: trial.trial) == data)
          let settings = try CanonicalJSON.value(Settings.self, from: CanonicalJSON.data(trial.trial.settings))
          #expect(settings == trial.trial.settings)
        }
      }
    }
    var values = try trial().trial.settings.values
    values["mode"] = "sparse"
    let forged = Trial(experiment: NetworkTrial.experiment, settings: Settings(values), scale: 64, seed: 1)
    let error = try #require(#expect(throws: ExperimentError.self) { try NetworkTrial(forged) })
    #expect(error.description.contains("pruned, dense or concentrated"))
    values["mode"] = "pruned"
    values["macro"] = 0.01
    let macro = Trial(experiment: NetworkTrial.experiment, settings: Settings(values), scale: 64, seed: 1)
    #expect(throws: ExperimentError.self) { try NetworkTrial(macro) }
  }

  // MARK: Lengths

  @Test(arguments: NetworkMode.allCases) func trialsEndWhereTheModeSays(mode: NetworkMode) throws {
    let longest = mode.longestTrial
    let macro: [RegimeParameter: Double] = mode == .concentrated ? [.macro: 0.01] : [:]
    for schedule in [
      Schedule.steps(longest + 1), .finish(steps: longest + 1),
      .window(lossBound: 0.1, factor: 4, stepLimit: longest / 4 + 1),
    ] { #expect(try refusal(trial(macro, schedule, mode: mode)).contains("\(longest)")) }
    #expect(
      try refusal(trial(macro, .steps(longest), finetuning: 1, mode: mode)).contains("finetune = 1 is out of range"))
    guard mode == .concentrated else { return }
    for schedule in [Schedule.steps(longest), .window(lossBound: 0.1, factor: 3, stepLimit: longest / 3)] {
      _ = try NetworkDemand.checked(trial(macro, schedule))
      // Without macro steps, such a trial would take years.
      #expect(try refusal(trial([:], schedule)).contains("\(Schedule.longest)"))
    }
  }

  @Test func timesOfLongTrialsAreGeometric() throws {
    let longest = NetworkMode.concentrated.longestTrial
    #expect(Schedule.steps(longest).times(reachingFitAt: nil) == nil)
    let times = try #require(Schedule.steps(longest).times(reachingFitAt: nil, upTo: longest))
    #expect(times.count == 80 && times.last == longest && times.contains(1 << 39))
    let start = 1 << 35
    let window = Schedule.window(lossBound: 0.1, factor: 4, stepLimit: 1 << 37)
    let reached = try #require(window.times(reachingFitAt: start, upTo: longest))
    #expect(reached.last == 4 * start && reached.contains(2 * start))
  }

  /// The times of a long trace are accepted in the mode that can leave it only.
  @Test func longTracesBelongToTheirMode() throws {
    let steps = 1 << 30
    func defect(_ mode: NetworkMode) throws -> String? {
      let macro: [RegimeParameter: Double] = mode == .concentrated ? [.macro: 0.01] : [:]
      let trial = try trial(macro, .finish(steps: steps), mode: mode)
      return NetworkTrace(
        heads: 2, aliveNeurons: 1, certificate: Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
        timeToFit: nil, checkpoints: [Checkpoint(time: steps, trainingLoss: 1)],
        law: mode == .concentrated ? Self.law : nil, work: 1
      ).defect(asTraceOf: trial)
    }
    #expect(try defect(.concentrated) == nil)
    for mode in NetworkMode.exact { #expect(try defect(mode)?.contains("out of range") == true) }
  }

  // MARK: Comparisons

  /// A comparison costs what its two trials cost.
  @Test func comparisonsCostBothTrials() throws {
    let comparison = try trial([:], .comparison(steps: 8))
    let exact = Workload(of: comparison.held(.pruned, for: .finish(steps: 8)), timeToFit: nil)
    let both = Workload(of: comparison, timeToFit: nil)
    #expect(both[.products] > 0 && both[.products] == exact[.products] && both[.concentrated] > 0)
  }

  /// A loss of 0 gives no ratio, rather than one that looks like a number.
  @Test func nothingIsDividedByZero() {
    let comparison = Comparison(
      (Checkpoint(time: 1, trainingLoss: 0.5), Hearing(answerNoise: 1, several: 3)),
      to: (Checkpoint(time: 1, trainingLoss: 0), Hearing(answerNoise: 0, several: 0)), samples: 10)
    #expect(comparison.loss == nil && comparison.answerNoise == nil && comparison.severalFeatures == 4)
  }

  /// The exact network's answers are as noisy as those of independent neurons, as the law has it.
  @Test(arguments: [Fault?.none, .neuronsCorrelated(0.5)])
  func answersAreAsNoisyAsNeuronsAreIndependent(fault: Fault?) throws {
    var ratios: [Double] = []
    for seed in 1...6 as ClosedRange<UInt64> {
      let trial = try ConcentratedWorld.trial(d: 512, seed: seed, .comparison(steps: 8), fault: fault)
      ratios.append(try #require(try Trainer.train(trial).comparison?.answerNoise))
    }
    let mean = ratios.reduce(0, +) / 6
    // A correlation ρ among n neurons multiplies the noise of their sum by √(1 + ρ(n − 1)), about 3 at n = 16.
    #expect(fault == nil ? (0.9...1.1).contains(mean) : (2.5...4).contains(mean), "\(ratios)")
  }

  /// With a bias that hardly falls, noise opens neurons in both networks, and in none if opening is switched off.
  @Test(arguments: [Fault?.none, .openingOff])
  func openedNeuronsAreCounted(fault: Fault?) throws {
    var ratios: [Double] = []
    for seed in 1...4 as ClosedRange<UInt64> {
      let trial = try ConcentratedWorld.trial(
        .fine, d: 128, seed: seed, .comparison(steps: 4), regime: .concentratedSlowBias, fault: fault)
      ratios.append(try #require(try Trainer.train(trial).comparison?.severalFeatures))
    }
    #expect(ratios.allSatisfy { fault == nil ? (0.33...3).contains($0) : $0 < 0.1 }, "\(ratios)")
  }

  // MARK: Audits

  /// An audit trains the pruned and the dense network, and no other.
  @Test func auditsCompareTheExactModes() throws {
    #expect(try refusal(trial([:], .audit(steps: 2))).contains("mode = concentrated is out of range for an audit"))
    let audit = try trial(d: 16, [:], .audit(steps: 2), mode: .pruned)
    let notes = Trace(try Trainer.train(audit), of: audit).notes
    #expect(NetworkMode.allCases.filter { notes[$0.rawValue] != nil } == NetworkMode.exact)
    #expect(MultiViewExperiment().remarks(on: notes).kinds == ["pruned", "dense"])
  }

  /// A claim's page counts the concentrated trials, and those whose estimated error is notable.
  @Test func remarksCountConcentratedTrials() throws {
    func notes(_ bound: Double) throws -> [String: Int] {
      let trial = try trial()
      let trace = NetworkTrace(
        heads: 2, aliveNeurons: 1, certificate: Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
        timeToFit: nil, checkpoints: [Checkpoint(time: 8, trainingLoss: 1)],
        law: LawCertificate(
          deviation: 0, logitBound: bound, decisions: 0, openings: 0, droppedPairs: 0, macroBias: 0, macroSteps: 0),
        work: 1)
      return Trace(trace, of: trial).notes
    }
    let remarks = MultiViewExperiment().remarks(
      on: try notes(0.02).merging(try notes(1e-6)) { $0 + $1 }.merging(try notes(0.009)) { $0 + $1 })
    #expect(remarks.kinds == ["concentrated"] && remarks.sentences.count == 1)
    #expect(remarks.sentences.first?.hasPrefix("3 trials are dimension-free (concentrated)") == true)
    #expect(remarks.sentences.first?.hasSuffix("The estimate exceeds 1 % in 1 of them.") == true)
    #expect(MultiViewExperiment().remarks(on: ["pruned": 2, "trained": 2]).sentences.isEmpty)
  }

  /// The defects of the concentrated law change nothing where the weights are held.
  @Test(arguments: [Fault.decisionNoiseOff, .noiseNormScaled(2), .neuronsCorrelated(1), .otherFeaturesDropped])
  func defectsOfTheConcentratedLawLeaveExactModesAlone(fault: Fault) throws {
    let sound = try Trainer.train(trial(d: 16, [.testSamples: 20], .steps(4), mode: .pruned))
    #expect(try Trainer.train(trial(d: 16, [.testSamples: 20], .steps(4), mode: .pruned, fault: fault)) == sound)
  }
}
