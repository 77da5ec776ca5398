import Foundation
import Testing

@testable import Statistics

@Suite("Growth laws") struct GrowthTests {
  private static let notations: [(String, Growth)] = {
    let (d, log, k) = (Growth.d, Growth.log, Growth.k)
    let plain: [(String, Growth)] = [
      ("1", .one), ("d", d), ("d^0.5", d.power(0.5)), ("sqrt(d)", d.power(0.5)), ("√d", d.power(0.5)),
      ("d^(1/3)", d.power(1.0 / 3)), ("d^{-0.5}", d.power(-0.5)), ("d^-1", d.power(-1)), ("d⁻¹", d.power(-1)),
      ("d**2", d.power(2)), ("d^+3", d.power(3)), ("log(d)", log), ("ln d", log), ("√(ln d)", log.power(0.5)),
      ("ln(d)^0.5", log.power(0.5)), ("1/k", k.power(-1)), ("d/d", .one),
    ]
    let products: [(String, Growth)] = [
      ("d*ln(d)^2", d * log.power(2)), ("d·ln² d", d * log.power(2)), ("d ln(d)", d * log),
      ("k^2/d", k.power(2) / d), ("k²/(d ln d)", k.power(2) / (d * log)), ("sqrt(d*k)", (d * k).power(0.5)),
      (" d ^ 2 * k ", d.power(2) * k), ("(k/d)^2", (k / d).power(2)), ("1/d/k", (d * k).power(-1)),
    ]
    return plain + products
  }()

  @Test("notations read as the same law", arguments: Self.notations)
  func parses(text: String, law: Growth) throws {
    let read = try Growth(parsing: text)
    #expect(read == law)
  }

  @Test("the notation reads back") func roundTrip() throws {
    for d in [0, 1, 2, 3, 0.5, 0.3, -1, -2.5, 12] {
      for log in [0, 1, 2, -0.5, 0.3, -3] {
        for k in [0, 1, -1, 2, 0.25] {
          let law = Growth(scaleExponent: d, logarithmExponent: log, kExponent: k)
          let read = try Growth(parsing: law.text)
          #expect(read == law, "\(law.text)")
        }
      }
    }
    #expect((Growth.d.power(0.5) * .log.power(2)).text == "√d·ln² d")
    #expect((Growth.k.power(2) / .d).text == "k²/d")
    #expect((.one / (Growth.d * .log)).text == "1/(d·ln d)")
    #expect(Growth.one.text == "1")
  }

  @Test("values are those of the formula") func values() {
    let law = Growth.d.power(0.5) * .log / .k
    #expect(abs(law.value(d: 64, k: 4) - 8 * log(64) / 4) < 1e-12)
    #expect(Growth.one.value(d: 5) == 1)
    #expect(Growth.d.value(d: 5) == 5)
    #expect(law.mentionsK && !Growth.d.mentionsK && Growth.one.isConstant && !law.isConstant)
  }

  @Test(
    "a text that is not a growth law is refused",
    arguments: [
      "", "2", "2*d", "1.5", "x", "d+1", "d^", "d^x", "ln(k)", "ln", "d)", "(d", "d^101", "d^1e9", "d^(1/0)", "ln d^2",
      "√d^2", "d^⁻", "sqrt", "d,k", "e^d", "exp(d)", String(repeating: "(", count: 10_000), "d^-", "d//k", "d^60*d^60",
    ])
  func refuses(text: String) {
    #expect {
      try Growth(parsing: text)
    } throws: { error in
      "\(error)".contains("product of powers") && "\(error)".count < 400
    }
  }
}
