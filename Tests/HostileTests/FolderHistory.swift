import Files
import Foundation
import TestSupport

@testable import Reporting
@testable import littleo

/// What becomes of a folder in a sequence of steps, and whether a law was broken.
struct FolderHistory: Sendable {
  /// The first law that was broken, in words; nil if none was.
  private(set) var fault: String?
  private var disk: DiskModel
  /// The user's own files and what is in them.
  private var own: [String: [UInt8]] = [:]
  private let start: Start

  /// The folder before the first step, and the report that an undisturbed verification writes.
  struct Start: Sendable {
    let disk: DiskModel
    let own: [String: [UInt8]]
    let report: [String: [UInt8]]
  }

  /// A desk with stores that hold the trials, and some files of the user's.
  static func start() async -> Start {
    var disk = DiskModel()
    var own: [String: [UInt8]] = [:]
    for (path, text) in [
      ("desk/thesis.txt", "mine"), ("desk/table.csv", table), ("desk/report/notes.txt", "mine"),
      ("desk/PermutationRecords/plan.txt", "mine"),
    ] {
      disk.put(Array(text.utf8), at: path)
      own[path] = Array(text.utf8)
    }
    for command in [FolderStep.Command.verify(runs: 2, folder: "report"), .other(folder: "report")] {
      let store = command.words.map { $0 == "/desk/store" ? "/desk/other-store" : $0 }
      disk = await DeskRun(Array(store.prefix { $0 != "--output" }), on: disk).disk
    }
    for (path, bytes) in disk.files where path.hasPrefix("desk/other-store/") {
      // The store holds about half of the trials; the others are run when they are needed.
      if path.dropLast(5).last.map({ "01234567".contains($0) }) == true { continue }
      disk.put(bytes, at: path.replacing("other-store", with: "store"))
    }
    let clean = await DeskRun(FolderStep.Command.verify(runs: 1, folder: "final").words, on: disk)
    return Start(disk: disk, own: own, report: DeskRun.files(of: clean.disk, below: "desk/final"))
  }

  private static let table =
    "scale,run,value\n"
    + [32, 64, 128, 256, 512].flatMap { scale in (1...20).map { "\(scale),\($0),\(1 + $0 % 3)\n" } }.joined()

  /// Takes the steps one after the other, until a law is broken, and then writes the last report.
  init(_ start: Start, _ steps: [FolderStep]) async {
    self.start = start
    disk = start.disk
    own = start.own
    for step in steps {
      await take(step)
      if let harm { fault = harm + ", by: \(step)" }
      if fault != nil { return }
    }
    let last = await DeskRun(FolderStep.Command.verify(runs: 1, folder: "final").words, on: disk)
    disk = last.disk
    if last.open != 0 { fault = "\(last.open) descriptors are open at the end" }
    if DeskRun.files(of: disk, below: "desk/final") != start.report {
      fault = "the last report is another one: \(last.status), \(last.errors)"
    }
    if let harm { fault = harm + " by the last report" }
  }

  private mutating func take(_ step: FolderStep) async {
    switch step {
    case .run(let command, let mishap): await run(command, mishap)
    case .write(let path): put(Array("mine \(path)".utf8), at: path)
    case .edit(let path):
      guard let bytes = disk.files[path] else { return }
      let edited = bytes + Array("edited\n".utf8)
      // An edit of a page that says that edits are lost is not the user's to keep, nor is a record.
      if Replaceable.bearsMarker(Data(edited)) || EnvironmentFile.wrote(Data(edited)) {
        disk.put(edited, at: path)
        own[path] = nil
      } else {
        put(edited, at: path)
      }
    case .remove(let path):
      disk.take(path)
      own[path] = nil
    case .link(let path):
      disk.putLink(to: "/desk/thesis.txt", at: path)
      own[path] = nil
    case .harm(let path): disk.put(Array("overwritten".utf8), at: path)
    }
  }

  private mutating func put(_ bytes: [UInt8], at path: String) {
    disk.put(bytes, at: path)
    // A folder of that name keeps its place.
    own[path] = disk.files[path] == bytes ? bytes : own[path]
  }

  private mutating func run(_ command: FolderStep.Command, _ mishap: FolderStep.Mishap) async {
    let run: DeskRun
    switch mishap {
    case .none: run = await DeskRun(command.words, on: disk)
    case .fails(let share, let code):
      // Commands make from a dozen to two thousand calls: any order of magnitude is as likely.
      run = await DeskRun(command.words, on: disk, failing: .from(Int(pow(2000, share)), code: code))
    case .killed(let share), .power(let share, _):
      let whole = await DeskRun(command.words, on: disk, isRecording: true)
      guard !whole.history.isEmpty else { return }
      let moment = whole.history[Int(share * Double(whole.history.count))]
      if case .power(_, let seed) = mishap {
        var dice = Dice(seed: seed)
        disk = moment.disk.afterPowerCut(&dice)
      } else {
        disk = moment.disk
      }
      return
    }
    disk = run.disk
    if run.open != 0 { fault = "\(run.open) descriptors are open after \(command.words)" }
    guard let output = command.output, [.passed, .refuted].contains(run.status) else { return }
    if !isWhole(output) { fault = "\(command.words) succeeded, and its report is not whole" }
  }

  /// Whether every file of a report has the bytes that `environment.json` lists.
  private func isWhole(_ folder: String) -> Bool {
    let calls = ModelCalls(disk)
    let audit = try? ReportFolder(URL(filePath: "/" + folder), on: Disk(calls)).audit()
    guard case .listed(_, let changed, _) = audit else { return false }
    return changed.isEmpty
  }

  /// What happened to a file of the user's; nil if all are as they were.
  private var harm: String? {
    let files = disk.files
    return own.keys.sorted().first { files[$0] != own[$0] }.map { "the user's file \($0) was changed" }
  }
}
