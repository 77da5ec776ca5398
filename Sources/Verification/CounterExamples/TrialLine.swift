import ClaimKit
import MultiView
import Planning
import Training
import Trials

/// The `littleo trial` command that trains a run again and shows it at a time.
package struct TrialLine: Hashable, Sendable, CustomStringConvertible {
  /// The words after `littleo`.
  let words: [String]
  /// The command line as a reader pastes it, in the folder of the package.
  package var description: String { "swift run -c release littleo " + words.joined(separator: " ") }

  /// The line of a run of some world; nil where the command line has no words for it: inspections, audits, planted faults.
  ///
  /// Training is the same for every extent up to its end, so that the last row of the table that the line prints is what a
  /// longer trial yields at that time.
  ///
  /// - Parameters:
  ///   - trial: The run.
  ///   - trace: What it yielded, which says where its fine-tuning began.
  ///   - time: The last time that is to be shown, in steps; nil for the end.
  ///   - regime: The regime of its world.
  ///   - quantity: What is to be seen; nil for errors, losses and the weights on common and rare features.
  init?(_ trial: Trial, _ trace: Trace, at time: Int? = nil, regime: Regime, observing quantity: Quantity? = nil) {
    guard trial.fault == nil, let pretraining = trace.checkpoints.last?.time else { return nil }
    switch trial.extent {
    case .inspection, .audit: return nil
    case .steps, .finish, .window: break
    }
    let base = Regime(named: regime.name) ?? .standard
    guard let settings = Self.settings(of: trial.parameters, from: base) else { return nil }
    let time = time ?? trace.finetuning?.last?.time ?? pretraining
    var words = ["trial", "--labels", trial.labels.name, "--regime", base.name, "--d", "\(trial.parameters.d)"]
    words += ["--seed", "\(trial.seed)", "--steps", "\(min(time, pretraining))"]
    if time > pretraining { words += ["--finetune", "\(time - pretraining)"] }
    if let readout = trial.readout { words += ["--readout", readout.rawValue] }
    if let frame = trial.frame { words += ["--frame", frame.rawValue] }
    for setting in settings { words += setting }
    if quantity?.isOfMechanism == true { words += ["--observables", "all"] }
    self.words = words
  }

  /// The options that turn a regime's parameters into given ones; nil where none do.
  private static func settings(of parameters: ModelParameters, from regime: Regime) -> [[String]]? {
    // The width follows from λ and λ from the width: where one of them leads nowhere, the other may.
    for skipped in [RegimeParameter.width, .lucky] {
      var overrides: [RegimeParameter: Double] = [:]
      // Rules follow overridden parameters, and come after those that they follow.
      for parameter in RegimeParameter.allCases where parameter != .mode && parameter != skipped {
        let present = try? regime.parameters(at: parameters.d, overrides: overrides, mode: parameters.mode)
        if let present, present.value(of: parameter) == parameters.value(of: parameter) { continue }
        overrides[parameter] = Double(parameters.value(of: parameter))
      }
      guard (try? regime.parameters(at: parameters.d, overrides: overrides, mode: parameters.mode)) == parameters else {
        continue
      }
      var options = RegimeParameter.allCases.filter { overrides[$0] != nil }.map { parameter in
        let value = parameters.value(of: parameter)
        return parameter == .sourceSize ? ["--samples", value] : ["--set", "\(parameter.rawValue)=\(value)"]
      }
      if parameters.mode != regime.mode { options.append(["--set", "mode=\(parameters.mode.rawValue)"]) }
      return options
    }
    return nil
  }
}

extension Quantity {
  /// Whether the plain table of a trial, which has losses, errors and two weights, does not show it.
  var isOfMechanism: Bool {
    switch self {
    case .observed, .ratio: true
    case .difference(let inner, _, _), .departure(let inner, _, _), .under(_, let inner): inner.isOfMechanism
    case .trainingLoss, .sourceLoss, .error, .accuracy, .timeToFit, .conformance: false
    }
  }
}

/// One run of a claim with the command that trains it again.
package struct SingleRun: Sendable, Hashable {
  /// The arm.
  package let arm: Arm
  /// The scale.
  package let scale: Int
  /// The command.
  package let line: TrialLine

  /// Returns the first run of every arm at the smallest and at the largest scale, as far as the command line has words for it.
  static func ends(of study: Study, arms: [Arm], from outcomes: [Trial: TrialOutcome]) -> [SingleRun] {
    let ends = Set([study.design.scales.indices.first, study.design.scales.indices.last].compactMap { $0 }).sorted()
    let mechanism = study.claim.conclusions.map(\.quantity).first(where: \.isOfMechanism)
    return arms.flatMap { arm in
      ends.compactMap { index -> SingleRun? in
        guard let trial = study.trials(of: arm)[index].first, let trace = outcomes[trial]?.trace,
          let line = TrialLine(trial, trace, regime: study.world(of: arm).regime, observing: mechanism)
        else { return nil }
        return SingleRun(arm: arm, scale: study.design.scales[index], line: line)
      }
    }
  }
}
