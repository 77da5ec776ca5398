import Experiments
import Files
import Foundation
import Reporting
import TestSupport
import Testing

@testable import littleo

/// F11: a reader is never shown an old front page above new pages, and a report that is not whole says so.
@Suite struct InterruptedReportTests {
  private static let claim = "Definition4_1_Features --profile quick"

  private func answer(_ line: String, on calls: any SystemCalls) async -> littleo.ExitStatus {
    await LittleO.answer(line.split(separator: " ").map(String.init), on: .model(calls))
  }

  /// A disk with a report of two runs in `o`, and everything for one of three runs, which stands in `new`.
  private func disk() async -> DiskModel {
    let calls = ModelCalls()
    #expect(await answer("verify \(Self.claim) --seeds 3 --store /s --output /new", on: calls) == .refuted)
    #expect(await answer("verify \(Self.claim) --seeds 2 --store /s --output /o", on: calls) == .refuted)
    return calls.now.disk
  }

  /// The files of a report by their paths in its folder, without what an interrupted process left to be removed.
  private func report(_ folder: String, on calls: ModelCalls) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for (path, bytes) in calls.now.disk.files where path.hasPrefix(folder + "/") {
      let name = String(path.dropFirst(folder.count + 1))
      if !name.hasPrefix(".littleo-staging-") { files[name] = bytes }
    }
    return files
  }

  /// Whether the report says of itself that it is whole.
  private func isSound(_ calls: ModelCalls) throws -> Bool {
    let audit = try ReportFolder(URL(filePath: "/o"), on: Disk(calls)).audit()
    guard case .listed(_, changed: [], added: []) = audit else {
      return false
    }
    return true
  }

  @Test func aKillAtAnyOfTheLastCallsShowsAndHeals() async throws {
    let disk = await disk()
    let line = "report \(Self.claim) --seeds 3 --store /s --output /o"
    // A report says what changed since the one that it replaces, so the new one is written over the old one here too.
    let whole = ModelCalls(disk)
    #expect(await answer(line, on: whole) == .refuted)
    let (old, new) = (report("o", on: ModelCalls(disk)), report("o", on: whole))
    let count = FailingCalls(ModelCalls(disk))
    #expect(await answer(line, on: count) == .refuted)
    var seen: Set<String> = []
    for number in stride(from: count.count, to: max(0, count.count - 150), by: -1) {
      let calls = ModelCalls(disk)
      _ = await answer(line, on: FailingCalls(calls, failing: .from(number, code: EIO)))
      let found = report("o", on: calls)
      let front = String(decoding: found["README.md"] ?? [], as: UTF8.self)
      if found == old || found == new {
        seen.insert(found == old ? "old" : "new")
        #expect(try isSound(calls), "call \(number)")
      } else {
        let pages = found.filter { !["README.md", "environment.json"].contains($0.key) }
        #expect(front.contains("This report is not whole") || pages.allSatisfy { old[$0.key] == $0.value })
        let isNew = seen.insert(front.contains("This report is not whole") ? "notice" : "journal").inserted
        #expect(try !isSound(calls), "call \(number)")
        // The doctor says the same; one call of each kind is enough, because it trains networks as well.
        if isNew { #expect(await answer("doctor /o", on: calls) == .error, "call \(number)") }
      }
      #expect(await answer(line, on: calls) == .refuted)
      #expect(report("o", on: calls) == new, "call \(number)")
      #expect(!calls.now.disk.files.keys.contains { $0.contains("staging") })
      #expect(try isSound(calls))
    }
    #expect(seen == ["old", "journal", "notice", "new"])
  }

  /// What was changed by hand is named, and so is what was added; the user may keep files there.
  @Test func theDoctorNamesWhatIsNotAsItWasWritten() async throws {
    let first = ModelCalls()
    #expect(await answer("verify \(Self.claim) --seeds 2 --store /s --output /o", on: first) == .refuted)
    let sound = first.now.disk
    func doctor(_ calls: ModelCalls) async throws -> (status: littleo.ExitStatus, words: String) {
      let status = await answer("doctor /o", on: calls)
      return (status, String(decoding: calls.now.output, as: UTF8.self))
    }
    let added = ModelCalls(sound)
    added.change { $0.put(Array("1,2\n".utf8), at: "o/Definition4_1_Features/mine.csv") }
    let kept = try await doctor(added)
    #expect(kept.status == .passed && kept.words.contains("not of the report: Definition4_1_Features/mine.csv"))
    let changed = ModelCalls(sound)
    changed.change { disk in
      disk.take("o/graph.md")
      for name in ["README.md", "Definition4_1_Features/points.csv"] {
        disk.take("o/" + name)
        disk.put(Array("1,2\n".utf8), at: "o/" + name)
      }
    }
    let found = try await doctor(changed)
    #expect(found.status == .error)
    #expect(found.words.contains("3 of 9 files"))
    #expect(found.words.contains("changed: Definition4_1_Features/points.csv, README.md, graph.md\n"))
    changed.change { $0.put(Array("{".utf8), at: "o/environment.json") }
    #expect(throws: ReportError.self) { try isSound(changed) }
  }
}
