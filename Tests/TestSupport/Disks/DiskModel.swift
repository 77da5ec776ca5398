import Foundation

/// Files and folders in memory, with what of them would survive a power cut.
///
/// A file's bytes survive once the file was synchronised. An entry of a folder survives once the folder was. Whatever was
/// not synchronised may survive or not, in any order; a rename survives whole or not at all.
package struct DiskModel: Sendable {
  enum Node: Sendable {
    case file(File)
    case folder(Directory)
    case link(String)
    case pipe
  }

  struct File: Sendable {
    var bytes: [UInt8] = []
    /// The bytes that are on the disk; nil if none ever were.
    var kept: [UInt8]?
    var isWritable = true
    var modified = Date().timeIntervalSince1970
  }

  struct Directory: Sendable {
    var entries: [String: Int] = [:]
    /// The entries that are on the disk.
    var kept: [String: Int] = [:]
    /// Whether the folder was removed while it was open: nothing can be put into it.
    var isRemoved = false
  }

  /// A change of entries that survives whole or not at all.
  struct Change: Sendable {
    var entries: [(folder: Int, name: String, node: Int?)]
  }

  static let root = 0

  private(set) var nodes: [Int: Node] = [root: .folder(Directory())]
  /// Changes of entries that no synchronisation has reached, in order.
  private(set) var pending: [Change] = []
  private var next = 1

  /// Whether synchronising does nothing, although the disk says that it was done.
  private let isLying: Bool

  /// An empty disk.
  ///
  /// - Parameter isLying: Whether synchronising does nothing; tests that rely on it must then find losses.
  package init(isLying: Bool = false) { self.isLying = isLying }

  // MARK: Reading

  func entries(of folder: Int) -> [String: Int]? {
    if case .folder(let directory) = nodes[folder] { directory.entries } else { nil }
  }

  /// Whether nothing can be put into a folder, because it was removed.
  func isRemoved(_ folder: Int) -> Bool {
    if case .folder(let directory) = nodes[folder] { directory.isRemoved } else { false }
  }

  /// Whether a node is a folder, or holds it at any depth.
  func holds(_ node: Int, _ folder: Int) -> Bool {
    node == folder || (entries(of: node) ?? [:]).values.contains { entries(of: $0) != nil && holds($0, folder) }
  }

  func file(_ node: Int) -> File? {
    if case .file(let file) = nodes[node] { file } else { nil }
  }

  /// The number of names that a node has.
  func links(of node: Int) -> Int {
    nodes.values.reduce(0) { sum, other in
      guard case .folder(let directory) = other else { return sum }
      return sum + directory.entries.values.count { $0 == node }
    }
  }

  // MARK: Changing

  mutating func add(_ node: Node) -> Int {
    defer { next += 1 }
    nodes[next] = node
    return next
  }

  mutating func append(_ bytes: ArraySlice<UInt8>, to node: Int) {
    guard case .file(var file) = nodes[node] else { return }
    nodes[node] = nil
    file.bytes += bytes
    nodes[node] = .file(file)
  }

  mutating func change(_ entries: [(folder: Int, name: String, node: Int?)]) {
    for entry in entries { set(entry) }
    pending.append(Change(entries: entries))
  }

  mutating func markRemoved(_ folder: Int) {
    guard case .folder(var directory) = nodes[folder] else { return }
    directory.isRemoved = true
    nodes[folder] = .folder(directory)
  }

  mutating func synchronize(_ node: Int) {
    if isLying { return }
    switch nodes[node] {
    case .file(var file):
      file.kept = file.bytes
      nodes[node] = .file(file)
    case .folder:
      var left: [Change] = []
      for change in pending {
        guard change.entries.contains(where: { $0.folder == node }) else {
          left.append(change)
          continue
        }
        keep(change)
        // An earlier change of the same entry, in the other folder of a rename, cannot come back later.
        for index in left.indices {
          left[index].entries.removeAll { old in
            change.entries.contains { $0.folder == old.folder && $0.name == old.name }
          }
        }
      }
      pending = left.filter { !$0.entries.isEmpty }
    default: break
    }
  }

  private mutating func set(_ entry: (folder: Int, name: String, node: Int?)) {
    guard case .folder(var directory) = nodes[entry.folder] else { return }
    directory.entries[entry.name] = entry.node
    nodes[entry.folder] = .folder(directory)
  }

  private mutating func keep(_ change: Change) {
    for entry in change.entries {
      guard case .folder(var directory) = nodes[entry.folder] else { continue }
      directory.kept[entry.name] = entry.node
      nodes[entry.folder] = .folder(directory)
    }
  }

  // MARK: Power

  /// Returns what is found after a power cut at this moment.
  ///
  /// - Parameter dice: Decides what of that which was not synchronised survives.
  package func afterPowerCut(_ dice: inout some RandomNumberGenerator) -> DiskModel {
    var after = self
    // Sometimes nothing of it survives, sometimes all, mostly a part.
    let share: Double = [0, 0.2, 0.5, 0.8, 1].randomElement(using: &dice) ?? 0.5
    for change in pending where Double.random(in: 0..<1, using: &dice) < share { after.keep(change) }
    after.pending = []
    for (number, node) in after.nodes {
      switch node {
      case .file(var file):
        if file.kept != file.bytes { file.bytes = Self.torn(file, &dice) }
        file.kept = file.bytes
        after.nodes[number] = .file(file)
      case .folder(var directory):
        directory.entries = directory.kept
        directory.isRemoved = false
        after.nodes[number] = .folder(directory)
      default: break
      }
    }
    return after
  }

  private static func torn(_ file: File, _ dice: inout some RandomNumberGenerator) -> [UInt8] {
    switch Int.random(in: 0..<4, using: &dice) {
    case 0: return file.kept ?? []
    case 1: return file.bytes
    case 2: return Array(file.bytes.prefix(Int.random(in: 0...file.bytes.count, using: &dice)))
    default:
      // The length is on the disk, and a part of the bytes is not.
      var bytes = file.bytes
      let start = Int.random(in: 0...bytes.count, using: &dice)
      for index in start..<bytes.count { bytes[index] = 0 }
      return bytes
    }
  }
}

