import Foundation

/// A folder of a store as the file system has it: files are reached by their name in it and by no other way.
///
/// Names with a path in them are refused, symbolic links and whatever else is no regular file are not opened, and folders
/// below are entered only if they are folders themselves. What a hostile store names can therefore be wrong, but never
/// somewhere else. The folder itself may be reached through links, because its user named it.
package struct StoreFolder {
  /// Why a file was not read.
  package enum Refusal: Error {
    /// There is none of this name.
    case missing
    /// It is a link, a folder, a device or a pipe, or larger than any record.
    case irregular
    /// The system cannot open or read it now, which says nothing against it.
    case unreadable
  }

  /// The folder.
  package let url: URL
  /// The name of a folder in it that is meant instead, made where necessary.
  var below: String?

  /// A folder, which is not looked at yet.
  package init(url: URL, below: String? = nil) {
    self.url = url
    self.below = below
  }

  /// The most bytes that are read.
  ///
  /// A record has some ten thousand; decoded it takes some thirty times as much memory.
  static let largestSize = 1 << 22

  /// Returns the bytes of a regular file.
  package func contents(of name: String) throws(Refusal) -> Data {
    guard Self.isName(name) else { throw .missing }
    guard let folder = openFolder(creating: false) else { throw errno == ENOENT ? .missing : .unreadable }
    defer { close(folder) }
    // A pipe would keep an ordinary open waiting for a writer.
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      switch errno {
      case ENOENT: throw .missing
      case ELOOP, ENXIO, ENODEV: throw .irregular
      default: throw .unreadable
      }
    }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .unreadable }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.largestSize else { throw .irregular }
    do { return try handle.readToEnd() ?? Data() } catch { throw .unreadable }
  }

  /// Writes a file whole or not at all, in place of what has its name: under a new name, flushed, renamed, and the folder
  /// flushed, so that the record is still there after a power cut.
  package func write(_ data: Data, to name: String) throws(Refusal) {
    let temporary = Self.temporaryName()
    guard Self.isName(name), let folder = openFolder(creating: true) else { throw .unreadable }
    defer { close(folder) }
    let file = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw .unreadable }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: data)
      try handle.synchronize()
      try handle.close()
    } catch {
      unlinkat(folder, temporary, 0)
      throw .unreadable
    }
    guard renameat(folder, temporary, folder, name) == 0 else {
      unlinkat(folder, temporary, 0)
      throw .unreadable
    }
    // Some file systems cannot flush a folder; the record is written either way.
    fsync(folder)
  }

  /// Opens a file to lock it, made where necessary; nil where it cannot be.
  ///
  /// It is opened for reading alone: a file that is open for writing would keep its disk from being turned read-only.
  func openForLock(_ name: String) -> Int32? {
    guard Self.isName(name), let folder = openFolder(creating: true) else { return nil }
    defer { close(folder) }
    let file = openat(folder, name, O_RDONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o644)
    guard file >= 0 else { return nil }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(file)
      return nil
    }
    return file
  }

  /// Moves whatever has a name, a link itself rather than what it leads to; returns whether it was moved.
  func move(_ name: String, to other: String, in subfolder: String) -> Bool {
    guard Self.isName(name), Self.isName(other), let folder = openFolder(creating: false) else { return false }
    defer { close(folder) }
    guard let target = StoreFolder(url: url, below: subfolder).openFolder(creating: true) else { return false }
    defer { close(target) }
    return renameat(folder, name, target, other) == 0
  }

  /// Removes a file or a link.
  package func remove(_ name: String) {
    guard Self.isName(name), let folder = openFolder(creating: false) else { return }
    defer { close(folder) }
    unlinkat(folder, name, 0)
  }

  /// When a regular file was last written, in seconds since 1970; nil for everything else.
  func age(of name: String) -> Double? {
    guard Self.isName(name), let folder = openFolder(creating: false) else { return nil }
    defer { close(folder) }
    var status = stat()
    guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    #if os(Linux)
      return Date().timeIntervalSince1970 - Double(status.st_mtim.tv_sec)
    #else
      return Date().timeIntervalSince1970 - Double(status.st_mtimespec.tv_sec)
    #endif
  }

  /// A name that no other writer has.
  static func temporaryName() -> String { "writing-\(UUID().uuidString).tmp" }

  /// Opens the folder; nil where it is none, or cannot be opened.
  private func openFolder(creating: Bool) -> Int32? {
    let root = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { return nil }
    guard let below else { return root }
    defer { close(root) }
    if creating { mkdirat(root, below, 0o755) }
    let folder = openat(root, below, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    let reason = errno
    defer { errno = reason }
    return folder >= 0 ? folder : nil
  }

  /// Whether a text is the name of a file in this folder and nothing else.
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255 && !name.utf8.contains(UInt8(ascii: "/"))
      && !name.utf8.contains(0)
  }
}
