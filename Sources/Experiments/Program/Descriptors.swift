import Foundation

/// Opens the descriptors between LittleO and a worker; other programs that LittleO starts do not inherit them.
enum Descriptors {
  /// Two connected ends.
  struct Ends {
    /// The end that LittleO keeps, which never waits.
    let own: Int32
    /// The end that the worker gets.
    let other: Int32

    /// Closes both ends.
    func close() {
      for end in [own, other] { Foundation.close(end) }
    }
  }

  /// Returns a pipe that LittleO reads; nil if there are too many descriptors.
  static func pipe() -> Ends? {
    var ends: [Int32] = [-1, -1]
    guard Foundation.pipe(&ends) == 0 else { return nil }
    return guarded(own: ends[0], other: ends[1])
  }

  /// Returns a socket to write to, because a write to a closed socket need not raise a signal; nil as for a pipe.
  static func socket() -> Ends? {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
      guard socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0 else { return nil }
      var on: Int32 = 1
      setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #else
      guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else { return nil }
    #endif
    return guarded(own: ends[0], other: ends[1])
  }

  /// Writes to a socket without waiting and without a signal; returns the bytes written, or −1.
  static func send(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Int {
    bytes.withUnsafeBytes { bytes in
      #if canImport(Darwin)
        Foundation.send(socket, bytes.baseAddress, bytes.count, 0)
      #else
        Foundation.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      #endif
    }
  }

  /// Moves both ends above the standard descriptors, closes them in programs started, and lets the own end not wait.
  private static func guarded(own: Int32, other: Int32) -> Ends? {
    let moved = [own, other].map { end in
      let copy = fcntl(end, F_DUPFD_CLOEXEC, 3)
      close(end)
      return copy
    }
    guard moved.allSatisfy({ $0 >= 0 }), fcntl(moved[0], F_SETFL, O_NONBLOCK) == 0 else {
      for end in moved where end >= 0 { close(end) }
      return nil
    }
    return Ends(own: moved[0], other: moved[1])
  }
}
