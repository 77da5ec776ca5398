import Files
import Foundation
import TestSupport

@testable import littleo

/// A command on a disk in memory: what it answered, and the disk afterwards.
struct DeskRun {
  /// The exit status.
  let status: ExitStatus
  /// Standard output.
  let output: String
  /// Standard error.
  let errors: String
  /// The disk afterwards.
  let disk: DiskModel
  /// The number of system calls.
  let calls: Int
  /// The call that failed first, if any did.
  let failed: String?
  /// The descriptors that were not given back.
  let open: Int
  /// The disk after every call that changed it, if that was asked for.
  let history: [ModelCalls.Moment]

  /// Runs a command.
  ///
  /// - Parameters:
  ///   - words: The command line.
  ///   - disk: The disk that it finds.
  ///   - plan: Which calls fail.
  ///   - isRecording: Whether to keep the disk after every call.
  init(
    _ words: [String], on disk: DiskModel, failing plan: FailingCalls.Plan = .none, isRecording: Bool = false
  ) async {
    let model = ModelCalls(disk, isRecording: isRecording)
    let calls = FailingCalls(model, failing: plan)
    status = await LittleO.answer({ () throws(UsageError) in words }, on: .model(calls))
    let now = model.now
    output = String(decoding: now.output, as: UTF8.self)
    errors = String(decoding: now.errors, as: UTF8.self)
    self.disk = now.disk
    self.calls = calls.count
    failed = calls.failed
    open = model.openCount
    history = model.history
  }

  /// The files of the disk below a folder, by their paths from there.
  static func files(of disk: DiskModel, below folder: String) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for (path, bytes) in disk.files where path.hasPrefix(folder + "/") {
      files[String(path.dropFirst(folder.count + 1))] = bytes
    }
    return files
  }
}
