import Foundation

/// The right to train a trial while no other process that shares the store does; held as long as the object lives.
///
/// It is advisory: without it a trial may be trained twice, which costs time and changes nothing. A process that ends in any
/// way gives its claims back.
public final class TrialClaim: Sendable {
  private let _file: Int32?

  /// A claim that keeps nobody away, for archives of one process or where the system has no locks.
  public init() {
    _file = nil
  }

  /// Claims one byte of a file of locks; nil if another process holds it.
  ///
  /// - Parameters:
  ///   - position: Which byte; it need not exist.
  ///   - file: The file, opened for writing; closed with the claim. Nil where it cannot be opened.
  init?(_ position: Int64, of file: Int32?) {
    guard let file else {
      _file = nil
      return
    }
    var range = flock()
    range.l_type = Int16(F_WRLCK)
    range.l_whence = Int16(SEEK_SET)
    range.l_start = off_t(position)
    range.l_len = 1
    if fcntl(file, Self._setLock, &range) == 0 {
      _file = file
      return
    }
    let isTaken = errno == EAGAIN || errno == EACCES
    close(file)
    // A file system without locks gives the right to everybody.
    if isTaken { return nil }
    _file = nil
  }

  deinit {
    if let _file { close(_file) }
  }

  /// F_OFD_SETLK, which belongs to the open file rather than to the process; the C library shows it to GNU programs only.
  private static let _setLock: Int32 = {
    #if os(Linux)
      37
    #else
      90
    #endif
  }()
}
