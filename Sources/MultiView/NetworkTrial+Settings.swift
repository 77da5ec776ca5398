import Experiments
import Foundation

extension NetworkTrial {
  /// The name of the experiment that trains such trials.
  package static let experiment = "multi-view"

  /// The trial as the harness knows it: named settings, the dimension as its scale, and the seed.
  package var trial: Trial {
    var settings: [String: Setting] = [:]
    for parameter in RegimeParameter.allCases where parameter != .mode {
      settings[parameter.rawValue] = .number(parameters.number(of: parameter))
    }
    // A trial that takes every step has the settings that it had before there were macro steps.
    if parameters.macro == 0 { settings[RegimeParameter.macro.rawValue] = nil }
    settings[Name.mode] = .word(parameters.mode.rawValue)
    settings[Name.labels] = .word(labels.name)
    settings[Name.frame] = frame.map { .word($0.rawValue) }
    settings[Name.readout] = readout.map { .word($0.rawValue) }
    settings[Name.finetuning] = finetuning.map { .number(Double($0)) }
    if let newHead { settings.merge(newHead.settings) { $1 } }
    settings[Name.fault] = fault.map { .word($0.setting) }
    switch schedule {
    case .steps(let count): (settings[Name.schedule], settings[Name.steps]) = ("steps", .number(Double(count)))
    case .finish(let count): (settings[Name.schedule], settings[Name.steps]) = ("finish", .number(Double(count)))
    case .audit(let count): (settings[Name.schedule], settings[Name.steps]) = ("audit", .number(Double(count)))
    case .comparison(let count):
      (settings[Name.schedule], settings[Name.steps]) = ("comparison", .number(Double(count)))
    case .inspection(let count):
      (settings[Name.schedule], settings[Name.samples]) = ("inspection", .number(Double(count)))
    case .window(let bound, let factor, let limit):
      settings[Name.schedule] = "window"
      settings[Name.lossBound] = .number(bound)
      settings[Name.factor] = .number(Double(factor))
      settings[Name.stepLimit] = .number(Double(limit))
    }
    return Trial(experiment: Self.experiment, settings: Settings(settings), scale: parameters.d, seed: seed)
  }

  /// Reads a trial from its settings.
  ///
  /// - Throws: `ExperimentError` naming the setting that is missing or out of range.
  package init(_ trial: Trial) throws(ExperimentError) {
    let settings = trial.settings
    guard trial.experiment == Self.experiment else {
      throw ExperimentError(
        "experiment = \(trial.experiment) is out of range: the shared trainer is \(Self.experiment).")
    }
    var values: [RegimeParameter: Double] = [:]
    for parameter in RegimeParameter.allCases where parameter != .mode {
      values[parameter] = settings.number(parameter.rawValue)
    }
    guard let mode = settings.word(Name.mode).flatMap(NetworkMode.init) else {
      throw ExperimentError("mode = \(settings.word(Name.mode) ?? "") is out of range: it is \(NetworkMode.spellings).")
    }
    guard let labels = settings.word(Name.labels).flatMap(LabelMap.init(setting:)) else {
      throw ExperimentError(
        "labels = \(settings.word(Name.labels) ?? "") is out of range: labels are \(LabelMap.spellings).")
    }
    let parameters: ModelParameters
    do {
      parameters = try ModelParameters(restoring: values, d: trial.scale, mode: mode)
    } catch {
      throw ExperimentError(error.description)
    }
    self.init(
      parameters: parameters, labels: labels, seed: trial.seed, schedule: try Self.schedule(settings),
      frame: settings.word(Name.frame).flatMap(Frame.init) ?? .standard,
      readout: settings.word(Name.readout).flatMap(Readout.init) ?? .max,
      finetuning: settings.number(Name.finetuning).flatMap { Int(exactly: $0) } ?? 0,
      newHead: try NewHead(settings),
      fault: try settings.word(Name.fault).map(Self.fault))
  }

  private static func schedule(_ settings: Settings) throws(ExperimentError) -> Schedule {
    func count(_ name: String) throws(ExperimentError) -> Int {
      guard let count = settings.number(name).flatMap({ Int(exactly: $0) }) else {
        throw ExperimentError(
          "\(name) = \(settings[name].map(\.description) ?? "") is out of range: it is a whole number.")
      }
      return count
    }
    switch settings.word(Name.schedule) {
    case "steps": return .steps(try count(Name.steps))
    case "finish": return .finish(steps: try count(Name.steps))
    case "audit": return .audit(steps: try count(Name.steps))
    case "comparison": return .comparison(steps: try count(Name.steps))
    case "inspection": return .inspection(samples: try count(Name.samples))
    case "window":
      return .window(
        lossBound: settings.number(Name.lossBound) ?? .nan, factor: try count(Name.factor),
        stepLimit: try count(Name.stepLimit))
    default:
      throw ExperimentError(
        "schedule = \(settings.word(Name.schedule) ?? "") is out of range: it is steps, finish, window, inspection, "
          + "audit or comparison.")
    }
  }

  private static func fault(_ text: String) throws(ExperimentError) -> Fault {
    do {
      return try CanonicalJSON.value(Fault.self, from: Data(text.utf8))
    } catch {
      throw ExperimentError("fault = \(text) is out of range: it is no defect that can be planted.")
    }
  }

  /// The names of the settings that are not parameters of the model.
  package enum Name {
    /// How the network is held.
    package static let mode = "mode"
    /// The labels trained on.
    package static let labels = "labels"
    /// The frame of the features.
    package static let frame = "frame"
    /// The most expensive read-out taken.
    package static let readout = "readout"
    /// The number of fine-tuning steps.
    package static let finetuning = "finetuning"
    /// What fine-tuning with a new head moves.
    package static let newHead = "newHead"
    /// The number of samples that a new head is trained on.
    package static let tuningSamples = "finetuneSamples"
    /// The share of hard samples among them.
    package static let tuningHardShare = "finetuneHardShare"
    /// The relative step size of a new head.
    package static let headStep = "headStep"
    /// The planted defect.
    package static let fault = "fault"
    static let schedule = "schedule"
    static let steps = "steps"
    static let samples = "samples"
    static let lossBound = "lossBound"
    static let factor = "factor"
    static let stepLimit = "stepLimit"
  }
}

extension Fault {
  /// The defect as the word of a setting: its canonical JSON.
  package var setting: String { String(decoding: CanonicalJSON.data(self), as: UTF8.self) }
}

extension LabelMap {
  /// Reads the spelling of ``name`` with any number, also one that planning refuses with a reason.
  init?(setting name: String) {
    if let map = LabelMap(name: name) {
      self = map
      return
    }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[1]) else { return nil }
    switch parts[0] {
    case "merged": self = .merged(number)
    case "split": self = .split(number)
    case "misaligned": self = .misaligned(number)
    case "random": self = .random(number)
    default: return nil
    }
  }
}

extension Rule.Context {
  /// Returns the value of a parameter that stands earlier in the order of ``RegimeParameter``; NaN for a later one.
  public func value(_ parameter: RegimeParameter) -> Double { value(named: parameter.rawValue) }
}
