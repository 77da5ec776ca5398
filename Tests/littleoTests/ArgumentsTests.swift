import Testing

@testable import littleo

/// Parsing of the words of a command line into options.
@Suite struct ArgumentsTests {
  private let grammar = Arguments.Grammar(
    command: "test", options: ["one": false, "many": true], switches: ["flag"], maximalWords: 2)

  @Test func optionsSwitchesAndWords() throws {
    let arguments = try Arguments(["a", "--one", "1", "--flag", "--many=x=y", "--many", "-2", "b"], grammar)
    #expect(arguments.words == ["a", "b"])
    #expect(arguments.value("one") == "1")
    #expect(arguments.values("many") == ["x=y", "-2"])
    #expect(arguments.has("flag"))
    #expect(try arguments.integer("one", in: 1...3) == 1)
  }

  @Test(arguments: [
    ["a", "b", "c"], ["--two"], ["--one"], ["--one="], ["--one", "--flag"], ["--one", "1", "--one", "2"], ["--flag=1"],
    ["-f"],
  ])
  func badLines(line: [String]) {
    #expect(throws: UsageError.self) { try Arguments(line, grammar) }
  }

  /// A variable of a shell that is not set becomes an empty word, which would name the current folder.
  @Test(arguments: [[""], ["a", ""], ["--one", ""], ["--one="]]) func emptyWords(line: [String]) {
    let error = #expect(throws: UsageError.self) { try Arguments(line, grammar) }
    let isValue = line[0].hasPrefix("--")
    #expect(error?.description.contains(isValue ? "--one is given an empty value" : "an empty word") == true)
    #expect(error?.description.contains(isValue ? "as in --one VALUE" : "it takes a name or a path") == true)
  }

  @Test func distances() {
    #expect(Nearest.distance("", "abc") == 3)
    #expect(Nearest.distance("kitten", "sitting") == 3)
    #expect(Nearest.distance("same", "same") == 0)
    #expect(Nearest.suggestion(for: "verfy", among: ["list", "verify"]) == " (did you mean “verify”?)")
    #expect(Nearest.suggestion(for: "xyz", among: ["list", "verify"]).isEmpty)
  }

  @Test func tableAlignsColumns() {
    var table = TextTable(["a", "number"], numeric: [1])
    table.add(["long", "7"])
    table.add(["x"])
    #expect(table.text == "a     number\n────  ──────\nlong       7\nx")
  }
}
