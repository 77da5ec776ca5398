import MultiView

/// A number that is measured in every run, at every checkpoint or once; conclusions are about quantities.
public indirect enum Quantity: Hashable, Sendable {
  /// Cross-entropy on fresh samples of the training distribution.
  case trainingLoss
  /// Cross-entropy on a finite training set, evaluated on at most as many samples as a test set has.
  case sourceLoss
  /// The share of misclassified test samples of a kind under a read-out; ties count half.
  case error(on: Sample.Kind, by: Readout = .max)
  /// The share of correctly classified test samples of a kind, 1 − error.
  case accuracy(on: Sample.Kind)
  /// T*, the first checkpoint with a training loss within its bound, in steps.
  case timeToFit
  /// A number that describes the mechanism of learning.
  case observed(Observable)
  /// A deviation of generator or trainer from a definition.
  case conformance(Conformance)
  /// One number divided by another at the same checkpoint.
  case ratio(Observable, to: Observable)
  /// A quantity under one arm minus the same under another, paired by seed.
  case difference(of: Quantity, under: Arm, minus: Arm)
  /// The distance |a − b| of a quantity between two arms, paired by seed; for positive numbers divided by the larger
  /// one.
  case distance(of: Quantity, between: Arm, and: Arm)
  /// A quantity of one arm, in a claim that has several.
  case under(Arm, Quantity)

  /// The range of a quantity's values, which selects the statistics.
  package enum Range: Sendable {
    /// Errors out of a number of test samples.
    case count
    /// A positive number without a natural unit.
    case positive
    /// A number in [0, 1] that is not a count of test samples.
    case share
    /// A number in [−1, 1].
    case signed
  }

  /// The range of its values.
  package var range: Range {
    switch self {
    case .trainingLoss, .sourceLoss, .timeToFit, .conformance, .ratio, .distance: .positive
    case .error, .accuracy: .count
    case .observed(let observable): observable.isShare ? .share : .positive
    case .difference: .signed
    case .under(_, let quantity): quantity.range
    }
  }

  /// The arms that it names; empty for a quantity of the claim's only arm.
  public var arms: [Arm] {
    switch self {
    case .difference(_, let first, let second), .distance(_, let first, let second): [first, second]
    case .under(let arm, _): [arm]
    default: []
    }
  }

  /// The read-out that a trial must evaluate to measure it.
  public var readout: Readout {
    switch self {
    case .error(_, let readout): readout
    case .difference(let quantity, _, _), .distance(let quantity, _, _), .under(_, let quantity): quantity.readout
    case .trainingLoss, .sourceLoss, .accuracy, .timeToFit, .observed, .conformance, .ratio: .max
    }
  }

  /// Whether it is measured once per run rather than at every checkpoint.
  package var isOfRun: Bool {
    switch self {
    case .timeToFit, .conformance: true
    case .observed(let observable):
      [.luckyDeviation, .fewestLucky, .overlapShare, .lateCommonGrowth].contains(observable)
    case .difference(let quantity, _, _), .distance(let quantity, _, _), .under(_, let quantity): quantity.isOfRun
    case .trainingLoss, .sourceLoss, .error, .accuracy, .ratio: false
    }
  }

  /// The name in sentences and tables.
  public var text: String {
    switch self {
    case .trainingLoss: "training loss"
    case .sourceLoss: "loss on the training set"
    case .error(let kind, .max): "\(kind.rawValue)-sample error"
    case .error(let kind, let readout): "\(kind.rawValue)-sample error by \(readout.rawValue)"
    case .accuracy(let kind): "\(kind.rawValue)-sample accuracy"
    case .timeToFit: "T*"
    case .observed(let observable): observable.text
    case .conformance(let conformance): conformance.text
    case .ratio(let first, let second): "\(first.text) / \(second.text)"
    case .difference(let quantity, let first, let second): "\(quantity.text) (\(first.text) − \(second.text))"
    case .distance(let quantity, let first, let second):
      "departure of \(quantity.text) (\(first.text) from \(second.text))"
    case .under(let arm, let quantity): "\(quantity.text) (\(arm.text))"
    }
  }

  /// The name in file names: letters, digits and hyphens.
  package var slug: String {
    switch self {
    case .trainingLoss: "training-loss"
    case .sourceLoss: "source-loss"
    case .error(let kind, .max): "\(kind.rawValue)-error"
    case .error(let kind, let readout): "\(kind.rawValue)-error-by-\(readout.rawValue)"
    case .accuracy(let kind): "\(kind.rawValue)-accuracy"
    case .timeToFit: "time-to-fit"
    case .observed(let observable): Self.slug(observable.rawValue)
    case .conformance(let conformance): Self.slug(conformance.rawValue)
    case .ratio(let first, let second): "\(Self.slug(first.rawValue))-over-\(Self.slug(second.rawValue))"
    case .difference(let quantity, let first, let second): "\(quantity.slug)-\(first.slug)-minus-\(second.slug)"
    case .distance(let quantity, let first, let second): "\(quantity.slug)-\(first.slug)-from-\(second.slug)"
    case .under(let arm, let quantity): "\(quantity.slug)-\(arm.slug)"
    }
  }

  private static func slug(_ name: String) -> String {
    name.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }
}
