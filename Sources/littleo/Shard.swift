/// One of several equal parts of a plan, as in `--shard 3/8`.
struct Shard: Hashable, Sendable {
  /// The most parts.
  static let largestCount = 100_000

  /// Which part, from 1.
  let number: Int
  /// How many parts there are.
  let count: Int

  /// Reads `I/N`.
  ///
  /// - Throws: ``UsageError`` naming the input and the range.
  init(_ text: String) throws(UsageError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      (1...Self.largestCount).contains(count), (1...count).contains(number)
    else {
      throw UsageError(
        "--shard \(text) is out of range: it is I/N with N from 1 to \(Self.largestCount) and I from 1 to N, as in --shard 3/8."
      )
    }
    self.number = number
    self.count = count
  }
}
