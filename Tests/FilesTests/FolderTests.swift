import Files
import Foundation
import TestSupport
import Testing

/// A folder gives only what is its own, and a file in it is whole or absent.
@Suite struct FolderTests {
  @Test(
    "only plain names name files", arguments: ["", ".", "..", "a/b", "/a", "a\0", String(repeating: "x", count: 256)])
  func plainNames(name: String) throws {
    #expect(!Folder.isName(name))
    for kind in Site.Kind.allCases {
      try Site.with(kind) { site in
        try site.put("mine", "a")
        let folder = site.folder
        #expect(throws: Folder.Refusal.missing) { try folder.contents(of: name, limit: 9) }
        #expect(throws: CallFailure(EINVAL)) { try folder.write(Data("new".utf8), to: name) }
        #expect(throws: CallFailure(EINVAL)) { try folder.create(name, Data("new".utf8)) }
        #expect(throws: CallFailure(EINVAL)) { try folder.move("a", to: name, into: folder) }
        #expect(!folder.move("a", to: name, in: "sub") && !folder.move(name, to: "b", in: "sub"))
        #expect(folder.openForLock(name) == nil && folder.age(of: name) == nil)
        #expect(try folder.status(of: name) == nil)
        folder.remove(name)
        folder.removeFolder(name)
        #expect(site.names == ["a"] && site.text("a") == "mine")
      }
    }
  }

  @Test("a name may hold anything else", arguments: ["~", "-", "a b", "größe\u{1B}", "...", "%2F"])
  func oddNames(name: String) throws {
    for kind in Site.Kind.allCases {
      try Site.with(kind) { site in
        try site.folder.write(Data("x".utf8), to: name)
        #expect(site.names == [name] && site.text(name) == "x")
      }
    }
  }

  @Test("what is no regular file is refused, without waiting", arguments: Site.Kind.allCases)
  func irregular(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      try site.put("mine", "a")
      try site.putLink(to: "a", "link")
      try site.putLink(to: "nowhere", "gone")
      try site.putFolder("folder")
      site.putPipe("pipe")
      for name in ["link", "gone", "folder", "pipe"] {
        #expect(throws: Folder.Refusal.irregular, "\(name)") { try site.folder.contents(of: name, limit: 99) }
        #expect(site.folder.refusal(of: name, limit: 99) == .irregular && site.folder.age(of: name) == nil)
      }
      #expect(throws: Folder.Refusal.missing) { try site.folder.contents(of: "none", limit: 99) }
      #expect(site.folder.refusal(of: "a", limit: 99) == nil && site.folder.refusal(of: "a", limit: 3) == .irregular)
      // A lock is held on a file, and on nothing else.
      for name in ["link", "folder", "pipe"] { #expect(site.folder.openForLock(name) == nil) }
    }
  }

