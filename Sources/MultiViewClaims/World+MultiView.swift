import ClaimKit
import MultiView
import Statistics

/// The vocabulary of controls in the paper's model.
extension World {
  private var model: MultiViewSetup {
    get { setup as? MultiViewSetup ?? MultiViewSetup(.standard) }
    set { setup = newValue }
  }

  /// The labels trained on.
  public var labels: Labels {
    get { model.labels }
    set { model.labels = newValue }
  }

  /// The orthonormal system of the features: the first coordinates, or random vectors.
  public var frame: Frame {
    get { model.frame }
    set { model.frame = newValue }
  }

  /// The parameters of the model, as functions of d.
  public var regime: Regime {
    get { model.regime }
    set { model.regime = newValue }
  }

  /// Samples per subclass, N/(2k), of a finite training set; nil for the regime's `sourceSize`.
  public var samplesPerSubclass: Growth? {
    get { model.samplesPerSubclass }
    set { model.samplesPerSubclass = newValue }
  }

  /// The new head that the window's fine-tuning trains; nil to regroup the heads by superclass.
  public var head: FreshHead? {
    get { model.head }
    set { model.head = newValue }
  }

  /// A defect planted into the trainer or generator, in controls only; nil for none.
  public var fault: Fault? {
    get { model.fault }
    set { model.fault = newValue }
  }
}

extension StandIn {
  /// A stand-in of the paper's model.
  ///
  /// - Parameters:
  ///   - regime: The parameters of the model, as functions of d.
  ///   - axis: The dimension, time or parameter that grows.
  ///   - window: The length of trials, and the times at which conclusions are read.
  ///   - materialities: The sizes that count as material.
  public init(regime: Regime, axis: Axis = .dimension, window: Window, materialities: [Materiality]) {
    self.init(setup: MultiViewSetup(regime), axis: axis, window: window, materialities: materialities)
  }

  /// A stand-in of the paper's model over ten decades of d, in a regime whose parameters all follow their conditions.
  ///
  /// Trials are exact up to d = 256 and concentrated beyond. The page of the claim shows both kinds where both run.
  ///
  /// - Parameters:
  ///   - regime: The parameters of the model, as functions of d.
  ///   - axis: The dimension over ten decades, or another axis.
  ///   - window: The times at which conclusions are read.
  ///   - materialities: The sizes that count as material.
  public static func overDecades(
    regime: Regime = .asymptotic, axis: Axis = .tenDecades, window: Window, _ materialities: Materiality...
  ) -> StandIn {
    StandIn(
      setup: MultiViewSetup(regime, reach: .tenDecades), axis: axis, window: window, materialities: materialities)
  }

  /// The parameters of the model; nil for a stand-in of another experiment.
  package var regime: Regime? { (setup as? MultiViewSetup)?.regime }
}
