import Foundation
import TestSupport
import Testing

@testable import Calibration
@testable import Decision

/// Primitives call statistical functions directly, so every number is held to the range of its function.
@Suite("Ranges of primitives")
struct PrimitiveDomainTests {
  /// The spellings of hostile numbers.
  private static let hostile = [
    "NaN", "Infinity", "-Infinity", "1e18", "-1e18", "-1", "0", "0.3", "2.5", "3e6", "1e300", "-1e300", "5e-324",
  ]

  /// A sound row of each primitive whose arguments are objects; the expected values do not matter here.
  private static let rows: [String: String] = [
    "clopper_pearson": #"{"k": 3, "n": 20, "alpha": 0.05, "lower": 0, "upper": 1}"#,
    "anytime": #"{"k": 3, "n": 20, "alpha": 0.05, "a": 0.5, "b": 0.5, "lower": 0, "upper": 1}"#,
    "binom_effective": #"{"k": 3, "n": 20, "p": 0.1, "le": 0, "ge": 1}"#,
    "holm": #"{"p": [0.1, 0.2], "adjusted": [0, 0]}"#,
    "jonckheere_terpstra": #"{"groups": [[1, 2], [2, 3]], "J": 0, "mean": 0, "variance": 0, "z": 0, "p": 0}"#,
    "cochran_armitage": #"{"k": [1, 2], "R": [20, 20], "t": [1, 2], "z": 0, "p": 0}"#,
    "bet": #"{"values": [0.1, 0.2], "bound": 0.4, "lo": 0, "hi": 1, "below": true, "p": 0}"#,
    "floor_fit": #"""
    {"d": [32, 64, 128], "kind": "positive", "y": [0.3, 0.2, 0.1], "w": [400, 400, 400], "eps": 0.05,
     "best": 0, "mix": 0, "delta": 0.25, "bmax": 6, "nb": 25, "beta0": 1, "betamax": 8, "nbeta": 13, "gmax": 3, "ngam": 11,
     "kappa": 0.15, "band": 2, "gamma_tol": 0.5, "kmax": 6, "quantum": 0, "qstar": 0.1, "Kmin": 5, "span": 16,
     "Rmin": 20, "discard": 0.1, "m_min": 10, "a_gate": 0.05, "a_lof": 0.01, "a_rise": 0.01, "a_mix": 0.25,
     "a_drop": 0.1}
    """#,
  ]

  /// Texts in which one number of a row, or one list, is replaced.
  private static func variants(of row: String, _ replacements: [String]) -> [String] {
    var texts: [String] = []
    for pattern in [#/-?[0-9][0-9.]*/#, #/-?\[[0-9., ]*\]/#] {
      for match in row.matches(of: pattern) where row[..<match.range.lowerBound].last != "a" {
        for text in replacements { texts.append(row.replacingCharacters(in: match.range, with: text)) }
      }
    }
    return texts
  }

  /// The results of one row, which takes well below a second; the bound leaves room for a busy machine.
  private func results(_ name: String, _ row: String) -> [CheckResult] {
    let text = "{\"primitives\": {\"\(name)\": [\(row)]}}"
    guard let file = try? CaseFile(Data(text.utf8)) else { return [] }
    let start = ContinuousClock.now
    let results = file.results()
    let time = ContinuousClock.now - start
    #expect(time < .seconds(3), "\(name) took \(time) for \(row.prefix(400))")
    return results
  }

  @Test("hostile numbers are refused or computed within a second", arguments: rows.keys.sorted())
  func hostileNumbers(name: String) throws {
    let row = try #require(Self.rows[name])
    #expect(results(name, row).count == 1)
    for variant in Self.variants(of: row, Self.hostile + ["[]"]) { _ = results(name, variant) }
  }

  @Test("lists of a hundred thousand are refused or computed within a second", arguments: rows.keys.sorted())
  func longLists(name: String) throws {
    let row = try #require(Self.rows[name])
    let lists = ["0", "1", "0.5", "1e18"].map { "[\([String](repeating: $0, count: 100_000).joined(separator: ","))]" }
    let rising = "[\((2..<100_002).map { "\($0)" }.joined(separator: ","))]"
    for variant in Self.variants(of: row, lists + [rising]) { _ = results(name, variant) }
    for list in lists {
      // Every list of the row at once, so that their lengths agree.
      let all = row.replacing(#/-?\[[0-9., ]*\]/#) { _ in list }
      _ = results(name, all)
    }
    let groups = "[\([String](repeating: "[1]", count: 100_000).joined(separator: ","))]"
    _ = results(name, row.replacing("[[1, 2], [2, 3]]", with: groups))
  }

  @Test(
    "hostile numbers of functions of plain numbers are refused or computed within a second",
    arguments: [
      "betai": "[0.3, 2, 5, 0]", "norm_sf": "[1, 0]", "norm_ppf": "[0.5, 0]", "t_sf": "[1, 5, 0]",
      "f_sf": "[1, 2, 3, 0]",
    ].sorted { $0.key < $1.key })
  func plainNumbers(name: String, row: String) {
    #expect(results(name, row).count == 1)
    for variant in Self.variants(of: row, Self.hostile) { _ = results(name, variant) }
    for number in ["1e9", "9.99e8", "1e-300"] {
      _ = results(name, row.replacing(#/[1-9]|0\.[0-9]/#) { _ in number })
      _ = results(name, row.replacing(#/[1-9](?!.*[1-9])/#) { _ in number })
    }
  }

  @Test(
    "the fault names the number and its range",
    arguments: [
      ("floor_fit", "\"nb\": 25", "\"nb\": 1e18", "rule powerCount = 1e+18; must be in [0, 1000]"),
      ("floor_fit", "\"nb\": 25", "\"nb\": 3e6", "rule powerCount = 3000000.0; must be in [0, 1000]"),
      ("floor_fit", "\"nb\": 25", "\"nb\": 2.5", "nb = 2.5; must be a whole number"),
      ("floor_fit", "\"nb\": 25", "\"nb\": NaN", "nb = nan; must be a whole number"),
      ("floor_fit", "\"gmax\": 3", "\"gmax\": -1", "rule fastestExponentialRate = -1.0; must be in (0, ∞)"),
      ("floor_fit", "[32, 64, 128]", "[32, 64, 64]", "d[2] = 64.0; scales must be finite, above 1 and"),
      ("floor_fit", "[400, 400, 400]", "[400, 0, 400]", "w[1] = 0.0; must be in (0, 1000000000.0]"),
      ("floor_fit", "[0.3, 0.2, 0.1]", "[0.3, -0.2, 0.1]", "y[1] = -0.2; must be in [0.0, 1e+100]"),
      ("floor_fit", "[0.3, 0.2, 0.1]", "[]", "y has 0 numbers for 3 scales"),
      ("floor_fit", "positive", "negative", "kind is not known; must be proportion, count, positive or signed"),
      ("clopper_pearson", "\"n\": 20", "\"n\": 1e18", "n = 1e+18; must be in (0, 1000000000.0]"),
      ("clopper_pearson", "\"k\": 3", "\"k\": 21", "k = 21.0; must be in [0.0, 20.0]"),
      ("clopper_pearson", "0.05", "0.5", "alpha = 0.5; must be in (0, 0.5)"),
      ("anytime", "\"a\": 0.5", "\"a\": 0", "a = 0.0; must be in (0, 1000000000.0]"),
      ("binom_effective", "\"p\": 0.1", "\"p\": NaN", "p = nan; must be in [0.0, 1.0]"),
      ("holm", "0.2", "1.5", "p[1] = 1.5; must be in [0.0, 1.0]"),
      ("jonckheere_terpstra", "[2, 3]", "[2, NaN]", "groups[1][1] = nan; must be in [-1e+100, 1e+100]"),
      ("cochran_armitage", "[1, 2], \"R\"", "[1, 21], \"R\"", "k[1] = 21.0; must be in [0.0, 20.0]"),
      ("cochran_armitage", "[1, 2], \"R\"", "[1], \"R\"", "k has 1 numbers for the 2 of R; there must be one for each"),
      ("bet", "\"hi\": 1", "\"hi\": 0", "lo = 0.0; must be below hi = 0.0"),
      ("bet", "0.2", "1.2", "values[1] = 1.2; must be in [0.0, 1.0]"),
    ])
  func faultNamesTheNumber(name: String, old: String, new: String, fault: String) throws {
    let row = try #require(Self.rows[name])
    #expect(row.contains(old))
    let result = results(name, row.replacing(old, with: new))
    #expect(result.count == 1 && result[0].faults.count == 1 && result[0].faults[0].contains(fault), "\(result)")
  }

  @Test("counts of a case must be whole", arguments: ["2.5", "NaN", "1e18", "Infinity"]) func wholeCounts(n: String) {
    let text = """
      {"cases": [{"id": "a", "kind": "count", "n": \(n), "d": [2, 4], "data": [[1], [1]],
       "predicate": {"type": "o1"}, "expect": {"verdict": "error"}}]}
      """
    #expect {
      try CaseFile(Data(text.utf8))
    } throws: {
      "\($0)".contains("cases[0].n = ") && "\($0)".contains("must be a whole number of at most")
    }
    #expect {
      try CaseFile(Data(text.replacing("\"o1\"", with: "\"o1\", \"Rmin\": 3.5").replacing(n, with: "5").utf8))
    } throws: {
      "\($0)" == "cases[0].predicate.Rmin = 3.5; must be a whole number"
    }
  }
}
