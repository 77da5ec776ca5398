import MultiView

/// A world in which the claim must be refuted, by the same checker with the same thresholds.
public struct Control: Sendable {
  /// A name for tables.
  public let name: String
  /// The quantity whose conclusion must fail.
  public let refutes: Quantity
  /// The order that must fail, where several are concluded of the quantity; nil for the first.
  public let order: Order?
  /// Why it must fail there.
  public let reason: String
  /// The arm whose world is changed; nil for all.
  public let arm: Arm?
  private let _change: @Sendable (inout World) -> Void

  /// A control as a change of the claim's world.
  public init(
    _ name: String, refutes: Quantity, is order: Order? = nil, because reason: String, changing arm: Arm? = nil,
    _ change: @escaping @Sendable (inout World) -> Void
  ) {
    self.name = name
    self.refutes = refutes
    self.order = order
    self.reason = reason
    self.arm = arm
    _change = change
  }

  /// Returns whether a conclusion is the one that must fail.
  public func refutes(_ conclusion: Conclusion) -> Bool {
    conclusion.quantity == refutes && (order == nil || order == conclusion.order)
  }

  /// Returns the world that takes the place of a claim's world for one of its arms.
  public func world(for arm: Arm, of instance: Instance) -> World {
    var world = World(arm, instance: instance)
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
