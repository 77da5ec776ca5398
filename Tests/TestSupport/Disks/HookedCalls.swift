import Files

/// System calls that pass on to others, but take only so many bytes at a time, and tell of each call before it is made.
package struct HookedCalls: PassingCalls {
  package let base: any SystemCalls
  private let share: Int
  private let before: @Sendable (String) throws(CallFailure) -> Void

  /// Calls that pass on to `base`.
  ///
  /// - Parameters:
  ///   - share: The largest number of bytes that one call reads or writes.
  ///   - before: Is told each call, such as `link to NAME`; the call fails if it throws.
  package init(
    _ base: any SystemCalls, share: Int = .max,
    before: @escaping @Sendable (String) throws(CallFailure) -> Void = { (_: String) throws(CallFailure) in }
  ) {
    self.base = base
    self.share = share
    self.before = before
  }

  package func pass(_ call: String) throws(CallFailure) { try before(call) }

  package func read(_ file: Int32, upTo count: Int) throws(CallFailure) -> [UInt8] {
    try before("read")
    return try base.read(file, upTo: min(share, count))
  }

  package func write(_ file: Int32, _ bytes: ArraySlice<UInt8>) throws(CallFailure) -> Int {
    try before("write to \(file)")
    return share == 0 ? 0 : try base.write(file, bytes.prefix(share))
  }
}
