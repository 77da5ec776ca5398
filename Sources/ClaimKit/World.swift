import MultiView

/// The trials that one label set of a claim is read from.
public struct World: Sendable {
  /// The labels trained on.
  public var labels: Labels
  /// The model.
  public var regime: Regime
  /// Added to every run's seed; a control that needs independent runs sets it.
  public var seedOffset: Int
  /// Steps after which the search for T* is given up.
  public var stepLimit: Int

  /// The world of a stand-in under a label set.
  public init(labels: Labels, instance: Instance) {
    self.labels = labels
    regime = instance.regime
    seedOffset = 0
    stepLimit = instance.window.stepLimit
  }
}

/// A world in which the claim must be refuted, by the same checker with the same thresholds.
public struct Control: Sendable {
  /// A name for tables.
  public let name: String
  /// The quantity whose conclusion must fail.
  public let refutes: Quantity
  /// Why it must fail there.
  public let reason: String
  /// The label set whose world is changed; nil for all.
  public let arm: Labels?
  private let _change: @Sendable (inout World) -> Void

  /// A control as a change of the claim's world.
  public init(
    _ name: String, refutes: Quantity, because reason: String, changing arm: Labels? = nil,
    _ change: @escaping @Sendable (inout World) -> Void
  ) {
    self.name = name
    self.refutes = refutes
    self.reason = reason
    self.arm = arm
    _change = change
  }

  /// Returns the world that takes the place of a claim's world for one of its label sets.
  public func world(for arm: Labels, of instance: Instance) -> World {
    var world = World(labels: arm, instance: instance)
    if self.arm == nil || self.arm == arm { _change(&world) }
    return world
  }
}

/// Collects the controls of a claim.
@resultBuilder
public enum ControlBuilder {
  /// Collects the lines.
  public static func buildBlock(_ lines: Control...) -> [Control] { lines }
}
