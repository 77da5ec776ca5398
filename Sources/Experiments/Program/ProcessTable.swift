import Foundation

/// The processes of the machine as `/proc` lists them; empty where there is no `/proc`.
struct ProcessTable: Sendable {
  /// A process.
  struct Entry: Sendable {
    /// The process that started it.
    let parent: pid_t
    /// The session that it belongs to.
    let session: pid_t
    /// Whether it has ended and only its parent has not noticed.
    let isEnded: Bool
    /// Its resident memory in bytes.
    let bytes: Int
  }

  /// The processes by number.
  let entries: [pid_t: Entry]

  /// Reads the table.
  init() {
    var entries: [pid_t: Entry] = [:]
    for id in Self.ids { entries[id] = Self.entry(id) }
    self.entries = entries
  }

  /// Returns the processes of a worker: its session, and the descendants of the worker itself.
  func family(of worker: pid_t) -> [pid_t] {
    entries.keys.filter { id in
      var ancestor = id
      // Numbers of ended processes are used again, so a chain of parents read over some time may have a loop.
      for _ in 0..<64 {
        guard let entry = entries[ancestor] else { return false }
        if ancestor == worker || entry.session == worker { return true }
        ancestor = entry.parent
      }
      return false
    }
  }

  /// Returns the processes that still run of a worker, with those that detached themselves but carry its marker.
  ///
  /// - Parameters:
  ///   - worker: The process of the worker.
  ///   - marker: The environment variable, `NAME=VALUE`, that the worker was started with.
  func family(of worker: pid_t, marker: String) -> [pid_t] {
    let family = Set(family(of: worker))
    let mark = Data(marker.utf8)
    return entries.filter { id, entry in
      guard !entry.isEnded else { return false }
      return family.contains(id) || Self.contents("/proc/\(id)/environ").range(of: mark) != nil
    }.map(\.key)
  }

  private static var ids: [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }
  }

  private static func entry(_ id: pid_t) -> Entry? {
    let text = String(decoding: contents("/proc/\(id)/stat"), as: UTF8.self)
    // The second field is the name in parentheses; it may itself hold spaces and parentheses.
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 21, let parent = pid_t(fields[1]), let session = pid_t(fields[3]) else { return nil }
    let pages = Int(fields[21]) ?? 0
    return Entry(
      parent: parent, session: session, isEnded: fields[0] == "Z" || fields[0] == "X",
      bytes: pages * Int(getpagesize()))
  }

  /// Returns the contents of a file whose size is not known before; empty if it cannot be read.
  private static func contents(_ path: String) -> Data {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return Data() }
    defer { close(file) }
    var data = Data()
    var chunk = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = read(file, &chunk, chunk.count)
      guard count > 0, data.count < 4 << 20 else { return data }
      data.append(contentsOf: chunk[..<count])
    }
  }
}
