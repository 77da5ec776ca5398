import Testing

@testable import littleo

/// The words of the command line before anything is understood.
@Suite struct CommandLineWordsTests {
  private static func bytes(_ words: String...) -> [[UInt8]] { words.map { Array($0.utf8) } }

  @Test func wordsComeAfterTheName() throws {
    #expect(try CommandLineWords.words(Self.bytes("littleo")) == [])
    #expect(
      try CommandLineWords.words(Self.bytes("littleo", "decide", "größe.csv", "")) == ["decide", "größe.csv", ""])
    // The name of the program may be anything.
    #expect(try CommandLineWords.words([[0xFF], Array("list".utf8)]) == ["list"])
  }

  /// Two names that differ in a byte that is no UTF-8 are both refused; repaired, they would be one name.
  @Test(arguments: [0xE9, 0xFF, 0xC0] as [UInt8]) func otherEncodingsAreRefused(byte: UInt8) {
    let error = #expect(throws: UsageError.self) {
      try CommandLineWords.words(Self.bytes("littleo", "decide") + [Array("caf\u{1B}".utf8) + [byte]])
    }
    #expect(error?.description.contains("argument 2, “caf\\u{1B}\u{FFFD}”, is not UTF-8") == true)
  }

  @Test func aMissingCommandLineIsSaid() {
    let error = #expect(throws: UsageError.self) { try CommandLineWords.words([]) }
    #expect(error?.description == "the command line cannot be read (is /proc mounted?).")
  }

  @Test func theCommandLineOfThisProcessIsRead() throws {
    #expect(try CommandLineWords.current() == Array(CommandLine.arguments.dropFirst()))
  }
}
