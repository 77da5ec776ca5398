import Experiments

/// Everything that decides what a trial of an arm does, apart from scale, seed and window.
///
/// Each experiment has its own: named settings for most, labels and regimes for the paper's model. Planning, findings
/// and pages know this protocol only.
package protocol Setup: Sendable {
  /// The name of the experiment.
  var experiment: String { get }
  /// The experiment itself; nil if the program knows it by name.
  var instance: (any Experiment)? { get }
  /// The arm of a claim whose statement names none; nil if a statement must name one.
  var onlyArm: Arm? { get }
  /// What the setup is called in messages and on pages, such as `regime`, and its own name.
  var title: (kind: String, name: String) { get }
  /// One sentence on the setup.
  var summary: String { get }
  /// Every setting that depends on the scale or was chosen, with its reason, for the page of a claim.
  var table: [SetupRow] { get }
  /// As ``table``, with the settings that follow from others.
  var fullTable: [SetupRow] { get }
  /// The planted defect in a few words; nil for none.
  var plantedWords: String? { get }

  /// Changes the setup to that of an arm.
  mutating func apply(_ arm: Arm)
  /// Replaces a setting.
  mutating func set(_ name: String, to value: Setting)
  /// Plants a defect, unless one is planted already.
  mutating func plant(_ defect: PlantedDefect)

  /// Returns the trial of a request, with seed 0.
  ///
  /// - Throws: ``SetupError`` naming the setting that is out of range.
  func trial(_ request: TrialRequest) throws(SetupError) -> Trial
  /// Returns the kind of a trial, such as `exact`, where a claim runs trials of two kinds; nil where all are of one.
  func kind(of trial: Trial) -> String?
  /// Returns the trial of the other kind for a request that both kinds can run; nil where only one kind is run.
  ///
  /// It stands beside ``trial(_:)`` on the page of a claim. No conclusion reads it.
  ///
  /// - Throws: ``SetupError`` naming the setting that is out of range.
  func overlap(_ request: TrialRequest) throws(SetupError) -> Trial?
  /// Returns one sentence on why the planted defect is impossible; nil if it is possible.
  func impossibleDefect() -> String?
  /// Returns what the trial lacks for a quantity to be read from it, such as `a finite training set`; nil if nothing.
  func lack(for observable: Observable, in trial: Trial) -> String?
  /// Returns n of the counts of k out of n that a trial yields; nil if only its readings tell.
  func countTotal(of trial: Trial) -> Int?
  /// Returns the value of a symbol of the statement in a trial; nil if the setup knows none.
  ///
  /// - Parameters:
  ///   - symbol: The name that a `Term` has it under, such as that of a setting.
  ///   - trial: A trial of this setup.
  func value(of symbol: String, in trial: Trial) -> Double?
  /// Returns what is registered of the setup; the names are hashed, so they must not change.
  func registered(at requests: [TrialRequest]) -> [String: any Encodable & Sendable]
  /// Returns what differs from another setup, in a few words each, without the planted defect.
  func changes(from own: any Setup) -> [String]
  /// Returns the arguments of `littleo` that run a trial again; nil where the command line cannot express it.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - trace: Its trace.
  ///   - time: The last time to show; nil for the end.
  ///   - observables: The quantities to show.
  func command(for trial: Trial, _ trace: Trace, at time: Int?, observing observables: [Observable]) -> [String]?
}

extension Setup {
  /// Nil: all trials are of one kind.
  package func kind(of trial: Trial) -> String? { nil }
  /// Nil: all trials are of one kind.
  package func overlap(_ request: TrialRequest) throws(SetupError) -> Trial? { nil }
  /// The number of the setting.
  package func value(of symbol: String, in trial: Trial) -> Double? { trial.settings.number(symbol) }
}

/// A row in the table of a setup.
package struct SetupRow: Hashable, Sendable {
  /// The name of the setting.
  package let name: String
  /// Its value, as a formula in the scale.
  package let formula: String
  /// The reason for it.
  package let reason: String

  /// A row from its parts.
  package init(_ name: String, _ formula: String, because reason: String) {
    self.name = name
    self.formula = formula
    self.reason = reason
  }
}

