import Decision
import Statistics

/// Compares the statistical functions with their exact values, row by row.
struct PrimitiveCheck {
  /// One result per row, tables in the order of their names.
  private(set) var results: [CheckResult] = []

  init(_ tables: PrimitiveTables) {
    for (name, rows) in tables.numbers.sorted(by: { $0.key < $1.key }) {
      for (index, row) in rows.enumerated() {
        let arguments = Array(row.dropLast())
        add(name, index, arguments.map { "\($0)" }.joined(separator: ", ")) { differences throws(PrimitiveFault) in
          try PrimitiveDomain.check(name, arguments)
          differences.compare("value", Self.value(name, arguments), row.last ?? 0)
        }
      }
    }
    for (name, rows) in tables.limits.sorted(by: { $0.key < $1.key }) {
      for (index, row) in rows.enumerated() {
        add(name, index, "\(row.k) of \(row.n) at level \(row.alpha)") { differences throws(PrimitiveFault) in
          try PrimitiveDomain.check(row, isAnytime: name == "anytime")
          let limits =
            name == "anytime"
            ? AnytimeLimit.limits(
              row.k, of: row.n, level: row.alpha, priorSuccesses: row.a ?? 0.5, priorFailures: row.b ?? 0.5)
            : Binomial.limits(row.k, of: row.n, levelPerSide: row.alpha)
          differences.compare("lower", limits.lower, row.lower)
          differences.compare("upper", limits.upper, row.upper)
        }
      }
    }
    for (index, row) in tables.tails.enumerated() {
      add("binom_effective", index, "\(row.k) of \(row.n) at \(row.p)") { differences throws(PrimitiveFault) in
        try PrimitiveDomain.check(row)
        differences.compare("le", Binomial.atMost(row.k, of: row.n, probability: row.p), row.le)
        differences.compare("ge", Binomial.atLeast(row.k, of: row.n, probability: row.p), row.ge)
      }
    }
    for (index, row) in tables.adjustments.enumerated() {
      add("holm", index, "\(row.p.count) p-values") { differences throws(PrimitiveFault) in
        try PrimitiveDomain.check(row)
        differences.compare("adjusted", Holm.adjusted(row.p), row.adjusted)
      }
    }
    addTrends(tables)
    for (index, row) in tables.bets.enumerated() {
      add("bet", index, "\(row.values.count) runs against a mean \(row.below ? "≥" : "≤") \(row.bound)") {
        differences throws(PrimitiveFault) in
        try PrimitiveDomain.check(row)
        let rounds = row.values.map { Bet.Round(value: $0, bound: row.bound) }
        differences.compare(
          "p", Bet.pValue(against: row.below ? .meanAtLeast : .meanAtMost, rounds: rounds, range: row.lo...row.hi),
          row.p)
      }
    }
    for (index, row) in tables.fits.enumerated() {
      add("floor_fit", index, "\(row.kind), \(row.d.count) scales, ε = \(row.eps)") {
        differences throws(PrimitiveFault) in
        try Self.fit(row, &differences)
      }
    }
    for (name, count) in tables.unknown.sorted(by: { $0.key < $1.key }) {
      results.append(
        CheckResult(id: name, note: "\(count) rows", faults: ["there is no primitive of this name"]))
    }
  }

  private mutating func addTrends(_ tables: PrimitiveTables) {
    for (index, row) in tables.groups.enumerated() {
      let sizes = Self.list(row.groups.map(\.count))
      add("jonckheere_terpstra", index, "groups of \(sizes)") { differences throws(PrimitiveFault) in
        try PrimitiveDomain.check(row)
        let test = JonckheereTerpstra(row.groups)
        differences.compare("J", test.statistic, row.J)
        differences.compare("mean", test.mean, row.mean)
        differences.compare("variance", test.variance, row.variance)
        differences.compare("z", test.increase.z, row.z)
        differences.compare("p", test.increase.p, row.p)
      }
    }
    for (index, row) in tables.proportions.enumerated() {
      add("cochran_armitage", index, "\(Self.list(row.k)) of \(Self.list(row.R))") {
        differences throws(PrimitiveFault) in
        try PrimitiveDomain.check(row)
        let test = CochranArmitage.increase(failures: row.k, runs: row.R, scores: row.t)
        differences.compare("z", test.z, row.z)
        differences.compare("p", test.p, row.p)
      }
    }
  }

