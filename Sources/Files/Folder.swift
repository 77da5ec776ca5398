import Foundation

/// A folder whose files are read and written by plain name only.
///
/// A name that contains a path is refused. Symbolic links and other files that are not regular are not opened, and a
/// subfolder is not entered through a link. A hostile file can therefore not point outside the folder. The path of the
/// folder itself may contain links, because the user chose it.
package struct Folder: Sendable {
  /// Why a file was not read.
  package enum Refusal: Error, Equatable {
    /// The folder has no file of this name.
    case missing
    /// The name belongs to a link, folder, device or pipe, or to a file larger than the largest that is read.
    case irregular
    /// The system cannot open or read the file now; the file itself may be sound.
    case unreadable(CallFailure)
  }

  /// The path of the folder.
  package let path: String
  /// The name of a subfolder to use in place of `path`, created before the first write; nil for `path` itself.
  package let below: String?
  /// The disk that it is on.
  package let disk: Disk

  /// Refers to a folder without accessing it.
  package init(_ path: String, below: String? = nil, on disk: Disk) {
    self.path = path.isEmpty ? "." : path
    self.below = below
    self.disk = disk
  }

  /// Returns the bytes of a regular file.
  ///
  /// - Parameters:
  ///   - name: The file's name.
  ///   - limit: The largest number of bytes that is read.
  package func contents(of name: String, limit: Int) throws(Refusal) -> Data {
    try read(name, limit: limit).data
  }

  /// Returns the bytes of a regular file, and what tells it from other files.
  package func read(_ name: String, limit: Int) throws(Refusal) -> (data: Data, identity: FileStatus.Identity) {
    guard Self.isName(name) else { throw .missing }
    do {
      return try entered(creating: false) { (folder) throws(CallFailure) in
        try disk.lending(name, in: folder, for: .reading) { (file) throws(CallFailure) in
          let status = try disk.repeating { (calls) throws(CallFailure) in try calls.status(of: file) }
          guard status.kind == .file, status.size <= limit else { throw CallFailure(EFBIG) }
          return (Data(try disk.bytes(of: file, limit: limit)), status.identity)
        }
      }
    } catch {
      switch error.code {
      case ENOENT: throw .missing
      case ELOOP, ENXIO, ENODEV, EFBIG, EISDIR: throw .irregular
      default: throw .unreadable(error)
      }
    }
  }

  /// Returns why a file cannot be read; nil if it can.
  package func refusal(of name: String, limit: Int) -> Refusal? {
    do { _ = try read(name, limit: limit) } catch { return error }
    return nil
  }

  /// Writes a file atomically and replaces any file of that name.
  ///
  /// The data are written under a temporary name, synchronised and renamed. Then the folder is synchronised, so that the
  /// file survives a power cut.
  package func write(_ data: Data, to name: String) throws(CallFailure) {
    try checkName(name)
    try entered(creating: true) { (folder) throws(CallFailure) in
      let temporary = Self.temporaryName()
      try create(temporary, in: folder, data)
      do throws(CallFailure) {
        try disk.repeating { (calls) throws(CallFailure) in
          try calls.rename(temporary, in: folder, to: name, in: folder)
        }
      } catch {
        try? disk.calls.remove(temporary, in: folder)
        throw error
      }
      try disk.synchronizeFolder(folder)
    }
  }

  /// Writes a file under a name that is not taken yet, and synchronises it.
  ///
  /// - Throws: `CallFailure`, with the number `EEXIST` if the name is taken.
  ///
  /// - Parameters:
  ///   - name: The new file's name.
  ///   - data: Its bytes.
  ///   - synchronizesFolder: Whether to wait until the name is on the disk as well.
  package func create(_ name: String, _ data: Data, synchronizesFolder: Bool = true) throws(CallFailure) {
    try checkName(name)
    try entered(creating: true) { (folder) throws(CallFailure) in
      try create(name, in: folder, data)
      if synchronizesFolder { try disk.synchronizeFolder(folder) }
    }
  }

  /// Creates a file, and removes it again if it cannot be written; a file that was there before is left alone.
  private func create(_ name: String, in folder: Int32, _ data: Data) throws(CallFailure) {
    let file = try disk.repeating { (calls) throws(CallFailure) in
      try calls.open(name, in: folder, for: .creating)
    }
    do {
      try disk.write(data, to: file)
      try disk.repeating { (calls) throws(CallFailure) in try calls.synchronize(file) }
    } catch {
      try? disk.calls.close(file)
      try? disk.calls.remove(name, in: folder)
      throw error
    }
    do { try disk.calls.close(file) } catch {
      // A file system may tell only here that the data were lost. An interrupted close has closed the file all the same.
      if error.code == EINTR { return }
      try? disk.calls.remove(name, in: folder)
      throw error
    }
  }

  /// Opens a file to lock it and creates it if necessary; nil if it cannot be opened.
  package func openForLock(_ name: String) -> Int32? {
    guard Self.isName(name) else { return nil }
    return try? entered(creating: true) { (folder) throws(CallFailure) in
      let file = try disk.open(name, in: folder, for: .locking)
      guard (try? disk.calls.status(of: file))?.kind == .file else {
        try? disk.calls.close(file)
        throw CallFailure(ENODEV)
      }
      return file
    }
  }

  /// Moves a file into a subfolder under another name and returns whether it was moved.
  ///
  /// Moves a symbolic link, not its target.
  ///
  /// - Parameters:
  ///   - name: The file's name.
  ///   - other: Its name in the subfolder.
  ///   - subfolder: The subfolder, which is made if it is missing.
  ///   - identity: What tells the file to be moved from others; nil to move whatever has the name. Another file that has
  ///     taken the name meanwhile keeps it.
  package func move(
    _ name: String, to other: String, in subfolder: String, if identity: FileStatus.Identity? = nil
  ) -> Bool {
    guard Self.isName(name), Self.isName(other) else { return false }
    let target = Folder(path, below: subfolder, on: disk)
    let moved = try? entered(creating: false) { (folder) throws(CallFailure) in
      try target.entered(creating: true) { (target) throws(CallFailure) in
        try disk.repeating { (calls) throws(CallFailure) in
          try calls.rename(name, in: folder, to: other, in: target)
        }
        let status = try? disk.calls.status(of: other, in: target)
        guard let identity, let status, status.identity != identity else { return true }
        // The name was given to another file after the first was read: put that one back, unless there is a third.
        do throws(CallFailure) {
          try disk.repeating { (calls) throws(CallFailure) in
            try calls.link(other, in: target, to: name, in: folder)
          }
        } catch {
          // Where it cannot have its name back, as on a file system without second names, it is not removed either.
          if error.code != EEXIST { return true }
        }
        try? disk.calls.remove(other, in: target)
        return false
      }
    }
    return moved ?? false
  }

  /// Moves a file into another folder, in place of any file there that has the name.
  package func move(_ name: String, to other: String, into target: Folder) throws(CallFailure) {
    try checkName(other)
    try entered(creating: false) { (folder) throws(CallFailure) in
      try target.entered(creating: true) { (target) throws(CallFailure) in
        try disk.repeating { (calls) throws(CallFailure) in
          try calls.rename(name, in: folder, to: other, in: target)
        }
      }
    }
  }

  /// Waits until the folder's entries are on the disk.
  package func synchronize() throws(CallFailure) {
    try entered(creating: false) { (folder) throws(CallFailure) in try disk.synchronizeFolder(folder) }
  }

  /// Removes an empty subfolder; one that holds anything stays.
  package func removeFolder(_ name: String) {
    guard Self.isName(name) else { return }
    try? entered(creating: false) { (folder) throws(CallFailure) in
      try disk.repeating { (calls) throws(CallFailure) in try calls.removeFolder(name, in: folder) }
    }
  }

  /// Removes a file or a link.
  package func remove(_ name: String) {
    guard Self.isName(name) else { return }
    try? entered(creating: false) { (folder) throws(CallFailure) in
      try disk.repeating { (calls) throws(CallFailure) in try calls.remove(name, in: folder) }
    }
  }

  /// Returns what is known of an entry, without following a link; nil if the folder has none of that name.
  package func status(of name: String) throws(CallFailure) -> FileStatus? {
    guard Self.isName(name) else { return nil }
    do {
      return try entered(creating: false) { (folder) throws(CallFailure) in
        try disk.repeating { (calls) throws(CallFailure) in try calls.status(of: name, in: folder) }
      }
    } catch  where error.code == ENOENT {
      return nil
    }
  }

  /// Returns the seconds since a regular file was last written; nil for anything else.
  package func age(of name: String) -> Double? {
    guard let status = try? status(of: name), status.kind == .file else { return nil }
    return Date().timeIntervalSince1970 - status.modified
  }

  /// Returns the names in the folder, sorted.
  package func names() throws(CallFailure) -> [String] {
    try entered(creating: false) { (folder) throws(CallFailure) in
      try disk.repeating { (calls) throws(CallFailure) in try calls.names(in: folder) }
    }.sorted()
  }

  /// Whether a name is one that ``temporaryName()`` gives.
  package static func isTemporaryName(_ name: String) -> Bool {
    name.hasPrefix("writing-") && name.hasSuffix(".tmp") && UniqueName.isDigits(name.dropFirst(8).dropLast(4))
  }

  /// A unique name for a file that is being written.
  package static func temporaryName() -> String { "writing-\(UniqueName.digits()).tmp" }

  /// Opens the folder and lends its descriptor.
  ///
  /// - Parameters:
  ///   - creating: Whether to make the subfolder ``below`` first.
  ///   - body: What is done with the descriptor.
  package func entered<Result>(
    creating: Bool, _ body: (Int32) throws(CallFailure) -> Result
  ) throws(CallFailure) -> Result {
    if let below { try checkName(below) }
    return try disk.lending(path, in: nil, for: .folder) { (root) throws(CallFailure) in
      guard let below else { return try body(root) }
      if creating {
        do throws(CallFailure) {
          try disk.repeating { (calls) throws(CallFailure) in try calls.makeFolder(below, in: root) }
          try disk.synchronizeFolder(root)
        } catch  where error.code == EEXIST {}
      }
      return try disk.lending(below, in: root, for: .folder, body)
    }
  }

  private func checkName(_ name: String) throws(CallFailure) {
    guard Self.isName(name) else { throw CallFailure(EINVAL) }
  }

  /// Whether a text is a plain file name: not empty, no slash, no NUL, not “.” or “..”, at most 255 bytes.
  package static func isName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255 && !name.utf8.contains(UInt8(ascii: "/"))
      && !name.utf8.contains(0)
  }
}
