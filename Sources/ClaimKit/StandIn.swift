import Experiments

/// The finite stand-in of a statement: every number that the statement leaves open, with its reason.
public struct StandIn: Sendable {
  /// What a trial does, apart from scale, seed and window.
  package let setup: any Setup
  /// What grows: a dimension, a number of samples, a time or a setting.
  public let axis: Axis
  /// The length of trials, and the times at which conclusions are read.
  public let window: Window
  /// The sizes that count as material, per quantity.
  public let materialities: [Materiality]

  /// A stand-in from its parts.
  package init(setup: any Setup, axis: Axis, window: Window, materialities: [Materiality]) {
    self.setup = setup
    self.axis = axis
    self.window = window
    self.materialities = materialities
  }

  /// Returns the materiality registered for a conclusion; nil if none suits it.
  public func materiality(of conclusion: Conclusion) -> Materiality? {
    materialities.first { $0.suits(conclusion) }
  }

  /// The stand-in of a claim on a program.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - settings: Its settings as functions of the scale, each with its reason; the others have their standard values.
  ///   - axis: What grows.
  ///   - window: The times at which conclusions are read.
  ///   - materialities: The sizes that count as material.
  public init(
    of program: Program, settings: [String: Rule] = [:], axis: Axis, window: Window, materialities: [Materiality]
  ) {
    self.init(setup: NamedSetup(program, settings), axis: axis, window: window, materialities: materialities)
  }

  /// The stand-in of a claim on a small experiment in Swift.
  ///
  /// - Parameters:
  ///   - experiment: The experiment.
  ///   - settings: Its settings as functions of the scale, each with its reason; the others have their standard values.
  ///   - axis: What grows.
  ///   - window: The times at which conclusions are read.
  ///   - materialities: The sizes that count as material.
  public init(
    of experiment: SwiftExperiment, settings: [String: Rule] = [:], axis: Axis, window: Window,
    materialities: [Materiality]
  ) {
    self.init(
      setup: NamedSetup(experiment, settings), axis: axis, window: window, materialities: materialities)
  }
}
