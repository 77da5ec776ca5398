/// The middle of a sample.
package enum Median {
  /// Returns the median of the finite values, the mean of the middle two of an even number; nil without any.
  ///
  /// - Complexity: O(n log n).
  package static func of(_ values: [Double?]) -> Double? {
    let sorted = values.compactMap { $0 }.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    let (lower, upper) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    // The sum of two huge numbers can be infinite; half of each cannot.
    return (lower + upper).isFinite ? (lower + upper) / 2 : lower / 2 + upper / 2
  }
}