extension DiskModel {
  /// Every file by its path from the root, without a leading slash; links and pipes are left out.
  package var files: [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    func visit(_ folder: Int, _ path: String) {
      for (name, node) in entries(of: folder) ?? [:] {
        switch nodes[node] {
        case .file(let file): files[path + name] = file.bytes
        case .folder: visit(node, path + name + "/")
        default: break
        }
      }
    }
    visit(Self.root, "")
    return files
  }

  /// Puts a file on the disk, synchronised, with the folders above it.
  package mutating func put(_ bytes: [UInt8], at path: String) {
    put(.file(File(bytes: bytes, kept: bytes)), at: path)
  }

  /// Puts a symbolic link on the disk, synchronised.
  package mutating func putLink(to target: String, at path: String) { put(.link(target), at: path) }

  /// Puts a pipe on the disk, synchronised.
  package mutating func putPipe(at path: String) { put(.pipe, at: path) }

  private mutating func put(_ node: Node, at path: String) {
    guard let (folder, name) = parent(of: path) else { return }
    let number = add(node)
    change([(folder, name, number)])
    synchronize(folder)
  }

  /// Takes from a file the right to be written.
  package mutating func protect(_ path: String) {
    guard let (folder, name) = parent(of: path), let node = entries(of: folder)?[name],
      case .file(var file) = nodes[node]
    else { return }
    file.isWritable = false
    nodes[node] = .file(file)
  }

  /// Makes a folder, synchronised, with those above it.
  package mutating func putFolder(_ path: String) { _ = parent(of: path + "/x") }

  /// Takes a file away, synchronised.
  package mutating func take(_ path: String) {
    guard let (folder, name) = parent(of: path) else { return }
    change([(folder, name, nil)])
    synchronize(folder)
  }

  /// The folder of a path, made if it is missing; nil if a file is in the way.
  private mutating func parent(of path: String) -> (Int, String)? {
    var parts = path.split(separator: "/").map(String.init)
    guard let name = parts.popLast() else { return nil }
    var folder = Self.root
    for part in parts {
      if let node = entries(of: folder)?[part] {
        guard case .folder = nodes[node] else { return nil }
        folder = node
      } else {
        let node = add(.folder(Directory()))
        change([(folder, part, node)])
        synchronize(folder)
        folder = node
      }
    }
    if let node = entries(of: folder)?[name], case .folder = nodes[node] { return nil }
    return (folder, name)
  }
}
