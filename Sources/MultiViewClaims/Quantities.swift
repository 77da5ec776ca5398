import ClaimKit
import Experiments
import MultiView

extension Quantity {
  /// Cross-entropy on fresh samples of the training distribution.
  public static let trainingLoss = Quantity.measured(.trainingLoss)
  /// Cross-entropy on a finite training set, evaluated on at most as many samples as a test set has.
  public static let sourceLoss = Quantity.measured(.sourceLoss)
  /// T*, the first checkpoint with a training loss within its bound, in steps.
  public static let timeToFit = Quantity.measured(.timeToFit)

  /// The share of misclassified test samples of a kind under a read-out; ties count half.
  public static func error(on kind: Sample.Kind, by readout: Readout = .max) -> Quantity {
    .measured(.error(on: kind, by: readout))
  }

  /// The share of correctly classified test samples of a kind, 1 − error.
  public static func accuracy(on kind: Sample.Kind) -> Quantity { .measured(.accuracy(on: kind)) }

  /// The most expensive read-out that its quantities need.
  public var readout: Readout { observables.reduce(.max) { .mostExpensive($0, $1.readout) } }

  /// A deviation of generator or trainer from a definition.
  public static func conformance(_ observable: Observable) -> Quantity { .measured(observable) }
}

extension Observable {
  /// The read-out that a trial must evaluate for the quantity to be measured.
  var readout: Readout {
    let errors = Readout.allCases.filter { readout in
      Sample.Kind.allCases.contains { .error(on: $0, by: readout) == self }
    }
    return errors.first ?? .max
  }

  /// Whether the default table of a trial lacks it: that table shows losses, errors and two weights only.
  var isOfMechanism: Bool {
    guard !isOfRun || Self.ofMechanismPerRun.contains(self) else { return false }
    return self != .trainingLoss && self != .sourceLoss && kind != .count
  }

  private static let ofMechanismPerRun: Set<Observable> = [
    .luckyDeviation, .fewestLucky, .overlapShare, .lateCommonGrowth,
  ]
}
