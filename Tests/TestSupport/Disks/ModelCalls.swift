import Files
import Foundation
import Synchronization

/// The system calls of a process on a disk in memory, whose present folder is the root.
package final class ModelCalls: SystemCalls {
  /// The disk at one moment, and what had been answered by then.
  package struct Moment: Sendable {
    /// The disk.
    package var disk: DiskModel
    /// Standard output.
    package var output: [UInt8] = []
    /// Standard error.
    package var errors: [UInt8] = []
  }

  private struct Handle {
    let node: Int
    let purpose: OpenPurpose
    var position = 0
    var holdsLock = false
  }

  private struct State {
    var now: Moment
    var handles: [Int32: Handle] = [:]
    var next: Int32 = 3
    var history: [Moment] = []
  }

  private let state: Mutex<State>
  private let isRecording: Bool

  /// The calls on a disk.
  ///
  /// - Parameter isRecording: Whether the disk is kept as it was after every call that changed it.
  package init(_ disk: DiskModel = DiskModel(), isRecording: Bool = false) {
    state = Mutex(State(now: Moment(disk: disk)))
    self.isRecording = isRecording
  }

  /// The disk now, and what was answered.
  package var now: Moment { state.withLock { $0.now } }
  /// The disk after every call that changed it or answered.
  package var history: [Moment] { state.withLock { $0.history } }
  /// Changes the disk as another process might, or as a test sets it up.
  package func change(_ body: @Sendable (inout DiskModel) -> Void) { state.withLock { body(&$0.now.disk) } }

  /// The number of descriptors that are open.
  package var openCount: Int { state.withLock { $0.handles.count } }

  private func made<Result>(
    changing: Bool = true, _ body: (inout State) -> Swift.Result<Result, CallFailure>
  ) throws(CallFailure) -> Result {
    let result = state.withLock { state in
      let result = body(&state)
      if changing, isRecording, case .success = result { state.history.append(state.now) }
      return result
    }
    return try result.get()
  }

  package func open(_ name: String, in folder: Int32?, for purpose: OpenPurpose) throws(CallFailure) -> Int32 {
    try made(changing: purpose == .creating || purpose == .locking) { state in
      let follows = purpose == .input || purpose == .folder && folder == nil
      let mayMiss = purpose == .creating || purpose == .locking
      switch Self.find(name, in: folder, follows: follows, state, mayMiss: mayMiss) {
      case .failure(let failure): return .failure(failure)
      case .success((let parent, let last, nil)):
        let node = state.now.disk.add(.file(DiskModel.File()))
        state.now.disk.change([(parent, last, node)])
        return .success(Self.handle(node, purpose, &state))
      case .success((_, _, let node?)):
        if purpose == .creating { return .failure(CallFailure(EEXIST)) }
        switch state.now.disk.nodes[node] {
        case .link: return .failure(CallFailure(purpose == .folder ? ENOTDIR : ELOOP))
        case .folder: if purpose == .locking { return .failure(CallFailure(EISDIR)) }
        default: if purpose == .folder { return .failure(CallFailure(ENOTDIR)) }
        }
        return .success(Self.handle(node, purpose, &state))
      }
    }
  }

  package func read(_ file: Int32, upTo count: Int) throws(CallFailure) -> [UInt8] {
    try made(changing: false) { state in
      guard var handle = state.handles[file] else { return file == 0 ? .success([]) : .failure(CallFailure(EBADF)) }
      guard handle.purpose != .creating else { return .failure(CallFailure(EBADF)) }
      if case .pipe = state.now.disk.nodes[handle.node] { return .success([]) }
      guard let content = state.now.disk.file(handle.node) else { return .failure(CallFailure(EISDIR)) }
      let part = Array(content.bytes.dropFirst(handle.position).prefix(count))
      handle.position += part.count
      state.handles[file] = handle
      return .success(part)
    }
  }

  package func write(_ file: Int32, _ bytes: ArraySlice<UInt8>) throws(CallFailure) -> Int {
    try made { state in
      switch file {
      case STDOUT_FILENO: state.now.output += bytes
      case STDERR_FILENO: state.now.errors += bytes
      default:
        guard let handle = state.handles[file], handle.purpose == .creating else {
          return .failure(CallFailure(EBADF))
        }
        state.now.disk.append(bytes, to: handle.node)
      }
      return .success(bytes.count)
    }
  }

  package func synchronize(_ file: Int32) throws(CallFailure) {
    try made { (state) -> Result<Void, CallFailure> in
      guard let handle = state.handles[file] else { return .failure(CallFailure(EBADF)) }
      if case .pipe = state.now.disk.nodes[handle.node] { return .failure(CallFailure(EINVAL)) }
      state.now.disk.synchronize(handle.node)
      return .success(())
    }
  }

  package func close(_ file: Int32) throws(CallFailure) {
    try made(changing: false) { (state) -> Result<Void, CallFailure> in
      state.handles.removeValue(forKey: file) == nil ? .failure(CallFailure(EBADF)) : .success(())
    }
  }

  package func status(of file: Int32) throws(CallFailure) -> FileStatus {
    try made(changing: false) { state in
      guard let handle = state.handles[file] else { return .failure(CallFailure(EBADF)) }
      return .success(Self.status(handle.node, state))
    }
  }

  package func status(of name: String, in folder: Int32?) throws(CallFailure) -> FileStatus {
    try made(changing: false) { state in
      Self.find(name, in: folder, follows: false, state).flatMap { found in
        found.node.map { .success(Self.status($0, state)) } ?? .failure(CallFailure(ENOENT))
      }
    }
  }

  package func rename(_ name: String, in folder: Int32, to other: String, in target: Int32) throws(CallFailure) {
    try made { (state) -> Result<Void, CallFailure> in
      Self.pair(name, folder, other, target, state).flatMap { from, node, to, old in
        let disk = state.now.disk
        let isFolder = disk.entries(of: node) != nil
        if isFolder, disk.holds(node, to) { return .failure(CallFailure(EINVAL)) }
        if let old, disk.holds(old, from) { return .failure(CallFailure(ENOTEMPTY)) }
        // Two names of one file: both stay.
        if old == node { return .success(()) }
        if let old {
          let entries = disk.entries(of: old)
          if isFolder, entries == nil { return .failure(CallFailure(ENOTDIR)) }
          if !isFolder, entries != nil { return .failure(CallFailure(EISDIR)) }
          if entries?.isEmpty == false { return .failure(CallFailure(ENOTEMPTY)) }
          state.now.disk.markRemoved(old)
        }
        state.now.disk.change([(from, name, nil), (to, other, node)])
        return .success(())
      }
    }
  }

  package func link(_ name: String, in folder: Int32, to other: String, in target: Int32) throws(CallFailure) {
    try made { (state) -> Result<Void, CallFailure> in
      Self.entry(name, folder, state).flatMap { _, node in
        guard let node else { return .failure(CallFailure(ENOENT)) }
        return Self.entry(other, target, state).flatMap { to, old in
          if old != nil { return .failure(CallFailure(EEXIST)) }
          if state.now.disk.entries(of: node) != nil { return .failure(CallFailure(EPERM)) }
          state.now.disk.change([(to, other, node)])
          return .success(())
        }
      }
    }
  }

  package func remove(_ name: String, in folder: Int32) throws(CallFailure) {
    try made { (state) -> Result<Void, CallFailure> in
      Self.entry(name, folder, state).flatMap { parent, node in
        guard let node else { return .failure(CallFailure(ENOENT)) }
        if case .folder = state.now.disk.nodes[node] { return .failure(CallFailure(EISDIR)) }
        state.now.disk.change([(parent, name, nil)])
        return .success(())
      }
    }
  }

  package func removeFolder(_ name: String, in folder: Int32) throws(CallFailure) {
    try made { (state) -> Result<Void, CallFailure> in
      Self.entry(name, folder, state).flatMap { parent, node in
        guard let node else { return .failure(CallFailure(ENOENT)) }
        guard let entries = state.now.disk.entries(of: node) else { return .failure(CallFailure(ENOTDIR)) }
        guard entries.isEmpty else { return .failure(CallFailure(ENOTEMPTY)) }
        state.now.disk.change([(parent, name, nil)])
        state.now.disk.markRemoved(node)
        return .success(())
      }
    }
  }

  package func makeFolder(_ name: String, in folder: Int32?) throws(CallFailure) {
    try made { (state) -> Result<Void, CallFailure> in
      Self.find(name, in: folder, follows: false, state, mayMiss: true).flatMap { parent, last, node in
        guard node == nil else { return .failure(CallFailure(EEXIST)) }
        let made = state.now.disk.add(.folder(DiskModel.Directory()))
        state.now.disk.change([(parent, last, made)])
        return .success(())
      }
    }
  }

  package func names(in folder: Int32) throws(CallFailure) -> [String] {
    try made(changing: false) { state in
      Self.folder(folder, state).map { Array((state.now.disk.entries(of: $0) ?? [:]).keys) }
    }
  }

  package func lock(_ file: Int32) throws(CallFailure) -> Bool {
    try made(changing: false) { state in
      guard let handle = state.handles[file] else { return .failure(CallFailure(EBADF)) }
      let isTaken = state.handles.contains { $0.key != file && $0.value.node == handle.node && $0.value.holdsLock }
      if !isTaken { state.handles[file]?.holdsLock = true }
      return .success(!isTaken)
    }
  }

  // MARK: Names

  private static func handle(_ node: Int, _ purpose: OpenPurpose, _ state: inout State) -> Int32 {
    defer { state.next += 1 }
    state.handles[state.next] = Handle(node: node, purpose: purpose)
    return state.next
  }

  /// The folder behind a descriptor; the root for nil, which is the present folder.
  private static func folder(_ file: Int32?, _ state: State) -> Result<Int, CallFailure> {
    guard let file else { return .success(DiskModel.root) }
    guard let node = state.handles[file]?.node else { return .failure(CallFailure(EBADF)) }
    return state.now.disk.entries(of: node) == nil ? .failure(CallFailure(ENOTDIR)) : .success(node)
  }

  /// An entry by its plain name; it may be missing.
  private static func entry(
    _ name: String, _ file: Int32, _ state: State
  ) -> Result<(folder: Int, node: Int?), CallFailure> {
    folder(file, state).flatMap { folder in
      if state.now.disk.isRemoved(folder) { return .failure(CallFailure(ENOENT)) }
      guard name.utf8.count <= 255 else { return .failure(CallFailure(ENAMETOOLONG)) }
      return .success((folder, state.now.disk.entries(of: folder)?[name]))
    }
  }

  /// The entry that gets another name, and the one that has that name, if there is one.
  private static func pair(
    _ name: String, _ file: Int32, _ other: String, _ target: Int32, _ state: State
  ) -> Result<(from: Int, node: Int, to: Int, old: Int?), CallFailure> {
    folder(file, state).flatMap { _ in folder(target, state) }.flatMap { _ in entry(name, file, state) }
      .flatMap { from in
        guard let node = from.node else { return .failure(CallFailure(ENOENT)) }
        return entry(other, target, state).map { (from.folder, node, $0.folder, $0.node) }
      }
  }

  private typealias Found = (parent: Int, last: String, node: Int?)

  /// Finds an entry by path or plain name.
  ///
  /// - Parameters:
  ///   - follows: Whether the last part may be a link that is followed.
  ///   - mayMiss: Whether the entry itself may be missing.
  private static func find(
    _ name: String, in file: Int32?, follows: Bool, _ state: State, mayMiss: Bool = false
  ) -> Result<Found, CallFailure> {
    guard !name.isEmpty, !name.utf8.contains(0) else { return .failure(CallFailure(ENOENT)) }
    return folder(file, state).flatMap { folder in
      find(name, from: folder, follows: follows, state.now.disk, mayMiss: mayMiss, depth: 0)
    }
  }

  private static func find(
    _ path: String, from folder: Int, follows: Bool, _ disk: DiskModel, mayMiss: Bool, depth: Int
  ) -> Result<Found, CallFailure> {
    guard depth <= 40 else { return .failure(CallFailure(ELOOP)) }
    var present = path.hasPrefix("/") ? DiskModel.root : folder
    let parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
    guard let last = parts.last else { return .success((present, ".", present)) }
    for (index, part) in parts.enumerated() {
      guard let entries = disk.entries(of: present) else { return .failure(CallFailure(ENOTDIR)) }
      if disk.isRemoved(present) { return .failure(CallFailure(ENOENT)) }
      guard part.utf8.count <= 255 else { return .failure(CallFailure(ENAMETOOLONG)) }
      let isLast = index == parts.count - 1
      guard let node = entries[part] else {
        return isLast && mayMiss ? .success((present, last, nil)) : .failure(CallFailure(ENOENT))
      }
      if isLast, !follows { return .success((present, last, node)) }
      guard case .link(let target) = disk.nodes[node] else {
        if isLast { return .success((present, last, node)) }
        present = node
        continue
      }
      let rest = ([target] + parts[(index + 1)...]).joined(separator: "/")
      return find(rest, from: present, follows: follows, disk, mayMiss: mayMiss, depth: depth + 1)
    }
    return .failure(CallFailure(ENOENT))
  }

  private static func status(_ node: Int, _ state: State) -> FileStatus {
    let identity = FileStatus.Identity(device: 1, number: UInt64(node))
    let links = state.now.disk.links(of: node)
    switch state.now.disk.nodes[node] {
    case .file(let file):
      return FileStatus(
        kind: .file, size: file.bytes.count, isWritable: file.isWritable, links: links, modified: file.modified,
        identity: identity)
    case .folder:
      return FileStatus(kind: .folder, size: 0, isWritable: true, links: links, modified: 0, identity: identity)
    case .link:
      return FileStatus(kind: .link, size: 0, isWritable: true, links: links, modified: 0, identity: identity)
    case .pipe, nil:
      return FileStatus(kind: .other, size: 0, isWritable: true, links: links, modified: 0, identity: identity)
    }
  }
}

extension Desk {
  /// A desk on a disk in memory, and the calls that it makes.
  package static func model(_ calls: any SystemCalls) -> Desk {
    let disk = Disk(calls)
    return Desk(disk: disk, console: Console(on: disk))
  }
}
