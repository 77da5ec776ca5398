import ClaimKit
import Experiments
import Foundation
import MultiView
import Statistics

/// The setup of the paper's model: labels, dictionary, regime and planted defect.
package struct MultiViewSetup: Setup {
  var labels = Labels.coarse
  var frame = Frame.standard
  var regime: Regime
  var samplesPerSubclass: Growth?
  var head: FreshHead?
  var fault: Fault?
  /// Where concentrated trials take over; nil if every trial has the mode of the regime.
  private var reach: Reach?
  /// Parameters that are multiples of the scale, with their factors.
  private var multiples: [RegimeParameter: Double] = [:]
  /// Parameters that are replaced by a number.
  private var overrides: [RegimeParameter: Double] = [:]
  /// A setting or an arm that the model does not have.
  private var unknown: String?

  /// A setup in a regime, before an arm changes it.
  init(_ regime: Regime, reach: Reach? = nil) {
    self.regime = regime
    self.reach = reach
  }

  /// The shared trainer.
  package var experiment: String { NetworkTrial.experiment }
  /// Nil: the program knows the shared trainer by name.
  package var instance: (any Experiment)? { nil }
  /// Nil: a statement must say which labels are trained on.
  package var onlyArm: Arm? { nil }
  /// The regime.
  package var title: (kind: String, name: String) { ("regime", regime.name) }
  /// The summary of the regime.
  package var summary: String { regime.summary + " L = ln d." }
  /// The rules of the regime.
  package var table: [SetupRow] {
    RegimeParameter.allCases.compactMap { parameter in
      regime.rule(parameter).map { SetupRow(parameter.rawValue, $0.formula, because: $0.reason) }
    } + (reach?.table ?? [])
  }
  /// Every parameter, with the mode and those that follow from others; `macro` only if a rule gives it.
  package var fullTable: [SetupRow] {
    RegimeParameter.allCases.compactMap { parameter in
      if let row = reach?.table.first(where: { $0.name == parameter.rawValue }) { return row }
      guard parameter != .macro || regime.rule(parameter) != nil else { return nil }
      let rule = regime.rule(parameter)
      let formula = rule?.formula ?? (parameter == .mode ? regime.mode.rawValue : "derived")
      return SetupRow(parameter.rawValue, formula, because: rule?.reason ?? "")
    }
  }
  /// The words of the planted defect.
  package var plantedWords: String? { fault?.words }

  /// Takes the labels of an arm and its further differences.
  package mutating func apply(_ arm: Arm) {
    guard let arm = arm.details as? LabelArm else {
      unknown = arm.text
      return
    }
    labels = arm.labels
    frame = arm.frame
    multiples = arm.multiples
    samplesPerSubclass = arm.samplesPerSubclass
    head = arm.head
  }

  /// Replaces a parameter of the model by a number.
  package mutating func set(_ name: String, to value: Setting) {
    guard case .number(let number) = value, let parameter = RegimeParameter(rawValue: name), parameter != .mode else {
      unknown = name
      return
    }
    overrides[parameter] = number
  }

  /// Plants a defect of the mutation matrix.
  package mutating func plant(_ defect: PlantedDefect) {
    guard fault == nil else { return }
    guard case .word(let text)? = defect.settings[NetworkTrial.Name.fault] else {
      unknown = defect.name
      return
    }
    do {
      fault = try CanonicalJSON.value(Fault.self, from: Data(text.utf8))
    } catch {
      unknown = defect.name
    }
  }

  /// The parameters at the scale with labels, schedule and read-out.
  package func trial(_ request: TrialRequest) throws(SetupError) -> Trial {
    if let unknown {
      throw SetupError(
        "“\(unknown)” is out of range: it is no label arm, and no parameter that can be replaced by a number.")
    }
    if case .setting(let name, _, _) = request.axis.kind, let parameter = RegimeParameter(rawValue: name),
      overrides[parameter] != nil
    {
      throw SetupError("the parameter “\(name)” is out of range: the axis \(request.axis.symbol) gives it already.")
    }
    let parameters: ModelParameters
    do {
      parameters = try self.parameters(on: request.axis, at: request.scale)
    } catch {
      throw SetupError(error.description)
    }
    return NetworkTrial(
      parameters: parameters, labels: labels.map(subclasses: parameters.k, scale: request.scale), seed: 0,
      schedule: try request.window.schedule(at: request.scale, parameters), frame: frame,
      readout: readout(reading: request.observables), finetuning: request.window.continuation?.steps ?? 0,
      newHead: head?.head(in: parameters), fault: fault
    ).trial
  }

  private func parameters(on axis: Axis, at scale: Int) throws(RegimeError) -> ModelParameters {
    var overrides = self.overrides
    let d = axis.dimension(at: scale)
    let mode = reach?.mode(regime.mode, at: d) ?? regime.mode
    let isMacro = fault?.changesSingleSamples(hardShare: 1) != true
    if let reach, mode != regime.mode, isMacro { overrides[.macro] = reach.macro.value(at: d) }
    if case .setting(let name, let rule, _) = axis.kind, let parameter = RegimeParameter(rawValue: name) {
      overrides[parameter] = rule.value(at: scale)
    }
    for (parameter, factor) in multiples { overrides[parameter] = (factor * Double(scale)).rounded() }
    if let law = samplesPerSubclass {
      let k = Double(try regime.parameters(at: d, overrides: overrides, mode: mode).k)
      overrides[.sourceSize] = (2 * k * law.value(d: Double(d), k: k)).rounded()
    }
    return try regime.parameters(at: d, overrides: overrides, mode: mode)
  }

  /// Exact or concentrated, if the claim has trials of both kinds.
  package func kind(of trial: Trial) -> String? {
    guard reach != nil, let trial = try? NetworkTrial(trial) else { return nil }
    return trial.parameters.mode == .concentrated ? "concentrated" : "exact"
  }

  /// The concentrated trial at a dimension where the claim has an exact one, from the smallest such dimension on.
  package func overlap(_ request: TrialRequest) throws(SetupError) -> Trial? {
    guard let reach, case .scale = request.axis.kind, (reach.overlap...reach.exact).contains(request.scale),
      regime.mode == .pruned
    else { return nil }
    var setup = self
    setup.reach = Reach(exact: 0)
    return try setup.trial(request)
  }

  /// Returns the most expensive read-out that any conclusion uses; for a trial that is only drawn, the first that its
  /// labels define.
  private func readout(reading observables: [Observable]?) -> Readout {
    guard let observables else { return labels.knowsSuperclasses ? .max : .probe }
    return observables.reduce(.max) { .mostExpensive($0, $1.readout) }
  }

  /// The number of a defect must be finite, a step or a factor of a square at least 0, a correlation in [0, 1].
  package func impossibleDefect() -> String? {
    guard let fault, !fault.isPossible else { return nil }
    return
      "the planted defect “\(fault.words)” is out of range: its number must be finite, a step or a factor of a square at "
      + "least 0, and a correlation from 0 to 1."
  }

  /// A finite training set for the loss on it, and a new head for the motion that training it causes.
  package func lack(for observable: Observable, in trial: Trial) -> String? {
    guard trial.settings.word(NetworkTrial.Name.newHead) == nil else { return nil }
    switch observable {
    case .sourceLoss where trial.settings.number(RegimeParameter.sourceSize.rawValue) == 0:
      return "a finite training set"
    case .hiddenMotion: return "fine-tuning with a new head"
    default: return nil
    }
  }

  /// The number of test samples.
  package func countTotal(of trial: Trial) -> Int? {
    trial.settings.number(RegimeParameter.testSamples.rawValue).flatMap { Int(exactly: $0) }
  }

  /// The number of labels, or a parameter of the model.
  package func value(of symbol: String, in trial: Trial) -> Double? {
    guard symbol == Term.numberOfLabels else { return trial.settings.number(symbol) }
    return (try? NetworkTrial(trial)).map { Double($0.heads) }
  }

  /// The labels, the regime with its formulas, and the parameters at every scale.
  package func registered(at requests: [TrialRequest]) -> [String: any Encodable & Sendable] {
    var formulas: [String: String] = [:]
    for parameter in RegimeParameter.allCases { formulas[parameter.rawValue] = regime.rule(parameter)?.formula }
    var content: [String: any Encodable & Sendable] = [
      "labels": labels.name, "frame": frame.rawValue, "regime": regime.name, "mode": regime.mode.rawValue,
      "formulas": formulas,
      "parameters": requests.compactMap { try? parameters(on: $0.axis, at: $0.scale) },
    ]
    if let head { content["newHead"] = head.text }
    if let fault { content["fault"] = fault.registered }
    if let reach { content["reach"] = reach.table.map(\.formula) }
    return content
  }

  /// The labels, the dictionary, and the regime by name with every rule that differs.
  package func changes(from own: any Setup) -> [String] {
    guard let own = own as? MultiViewSetup else { return ["experiment \(experiment)"] }
    var changes: [String] = []
    if labels != own.labels { changes.append("trained on \(labels.name) labels") }
    if frame != own.frame { changes.append("\(frame.rawValue) dictionary") }
    if head != own.head { changes.append(head?.text ?? "heads regrouped by superclass") }
    let rules = RegimeParameter.allCases.compactMap { parameter -> String? in
      guard let rule = regime.rule(parameter), rule.formula != own.regime.rule(parameter)?.formula else { return nil }
      return "\(parameter.rawValue) = \(rule.formula)"
    }
    let mode = regime.mode == own.regime.mode ? [] : ["mode = \(regime.mode.rawValue)"]
    let numbers = overrides.filter { own.overrides[$0.key] != $0.value }.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.key.rawValue) = \($0.value.exactText)" }
    let all = (rules + mode + numbers).joined(separator: ", ")
    if regime.name != own.regime.name {
      changes.append("regime \(regime.name)" + (all.isEmpty ? "" : " (\(all))"))
    } else if !all.isEmpty {
      changes.append(all)
    }
    return changes
  }

  /// `littleo trial` with labels, regime and every parameter that differs from it.
  ///
  /// Training to step T does not depend on how long the trial continues after T. The last row that the command prints
  /// is therefore the same as the row of a longer trial at that time.
  package func command(
    for trial: Trial, _ trace: Trace, at time: Int?, observing observables: [Observable]
  ) -> [String]? {
    guard let trial = try? NetworkTrial(trial), trial.fault == nil, let pretraining = trace.stages.first?.times.last
    else { return nil }
    switch trial.schedule {
    case .inspection, .audit, .comparison: return nil
    case .steps, .finish, .window: break
    }
    let base = Regime(named: regime.name) ?? .standard
    guard let settings = Self.settings(of: trial.parameters, from: base) else { return nil }
    let second = trace.stages.count > 1 ? trace.stages.last?.times.last : nil
    let time = time ?? second ?? pretraining
    var words = ["trial", "--labels", trial.labels.name, "--regime", base.name, "--d", "\(trial.parameters.d)"]
    words += ["--seed", "\(trial.seed)", "--steps", "\(min(time, pretraining))"]
    if time > pretraining {
      words += ["--finetune", "\(time - pretraining)"]
      if let head = trial.newHead {
        words += ["--new-head", head.tuning.rawValue, "--finetune-samples", "\(head.set.samples)"]
        if let share = head.set.hardShare { words += ["--finetune-hard", share.exactText] }
        if let step = head.step { words += ["--head-step", step.exactText] }
      }
    }
    if let readout = trial.readout { words += ["--readout", readout.rawValue] }
    if let frame = trial.frame { words += ["--frame", frame.rawValue] }
    for setting in settings { words += setting }
    if observables.contains(where: \.isOfMechanism) { words += ["--observables", "all"] }
    return words
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

extension Window {
  /// Returns how long a trial of this window trains at a scale.
  fileprivate func schedule(at scale: Int, _ parameters: ModelParameters) throws(SetupError) -> Schedule {
    let d = parameters.d
    switch length {
    case .fit(let bound, let factor, let limit):
      return .window(lossBound: bound.value(at: d), factor: factor, stepLimit: Window.steps(limit, at: d))
    case .timetable: return .steps(lastTime(at: d, parameters.numbers) ?? 0)
    case .steps(let count): return start == .end ? .finish(steps: count) : .steps(count)
    case .scaledSteps: return .finish(steps: scale)
    case .task(let task) where task.name == Length.inspection: return .inspection(samples: task.count)
    case .task(let task) where task.name == Length.audit: return .audit(steps: task.count)
    case .task(let task) where task.name == Length.comparison: return .comparison(steps: task.count)
    case .times, .once, .task:
      throw SetupError("the window “\(text)” is out of range: the shared trainer chooses the times itself.")
    }
  }
}
