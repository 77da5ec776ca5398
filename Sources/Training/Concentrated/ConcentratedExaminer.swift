import MultiView
import Randomness

/// Evaluates a concentrated network on test samples (model.md §6).
struct ConcentratedExaminer {
  private let trial: NetworkTrial
  private let source: SampleSource
  private let stage: Stage
  private let background: BackgroundBound
  private let execution: Execution

  /// The examiner of a stage.
  init(of trial: NetworkTrial, source: SampleSource, stage: Stage, on execution: Execution) {
    self.trial = trial
    self.source = source
    self.stage = stage
    self.execution = execution
    background = BackgroundBound(for: trial)
  }

  /// The results on a test set of one kind.
  struct Result {
    let loss: Double
    let sheet: AnswerSheet
  }

  /// Examines `testSamples` fresh samples of a kind at time T.
  func examine(
    _ kind: Sample.Kind, time: Int, probe: Probe?, network: borrowing ConcentratedNetwork,
    pass: inout ConcentratedPass, tape: inout NormalTape
  ) -> Result {
    let place = SampleSource.Place.test(kind, time: time)
    var sheet = AnswerSheet(of: trial, superclasses: stage.superclasses)
    var loss = 0.0
    var probabilities = Array(repeating: 0.0, count: stage.heads)
    let hasDominantNoise = kind == .hard && trial.parameters.dominantNoise > 0
    let listeners = DominantListeners(to: trial, on: kind, in: network, outputOf: pass.output(of:))
    tape.open(kind == .easy ? .easySharedNoise : .hardSharedNoise, step: time)
    evaluate(place, count: trial.parameters.testSamples, network, &pass, &tape) { index, subclass, pass, tape in
      var slack = 0.0
      if hasDominantNoise {
        tape.open(.hardSharedNoise, step: time, sample: index + 1)
        let patch = DominantNoise(of: trial, features: network.features, law: network.law, &tape)
        listeners.answer(patch, &pass, &tape)
        slack = Double(stage.pooled) * background.value(norm: patch.norm)
      }
      let label = source.label(of: subclass, index: index, at: place, under: stage.labels)
      loss += SparseSoftmax(pass.outputs, touched: pass.touched, label: label, into: &probabilities).loss
      sheet.add(pass.outputs, superclass: subclass.superclass, slack: slack, probe: probe)
    }
    return Result(loss: loss / Double(trial.parameters.testSamples), sheet: sheet)
  }

  /// Fits a probe on fresh easy samples if the trial asks for one.
  func probe(
    time: Int, network: borrowing ConcentratedNetwork, pass: inout ConcentratedPass, tape: inout NormalTape
  ) -> Probe? {
    guard trial.readout == .probe else { return nil }
    var outputs: [Double] = []
    var isPositive: [Bool] = []
    tape.open(.probeSharedNoise, step: time)
    evaluate(.probe(time: time), count: trial.parameters.probeSamples, network, &pass, &tape) { _, subclass, pass, _ in
      outputs += pass.outputs
      isPositive.append(subclass.superclass == .positive)
    }
    return Probe(outputs: outputs, heads: stage.heads, isPositive: isPositive)
  }

  private func evaluate(
    _ place: SampleSource.Place, count: Int, _ network: borrowing ConcentratedNetwork, _ pass: inout ConcentratedPass,
    _ tape: inout NormalTape,
    _ body: (_ index: Int, Subclass, inout ConcentratedPass, inout NormalTape) -> Void
  ) {
    var batch = Batch()
    for first in stride(from: 0, to: count, by: NetworkDemand.examinedTogether) {
      batch.fill(
        first..<min(count, first + NetworkDemand.examinedTogether), at: place, from: source, on: execution.instructions)
      let samples = GroupedSamples(batch, from: source, on: execution)
      for index in 0..<batch.count {
        pass.run(samples, index, at: place, first: first, network: network, &tape)
        body(first + index, batch.subclasses[index], &pass, &tape)
      }
    }
  }
}
