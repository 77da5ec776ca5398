import Foundation

/// The right to train a trial while no other process that shares the store does; held as long as the object lives.
///
/// It is advisory: without it a trial may be trained twice, which costs time and changes nothing. A process that ends in any
/// way gives its claims back.
package final class TrialClaim: Sendable {
  private let lock: (file: Int32, name: String, folder: StoreFolder)?

  /// A claim that keeps nobody away, for archives of one process or where the system has no locks.
  init() {
    lock = nil
  }

  /// Locks a file of a folder, made where necessary; nil if another process has locked it.
  ///
  /// Where the file cannot be made or the file system has no locks, nobody is kept away.
  init?(_ name: String, in folder: StoreFolder) {
    guard let file = folder.openForLock(name) else {
      lock = nil
      return
    }
    if flock(file, LOCK_EX | LOCK_NB) != 0 {
      let isTaken = errno == EWOULDBLOCK
      close(file)
      if isTaken { return nil }
      lock = nil
      return
    }
    // Whoever had it before may have removed it since it was opened, and a third may have made another.
    var status = stat()
    guard fstat(file, &status) == 0, status.st_nlink > 0 else {
      close(file)
      return nil
    }
    lock = (file, name, folder)
  }

  deinit {
    guard let lock else { return }
    lock.folder.remove(lock.name)
    close(lock.file)
  }
}
