import Experiments

/// A changed world in which the same decision procedure, with the same thresholds, must refute the claim.
public struct Control: Sendable {
  /// The name in tables and registrations.
  public let name: String
  /// The quantity whose conclusion must fail.
  public let refutes: Quantity
  /// The order that must fail, if the statement concludes several orders of the quantity; nil for the first.
  public let order: Order?
  /// The reason why the conclusion must fail in this world.
  public let reason: String
  /// The arm whose world is changed; nil for all arms.
  public let arm: Arm?
  private let change: @Sendable (inout World) -> Void

  /// A control that applies a change to the claim's own world.
  public init(
    _ name: String, refutes: Quantity, is order: Order? = nil, because reason: String, changing arm: Arm? = nil,
    _ change: @escaping @Sendable (inout World) -> Void
  ) {
    self.name = name
    self.refutes = refutes
    self.order = order
    self.reason = reason
    self.arm = arm
    self.change = change
  }

  /// Returns whether a conclusion is the one that must fail.
  public func refutes(_ conclusion: Conclusion) -> Bool {
    conclusion.quantity == refutes && (order == nil || order == conclusion.order)
  }

  /// Returns the control's world for one of the claim's arms.
  public func world(for arm: Arm, of standIn: StandIn) -> World {
    var world = World(arm, standIn: standIn)
    if self.arm == nil || self.arm == arm { change(&world) }
    return world
  }
}

/// Collects the controls of a claim.
@resultBuilder
public enum ControlBuilder {
  /// Collects the lines.
  public static func buildBlock(_ lines: Control...) -> [Control] { lines }
}

/// Everything that determines the trials of one arm, apart from scale and run.
public struct World: Sendable {
  /// What a trial does, apart from scale, seed and window.
  package var setup: any Setup
  /// A number added to every run's seed; a control that needs independent runs sets it.
  public var seedOffset: Int
  /// The length of trials, and the times at which conclusions are read.
  public var window: Window
  /// The settings that a control gave, so that it can read them back.
  private var given: [String: Setting] = [:]

  /// The world of one arm of a claim, before any control changes it.
  public init(_ arm: Arm, standIn: StandIn) {
    setup = standIn.setup
    setup.apply(arm)
    seedOffset = 0
    window = standIn.window
  }

  /// The largest number of steps to search for T*, or the fixed number of steps.
  public var stepLimit: Int {
    get { window.stepLimit }
    set { window.stepLimit = newValue }
  }

  /// The value that a control gives to a setting; nil if it gives none.
  public subscript(name: String) -> Setting? {
    get { given[name] }
    set {
      guard let newValue else { return }
      given[name] = newValue
      setup.set(name, to: newValue)
    }
  }

  /// Returns the trial of an arm at a scale, with seed 0.
  ///
  /// - Parameters:
  ///   - axis: The axis of the claim.
  ///   - scale: The scale on that axis.
  ///   - observables: The quantities that conclusions read from it; nil if it is only drawn.
  /// - Throws: ``SetupError`` naming the setting that is out of range.
  package func trial(
    on axis: Axis, at scale: Int, reading observables: [Observable]? = []
  ) throws(SetupError) -> Trial {
    try setup.trial(TrialRequest(on: axis, at: scale, window: window, reading: observables))
  }

  /// Returns the trial of the other kind at a scale, with seed 0; nil where only one kind is run.
  ///
  /// The parameters and errors are those of ``trial(on:at:reading:)``.
  package func overlap(
    on axis: Axis, at scale: Int, reading observables: [Observable]? = []
  ) throws(SetupError) -> Trial? {
    try setup.overlap(TrialRequest(on: axis, at: scale, window: window, reading: observables))
  }
}
