import MultiView
import Training

/// The options that describe one trial, as `trial` and `bench` understand them.
struct TrialOptions {
  /// The options and whether each may be repeated; a command that has no use for one leaves it out of its grammar.
  static let grammar: [String: Bool] = [
    "labels": false, "regime": false, "d": false, "seed": false, "steps": false, "frame": false, "set": true,
  ]

  /// The regime; standard if none is named.
  let regime: Regime
  /// The trial.
  let trial: Trial

  /// Reads a trial.
  ///
  /// - Parameters:
  ///   - defaultSteps: The steps where none are given; nil for a command that must be told.
  ///   - defaultSeed: The seed where none is given.
  /// - Throws: ``UsageError`` naming the option that is missing or out of range.
  init(_ arguments: Arguments, defaultSteps: Int?, defaultSeed: UInt64) throws(UsageError) {
    let name = try arguments.required("labels", "coarse")
    guard let labels = LabelMap(name: name) else {
      throw UsageError(
        "--labels \(name) is out of range: labels are coarse, fine, or random:N with a whole number N from 2.")
    }
    regime = try Self._regime(arguments.value("regime"))
    _ = try arguments.required("d", "256")
    if defaultSteps == nil { _ = try arguments.required("steps", "128") }
    let d = try arguments.integer("d", in: 4...1 << 24) ?? 4
    let seed = try arguments.integer("seed", in: UInt64.min...UInt64.max) ?? defaultSeed
    let steps = try arguments.integer("steps", in: 1...Trainer.maximalSteps) ?? defaultSteps ?? 1
    let frame = try Self._frame(arguments.value("frame"))
    let settings = try Settings(arguments.values("set"))
    do {
      let parameters = try regime.parameters(at: d, overrides: settings.values, mode: settings.mode)
      trial = Trial(parameters: parameters, labels: labels, seed: seed, extent: .steps(steps), frame: frame)
      _ = try Trainer.demand(of: trial)
    } catch {
      throw UsageError("\(error)")
    }
  }

  private static func _regime(_ name: String?) throws(UsageError) -> Regime {
    guard let name else { return .standard }
    guard let regime = Regime(named: name) else {
      let names = Regime.named.map(\.name)
      let hint = Nearest.suggestion(for: name, among: names)
      throw UsageError("there is no regime “\(name)”\(hint); the regimes are \(names.joined(separator: ", ")).")
    }
    return regime
  }

  private static func _frame(_ name: String?) throws(UsageError) -> Frame {
    guard let name else { return .standard }
    guard let frame = Frame(rawValue: name) else {
      let names = Frame.allCases.map(\.rawValue)
      throw UsageError(
        "--frame \(name) is out of range\(Nearest.suggestion(for: name, among: names)): the frames are "
          + "\(names.joined(separator: " and ")).")
    }
    return frame
  }
}
