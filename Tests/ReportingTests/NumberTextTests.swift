import Testing

@testable import Reporting

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (-0.25, "−0.25"), (0.12345, "0.123"), (12.345, "12.3"), (1024, "1024"), (0.05, "0.05"),
    (0.00012345, "1.2·10⁻⁴"), (-3.4e-10, "−3.4·10⁻¹⁰"), (1.87e13, "1.9·10¹³"), (.infinity, "∞"), (.nan, "undefined"),
  ])
  func numbersAreShort(value: Double, text: String) {
    #expect(NumberText.short(value) == text)
  }

  @Test(arguments: [(127.0123, "127.012"), (0.5, "0.5"), (-0.0001234567, "−0.000123457"), (0, "0")])
  func closeNumbersHaveMoreDigits(value: Double, text: String) {
    #expect(NumberText.fine(value) == text)
  }

  @Test(arguments: [
    (1.0, "1"), (0.9999, "1"), (0.05, "0.05"), (0.0123, "0.012"), (5.2e-9, "5.2·10⁻⁹"), (1e-9, "1.0·10⁻⁹"),
    (9.9e-10, "< 10⁻⁹"), (1.5e-28, "< 10⁻⁹"), (0, "< 10⁻⁹"),
  ])
  func probabilitiesAreShort(value: Double, text: String) {
    #expect(NumberText.probability(value) == text)
  }

  @Test(arguments: [
    (0.0, "0 %"), (0.025, "2.5 %"), (0.092, "9.2 %"), (0.5, "50 %"), (0.994, "99 %"), (0.9951, "100 %"), (1, "100 %"),
  ])
  func sharesAreInPercent(share: Double, text: String) {
    #expect(NumberText.percent(share) == text)
  }

  @Test func probabilitiesStandBehindTheirNames() {
    #expect(NumberText.equation("p", 0.01) == "p = 0.01" && NumberText.equation("p", 1e-20) == "p < 10⁻⁹")
  }

  @Test func exactNumbersReadBack() {
    for value in [0.1, 1.0 / 3, 1e-300, 5, -0.25, 1e20] { #expect(Double(NumberText.exact(value)) == value) }
  }

  @Test func textCannotLeaveItsPlace() {
    #expect(Markup.escaped("<script>\"&") == "&lt;script&gt;&quot;&amp;")
    #expect(!Markup.prose("a | b\n# c <img>").contains("\n"))
    #expect(Markup.prose("T* | x") == "T\\* \\| x")
    let steering = "a\u{1B}b\u{9B}c\u{202E}d\u{2028}e\u{7F}"
    #expect(Markup.escaped(steering) == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}")
    #expect(Markup.prose(steering) == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}")
    #expect(Markup.code(steering) == "a b c d e ")
    #expect(Markup.address("\u{1B}\u{202E}") == "%1B%E2%80%AE")
    #expect(Markup.field("a,\"b\"\n") == "\"a,\"\"b\"\"\n\"")
    #expect(Markup.field("plain") == "plain")
  }

  /// Scales and times are short where they are small multiples of a power of two, and in full elsewhere.
  @Test func scalesAreShort() {
    let labels = [1, 1024, 65_536, 100_000, 1 << 20, 3 << 29, 99 << 20, 101 << 20, 1_000_000, 1 << 40]
      .map { (value: Int) in NumberText.scale(Double(value)) }
    #expect(
      labels == ["1", "1024", "65536", "100000", "2²⁰", "3·2²⁹", "99·2²⁰", "105906176", "1000000", "2⁴⁰"])
  }
}
