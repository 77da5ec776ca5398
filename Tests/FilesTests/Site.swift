import Files
import Foundation
import TestSupport

/// A folder in which the laws of the module are tried: one of this machine, or one on a disk in memory.
struct Site: Sendable {
  /// Where the folder is.
  enum Kind: CaseIterable, Sendable { case machine, model }

  /// The path of the folder.
  let path: String
  /// The disk in memory; nil on this machine.
  let model: ModelCalls?

  /// The calls that reach the folder.
  var calls: any SystemCalls { model ?? KernelCalls() as any SystemCalls }
  /// The disk that the folder is on.
  var disk: Disk { Disk(calls) }
  /// The folder.
  var folder: Folder { Folder(path, on: disk) }

  /// Runs a body with a new folder, and removes the folder afterwards.
  static func with<Result>(_ kind: Kind, _ body: (Site) throws -> Result) throws -> Result {
    switch kind {
    case .model:
      var disk = DiskModel()
      disk.putFolder("work")
      return try body(Site(path: "work", model: ModelCalls(disk)))
    case .machine:
      let url = FileManager.default.temporaryDirectory.appending(path: "littleo-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: url) }
      return try body(Site(path: url.path, model: nil))
    }
  }

  /// The path of an entry.
  func path(_ name: String) -> String { path + "/" + name }

  // MARK: Putting things there

  func put(_ text: String, _ name: String) throws {
    if let model { return model.change { $0.put(Array(text.utf8), at: path(name)) } }
    let url = URL(filePath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func putFolder(_ name: String) throws {
    if let model { return model.change { $0.putFolder(path(name)) } }
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
  }

  func putLink(to target: String, _ name: String) throws {
    if let model { return model.change { $0.putLink(to: target, at: path(name)) } }
    try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
  }

  func putPipe(_ name: String) {
    if let model { return model.change { $0.putPipe(at: path(name)) } }
    mkfifo(path(name), 0o644)
  }

  func protect(_ name: String) {
    if let model { return model.change { $0.protect(path(name)) } }
    chmod(path(name), 0o444)
  }

  // MARK: Looking

  /// The text of a file; nil if there is none.
  func text(_ name: String) -> String? {
    if let model { return model.now.disk.files[path(name)].map { String(decoding: $0, as: UTF8.self) } }
    return try? String(contentsOfFile: path(name), encoding: .utf8)
  }

  /// The names in the folder, sorted.
  var names: [String] { (try? folder.names()) ?? [] }
}
