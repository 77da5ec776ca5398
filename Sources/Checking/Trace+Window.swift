import ClaimKit
import Training

extension Trace {
  /// The checkpoints in the window [T*, factor·T*]; without T*, those in the last `factor` of the steps taken.
  public func window(factor: Int) -> ArraySlice<Checkpoint> {
    guard let last = checkpoints.last?.time else { return [] }
    let isInside: (Checkpoint) -> Bool
    if let start = timeToFit {
      isInside = { start <= $0.time && $0.time <= factor * start }
    } else {
      isInside = { $0.time * factor >= last }
    }
    guard let first = checkpoints.firstIndex(where: isInside), let end = checkpoints.lastIndex(where: isInside) else {
      return []
    }
    return checkpoints[first...end]
  }

  /// Returns the largest or smallest value of a quantity in the window; nil if the labels do not define it.
  ///
  /// Undecided answers, which eliminated neurons could have changed, count against the extreme that is asked for.
  /// One NaN makes the whole NaN: a maximum that skipped it would hide that the run went wrong.
  public func extreme(of quantity: Quantity, largest: Bool, factor: Int) -> Double? {
    var extreme: Double?
    for checkpoint in window(factor: factor) {
      guard let value = checkpoint.value(of: quantity, largest: largest) else { return nil }
      if value.isNaN { return value }
      extreme = extreme.map { largest ? max($0, value) : min($0, value) } ?? value
    }
    return extreme
  }
}

extension Checkpoint {
  /// Returns the value of a quantity of one label set, errors as counts; nil where it is not defined.
  ///
  /// - Parameter largest: Whether every undecided answer is taken for an error, or for none.
  public func value(of quantity: Quantity, largest: Bool) -> Double? {
    switch quantity {
    case .trainingLoss: trainingLoss
    case .error(on: .easy): easyErrors
    case .error(on: .hard): hardErrors.map { $0 + (largest ? 0.5 : -0.5) * Double(undecided) }
    case .difference: nil
    }
  }
}
