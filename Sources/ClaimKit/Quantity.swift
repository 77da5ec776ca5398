import Experiments

/// What a conclusion is about: a quantity of the experiment, or a comparison between quantities or arms.
public indirect enum Quantity: Hashable, Sendable {
  /// A quantity that the experiment yields.
  case measured(Observable)
  /// One quantity divided by another at the same time.
  case ratio(Observable, to: Observable)
  /// A quantity under one arm minus the same under another, paired by seed.
  case difference(of: Quantity, under: Arm, minus: Arm)
  /// The distance |a − b| of a quantity between two arms, paired by seed; for positive numbers divided by the larger
  /// one.
  case distance(of: Quantity, between: Arm, and: Arm)
  /// A quantity of one arm, in a claim that has several.
  case under(Arm, Quantity)

  /// A quantity that the experiment yields.
  public static func observed(_ observable: Observable) -> Quantity { .measured(observable) }

  /// The kind of its values, which selects the statistics.
  package var kind: Observable.Kind {
    switch self {
    case .measured(let observable): observable.kind
    case .ratio, .distance: .positive
    case .difference: .signed
    case .under(_, let quantity): quantity.kind
    }
  }

  /// The arms that it names; empty for a quantity of the claim's only arm.
  public var arms: [Arm] {
    switch self {
    case .difference(_, let first, let second), .distance(_, let first, let second): [first, second]
    case .under(let arm, _): [arm]
    case .measured, .ratio: []
    }
  }

  /// The quantities of the experiment that it is computed from.
  package var observables: [Observable] {
    switch self {
    case .measured(let observable): [observable]
    case .ratio(let first, let second): [first, second]
    case .difference(let quantity, _, _), .distance(let quantity, _, _), .under(_, let quantity): quantity.observables
    }
  }

  /// Whether it is measured once per run rather than at every time.
  package var isOfRun: Bool {
    switch self {
    case .measured(let observable): observable.isOfRun
    case .ratio: false
    case .difference(let quantity, _, _), .distance(let quantity, _, _), .under(_, let quantity): quantity.isOfRun
    }
  }

  /// Whether the first time may lack it.
  package var mayStartLate: Bool {
    switch self {
    case .measured(let observable): observable.mayStartLate
    case .ratio, .difference, .distance, .under: false
    }
  }

  /// The name in sentences and tables.
  public var text: String {
    switch self {
    case .measured(let observable): observable.text
    case .ratio(let first, let second): "\(first.text) / \(second.text)"
    case .difference(let quantity, let first, let second): "\(quantity.text) (\(first.text) − \(second.text))"
    case .distance(let quantity, let first, let second):
      "distance of \(quantity.text) (\(first.text) from \(second.text))"
    case .under(let arm, let quantity): "\(quantity.text) (\(arm.text))"
    }
  }

  /// The name in file names: letters, digits and hyphens.
  package var slug: String {
    switch self {
    case .measured(let observable): observable.slug
    case .ratio(let first, let second): "\(first.slug)-over-\(second.slug)"
    case .difference(let quantity, let first, let second): "\(quantity.slug)-\(first.slug)-minus-\(second.slug)"
    case .distance(let quantity, let first, let second): "\(quantity.slug)-\(first.slug)-from-\(second.slug)"
    case .under(let arm, let quantity): "\(quantity.slug)-\(arm.slug)"
    }
  }
}