  @Test("a subfolder is not entered through a link", arguments: Site.Kind.allCases)
  func linkedSubfolder(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      try site.putFolder("real")
      try site.putLink(to: "real", "below")
      let below = Folder(site.path, below: "below", on: site.disk)
      #expect(throws: CallFailure(ENOTDIR)) { try below.write(Data("x".utf8), to: "a") }
      #expect(Folder(site.path, below: "real", on: site.disk).age(of: "a") == nil)
      #expect(throws: CallFailure.self) { try below.names() }
    }
  }

  @Test("a written file replaces the one before it, and nothing is left beside it", arguments: Site.Kind.allCases)
  func writing(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      for text in ["first, and longer", "second", ""] {
        try site.folder.write(Data(text.utf8), to: "a")
        #expect(site.text("a") == text && site.names == ["a"])
      }
      // A link is replaced; what it leads to is not written.
      try site.put("mine", "target")
      try site.putLink(to: "target", "link")
      try site.folder.write(Data("new".utf8), to: "link")
      #expect(site.text("target") == "mine" && site.text("link") == "new")
      try site.putFolder("folder")
      #expect(throws: CallFailure(EISDIR)) { try site.folder.write(Data(), to: "folder") }
      #expect(site.names == ["a", "folder", "link", "target"])
    }
  }

  /// Wherever writing fails, the reader finds the old text or the new one, and no half-written file stays if it can be
  /// removed.
  @Test func aWriteThatFailsChangesNothing() throws {
    for number in 1... {
      let isDone = try Site.with(.model) { site in
        try site.folder.write(Data("old".utf8), to: "a")
        let calls = FailingCalls(site.calls, failing: .one(number, code: ENOSPC))
        let result = Result { try Folder(site.path, on: Disk(calls)).write(Data("new".utf8), to: "a") }
        #expect(site.names == ["a"] && site.model?.openCount == 0, "call \(number), \(calls.failed ?? "")")
        let text = site.text("a")
        #expect(text == "new" || text == "old")
        // Success is never said of a file that is not there, or whose folder was not synchronised.
        if case .success = result { #expect(text == "new" && calls.failed.map { $0 == "close" } != false) }
        return calls.failed == nil
      }
      if isDone { break }
    }
  }

  @Test("a name that is taken is not created again", arguments: Site.Kind.allCases)
  func creating(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      try site.folder.create("a", Data("mine".utf8))
      try site.putFolder("folder")
      try site.putLink(to: "nowhere", "gone")
      site.putPipe("pipe")
      for name in ["a", "folder", "gone", "pipe"] {
        #expect(throws: CallFailure(EEXIST), "\(name)") { try site.folder.create(name, Data("new".utf8)) }
      }
      #expect(site.text("a") == "mine" && site.names == ["a", "folder", "gone", "pipe"])
    }
  }

  @Test("a file that could not be written whole is not left under its name")
  func creatingOnAFullDisk() throws {
    try Site.with(.model) { site in
      for number in 1... {
        let calls = FailingCalls(site.calls, failing: .one(number, code: ENOSPC))
        do { try Folder(site.path, on: Disk(calls)).create("a", Data("new".utf8), synchronizesFolder: false) } catch {
          #expect(site.names.isEmpty, "\(calls.failed ?? "")")
          continue
        }
        #expect(site.text("a") == "new")
        break
      }
    }
  }

  @Test("names are sorted, and a folder that is missing or a file has none", arguments: Site.Kind.allCases)
  func names(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      for name in ["b", ".c", "a"] { try site.put("", name) }
      #expect(try site.folder.names() == [".c", "a", "b"])
      #expect(throws: CallFailure(ENOENT)) { try Folder(site.path("none"), on: site.disk).names() }
      #expect(throws: CallFailure(ENOTDIR)) { try Folder(site.path("a"), on: site.disk).names() }
    }
  }

  @Test("only an empty folder is removed, and only a file by the other call", arguments: Site.Kind.allCases)
  func removing(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      for name in ["full", "empty"] { try site.putFolder(name) }
      try site.put("mine", "full/a")
      try site.putLink(to: "full", "link")
      for name in ["full", "empty", "link"] { site.folder.removeFolder(name) }
      #expect(site.names == ["full", "link"])
      for name in ["full", "link"] { site.folder.remove(name) }
      #expect(site.names == ["full"] && site.text("full/a") == "mine")
    }
  }
}

/// F13: a file is moved away because of what was read in it, and never for its name alone.
@Suite struct MovingTests {
  @Test("what was read is moved", arguments: Site.Kind.allCases) func same(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      try site.put("damaged", "a")
      let identity = try site.folder.read("a", limit: 99).identity
      #expect(site.folder.move("a", to: "b", in: "away", if: identity))
      #expect(site.names == ["away"] && site.text("away/b") == "damaged")
      #expect(!site.folder.move("a", to: "b", in: "away", if: identity))
      // Without an identity, whatever has the name is moved; of a link, the link.
      try site.putLink(to: "away/b", "a")
      #expect(site.folder.move("a", to: "c", in: "away"))
      #expect(try Folder(site.path, below: "away", on: site.disk).status(of: "c")?.kind == .link)
    }
  }

  @Test("a file that took the name meanwhile keeps it", arguments: Site.Kind.allCases) func other(kind: Site.Kind)
    throws
  {
    try Site.with(kind) { site in
      try site.put("damaged", "a")
      let identity = try site.folder.read("a", limit: 99).identity
      try site.folder.write(Data("sound".utf8), to: "a")
      #expect(!site.folder.move("a", to: "b", in: "away", if: identity))
      #expect(site.text("a") == "sound" && site.text("away/b") == nil)
    }
  }

  @Test("of two files that took the name meanwhile, the later keeps it", arguments: Site.Kind.allCases)
  func third(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      try site.put("damaged", "a")
      let identity = try site.folder.read("a", limit: 99).identity
      try site.folder.write(Data("sound".utf8), to: "a")
      let calls = HookedCalls(site.calls) {
        if $0 == "link to a" { try? site.folder.write(Data("newer".utf8), to: "a") }
      }
      #expect(!Folder(site.path, on: Disk(calls)).move("a", to: "b", in: "away", if: identity))
      #expect(site.text("a") == "newer" && site.text("away/b") == nil)
    }
  }

  /// Whichever call fails, the sound file is not lost: it has its name, or stands in the subfolder.
  @Test func nothingIsLostWhereACallFails() throws {
    for number in 1... {
      let isDone = try Site.with(.model) { site in
        try site.put("damaged", "a")
        let identity = try site.folder.read("a", limit: 99).identity
        try site.folder.write(Data("sound".utf8), to: "a")
        let calls = FailingCalls(site.calls, failing: .one(number, code: EPERM))
        _ = Folder(site.path, on: Disk(calls)).move("a", to: "b", in: "away", if: identity)
        #expect(site.text("a") == "sound" || site.text("away/b") == "sound", "\(calls.failed ?? "")")
        return calls.failed == nil
      }
      if isDone { break }
    }
  }
}
