import Foundation

/// A folder in which files are written and synchronised before they are put in their places.
///
/// Its files are numbered, and it has no folders. Removing one therefore never removes anything that a user put there.
/// The process that made it holds a lock on it. The lock ends with the process, even if the process is killed, so a
/// staging folder whose lock is free will never be finished.
package struct StagingFolder {
  /// The name of the folder.
  package let name: String
  private let parent: Folder
  private let files: Folder
  private let lock: Int32
  private var count = 0

  private static let prefix = ".littleo-staging-"

  /// Makes a folder with a unique name and locks it.
  ///
  /// Another process may take the folder for a leftover before it is locked; then another folder is made.
  ///
  /// - Parameter parent: The folder that holds it, without a subfolder.
  package init(in parent: Folder) throws(CallFailure) {
    self.parent = parent
    var attempts = 0
    while true {
      let name = Self.prefix + UniqueName.digits()
      let files = Folder(parent.path, below: name, on: parent.disk)
      attempts += 1
      do throws(CallFailure) {
        lock = try Self.locked(name, files, in: parent)
        self.name = name
        self.files = files
        return
      } catch  where error.code == ENOENT && attempts < 10 {}
    }
  }

  /// Makes a folder and returns the descriptor that holds its lock.
  ///
  /// - Throws: `CallFailure`, with the number `ENOENT` if another process has removed the folder, or if there is no parent.
  private static func locked(_ name: String, _ files: Folder, in parent: Folder) throws(CallFailure) -> Int32 {
    let calls = parent.disk.calls
    let lock = try files.entered(creating: true) { (folder) throws(CallFailure) in
      try parent.disk.open(".", in: folder, for: .folder)
    }
    do throws(CallFailure) {
      // Where the file system has no locks, another process may remove the folder; writing then fails.
      _ = try? parent.disk.lock(lock)
      if try parent.status(of: name) == nil { throw CallFailure(ENOENT) }
      return lock
    } catch {
      try? calls.close(lock)
      remove(name, in: parent)
      throw error
    }
  }

  /// Writes and synchronises a file, and returns its number.
  package mutating func add(_ data: Data) throws(CallFailure) -> Int {
    let number = count
    count += 1
    try files.create("\(number)", data, synchronizesFolder: false)
    return number
  }

  /// Puts a file in its place, instead of any file there; the target's entries are not synchronised yet.
  package func place(_ number: Int, as name: String, in target: Folder) throws(CallFailure) {
    try files.move("\(number)", to: name, into: target)
  }

  /// Removes the folder with the files that are left, and releases the lock.
  package func remove() {
    Self.remove(name, in: parent)
    try? parent.disk.calls.close(lock)
  }

  /// Removes the staging folders that ended processes left in a folder.
  package static func removeLeftovers(in parent: Folder) {
    let calls = parent.disk.calls
    for name in (try? parent.names()) ?? [] where isStagingName(name) {
      let lock = try? parent.entered(creating: false) { (folder) throws(CallFailure) in
        try parent.disk.open(name, in: folder, for: .folder)
      }
      guard let lock else { continue }
      if (try? parent.disk.lock(lock)) == true { remove(name, in: parent) }
      try? calls.close(lock)
    }
  }

  /// Removes the numbered files of a staging folder, and the folder if nothing else is in it.
  private static func remove(_ name: String, in parent: Folder) {
    let files = Folder(parent.path, below: name, on: parent.disk)
    for file in (try? files.names()) ?? [] where file.allSatisfy({ $0.isASCII && $0.isNumber }) { files.remove(file) }
    parent.removeFolder(name)
  }

  private static func isStagingName(_ name: String) -> Bool {
    name.hasPrefix(prefix) && UniqueName.isDigits(name.dropFirst(prefix.count))
  }
}
