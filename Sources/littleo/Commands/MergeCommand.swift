import Files
import Foundation
import Reporting
import Trials

/// `littleo merge`: copies the trials of several stores into one.
struct MergeCommand {
  private let sources: [URL]
  private let target: URL
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line, Arguments.Grammar(command: "merge", options: ["store": false], switches: ["json"], maximalWords: .max))
    guard !arguments.words.isEmpty else {
      throw UsageError("merge needs stores to read, as in littleo merge shard-1 shard-2 --store .littleo/store.")
    }
    sources = arguments.words.map { Place(argument: $0).url }
    target = arguments.store
    isJSON = arguments.has("json")
  }

  func run(on desk: Desk) throws -> ExitStatus {
    let sources: [TrialStore]
    let target: TrialStore
    do {
      sources = try self.sources.map { url throws(StoreError) in
        try TrialStore(reading: url, experiments: ExperimentRegistry.all)
      }
      target = try TrialStore(folder: self.target, experiments: ExperimentRegistry.all)
    } catch {
      throw UsageError("\(error)")
    }
    let merge = try StoreMerge(sources, into: target)
    for notice in merge.notices { desk.console.warn("\(notice)") }
    let hasConflicts = !merge.conflicts.isEmpty
    if !hasConflicts { try merge.write() }
    if isJSON { try desk.console.print(object(merge).document) } else { try desk.show(text(merge)) }
    return hasConflicts ? .refuted : .passed
  }

  private func text(_ merge: StoreMerge) -> String {
    guard !merge.conflicts.isEmpty else {
      return "\(merge.additions) trials added to \(merge.held) that were already there: "
        + "\(Quoted.path(target.relativePath)) now holds \(merge.held + merge.additions)."
    }
    let lines = merge.conflicts.map {
      "\(Quoted.path($0.first)) and \(Quoted.path($0.second)) differ, first in \($0.place)."
    }
    let end =
      "\(merge.conflicts.count) trials were trained twice with different bits: a defect of the trainer or of a machine. "
      + "Nothing was merged; “littleo replay KEY --store DIR” shows which of the two records this machine reproduces."
    return (lines + [end]).joined(separator: "\n")
  }

  private func object(_ merge: StoreMerge) -> JSONValue {
    .object([
      "added": .integer(merge.conflicts.isEmpty ? merge.additions : 0), "held": .integer(merge.held),
      "unusable": .integer(merge.notices.count), "store": .string(target.relativePath),
      "conflicts": .array(
        merge.conflicts.map {
          .object([
            "key": .string($0.key), "first": .string($0.first), "second": .string($0.second),
            "where": .string($0.place),
          ])
        }),
    ])
  }
}
