import Foundation

/// A folder of a store.
///
/// Its files are read and written by plain name only. A name that contains a path is refused. Symbolic links and
/// other files that are not regular are not opened, and a subfolder is not entered through a link. A hostile record can
/// therefore not point outside the folder. The path of the folder itself may contain links, because the user chose it.
package struct StoreFolder {
  /// Why a file was not read.
  package enum Refusal: Error {
    /// The folder has no file of this name.
    case missing
    /// The name belongs to a link, folder, device or pipe, or to a file larger than any record.
    case irregular
    /// The system cannot open or read the file now; the file itself may be sound.
    case unreadable
  }

  /// The path of the folder.
  package let url: URL
  /// The name of a subfolder to use in place of `url`, created before the first write; nil for `url` itself.
  var below: String?

  /// Refers to a folder without accessing it.
  package init(url: URL, below: String? = nil) {
    self.url = url
    self.below = below
  }

  /// The largest file that is read, in bytes.
  ///
  /// A record has about ten thousand bytes. Decoded, it takes about thirty times as much memory.
  static let largestSize = 1 << 22

  /// Returns the bytes of a regular file.
  package func contents(of name: String) throws(Refusal) -> Data {
    guard Self.isName(name) else { throw .missing }
    guard let folder = openFolder(creating: false) else { throw errno == ENOENT ? .missing : .unreadable }
    defer { close(folder) }
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
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

  /// Writes a file atomically and replaces any file of that name.
  ///
  /// The data are written under a temporary name, flushed to the disk and renamed. Then the folder is flushed, so that
  /// the file survives a power cut.
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

  /// Opens a file to lock it and creates it if necessary; nil if it cannot be opened.
  ///
  /// The file is opened for reading only, because a disk with a file open for writing cannot be remounted read-only.
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

  /// Moves a file into a subfolder under another name and returns whether it was moved.
  ///
  /// Moves a symbolic link, not its target.
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

  /// Returns the seconds since a regular file was last written; nil for anything else.
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

  /// Returns a unique name for a file that is being written.
  static func temporaryName() -> String { "writing-\(UUID().uuidString).tmp" }

  /// Opens the folder; nil if it cannot be opened or is not a folder.
  ///
  /// - Parameter creating: Whether to create the subfolder ``below`` first.
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

  /// Whether a text is a plain file name: not empty, no slash, no NUL, not “.” or “..”, at most 255 bytes.
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255 && !name.utf8.contains(UInt8(ascii: "/"))
      && !name.utf8.contains(0)
  }
}
