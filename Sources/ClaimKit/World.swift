import MultiView

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
