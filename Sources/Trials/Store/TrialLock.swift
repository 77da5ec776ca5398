import Files
import Foundation

/// The right to train a trial while no other process that shares the store trains it; held as long as the object lives.
///
/// The lock is advisory: without it, two processes may train the same trial, which costs time but changes no result.
/// The system releases the locks of a process that ends, however it ends.
package final class TrialLock: Sendable {
  private let lock: (file: Int32, name: String, folder: Folder)?

  /// A right without a lock, for archives of one process and for systems without locks.
  init() {
    lock = nil
  }

  /// Locks a file of a folder, created if necessary; nil if another process has locked it.
  ///
  /// If the file cannot be created or the file system has no locks, other processes are not kept away.
  init?(_ name: String, in folder: Folder) {
    guard let file = folder.openForLock(name) else {
      lock = nil
      return
    }
    let calls = folder.disk.calls
    do {
      guard try folder.disk.lock(file) else {
        try? calls.close(file)
        return nil
      }
    } catch {
      try? calls.close(file)
      lock = nil
      return
    }
    // Between open and flock, the previous holder may have removed the file. A third process may then lock a new file
    // of the same name, so a lock on a removed file excludes no other process.
    if let status = try? calls.status(of: file), status.links == 0 {
      try? calls.close(file)
      return nil
    }
    lock = (file, name, folder)
  }

  deinit {
    guard let lock else { return }
    lock.folder.remove(lock.name)
    try? lock.folder.disk.calls.close(lock.file)
  }
}
