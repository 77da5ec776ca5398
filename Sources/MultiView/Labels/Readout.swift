/// How a coarse answer is read off H head outputs (model.md §2).
public enum Readout: String, Hashable, Sendable, Codable, CaseIterable {
  /// The superclass of the largest head.
  case max
  /// The superclass with the larger sum of softmax probabilities.
  case marginal
  /// Logistic regression on head outputs, fitted on easy samples with coarse labels; for all label maps.
  case probe

  /// The more expensive of two read-outs.
  ///
  /// A trial that takes a read-out also takes all cheaper ones.
  package static func mostExpensive(_ first: Readout, _ second: Readout) -> Readout {
    let order = allCases
    return (order.firstIndex(of: first) ?? 0) >= (order.firstIndex(of: second) ?? 0) ? first : second
  }

  /// Returns whether a label map defines the read-out.
  package func isDefined(under labels: LabelMap) -> Bool { self == .probe || labels.knowsSuperclasses }
}
