import Foundation

/// Files and folders, reached through some system calls.
///
/// A call that a signal interrupted is repeated. Bytes are read and written whole or not at all.
package struct Disk: Sendable {
  /// The calls that are made.
  package let calls: any SystemCalls

  /// The disk of this machine.
  package static let machine = Disk(KernelCalls())

  /// A disk behind some calls.
  package init(_ calls: any SystemCalls) { self.calls = calls }

  /// Makes a call, and repeats it as long as a signal interrupts it.
  func repeating<Result>(
    _ call: (any SystemCalls) throws(CallFailure) -> Result
  ) throws(CallFailure) -> Result {
    while true {
      do { return try call(calls) } catch  where error.code == EINTR { continue }
    }
  }

  /// Opens a file or folder, lends its descriptor and closes it again.
  func lending<Result>(
    _ name: String, in folder: Int32?, for purpose: OpenPurpose,
    _ body: (Int32) throws(CallFailure) -> Result
  ) throws(CallFailure) -> Result {
    let file = try open(name, in: folder, for: purpose)
    let result: Result
    do { result = try body(file) } catch {
      // The first failure is the one to tell.
      try? calls.close(file)
      throw error
    }
    // Nothing was written through this descriptor that `write` has not synchronised.
    try? calls.close(file)
    return result
  }

  /// Opens a file or folder; the caller closes it.
  package func open(_ name: String, in folder: Int32?, for purpose: OpenPurpose) throws(CallFailure) -> Int32 {
    try repeating { (calls) throws(CallFailure) in try calls.open(name, in: folder, for: purpose) }
  }

  /// Locks an open file or folder unless another process holds the lock, and returns whether it did.
  package func lock(_ file: Int32) throws(CallFailure) -> Bool {
    try repeating { (calls) throws(CallFailure) in try calls.lock(file) }
  }

  /// Returns the bytes from the present position to the end.
  ///
  /// - Throws: `CallFailure`, with the number `EFBIG` if there are more than `limit` bytes.
  func bytes(of file: Int32, limit: Int) throws(CallFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let part = try repeating { (calls) throws(CallFailure) in try calls.read(file, upTo: 1 << 16) }
      if part.isEmpty { return bytes }
      bytes += part
      if bytes.count > limit { throw CallFailure(EFBIG) }
    }
  }

  /// Returns the bytes of an input that the user named, which may be a pipe.
  ///
  /// - Parameters:
  ///   - place: The file; nil for standard input.
  ///   - limit: The largest number of bytes that is read.
  /// - Throws: `CallFailure`, with the number `EFBIG` if there are more than `limit` bytes, and `EISDIR` for a folder.
  package func input(_ place: Place?, limit: Int) throws(CallFailure) -> [UInt8] {
    guard let place else { return try bytes(of: STDIN_FILENO, limit: limit) }
    return try lending(place.path, in: nil, for: .input) { (file) throws(CallFailure) in
      try bytes(of: file, limit: limit)
    }
  }

  /// Writes all bytes to an open file or stream.
  func write(_ bytes: some Sequence<UInt8>, to file: Int32) throws(CallFailure) {
    var rest = ArraySlice(Array(bytes))
    while !rest.isEmpty { rest = rest.dropFirst(try writePart(of: rest, to: file)) }
  }

  /// Writes some bytes to an open file or stream and returns how many, at least one.
  func writePart(of bytes: ArraySlice<UInt8>, to file: Int32) throws(CallFailure) -> Int {
    let count = try repeating { (calls) throws(CallFailure) in try calls.write(file, bytes) }
    // A call that writes nothing and says nothing would be repeated for ever.
    guard count > 0 else { throw CallFailure(EIO) }
    return count
  }

  /// Makes a folder and those above it that are missing, and waits until they are on the disk.
  ///
  /// - Throws: `CallFailure` if one cannot be made, or if a file has the name of one.
  package func makeFolders(_ path: String) throws(CallFailure) {
    if path.isEmpty || path == "/" { return }
    do {
      let status = try repeating { (calls) throws(CallFailure) in try calls.status(of: path, in: nil) }
      // A link may lead to a folder; opening it tells.
      if status.kind == .folder { return }
      try lending(path, in: nil, for: .folder) { _ in }
      return
    } catch  where error.code == ENOENT {}
    let parent = Place(path: path).parent
    try makeFolders(parent)
    do {
      try repeating { (calls) throws(CallFailure) in try calls.makeFolder(path, in: nil) }
    } catch  where error.code == EEXIST {
      // Another process has made it meanwhile.
      try lending(path, in: nil, for: .folder) { _ in }
    }
    try lending(parent.isEmpty ? "." : parent, in: nil, for: .folder) { (folder) throws(CallFailure) in
      try self.synchronizeFolder(folder)
    }
  }

  /// Waits until a folder's entries are on the disk, where the file system can.
  func synchronizeFolder(_ folder: Int32) throws(CallFailure) {
    do {
      try repeating { (calls) throws(CallFailure) in try calls.synchronize(folder) }
    } catch  where error.code == EINVAL || error.code == ENOTSUP {
      // Some file systems cannot synchronise a folder, and need not.
    }
  }
}

/// A path as a message shows it, and its parts.
package struct Place: Hashable, Sendable {
  /// The path, with a leading `~/` replaced by the user's folder.
  package let path: String

  /// A place from an argument.
  ///
  /// A shell leaves the `~` of `--chart=~/a.svg` as it is. It is replaced here, once, so that what is checked is what is
  /// written.
  ///
  /// - Parameters:
  ///   - argument: The path as it was given.
  ///   - home: The user's folder.
  package init(argument: String, home: String? = ProcessInfo.processInfo.environment["HOME"]) {
    if let home, !home.isEmpty, argument == "~" || argument.hasPrefix("~/") {
      path = home + argument.dropFirst()
    } else {
      path = argument
    }
  }

  /// A place from a path that is taken as it is.
  package init(path: String) { self.path = path }

  /// The path as a URL.
  ///
  /// A URL would replace a leading `~` by itself, so a path that begins with one is marked as relative.
  package var url: URL { URL(filePath: path.hasPrefix("~") ? "./" + path : path) }

  /// The last part of the path.
  package var name: String { String(trimmed.split(separator: "/", omittingEmptySubsequences: false).last ?? "") }

  /// The path of the folder that holds the place; empty for the present folder.
  package var parent: String {
    guard let slash = trimmed.lastIndex(of: "/") else { return "" }
    let parent = trimmed[..<slash]
    return parent.isEmpty ? "/" : String(parent)
  }

  private var trimmed: Substring {
    var text = path[...]
    while text.count > 1, text.hasSuffix("/") { text.removeLast() }
    return text
  }
}
