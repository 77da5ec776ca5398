import ClaimKit
import MultiView
import Training

/// The `littleo trial` command that trains a run again and shows it at a time.
public struct TrialLine: Hashable, Sendable, CustomStringConvertible {
  /// The words after `littleo`.
  public let words: [String]
  /// The command line as a reader pastes it, in the folder of the package.
  public var description: String { "swift run -c release littleo " + words.joined(separator: " ") }

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
  public init?(_ trial: Trial, _ trace: Trace, at time: Int? = nil, regime: Regime, observing quantity: Quantity? = nil)
  {
    guard trial.fault == nil, let pretraining = trace.checkpoints.last?.time else { return nil }
    switch trial.extent {
    case .inspection, .audit: return nil
    case .steps, .finish, .window: break
    }
    let base = Regime(named: regime.name) ?? .standard
    guard let settings = Self._settings(of: trial.parameters, from: base) else { return nil }
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
  private static func _settings(of parameters: ModelParameters, from regime: Regime) -> [[String]]? {
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
