import ClaimKit
import Claims
import Experiments
import Foundation
import TestSupport
import Testing

@testable import Planning
@testable import Training
@testable import Trials
@testable import Verification

/// A hostile store cannot point outside its folder: no path leaves it, and no link in it is followed.
@Suite struct StorePathTests {
  private func planned() throws -> PlannedTrial {
    let plan = try Plan([ClaimEntry(folder: "Theorems", claim: Theorem5_1())], design: Design(.quick, runs: 1))
    return try #require(plan.trials.last)
  }

  private func record(_ planned: PlannedTrial) -> TrialRecord {
    TrialRecord(trial: planned.trial, trace: InventedRun.trace(of: planned.trial.network), seconds: 1)
  }

  private func link(_ url: URL, to target: URL) throws {
    try FileManager.default.createSymbolicLink(at: url, withDestinationURL: target)
  }

  private func isLink(_ url: URL) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)) != nil
  }

  private func expectDamaged(_ state: TrialState) {
    guard case .damaged(let notice) = state else {
      Issue.record("a link was followed: \(state)")
      return
    }
    #expect(notice.contains("not a regular file"))
  }

  /// A link does not count as a record, even if it leads to a good record, outside the store or inside.
  @Test(arguments: [true, false]) func aLinkIsNoRecord(isOutside: Bool) throws {
    try withFolder { folder in
      let store = try TrialStore(folder: folder.appending(path: "store"))
      let planned = try planned()
      let target = (isOutside ? folder : store.folder).appending(path: "elsewhere.json")
      let bytes = record(planned).data
      try bytes.write(to: target)
      try link(store.url(of: planned.key), to: target)
      expectDamaged(store.state(of: planned.trial, key: planned.key))
      #expect(store.state(of: planned.trial, key: planned.key) == .missing)
      #expect(try Data(contentsOf: target) == bytes)
    }
  }

  /// Saving a record replaces a link in its place and leaves the link's target unchanged.
  @Test func savingReplacesALink() throws {
    try withFolder { folder in
      let store = try TrialStore(folder: folder.appending(path: "store"))
      let planned = try planned()
      let target = folder.appending(path: "precious")
      try Data("precious".utf8).write(to: target)
      try link(store.url(of: planned.key), to: target)
      try store.save(record(planned))
      #expect(try Data(contentsOf: target) == Data("precious".utf8))
      #expect(!isLink(store.url(of: planned.key)))
      #expect(store.state(of: planned.trial, key: planned.key) == .done(record(planned)))
    }
  }

  /// A pipe, a folder or an endless device does not count as a record, and reading a pipe does not block.
  @Test func pipesFoldersAndDevicesAreNoRecords() throws {
    try withFolder { folder in
      let store = try TrialStore(folder: folder)
      let planned = try planned()
      let url = store.url(of: planned.key)
      #expect(mkfifo(url.path, 0o644) == 0)
      expectDamaged(store.state(of: planned.trial, key: planned.key))
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
      expectDamaged(store.state(of: planned.trial, key: planned.key))
      try link(url, to: URL(filePath: "/dev/zero"))
      expectDamaged(store.state(of: planned.trial, key: planned.key))
      try store.save(record(planned))
      #expect(store.state(of: planned.trial, key: planned.key) == .done(record(planned)))
    }
  }

  /// A quarantine folder that is a link receives no files.
  @Test func aLinkedQuarantineReceivesNothing() throws {
    try withFolder { folder in
      let store = try TrialStore(folder: folder.appending(path: "store"))
      let planned = try planned()
      let outside = folder.appending(path: "outside")
      try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
      try link(store.folder.appending(path: "quarantine"), to: outside)
      try Data("{".utf8).write(to: store.url(of: planned.key))
      guard case .damaged(let notice) = store.state(of: planned.trial, key: planned.key) else {
        Issue.record("a damaged record was used")
        return
      }
      #expect(notice.contains("ignored"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path).isEmpty)
    }
  }

  /// Only regular files count as leftovers: a link or a folder with such a name is kept, however old it is.
  @Test func onlyFilesAreLeftovers() throws {
    try withFolder { folder in
      let target = folder.appending(path: "precious")
      let below = folder.appending(path: "store/writing-2.tmp/precious")
      try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
      try Data().write(to: target)
      let old = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: -200_000)]
      for path in [target.path, below.path, below.deletingLastPathComponent().path] {
        try FileManager.default.setAttributes(old, ofItemAtPath: path)
      }
      try link(folder.appending(path: "store/writing-1.tmp"), to: target)
      _ = try TrialStore(folder: folder.appending(path: "store"))
      #expect(FileManager.default.fileExists(atPath: target.path))
      #expect(FileManager.default.fileExists(atPath: below.path))
    }
  }

  /// A store that is a link to a read-only place is refused before anything is trained.
  @Test func aStoreThatLeadsToAReadOnlyPlaceIsRefused() throws {
    try withFolder { folder in
      let store = folder.appending(path: "store")
      #if os(Linux)
        let place = URL(filePath: "/proc")
      #else
        let place = URL(filePath: "/System")
      #endif
      try link(store, to: place)
      #expect(throws: StoreError.self) { try TrialStore(folder: store) }
    }
  }

  /// A record whose key is not 64 hexadecimal digits is refused, so that no key can be a path to a file elsewhere.
  @Test(arguments: [
    "../escape", "/etc/passwd", "..", "", "a/b", String(repeating: "g", count: 64), String(repeating: "A", count: 64),
    String(repeating: "a", count: 63), "../" + String(repeating: "a", count: 61),
    "\u{0}" + String(repeating: "a", count: 63),
  ]) func aKeyIsDigits(hex: String) throws {
    let record = record(try planned())
    let text = String(decoding: record.data, as: UTF8.self)
    let quoted = String(decoding: try JSONEncoder().encode(hex).dropFirst().dropLast(), as: UTF8.self)
    let forged = Data(text.replacing(record.key.hex, with: quoted).utf8)
    #expect(throws: StoreError.self) { try TrialRecord(from: forged, experiments: .multiView) }
  }

  /// No counter-example is read from outside its folder: by its name, through a link, or if the folder is a link.
  @Test func counterExamplesStayInTheirFolder() throws {
    try withFolder { folder in
      let shelf = CounterExampleShelf(store: folder.appending(path: "store"))
      try FileManager.default.createDirectory(at: shelf.folder, withIntermediateDirectories: true)
      func bytes(_ claim: String) -> Data {
        CanonicalJSON.data(
          CounterExampleShelf.Record(
            claim: claim, registration: "", conclusion: "", bound: 0, isAbove: true, trials: []))
      }
      try bytes("../outside").write(to: folder.appending(path: "store/outside.json"))
      try bytes("Linked").write(to: folder.appending(path: "linked.json"))
      try link(shelf.folder.appending(path: "Linked.json"), to: folder.appending(path: "linked.json"))
      try bytes("Kept").write(to: shelf.folder.appending(path: "Kept.json"))
      #expect(shelf.records(of: ["../outside", "Linked", "Kept"]).map(\.claim) == ["Kept"])
      let elsewhere = CounterExampleShelf(store: folder.appending(path: "other"))
      try FileManager.default.createDirectory(
        at: folder.appending(path: "other"), withIntermediateDirectories: true)
      try link(elsewhere.folder, to: shelf.folder)
      #expect(elsewhere.records(of: ["Kept"]).isEmpty)
    }
  }
}
