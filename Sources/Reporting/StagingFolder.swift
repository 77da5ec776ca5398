import Foundation

/// A folder in which something is put together before it is moved into place.
///
/// Its process holds a lock on it, which ends with the process however that ends. So whoever can take the lock knows that nobody
/// will finish what is there.
struct StagingFolder {
  /// The folder.
  let url: URL
  private let _lock: Int32

  private static let _prefix = ".littleo-"

  /// Makes a folder of a name that no other has.
  ///
  /// - Throws: The system's error if it cannot be made.
  init(in folder: URL) throws {
    while true {
      let url = folder.appending(path: Self._prefix + UUID().uuidString)
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      let lock = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      // Somebody who cleans up may have taken it for a leftover before it was locked; then another is made.
      if lock >= 0, flock(lock, LOCK_EX) == 0, FileManager.default.fileExists(atPath: url.path) {
        self.url = url
        _lock = lock
        return
      }
      if lock >= 0 { close(lock) }
      guard lock >= 0 || errno == ENOENT else { throw CocoaError(.fileWriteUnknown) }
    }
  }

  /// Removes the folder with what is left in it.
  func remove() {
    try? FileManager.default.removeItem(at: url)
    close(_lock)
  }

  /// Removes what processes that are no more left in a folder.
  static func removeLeftovers(in folder: URL) {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names ?? [] where name.hasPrefix(_prefix) {
      let url = folder.appending(path: name)
      let lock = open(url.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard lock >= 0 else { continue }
      defer { close(lock) }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(at: url) }
    }
  }
}
