import Files
import Foundation
import TestSupport

/// Something that happens to a folder in which littleo and its user work.
enum FolderStep: Sendable, CustomStringConvertible {
  /// A command that writes.
  enum Command: Sendable {
    /// A verification with so many runs per scale, whose report goes into a folder below the desk.
    case verify(runs: Int, folder: String)
    /// A verification of another claim, which makes the first one's page stale.
    case other(folder: String)
    /// The report from stored trials.
    case report
    /// A decision with a chart.
    case chart(path: String)
    /// The trials of another store, copied.
    case merge
    /// A page of simulated laws; dear, so it is drawn seldom.
    case page(path: String)
  }

  /// What goes wrong during a command.
  enum Mishap: Sendable {
    /// Nothing.
    case none
    /// From this share of its calls on, every call fails with a number, as on a full disk.
    case fails(from: Double, code: Int32)
    /// The process is killed after this share of its changes.
    case killed(after: Double)
    /// The power fails after this share of its changes; the number decides what survives.
    case power(after: Double, seed: UInt64)
  }

  /// A command runs.
  case run(Command, Mishap)
  /// The user writes a file of their own.
  case write(path: String)
  /// The user edits whatever file is there.
  case edit(path: String)
  /// The user removes a file.
  case remove(path: String)
  /// The user puts a link there.
  case link(path: String)
  /// A defect, planted to see that it is found: a file is overwritten.
  case harm(path: String)

  /// The paths at which the user and littleo meet.
  static let paths = [
    "desk/thesis.txt", "desk/chart.svg", "desk/page.md", "desk/report/README.md", "desk/report/environment.json",
    "desk/report/notes.txt", "desk/report/graph.md", "desk/report/PermutationRecords/README.md",
    "desk/report/PermutationRecords/points.csv", "desk/report/PermutationRecords/mine.svg",
    "desk/report/PermutationRecords", "desk/report/CouponCollector/points.csv", "desk/README.md",
    "desk/environment.json", "desk/.littleo-notes/a.txt", "desk/report/.littleo-mine/1",
    "desk/report/.littleo-staging-mine/1", "desk/store/notes.txt", "desk/store/counterexamples/mine.txt",
    "desk/PermutationRecords/points.csv", "desk/report/PermutationRecords/records.svg",
  ]

  /// Draws a step.
  static func random(_ dice: inout Dice) -> FolderStep {
    let path = paths[dice.below(paths.count)]
    switch dice.below(10) {
    case 0, 1: return .write(path: path)
    case 2: return .edit(path: path)
    case 3: return dice.oneIn(2) ? .remove(path: path) : .link(path: path)
    default: return .run(command(&dice), mishap(&dice))
    }
  }

  private static func command(_ dice: inout Dice) -> Command {
    // An empty name is the desk itself, where the user's files and the stores are as well.
    let folder = ["report", "report", "report", "", "new/deep"][dice.below(5)]
    switch dice.below(12) {
    case 0...4: return .verify(runs: 1 + dice.below(2), folder: folder)
    case 5, 6: return .other(folder: folder)
    case 7, 8: return .report
    case 9: return .chart(path: dice.oneIn(2) ? "desk/chart.svg" : paths[dice.below(paths.count)])
    case 10 where dice.oneIn(20): return .page(path: dice.oneIn(2) ? "desk/page.md" : paths[dice.below(paths.count)])
    default: return .merge
    }
  }

  private static func mishap(_ dice: inout Dice) -> Mishap {
    let share = Double(dice.below(1000)) / 1000
    switch dice.below(6) {
    case 0: return .fails(from: share, code: [EIO, ENOSPC, EMFILE, EACCES][dice.below(4)])
    case 1: return .killed(after: share)
    case 2: return .power(after: share, seed: dice.next())
    default: return .none
    }
  }

  var description: String {
    switch self {
    case .run(let command, .none): "littleo \(command.words.joined(separator: " "))"
    case .run(let command, let mishap): "littleo \(command.words.joined(separator: " ")), \(mishap)"
    case .write(let path): "the user writes \(path)"
    case .edit(let path): "the user edits \(path)"
    case .remove(let path): "the user removes \(path)"
    case .link(let path): "the user puts a link at \(path)"
    case .harm(let path): "a defect overwrites \(path)"
    }
  }
}

extension FolderStep.Command {
  /// The command line.
  var words: [String] {
    switch self {
    case .verify(let runs, let folder): Self.verification("PermutationRecords", runs, to: folder)
    case .other(let folder): Self.verification("CouponCollector", 1, to: folder)
    case .report:
      [
        "report", "PermutationRecords", "--profile", "quick", "--seeds", "1", "--store", "/desk/store", "--output",
        "/desk/report",
      ]
    case .chart(let path): ["decide", "/desk/table.csv", "--is", "O(1)", "--kind", "positive", "--chart", "/" + path]
    case .merge: ["merge", "/desk/other-store", "--store", "/desk/store"]
    case .page(let path): ["calibrate", "Θ(√d)", "--repeats", "2", "--jobs", "1", "--output", "/" + path]
    }
  }

  /// The folder of the report, below the root; nil for a command that writes none.
  var output: String? {
    switch self {
    case .verify(_, let folder), .other(let folder): folder.isEmpty ? "desk" : "desk/" + folder
    case .report: "desk/report"
    default: nil
    }
  }

  private static func verification(_ claim: String, _ runs: Int, to folder: String) -> [String] {
    [
      "verify", claim, "--profile", "quick", "--seeds", "\(runs)", "--jobs", "1", "--store", "/desk/store", "--output",
      folder.isEmpty ? "/desk" : "/desk/" + folder,
    ]
  }
}
