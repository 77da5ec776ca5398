import Files
import Testing

@Suite struct QuotedTests {
  @Test func harmlessWordsStay() {
    for word in ["o(1)", "Θ(√d)", "a file.csv", "größe", "文"] { #expect(Quoted.text(word) == word) }
  }

  /// Not test arguments: the test runner would print them raw.
  @Test func controlCharactersAreEscaped() {
    let cases = [
      ("\u{1B}[2Jx", "\\u{1B}[2Jx"), ("a\nb", "a\\u{A}b"), ("\u{202E}gpj", "\\u{202E}gpj"),
      ("\u{9B}1m", "\\u{9B}1m"), ("a\rb", "a\\u{D}b"), ("a\0", "a\\u{0}"),
    ]
    for (word, shown) in cases { #expect(Quoted.text(word) == shown) }
  }

  @Test func longTextsAreShortened() {
    let text = Quoted.text(String(repeating: "x", count: 100_000))
    #expect(text.count < 160 && text.hasPrefix("xxx") && text.hasSuffix("… (100000 bytes)"))
  }
}
