extension Observable {
  /// Returns a value and why the quantity cannot have it; nil if it can.
  ///
  /// A count is a whole number, or a half where a tie counts half.
  package func defect(of value: Value) -> String? {
    let number = value.number
    guard number.isFinite else { return "\(number) is not a finite number." }
    guard value.doubt >= 0, value.doubt.isFinite else {
      return "\(number.exactText) may be off by \(value.doubt): it must be a finite number of at least 0."
    }
    guard (kind == .count) == (value.of != nil) else {
      return kind == .count
        ? "\(number.exactText) is no count: a count has a number and what it is out of."
        : "\(number.exactText) is a count, but the quantity is declared as \(kind.rawValue)."
    }
    switch kind {
    case .count:
      let total = value.of ?? 0
      guard (1...1 << 53).contains(total), (0...Double(total)).contains(number) else {
        return "\(number.exactText) of \(total) is out of range: a count lies between 0 and n, and n is at least 1."
      }
      guard 2 * number == (2 * number).rounded() else {
        return "\(number.exactText) of \(total) is no count: a count is a whole number, and a tie counts half."
      }
    case .positive:
      guard number >= 0 else { return "\(number.exactText) is out of range: a positive quantity is at least 0." }
    case .share:
      guard (0...1).contains(number) else { return "\(number.exactText) is out of range: a share lies in [0, 1]." }
    case .signed:
      guard (-1...1).contains(number) else {
        return "\(number.exactText) is out of range: a signed quantity lies in [−1, 1]."
      }
    }
    return nil
  }
}
