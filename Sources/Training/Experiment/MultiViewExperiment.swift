import Experiments
import Foundation
import MultiView

/// The shared trainer as an experiment: the paper's network, trained on the paper's data.
package struct MultiViewExperiment: Experiment {
  /// `multi-view`.
  package let name = NetworkTrial.experiment
  /// The version of the trainer.
  package let version: String

  /// The shared trainer.
  ///
  /// - Parameter version: The version written into records; the trainer's own unless a test says otherwise.
  package init(version: String = Trainer.version) {
    self.version = version
  }

  /// The parameters of the model, the quantities of model.md §6, and the defects of the mutation matrix.
  package func description() -> ExperimentDescription {
    ExperimentDescription(
      settings: RegimeParameter.allCases.filter { $0 != .mode }.map {
        SettingDeclaration($0.rawValue, standard: .number(.nan), meaning: "a parameter of the model")
      },
      observables: ObservableReadings.declared, defects: Self.defects)
  }

  /// Checks the trial and predicts its memory, its multiply–adds and its seconds on the reference machine.
  package func demand(of trial: Trial, memory: Double) throws(ExperimentError) -> Demand {
    let trial = try NetworkTrial(trial)
    if let fault = trial.fault, fault.isOfLaw, trial.parameters.mode != .concentrated {
      throw ExperimentError(
        "the planted defect “\(fault.words)” is out of range with mode = \(trial.parameters.mode.rawValue), where it would "
          + "change nothing: it is one of mode = concentrated.")
    }
    let demand: NetworkDemand
    do { demand = try NetworkDemand.checked(trial, memory: memory) } catch { throw ExperimentError(error.description) }
    return Demand(bytes: demand.bytes, work: demand.work, seconds: CostModel.reference.seconds(of: trial))
  }

  /// A session that calls the trainer.
  package func session(jobs: Int) -> any ExperimentSession { Session() }

  private struct Session: ExperimentSession {
    func run(_ trial: Trial, threads: Int) async throws(ExperimentError) -> Trace {
      let trial = try NetworkTrial(trial)
      let trace: NetworkTrace
      do {
        trace = try Trainer.train(trial, on: Execution(threads: threads))
      } catch {
        throw ExperimentError(error.description)
      }
      return Trace(trace, of: trial)
    }

    func end() async {}
  }

  // MARK: Records

  /// The JSON of the network's trial.
  package func content(of trial: Trial) -> Data {
    guard let trial = try? NetworkTrial(trial) else { return CanonicalJSON.data(trial) }
    return CanonicalJSON.data(trial)
  }

  /// Reads the network's trial.
  package func trial(from decoder: any Decoder) throws -> Trial {
    let trial = try NetworkTrial(from: decoder)
    guard trial.fault?.isPossible ?? true else {
      throw ExperimentError("its planted defect is out of range")
    }
    return trial.trial
  }

  /// Reads the network's trace.
  package func trace(of trial: Trial, from decoder: any Decoder) throws -> Trace {
    let trace = try NetworkTrace(from: decoder)
    let trial = try NetworkTrial(trial)
    // Also with a valid checksum, no number may make the readings below trap.
    if let defect = trace.defect(asTraceOf: trial) { throw ExperimentError(defect) }
    return Trace(trace, of: trial)
  }

  /// Holds the readings to the ranges of their quantities; the rest was checked when the trace was read.
  package func defect(in trace: Trace, of trial: Trial) -> String? {
    trace.defect(against: ObservableReadings.declared, unbounded: ObservableReadings.unbounded)
  }

  // MARK: Words

  /// Dimension and labels, then a planted defect.
  package func words(for trial: Trial) -> String {
    "d = \(trial.scale), \(trial.settings.word(NetworkTrial.Name.labels) ?? "") labels"
  }

  /// The modes of the networks, the certificates, answers that eliminated neurons could have changed, and concentrated
  /// trials.
  package func remarks(on notes: [String: Int]) -> TraceRemarks {
    let undecided = notes[Trace.Note.undecided] ?? 0
    let concentrated = notes[NetworkMode.concentrated.rawValue] ?? 0
    var sentences: [String] = []
    if undecided > 0 {
      sentences.append(
        "\(undecided) answers to hard samples could have been changed by eliminated neurons. Each was counted against "
          + "the conclusion that reads it.")
    }
    if concentrated > 0 {
      let notable = notes[Trace.Note.notableLaws] ?? 0
      sentences.append(
        "\(concentrated) \(concentrated == 1 ? "trial is" : "trials are") dimension-free (concentrated): no vector of "
          + "length d was held. Such a trial follows the law of the exact trial up to an error of outputs that is "
          + "estimated, not proved, and has other bits. The estimate exceeds 1 % in \(notable) of them.")
    }
    var trust = "Nothing was trained."
    if notes[Trace.Note.trained] ?? 0 > 0 {
      trust =
        notes[Trace.Note.missedCertificates] ?? 0 > 0
        ? "**A certificate of dormant-neuron elimination was not met.**"
        : "Every certificate of dormant-neuron elimination was met"
          + (notes[Trace.Note.defective] ?? 0 > 0 ? "; trials with a planted defect are not counted." : ".")
    }
    return TraceRemarks(
      kinds: NetworkMode.allCases.map(\.rawValue).filter { notes[$0] ?? 0 > 0 }, unit: "multiply–adds",
      version: "trainer version",
      isTrusted: notes[Trace.Note.missedCertificates] ?? 0 == 0, trust: trust,
      sentences: sentences)
  }

  // MARK: Pictures

  /// The label set of a trial: its family, its number of labels, and how the superclass is read off.
  package func place(of trial: Trial) -> SurveyPlace? {
    guard let trial = try? NetworkTrial(trial) else { return nil }
    let family =
      switch trial.labels {
      case .coarse, .merged, .fine, .mixed, .split: "aligned"
      case .instance: "instance"
      case .misaligned: "misaligned"
      case .random: "random"
      }
    let readout = Readout.max.isDefined(under: trial.labels) ? Readout.max : .probe
    return SurveyPlace(
      family: family, of: ["aligned", "instance", "misaligned", "random"], number: trial.heads,
      readout: readout.rawValue,
      values: [
        Sample.Kind.easy.rawValue: .shownError(on: .easy), Sample.Kind.hard.rawValue: .shownError(on: .hard),
      ])
  }

  /// Loss, errors and the weights on common and rare features.
  package var curves: [CurveDeclaration] {
    let weights = "weights on common and rare features"
    return [
      CurveDeclaration("trainingLoss", of: .trainingLoss, chart: "learning-loss", title: "training loss"),
      CurveDeclaration(
        "easyError", of: .shownError(on: .easy), chart: "learning-easy-error", title: "easy-sample error"),
      CurveDeclaration(
        "hardError", of: .shownError(on: .hard), chart: "learning-hard-error", title: "hard-sample error"),
      CurveDeclaration(
        "commonWeight", of: .commonWeight, chart: "learning-weights", title: weights, isLabelled: true),
      CurveDeclaration("rareWeight", of: .rareWeight, chart: "learning-weights", title: weights, isLabelled: true),
    ]
  }
}

