import Files

/// System calls that pass on to others, but take only so many bytes at a time, and tell of each call before it is made.
package struct HookedCalls: SystemCalls {
  private let base: any SystemCalls
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

  package func open(_ name: String, in folder: Int32?, for purpose: OpenPurpose) throws(CallFailure) -> Int32 {
    try before("open \(name)")
    return try base.open(name, in: folder, for: purpose)
  }

  package func read(_ file: Int32, upTo count: Int) throws(CallFailure) -> [UInt8] {
    try before("read")
    return try base.read(file, upTo: min(share, count))
  }

  package func write(_ file: Int32, _ bytes: ArraySlice<UInt8>) throws(CallFailure) -> Int {
    try before("write to \(file)")
    return share == 0 ? 0 : try base.write(file, bytes.prefix(share))
  }

  package func synchronize(_ file: Int32) throws(CallFailure) {
    try before("synchronize")
    try base.synchronize(file)
  }

  package func close(_ file: Int32) throws(CallFailure) {
    // The descriptor is gone even if the call fails.
    try base.close(file)
    try before("close")
  }

  package func status(of file: Int32) throws(CallFailure) -> FileStatus {
    try before("status")
    return try base.status(of: file)
  }

  package func status(of name: String, in folder: Int32?) throws(CallFailure) -> FileStatus {
    try before("status of \(name)")
    return try base.status(of: name, in: folder)
  }

  package func rename(_ name: String, in folder: Int32, to other: String, in target: Int32) throws(CallFailure) {
    try before("rename to \(other)")
    try base.rename(name, in: folder, to: other, in: target)
  }

  package func link(_ name: String, in folder: Int32, to other: String, in target: Int32) throws(CallFailure) {
    try before("link to \(other)")
    try base.link(name, in: folder, to: other, in: target)
  }

  package func remove(_ name: String, in folder: Int32) throws(CallFailure) {
    try before("remove \(name)")
    try base.remove(name, in: folder)
  }

  package func removeFolder(_ name: String, in folder: Int32) throws(CallFailure) {
    try before("remove folder \(name)")
    try base.removeFolder(name, in: folder)
  }

  package func makeFolder(_ name: String, in folder: Int32?) throws(CallFailure) {
    try before("make folder \(name)")
    try base.makeFolder(name, in: folder)
  }

  package func names(in folder: Int32) throws(CallFailure) -> [String] {
    try before("names")
    return try base.names(in: folder)
  }

  package func lock(_ file: Int32) throws(CallFailure) -> Bool {
    try before("lock")
    return try base.lock(file)
  }
}
