import ClaimKit
import MultiView
import Planning
import Training
import Trials

/// The `littleo trial` command that trains a run again and shows it at a given time.
package struct TrialLine: Hashable, Sendable, CustomStringConvertible {
  /// The arguments after `littleo`.
  let words: [String]
  /// The complete command line, to be run in the folder of the package.
  package var description: String { "swift run -c release littleo " + words.joined(separator: " ") }

  /// The command line of a run; nil where the command has no option for it: inspections, audits, planted defects.
  ///
  /// Training to step T does not depend on how long the trial continues after T. The last row that the command prints
  /// is therefore the same as the row of a longer trial at that time.
  ///
  /// - Parameters:
  ///   - trial: The run.
  ///   - trace: The trace of the run, which tells where its fine-tuning began.
  ///   - time: The last time to show, in steps; nil for the end.
  ///   - regime: The regime that the run's parameters come from.
  ///   - quantity: The quantity to show; nil for errors, losses and the weights on common and rare features.
  init?(_ trial: Trial, _ trace: Trace, at time: Int? = nil, regime: Regime, observing quantity: Quantity? = nil) {
    guard trial.fault == nil, let pretraining = trace.checkpoints.last?.time else { return nil }
    switch trial.schedule {
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

  /// The options that turn a regime's parameters into the given ones; nil if no options do.
  private static func settings(of parameters: ModelParameters, from regime: Regime) -> [[String]]? {
    // The width follows from λ and λ from the width, so only one of the two may be overridden. Try both ways.
    for skipped in [RegimeParameter.width, .lucky] {
      var overrides: [RegimeParameter: Double] = [:]
      // A regime may compute a parameter from earlier ones, so parameters are overridden in order of declaration.
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
  /// Whether the default table of a trial lacks it: that table shows losses, errors and two weights only.
  var isOfMechanism: Bool {
    switch self {
    case .observed, .ratio: true
    case .difference(let inner, _, _), .distance(let inner, _, _), .under(_, let inner): inner.isOfMechanism
    case .trainingLoss, .sourceLoss, .error, .accuracy, .timeToFit, .conformance: false
    }
  }
}

/// One run of a claim with the command that trains it again.
package struct SingleRun: Sendable, Hashable {
  /// The arm of the run.
  package let arm: Arm
  /// The scale of the run.
  package let scale: Int
  /// The command that trains the run.
  package let line: TrialLine

  /// Returns the first run of every arm at the smallest and at the largest scale.
  ///
  /// Runs that failed and runs that the command line cannot express are left out.
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
