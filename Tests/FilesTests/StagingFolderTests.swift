import Files
import Foundation
import TestSupport
import Testing

/// F1: a staging folder goes with what littleo put into it, and with nothing else.
@Suite struct StagingFolderTests {
  private static func name() -> String { ".littleo-staging-\(UniqueName.digits())" }

  @Test(arguments: Site.Kind.allCases) func filesAreNumberedAndPutInTheirPlaces(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      try site.put("old", "page.md")
      var staging = try StagingFolder(in: site.folder)
      #expect(try ["zero", "one", "two"].map { try staging.add(Data($0.utf8)) } == [0, 1, 2])
      #expect(site.names == [staging.name, "page.md"] && site.text(staging.name + "/1") == "one")
      try staging.place(1, as: "page.md", in: site.folder)
      try staging.place(2, as: "README.md", in: Folder(site.path, below: "Claim", on: site.disk))
      #expect(throws: CallFailure(ENOENT)) { try staging.place(2, as: "again", in: site.folder) }
      staging.remove()
      #expect(site.names == ["Claim", "page.md"] && site.text("page.md") == "one")
      #expect(site.text("Claim/README.md") == "two")
      #expect(site.model?.openCount ?? 0 == 0)
    }
  }

  @Test(arguments: Site.Kind.allCases) func onlyAbandonedFoldersAreLeftovers(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      let gone = Self.name()
      try site.put("half", gone + "/0")
      // The lock of a process that is alive.
      let alive = try StagingFolder(in: site.folder)
      let foreign = [
        ".littleo-store", ".littleo", ".littleo-staging-", ".littleo-staging-mine",
        ".littleo-staging-\(UniqueName.digits())x",
      ]
      for name in foreign { try site.put("record", name + "/7") }
      try site.putLink(to: ".littleo-store", Self.name())
      let linked = site.names.filter { (try? site.folder.status(of: $0))??.kind == .link }
      StagingFolder.removeLeftovers(in: site.folder)
      #expect(site.names == (foreign + linked + [alive.name]).sorted())
      for name in foreign { #expect(site.text(name + "/7") == "record") }
      alive.remove()
      #expect(!site.names.contains(alive.name))
    }
  }

  @Test(arguments: Site.Kind.allCases) func whatAUserPutThereStays(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      let gone = Self.name()
      try site.put("half", gone + "/0")
      for name in ["notes.txt", "1.json", "-1", "٣", "folder/0"] { try site.put("mine", gone + "/" + name) }
      StagingFolder.removeLeftovers(in: site.folder)
      #expect(site.text(gone + "/0") == nil)
      for name in ["notes.txt", "1.json", "-1", "٣", "folder/0"] { #expect(site.text(gone + "/" + name) == "mine") }
    }
  }

  @Test func aFolderThatCannotBeMadeLeavesNothingOpen() throws {
    for number in 1... {
      let isDone = try Site.with(.model) { site in
        let calls = FailingCalls(site.calls, failing: .one(number, code: EIO))
        let staging = try? StagingFolder(in: Folder(site.path, on: Disk(calls)))
        staging?.remove()
        #expect(site.model?.openCount == 0, "call \(number)")
        StagingFolder.removeLeftovers(in: site.folder)
        #expect(site.names.isEmpty, "call \(number)")
        return calls.failed == nil
      }
      if isDone { break }
    }
  }
}
