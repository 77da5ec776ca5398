@testable import MultiView
import Testing

@Suite struct ExactTextTests {
  /// Every character counts, because digests of registrations hash the text.
  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (-16, "-16"), (1e14, "100000000000000"), (1e14 + 0.5, "100000000000000.5"),
      (1e15 - 1, "999999999999999"), (1 - 1e15, "-999999999999999"), (1e15, "1000000000000000.0"), (1e16, "1e+16"),
      (-1e300, "-1e+300"), (0.05, "0.05"), (-2.5, "-2.5"), (0.1 + 0.2, "0.30000000000000004"), (1e-7, "1e-07"),
      (.leastNonzeroMagnitude, "5e-324"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"),
    ] as [(Double, String)])
  func aNumberHasOneText(value: Double, text: String) {
    #expect(value.exactText == text)
    if !value.isNaN { #expect(Double(text) == value) }
  }
}
