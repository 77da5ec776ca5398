import Foundation

/// The calls of the operating system itself.
package struct KernelCalls: SystemCalls {
  /// Makes the calls available.
  package init() {}

  package func open(_ name: String, in folder: Int32?, for purpose: OpenPurpose) throws(CallFailure) -> Int32 {
    // A name with a NUL would be cut there, and open another file.
    guard !name.utf8.contains(0) else { throw CallFailure(ENOENT) }
    let flags =
      switch purpose {
      // Without O_NONBLOCK, opening a pipe would wait for a writer.
      case .reading: O_RDONLY | O_NOFOLLOW | O_NONBLOCK
      case .input: O_RDONLY
      case .creating: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
      // For reading only: a disk with a file open for writing cannot be remounted read-only.
      case .locking: O_RDONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK
      case .folder: folder == nil ? O_RDONLY | O_DIRECTORY : O_RDONLY | O_DIRECTORY | O_NOFOLLOW
      }
    return try checked { openat(folder ?? AT_FDCWD, name, flags | O_CLOEXEC, 0o644) }
  }

  package func read(_ file: Int32, upTo count: Int) throws(CallFailure) -> [UInt8] {
    var failure: CallFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let result = Foundation.read(file, buffer.baseAddress, count)
      if result < 0 { failure = CallFailure(errno) }
      initialized = max(0, result)
    }
    if let failure { throw failure }
    return bytes
  }

  package func write(_ file: Int32, _ bytes: ArraySlice<UInt8>) throws(CallFailure) -> Int {
    let count = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw CallFailure(errno) }
    return count
  }

  package func synchronize(_ file: Int32) throws(CallFailure) { _ = try checked { fsync(file) } }

  package func close(_ file: Int32) throws(CallFailure) { _ = try checked { Foundation.close(file) } }

  package func status(of file: Int32) throws(CallFailure) -> FileStatus {
    var status = stat()
    _ = try checked { fstat(file, &status) }
    return FileStatus(status)
  }

  package func status(of name: String, in folder: Int32?) throws(CallFailure) -> FileStatus {
    guard !name.utf8.contains(0) else { throw CallFailure(ENOENT) }
    var status = stat()
    _ = try checked { fstatat(folder ?? AT_FDCWD, name, &status, AT_SYMLINK_NOFOLLOW) }
    return FileStatus(status)
  }

  package func rename(_ name: String, in folder: Int32, to other: String, in target: Int32) throws(CallFailure) {
    _ = try checked { renameat(folder, name, target, other) }
  }

  package func link(_ name: String, in folder: Int32, to other: String, in target: Int32) throws(CallFailure) {
    _ = try checked { linkat(folder, name, target, other, 0) }
  }

  package func remove(_ name: String, in folder: Int32) throws(CallFailure) {
    _ = try checked { unlinkat(folder, name, 0) }
  }

  package func removeFolder(_ name: String, in folder: Int32) throws(CallFailure) {
    _ = try checked { unlinkat(folder, name, AT_REMOVEDIR) }
  }

  package func makeFolder(_ name: String, in folder: Int32?) throws(CallFailure) {
    guard !name.utf8.contains(0) else { throw CallFailure(ENOENT) }
    _ = try checked { mkdirat(folder ?? AT_FDCWD, name, 0o755) }
  }

  package func names(in folder: Int32) throws(CallFailure) -> [String] {
    // A descriptor of its own: the stream takes it over, and moves its position.
    let own = try checked { openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard let stream = fdopendir(own) else {
      let failure = CallFailure(errno)
      Foundation.close(own)
      throw failure
    }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw CallFailure(errno) }
    return names
  }

  package func lock(_ file: Int32) throws(CallFailure) -> Bool {
    if flock(file, LOCK_EX | LOCK_NB) == 0 { return true }
    if errno == EWOULDBLOCK { return false }
    throw CallFailure(errno)
  }

  private func checked(_ call: () -> Int32) throws(CallFailure) -> Int32 {
    let result = call()
    guard result >= 0 else { throw CallFailure(errno) }
    return result
  }
}

extension FileStatus {
  fileprivate init(_ status: stat) {
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    #if os(Linux)
      let modified = status.st_mtim
    #else
      let modified = status.st_mtimespec
    #endif
    self.init(
      kind: kind, size: Int(status.st_size), isWritable: status.st_mode & 0o222 != 0, links: Int(status.st_nlink),
      modified: Double(modified.tv_sec) + Double(modified.tv_nsec) / 1e9,
      identity: Identity(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(status.st_ino)))
  }
}
