import Files

/// System calls that pass on to others, after a look at each.
package protocol PassingCalls: SystemCalls {
  /// The calls that are made.
  var base: any SystemCalls { get }
  /// Is told each call before it is made, such as `link to NAME`; the call fails if it throws.
  ///
  /// Only a `close` is made first: the descriptor is gone even if the call fails.
  func pass(_ call: String) throws(CallFailure)
}

extension PassingCalls {
  package func open(_ name: String, in folder: Int32?, for purpose: OpenPurpose) throws(CallFailure) -> Int32 {
    try pass("open \(name)")
    return try base.open(name, in: folder, for: purpose)
  }

  package func read(_ file: Int32, upTo count: Int) throws(CallFailure) -> [UInt8] {
    try pass("read")
    return try base.read(file, upTo: count)
  }

  package func write(_ file: Int32, _ bytes: ArraySlice<UInt8>) throws(CallFailure) -> Int {
    try pass("write to \(file)")
    return try base.write(file, bytes)
  }

  package func synchronize(_ file: Int32) throws(CallFailure) {
    try pass("synchronize")
    try base.synchronize(file)
  }

  package func close(_ file: Int32) throws(CallFailure) {
    // The descriptor is gone even if the call fails.
    try base.close(file)
    try pass("close")
  }

  package func status(of file: Int32) throws(CallFailure) -> FileStatus {
    try pass("status")
    return try base.status(of: file)
  }

  package func status(of name: String, in folder: Int32?) throws(CallFailure) -> FileStatus {
    try pass("status of \(name)")
    return try base.status(of: name, in: folder)
  }

  package func rename(_ name: String, in folder: Int32, to other: String, in target: Int32) throws(CallFailure) {
    try pass("rename to \(other)")
    try base.rename(name, in: folder, to: other, in: target)
  }

  package func link(_ name: String, in folder: Int32, to other: String, in target: Int32) throws(CallFailure) {
    try pass("link to \(other)")
    try base.link(name, in: folder, to: other, in: target)
  }

  package func remove(_ name: String, in folder: Int32) throws(CallFailure) {
    try pass("remove \(name)")
    try base.remove(name, in: folder)
  }

  package func removeFolder(_ name: String, in folder: Int32) throws(CallFailure) {
    try pass("remove folder \(name)")
    try base.removeFolder(name, in: folder)
  }

  package func makeFolder(_ name: String, in folder: Int32?) throws(CallFailure) {
    try pass("make folder \(name)")
    try base.makeFolder(name, in: folder)
  }

  package func names(in folder: Int32) throws(CallFailure) -> [String] {
    try pass("names")
    return try base.names(in: folder)
  }

  package func lock(_ file: Int32) throws(CallFailure) -> Bool {
    try pass("lock")
    return try base.lock(file)
  }
}
