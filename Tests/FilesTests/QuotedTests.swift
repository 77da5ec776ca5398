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
    let text = Quoted.text(String(repeating: "a", count: 100_000))
    #expect(text.count < 160 && text.hasPrefix("aaa") && text.hasSuffix("… (100000 bytes)"))
  }

  /// Neither escapes nor combining marks, of which one letter may carry any number, make a shown text long.
  @Test func theLimitCountsWhatIsShown() {
    for scalar in ["\u{202E}", "\u{1B}", "\u{301}", "\r\n"] as [String] {
      let text = Quoted.text("a" + String(repeating: scalar, count: 50_000))
      #expect(text.unicodeScalars.count < Quoted.largestCount + 20)
    }
    let path = "/" + String(repeating: "d", count: 250)
    #expect(Quoted.path(path) == path)
    #expect(Quoted.path(path + path).unicodeScalars.count < Quoted.largestPathCount + 20)
  }

  @Test func aMessageKeepsItsLinesAndLosesItsControls() {
    #expect(Quoted.line("plain") == "plain")
    #expect(Quoted.line("größe\n\tΘ(√d) “x” …") == "größe\n\tΘ(√d) “x” …")
    #expect(Quoted.line("a\u{1B}[2J\r\nb\u{9B}\u{2028}\u{7F}") == "a\\u{1B}[2J\\u{D}\nb\\u{9B}\\u{2028}\\u{7F}")
    let long = String(repeating: "x", count: 1000)
    #expect(Quoted.line(long + "\u{202E}") == long + "\\u{202E}")
  }
}
