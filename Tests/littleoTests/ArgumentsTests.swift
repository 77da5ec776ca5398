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

  /// Whole numbers may be written with a power of ten, and are read by their digits.
  @Test(
    arguments: [
      ("7", 7), ("+7", 7), ("1e12", 1_000_000_000_000), ("1E3", 1000), ("1.5e3", 1500), ("2.50e1", 25), ("0012e1", 120),
      ("1e18", 1_000_000_000_000_000_000), ("1.152921504606846976e18", 1 << 60), ("1.0e0", 1), ("1e+2", 100),
      ("1.152921504606846977e18", nil), ("0", nil), ("0e5", nil), ("2.5", nil), ("2.55e1", nil), ("1e-3", nil),
      ("10e-1", nil), ("1e19", nil), ("1e99999999999999999999", nil), ("e3", nil), (".5e1", nil), ("1.e3", nil),
      ("1e", nil), ("1e2e3", nil), ("-1e3", nil), ("1e3 ", nil), ("١e3", nil), ("0x1e3", nil), ("nan", nil),
      ("1_000", nil), ("1.2.3e4", nil),
    ] as [(String, Int?)])
  func wholeNumbersHavePowersOfTen(text: String, number: Int?) throws {
    let arguments = try Arguments(["--one", text], grammar)
    if let number {
      #expect(try arguments.wholeNumber("one", in: 1...1 << 60) == number)
    } else {
      let error = #expect(throws: UsageError.self) { try arguments.wholeNumber("one", in: 1...1 << 60) }
      #expect(error?.description.contains("from 1 to 1152921504606846976") == true)
    }
    #expect(try Arguments(["a"], grammar).wholeNumber("one", in: 1...2) == nil)
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
