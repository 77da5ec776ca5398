import Files
import Foundation
import TestSupport

@testable import littleo

/// A command on a disk in memory: what it answered, and the disk afterwards.
struct DeskRun {
  /// The command line.
  let words: [String]
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
    self.words = words
    let model = ModelCalls(disk, isRecording: isRecording)
    let calls = FailingCalls(model, failing: plan)
    status = await LittleO.answer(words, on: .model(calls))
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

/// A disk with files of the user's, on which a cheap claim is verified with few runs.
///
/// Every kind of call is made, and no verdict is needed.
struct VerifiedDesk: Sendable {
  /// The claim that is verified.
  let claim = "PermutationRecords"

  /// The command line.
  let words = [
    "verify", "PermutationRecords", "--profile", "quick", "--seeds", "1", "--jobs", "1", "--store", "/desk/store",
    "--output", "/desk/report",
  ]

  /// The user's own files, in and beside the folders of littleo.
  let own = [
    "desk/thesis.txt": "mine", "desk/report/notes.txt": "mine",
    "desk/report/PermutationRecords/mine.csv": "a,b\n", "desk/store/notes.txt": "mine",
  ]

  /// The disk before the first command.
  var before: DiskModel { adding(to: DiskModel()) }

  /// Returns a disk with the user's files on it.
  func adding(to disk: DiskModel) -> DiskModel {
    var disk = disk
    for (path, text) in own { disk.put(Array(text.utf8), at: path) }
    return disk
  }

  /// Returns what happened to a file of the user's; nil if all are as they were.
  func harm(to disk: DiskModel) -> String? {
    let files = disk.files
    return own.first { files[$0.key] != Array($0.value.utf8) }.map { "the user's file \($0.key) was harmed" }
  }

  /// The files of the report without the user's.
  func report(on disk: DiskModel) -> [String: [UInt8]] {
    DeskRun.files(of: disk, below: "desk/report").filter { own["desk/report/" + $0.key] == nil }
  }
}
