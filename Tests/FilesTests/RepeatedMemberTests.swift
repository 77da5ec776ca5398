import Testing

@testable import Files

/// A member that stands twice in one object is found, with its name and place, however it is written.
@Suite struct RepeatedMemberTests {
  private func words(_ text: String) -> String? { RepeatedMember(inJSON: Array(text.utf8))?.words(in: "the file") }

  @Test(
    "a repeated member is named with its place",
    arguments: [
      (#"{"a": 1, "a": 2}"#, "the file has the member “a” twice"),
      (#"{"a": 1, "\u0061": 2}"#, "the file has the member “a” twice"),
      (#"{"\ud83d\uDE00": 1, "😀": 2}"#, "the file has the member “😀” twice"),
      // To Swift's dictionaries these two are one name.
      ("{\"\u{E9}\": 1, \"e\u{301}\": 2}", "the file has the member “e\u{301}” twice"),
      (#"{"a\"b": 1, "a\u0022b": 2}"#, "the file has the member “a\"b” twice"),
      (#"{"\/\b\f\n\r\t\\": 1, "/\u0008\u000c\u000A\u000d\u0009\u005c": 2}"#, nil),
      (#"{"cases": [{}, {"x": [1, [{"b": 1, "c": {"b": 2}, "b": 3}]]}]}"#, "cases[1].x[1][0] has the member “b” twice"),
      (#"{"a": {"b": {"c": 1, "c": 1}}}"#, "a.b has the member “c” twice"),
      (#"[{"a": 1}, {"a": 1}, {"a": NaN, "a": -Infinity}]"#, "[2] has the member “a” twice"),
      (#"{"": 1, "": 2}"#, "the file has the member “” twice"),
    ] as [(String, String?)])
  func repeated(text: String, expected: String?) {
    if let expected {
      #expect(words(text) == expected)
    } else {
      #expect(words(text)?.hasSuffix("twice") == true)
    }
  }

  @Test(
    "names of different objects, and values, may repeat",
    arguments: [
      "", "{}", "[]", "\"a\"", #"{"a": {"a": {"a": "a"}}}"#, #"[{"a": 1}, {"a": 1}]"#, #"{"a": "a", "b": "a"}"#,
      #"{"a": ["a", "a", {"b": "a"}], "b": "a"}"#, #"{"a": "{\"b\": 1, \"b\": 2}"}"#, #"{"a": 1, "A": 2, "a ": 3}"#,
      #"{"\u00": 1, "\u0": 2, "\": 1}"#, "{\"a", "{\"a\\", "}}]]{\"a\":1}", ",,,", #"{"a\\": 1, "a": 2}"#,
    ])
  func sound(text: String) { #expect(words(text) == nil) }

  @Test("nesting of a million levels is followed no further than any reader goes") func deepNesting() {
    let opened = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(RepeatedMember(inJSON: opened) == nil)
    let member = Array("{\"a\":".utf8)
    let deep = (0..<1_000).flatMap { _ in member }
    #expect(RepeatedMember(inJSON: deep + Array("{\"b\":1,\"b\":2}".utf8))?.name == "b")
    #expect(RepeatedMember(inJSON: (0..<5_000).flatMap { _ in member } + Array("{\"b\":1,\"b\":2}".utf8)) == nil)
  }

  @Test("a text in a file reaches the message without control characters") func harmless() {
    #expect(words("{\"\\u001b[2J\": 1, \"\\u001b[2J\": 2}") == "the file has the member “\\u{1B}[2J” twice")
  }

  @Test("a megabyte takes a moment, also with a hundred thousand names in one object") func speed() {
    let members = (0..<100_000).map { "\"name\($0)\": [1, 2, {\"x\": \($0)}]" }.joined(separator: ",")
    let start = ContinuousClock.now
    #expect(words("{\(members)}") == nil)
    #expect(words("{\(members), \"name7\": 1}") == "the file has the member “name7” twice")
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