  private mutating func add(
    _ table: String, _ index: Int, _ note: String, _ body: (inout Differences) throws(PrimitiveFault) -> Void
  ) {
    var differences = Differences()
    do throws(PrimitiveFault) {
      try body(&differences)
    } catch {
      differences.faults.append(error.description)
    }
    results.append(
      CheckResult(id: "\(table)[\(index)]", note: note, faults: differences.faults, remarks: differences.remarks))
  }

  /// Returns the first numbers of a list in brackets, for a note.
  fileprivate static func list(_ numbers: [some Any]) -> String {
    let shown = numbers.prefix(12).map { "\($0)" } + (numbers.count > 12 ? ["…"] : [])
    return "[\(shown.joined(separator: ", "))]"
  }

  private static func value(_ name: String, _ x: [Double]) -> Double {
    switch name {
    case "betai": IncompleteBeta.regularized(x[0], x[1], x[2])
    case "norm_sf": NormalDistribution.upperTail(x[0])
    case "norm_ppf": NormalDistribution.quantile(x[0])
    case "t_sf": StudentT.upperTail(x[0], degreesOfFreedom: x[1])
    case "f_sf": FDistribution.upperTail(x[0], numerator: x[1], denominator: x[2])
    default: .nan
    }
  }

  private static func fit(
    _ row: PrimitiveTables.Fit, _ differences: inout Differences
  ) throws(PrimitiveFault) {
    let problem = try PrimitiveDomain.problem(of: row)
    guard let fit = FloorFit(problem) else { throw PrimitiveFault("no decay is admitted") }
    // Log-likelihoods agree to absolute 10⁻⁶.
    func compare(_ name: String, _ value: Double, _ expected: Double?) {
      guard let expected, !(abs(value - expected) <= 1e-6) else { return }
      differences.faults.append("\(name) \(value), expected \(expected)")
    }
    compare("best", fit.free, row.best)
    compare("ge", fit.floorAtLeast, row.ge)
    compare("le", fit.floorAtMost, row.le)
    compare("le_fast", fit.floorAtMostFast, row.le_fast)
    compare("up", fit.decayingOrRising, row.up)
    if row.mix != nil { compare("mix", fit.mixture(), row.mix) }
    compare("saturated", fit.saturated, row.saturated)
    if let expected = row.floor_below_eps, fit.isInside != expected {
      differences.faults.append("floor_below_eps \(fit.isInside), expected \(expected)")
    }
    for (name, value, expected) in [("c", fit.best.floor, row.c), ("a", fit.best.amplitude, row.a)] {
      if let expected, !(abs(value - expected) <= 1e-4) {
        differences.remarks.append("\(name) \(value), expected \(expected)")
      }
    }
    let family = CaseDiagnostics.name(of: fit.best.shape.family)
    if let expected = row.family, family != expected {
      differences.remarks.append("family \(family), expected \(expected)")
    }
  }

  /// The differences in one row.
  private struct Differences {
    var faults: [String] = []
    var remarks: [String] = []

    mutating func compare(_ name: String, _ value: Double, _ expected: Double) {
      if !Tolerance.primitivesAgree(value, expected) { faults.append("\(name) \(value), expected \(expected)") }
    }

    mutating func compare(_ name: String, _ values: [Double], _ expected: [Double]) {
      if values.count != expected.count || !zip(values, expected).allSatisfy(Tolerance.primitivesAgree) {
        faults.append("\(name) \(PrimitiveCheck.list(values)), expected \(PrimitiveCheck.list(expected))")
      }
    }
  }
}