extension MultiViewExperiment {
  /// The defects that `littleo mutants` plants in turn.
  package static let defects: [PlantedDefect] = [
    defect("gradient-flipped", .gradientFlippedOnOneHead),
    defect("gradient-scaled", .gradientScaled(1.2)),
    defect("bias-frozen", .biasFrozen),
    defect("step-halved", .stepHalved(after: 10)),
    defect("labels-shifted", .labelsShifted),
    defect("labels-shuffled", .labelsShuffled),
    defect("common-leaked", .commonPatchInHardSamples),
    defect("noise-doubled", .noiseScaled(2)),
    defect("distractors-silenced", .distractorsSilenced),
    defect("signals-weakened", .strengthScaled(0.9)),
    defect("superclass-missing", .oneSuperclassOnly),
    defect("features-correlated", .correlatedFeatures),
    defect("data-rotated", .rotatedDataOnly),
    defect("relu-removed", .linearActivation),
    defect("superclass-softmax", .superclassSoftmax),
    defect("draws-leaked", .drawnLabelsTellSubclass),
    defect("test-on-training", .testOnTraining),
    defect("superclasses-swapped", .superclassesSwapped),
    defect("multiplier-one", .multiplier(1)),
    // Errors in what the concentrated law replaces (Documentation/concentrated.md, A1 to A6), made large on purpose.
    defect("law-correlated", .neuronsCorrelated(0.5)),
    defect("law-displaced", .displacementNoiseScaled(10_000)),
    defect("law-closed", .openingOff),
    defect("law-norms", .noiseNormScaled(4)),
    defect("law-one-ear", .secondEarsDropped),
    defect("law-own-features", .otherFeaturesDropped),
    defect("law-deaf", .decisionNoiseOff),
    defect("law-dead-dropped", .deadDropped),
  ]

  /// Returns a defect under its name on the command line.
  package static func defect(_ name: String, _ fault: Fault) -> PlantedDefect {
    PlantedDefect(name, words: fault.words, settings: [NetworkTrial.Name.fault: .word(fault.setting)])
  }
}
