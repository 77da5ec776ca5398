import MultiView
import Statistics

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
  private let change: @Sendable (inout World) -> Void

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
    self.change = change
  }

  /// Returns whether a conclusion is the one that must fail.
  public func refutes(_ conclusion: Conclusion) -> Bool {
    conclusion.quantity == refutes && (order == nil || order == conclusion.order)
  }

  /// Returns the world that takes the place of a claim's world for one of its arms.
  public func world(for arm: Arm, of instance: Instance) -> World {
    var world = World(arm, instance: instance)
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

/// The trials that one arm of a claim is read from.
public struct World: Sendable {
  /// The labels trained on.
  public var labels: Labels
  /// The coordinates in which features stand.
  public var frame: Frame
  /// The model.
  public var regime: Regime
  /// Samples per subclass, N/(2k), of a finite training set; nil for the regime's own.
  public var samplesPerSubclass: Growth?
  /// Added to every run's seed; a control that needs independent runs sets it.
  public var seedOffset: Int
  /// How long trials run, and when they are read.
  public var window: Window
  /// A planted defect; in controls only.
  public var fault: Fault?

  /// The world of a stand-in in one of its arms.
  public init(_ arm: Arm, instance: Instance) {
    labels = arm.labels
    frame = arm.frame
    regime = instance.regime
    samplesPerSubclass = arm.samplesPerSubclass
    seedOffset = 0
    window = instance.window
    fault = nil
  }

  /// Steps after which the search for T* is given up.
  public var stepLimit: Int {
    get { window.stepLimit }
    set { window.stepLimit = newValue }
  }
}
