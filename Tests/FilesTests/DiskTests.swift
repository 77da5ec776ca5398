import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Files

/// Bytes are read and written whole, whatever the system does with a single call.
@Suite struct DiskTests {
  /// A signal may interrupt any call; none of it shows in what is done.
  @Test func anInterruptedCallIsRepeated() throws {
    for number in 1... {
      let isDone = try Site.with(.model) { site in
        try site.put("old", "a")
        let calls = FailingCalls(site.calls, failing: .one(number, code: EINTR))
        let folder = Folder(site.path, below: "sub", on: Disk(calls))
        try folder.write(Data("new".utf8), to: "a")
        try folder.create("b", Data("b".utf8))
        #expect(try folder.contents(of: "a", limit: 9) == Data("new".utf8), "\(calls.failed ?? "")")
        #expect(try folder.names() == ["a", "b"])
        try folder.move("b", to: "c", into: Folder(site.path, on: Disk(calls)))
        #expect(try folder.status(of: "a")?.size == 3 && site.text("c") == "b")
        folder.remove("a")
        Folder(site.path, on: Disk(calls)).removeFolder("sub")
        try Disk(calls).makeFolders(site.path("x/y"))
        #expect(site.names == ["a", "c", "x"] && site.model?.openCount == 0)
        return calls.failed == nil
      }
      if isDone { break }
    }
  }

  @Test(arguments: Site.Kind.allCases, [1, 2, 3, 1000]) func shortCallsAreCompleted(kind: Site.Kind, share: Int) throws
  {
    try Site.with(kind) { site in
      let disk = Disk(HookedCalls(site.calls, share: share))
      let text = "a text of some length, größer"
      try Folder(site.path, on: disk).write(Data(text.utf8), to: "a")
      #expect(site.text("a") == text)
      #expect(try Folder(site.path, on: disk).contents(of: "a", limit: 99) == Data(text.utf8))
      #expect(try disk.input(Place(path: site.path("a")), limit: 99) == Array(text.utf8))
    }
  }

  /// Else the call would be repeated for ever.
  @Test func aWriteOfNothingIsAFailure() throws {
    try Site.with(.model) { site in
      let disk = Disk(HookedCalls(site.calls, share: 0))
      #expect(throws: CallFailure(EIO)) { try Folder(site.path, on: disk).write(Data("x".utf8), to: "a") }
      #expect(site.names.isEmpty)
      #expect(throws: OutputError(failure: CallFailure(EIO))) { try Console(on: disk).print("x") }
      Console(on: disk).warn("x")
    }
  }

  @Test(arguments: Site.Kind.allCases) func aFileThatGrowsBeyondTheLimitIsNotReadWhole(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      try site.put(String(repeating: "x", count: 100_000), "a")
      let place = Place(path: site.path("a"))
      #expect(throws: CallFailure(EFBIG)) { try site.disk.input(place, limit: 99_999) }
      #expect(try site.disk.input(place, limit: 100_000).count == 100_000)
      #expect(throws: CallFailure(EISDIR)) { try site.disk.input(Place(path: site.path), limit: 9) }
      #expect(throws: CallFailure(ENOENT)) { try site.disk.input(Place(path: site.path("none")), limit: 9) }
      #expect(throws: CallFailure(ENOENT)) { try site.disk.input(Place(path: site.path("a\0")), limit: 9) }
      try site.putLink(to: "a", "link")
      #expect(try site.disk.input(Place(path: site.path("link")), limit: 100_000).count == 100_000)
    }
  }

  @Test(arguments: Site.Kind.allCases) func foldersAreMadeAlsoThroughLinksButNotOverFiles(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      try site.disk.makeFolders(site.path("a/b/c"))
      try site.disk.makeFolders(site.path("a/b/c/"))
      try site.putLink(to: "a/b", "link")
      try site.disk.makeFolders(site.path("link"))
      try site.disk.makeFolders(site.path("link/d"))
      #expect(try Folder(site.path("a/b"), on: site.disk).names() == ["c", "d"])
      try site.put("mine", "file")
      for path in ["file", "file/x", "file/x/y"] {
        #expect(throws: CallFailure(ENOTDIR), "\(path)") { try site.disk.makeFolders(site.path(path)) }
      }
      try site.putLink(to: "nowhere", "gone")
      #expect(throws: CallFailure.self) { try site.disk.makeFolders(site.path("gone")) }
      try site.disk.makeFolders("/")
      try site.disk.makeFolders("")
      #expect(site.names == ["a", "file", "gone", "link"] && site.text("file") == "mine")
    }
  }

  /// F16: a folder whose entries could not be synchronised was not written; a file system without that call is excused.
  @Test func aFailingSynchronisationIsTold() throws {
    for (code, isTold) in [(EIO, true), (ENOSPC, true), (EINVAL, false), (ENOTSUP, false)] {
      try Site.with(.model) { site in
        // The last call but one: the folder is synchronised, and then closed.
        let count = FailingCalls(site.calls)
        try Folder(site.path, on: Disk(count)).write(Data(), to: "a")
        let calls = FailingCalls(site.calls, failing: .one(count.count - 1, code: code))
        let result = Result { try Folder(site.path, on: Disk(calls)).write(Data(), to: "a") }
        #expect(calls.failed == "synchronize")
        if case .failure = result { #expect(isTold) } else { #expect(!isTold) }
      }
    }
  }
}
