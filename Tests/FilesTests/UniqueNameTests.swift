import Files
import Testing

/// Two writers never have one temporary name, and only such names are taken for leftovers.
@Suite struct UniqueNameTests {
  @Test func noTwoAreEqual() {
    let names = (0..<1000).map { _ in Folder.temporaryName() }
    #expect(Set(names).count == names.count && names.allSatisfy(Folder.isTemporaryName))
  }

  @Test(arguments: [
    "writing-thesis.tmp", "writing-.tmp", "writing-1.tmp", "thesis.tmp", "writing-0123456789abcdef.tmp",
  ])
  func otherNamesAreTheUsers(name: String) { #expect(!Folder.isTemporaryName(name)) }

  /// Where a name is taken all the same, the file that has it is left alone.
  @Test func aTakenNameIsLeftAlone() throws {
    try Site.with(.model) { site in
      try site.put("mine", "a")
      #expect(throws: CallFailure.self) { try site.folder.create("a", .init("other".utf8)) }
      #expect(try site.folder.contents(of: "a", limit: 100) == .init("mine".utf8))
    }
  }
}