/// A request for the trial of an arm at a scale.
package struct TrialRequest: Sendable {
  /// The axis of the claim.
  package let axis: Axis
  /// The scale on that axis.
  package let scale: Int
  /// The window of the trial.
  package let window: Window
  /// The quantities that conclusions read from it; nil if it is only drawn.
  package let observables: [Observable]?

  /// A request from its parts.
  package init(on axis: Axis, at scale: Int, window: Window, reading observables: [Observable]? = []) {
    self.axis = axis
    self.scale = scale
    self.window = window
    self.observables = observables
  }
}

/// A setup that describes no trial.
package struct SetupError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the input and the valid range.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) {
    self.description = description
  }
}

/// A setup of named settings, for programs and small experiments in Swift.
package struct NamedSetup: Setup {
  private let subject: any Experiment
  private var rules: [String: Rule]
  private var values: [String: Setting] = [:]
  private var planted: PlantedDefect?
  /// The name of an arm that is none of this experiment.
  private var foreignArm: String?

  /// A setup of an experiment.
  ///
  /// - Parameters:
  ///   - experiment: The experiment.
  ///   - rules: Settings as functions of the scale; the others have their standard values.
  package init(_ experiment: any Experiment, _ rules: [String: Rule]) {
    subject = experiment
    self.rules = rules
  }

  /// The name of the experiment.
  package var experiment: String { subject.name }
  /// The experiment.
  package var instance: (any Experiment)? { subject }
  /// The arm named after the experiment.
  package var onlyArm: Arm? { Arm(subject.name) }
  /// The experiment.
  package var title: (kind: String, name: String) { ("experiment", subject.name) }
  /// The version of the experiment; of a hash, the first digits.
  package var summary: String {
    "Version \(subject.version.count == 64 ? String(subject.version.prefix(12)) : subject.version)."
  }
  /// The chosen settings, then the standard ones.
  package var table: [SetupRow] {
    let standard = ((try? subject.description())?.settings ?? []).filter { rules[$0.name] == nil }
    return rules.sorted { $0.key < $1.key }.map { SetupRow($0.key, $0.value.formula, because: $0.value.reason) }
      + standard.map {
        SetupRow(
          $0.name, "\($0.standard)",
          because: $0.meaning.isEmpty ? "the experiment's standard value" : "standard value: \($0.meaning)")
      }
  }
  /// The same: no setting follows from others.
  package var fullTable: [SetupRow] { table }
  /// The words of the planted defect.
  package var plantedWords: String? { planted?.words }

  /// Takes the arm's settings.
  package mutating func apply(_ arm: Arm) {
    guard let details = arm.details as? NamedArm else {
      foreignArm = arm.text
      return
    }
    for (name, value) in details.settings { values[name] = value }
  }

  /// Replaces a setting, whether it is a function of the scale or not.
  package mutating func set(_ name: String, to value: Setting) { values[name] = value }

  /// Takes the defect's settings.
  package mutating func plant(_ defect: PlantedDefect) { planted = planted ?? defect }

  /// The declared settings with their values at the scale, and the times of the window.
  package func trial(_ request: TrialRequest) throws(SetupError) -> Trial {
    let description: ExperimentDescription
    do { description = try subject.description() } catch { throw SetupError(error.description) }
    if let foreignArm {
      throw SetupError(
        "the arm “\(foreignArm)” is none of \(subject.name): an arm of its own is written Arm(_:settings:).")
    }
    try Self.check(request.axis, request.window)
    let base = request.axis.dimension(at: request.scale)
    var settings: [String: Setting] = [:]
    for declaration in description.settings { settings[declaration.name] = declaration.standard }
    var chosen: [String: Setting] = [:]
    // A rule that reads another setting gives NaN, which is refused below: the order of settings would decide.
    for (name, rule) in rules { chosen[name] = .number(rule.value(at: base)) }
    chosen.merge(values) { $1 }
    if case .setting(let name, let rule, _) = request.axis.kind {
      guard chosen[name] == nil else {
        throw SetupError("the setting “\(name)” is out of range: the axis \(request.axis.symbol) gives it already.")
      }
      chosen[name] = .number(rule.value(at: request.scale))
    }
    chosen.merge(planted?.settings ?? [:]) { $1 }
    for (name, value) in chosen.sorted(by: { $0.key < $1.key }) {
      guard let declaration = description.settings.first(where: { $0.name == name }) else {
        let names = description.settings.map(\.name).joined(separator: ", ")
        throw SetupError(
          "the setting “\(name)” is unknown: \(subject.name) takes \(names.isEmpty ? "no settings" : names).")
      }
      if let defect = declaration.defect(of: value) { throw SetupError(defect) }
      settings[name] = value
    }
    return Trial(
      experiment: subject.name, settings: Settings(settings), scale: base, seed: 0,
      times: try request.window.times(at: request.scale))
  }

  /// Refuses an axis along which the trials would all be the same.
  private static func check(_ axis: Axis, _ window: Window) throws(SetupError) {
    switch axis.kind {
    case .scale, .setting:
      guard case .scaledSteps = window.length else { return }
      throw SetupError("the window .untilScale is out of range on the axis \(axis.symbol), which is no time.")
    case .time:
      if case .scaledSteps = window.length { return }
      throw SetupError(
        "the window “\(window.text)” is out of range on the axis \(axis.symbol), which is a time: it must be .untilScale."
      )
    case .arms:
      throw SetupError("the axis \(axis.symbol) is out of range: it is one of the paper's model.")
    }
  }

  /// Nothing is impossible: the settings of a defect are checked with all others.
  package func impossibleDefect() -> String? { nil }

  /// A word if the experiment does not declare the quantity.
  package func lack(for observable: Observable, in trial: Trial) -> String? {
    guard let declared = (try? subject.description())?.observables else { return nil }
    guard let match = declared.first(where: { $0.name == observable.name }) else {
      return "an experiment that yields “\(observable.name)”; \(subject.name) yields "
        + declared.map(\.name).joined(separator: ", ")
    }
    guard match.kind == observable.kind, match.isOfRun == observable.isOfRun else {
      return "to be declared as \(subject.name) declares it: \(match.kind.rawValue), "
        + (match.isOfRun ? "once per run" : "at every time")
    }
    if !match.isOfRun, trial.times.isEmpty { return "times to be read at, as in .observed(at:)" }
    return nil
  }

  /// The readings tell.
  package func countTotal(of trial: Trial) -> Int? { nil }

  /// The experiment, the formulas, and the settings at every scale.
  package func registered(at requests: [TrialRequest]) -> [String: any Encodable & Sendable] {
    [
      "experiment": subject.name, "formulas": rules.mapValues(\.formula),
      "settings": requests.compactMap { (try? trial($0))?.settings },
      "times": requests.compactMap { (try? trial($0))?.times },
    ]
  }

  /// Every setting that differs.
  package func changes(from own: any Setup) -> [String] {
    guard let own = own as? NamedSetup else { return ["experiment \(experiment)"] }
    let names = Set(values.keys).union(own.values.keys).sorted()
    return names.compactMap { name in
      guard values[name] != own.values[name], let value = values[name] else { return nil }
      return "\(name) = \(value)"
    }
  }

  /// `littleo trial --experiment …` with every setting.
  package func command(
    for trial: Trial, _ trace: Trace, at time: Int?, observing observables: [Observable]
  ) -> [String]? {
    var words = ["trial", "--experiment", experiment, "--scale", "\(trial.scale)", "--seed", "\(trial.seed)"]
    for (name, value) in trial.settings.values.sorted(by: { $0.key < $1.key }) {
      words += ["--set", "\(name)=\(value)"]
    }
    // All times, also those after the one shown: another request is another trial.
    if !trial.times.isEmpty { words += ["--times", trial.times.map(String.init).joined(separator: ",")] }
    let isPlain = words.allSatisfy { $0.allSatisfy { $0.isLetter || $0.isNumber || "-_=.,+".contains($0) } }
    return isPlain ? words : nil
  }
}
