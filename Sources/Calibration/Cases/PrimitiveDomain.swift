import Decision
import Statistics

/// A number of a primitive outside the range in which the function is defined and takes no more than a moment.
struct PrimitiveFault: Error, CustomStringConvertible {
  /// The number and its range.
  let description: String

  /// A fault of any kind.
  init(_ description: String) { self.description = description }
}

/// The ranges of the arguments of the statistical functions in a file of cases.
///
/// The engine checks what it passes to these functions. A file of cases calls them directly, so every number is checked
/// here. Upper ends keep one row within a second.
enum PrimitiveDomain {
  /// The largest parameter of a Beta law, number of trials and number of degrees of freedom.
  ///
  /// The continued fraction takes about √n terms.
  static let largestCount = 1e9
  /// The largest number of values in a row, over all its lists.
  static let largestRow = 1_000_000
  /// The largest magnitude of a score, a value of a group, an end of a range or a weight; its square is finite.
  static let largestMagnitude = 1e100

  /// Checks the arguments of a function of plain numbers.
  static func check(_ name: String, _ x: [Double]) throws(PrimitiveFault) {
    switch name {
    case "betai":
      try require("x", x[0], 0...1)
      try requirePositive("a", x[1], largestCount)
      try requirePositive("b", x[2], largestCount)
    case "norm_sf": try require("z", x[0], -.infinity ... .infinity)
    case "norm_ppf": try require("p", x[0], 0...1)
    case "t_sf":
      try require("t", x[0], -.infinity ... .infinity)
      try requirePositive("degrees of freedom", x[1], largestCount)
    case "f_sf":
      try require("f", x[0], -.infinity ... .infinity)
      try requirePositive("numerator", x[1], largestCount)
      try requirePositive("denominator", x[2], largestCount)
    default: throw PrimitiveFault("there is no primitive of this name")
    }
  }

  /// Checks the arguments of confidence limits; those that hold at any time have two prior weights.
  static func check(_ row: PrimitiveTables.Limits, isAnytime: Bool) throws(PrimitiveFault) {
    try requirePositive("n", row.n, largestCount)
    try require("k", row.k, 0...row.n)
    if isAnytime {
      guard row.alpha > 0, row.alpha < 1 else { throw fault("alpha", row.alpha, "(0, 1)") }
      for (name, weight) in [("a", row.a), ("b", row.b)] {
        if let weight { try requirePositive(name, weight, largestCount) }
      }
    } else {
      guard row.alpha > 0, row.alpha < 0.5 else { throw fault("alpha", row.alpha, "(0, 0.5)") }
    }
  }

  /// Checks the arguments of binomial tails.
  static func check(_ row: PrimitiveTables.Tails) throws(PrimitiveFault) {
    try requirePositive("n", row.n, largestCount)
    try require("k", row.k, 0...row.n)
    try require("p", row.p, 0...1)
  }

  /// Checks the p-values of Holm's adjustment.
  static func check(_ row: PrimitiveTables.Adjustment) throws(PrimitiveFault) {
    try requireLength("p", row.p.count)
    for (index, p) in row.p.enumerated() { try require("p[\(index)]", p, 0...1) }
  }

  /// Checks the groups of a Jonckheere–Terpstra test.
  static func check(_ row: PrimitiveTables.Groups) throws(PrimitiveFault) {
    guard row.groups.count <= DecisionEngine.largestScaleCount else {
      throw fault("number of groups", Double(row.groups.count), "[0, \(DecisionEngine.largestScaleCount)]")
    }
    try requireLength("groups", row.groups.reduce(0) { $0 + $1.count })
    for (index, group) in row.groups.enumerated() {
      for (run, value) in group.enumerated() { try requireBounded("groups[\(index)][\(run)]", value) }
    }
  }

  /// Checks the counts and scores of a Cochran–Armitage test.
  static func check(_ row: PrimitiveTables.Proportions) throws(PrimitiveFault) {
    try requireLength("R", row.R.count)
    for (name, list) in [("k", row.k), ("t", row.t)] where list.count != row.R.count {
      throw PrimitiveFault("\(name) has \(list.count) numbers for the \(row.R.count) of R; there must be one for each")
    }
    for index in row.R.indices {
      try requirePositive("R[\(index)]", row.R[index], largestCount)
      try require("k[\(index)]", row.k[index], 0...row.R[index])
      try requireBounded("t[\(index)]", row.t[index])
    }
  }

  /// Checks the runs and the range of a bet.
  static func check(_ row: PrimitiveTables.Wager) throws(PrimitiveFault) {
    try requireLength("values", row.values.count)
    for (name, value) in [("lo", row.lo), ("hi", row.hi), ("bound", row.bound)] { try requireBounded(name, value) }
    guard row.lo < row.hi else { throw PrimitiveFault("lo = \(row.lo); must be below hi = \(row.hi)") }
    for (index, value) in row.values.enumerated() { try require("values[\(index)]", value, row.lo...row.hi) }
  }

  /// Checks the data of a fit and returns them as a problem; the parameters are held to the ranges of the rules.
  static func problem(of row: PrimitiveTables.Fit) throws(PrimitiveFault) -> FloorProblem {
    let kinds: [String: (MetricKind, Response, ClosedRange<Double>)] = [
      "proportion": (.boolean, .proportion, 0...1), "count": (.boolean, .proportion, 0...1),
      "positive": (.positive, .positive, 0...largestMagnitude), "signed": (.signed, .signed, -1...1),
    ]
    guard let (kind, response, range) = kinds[row.kind] else {
      throw PrimitiveFault("kind is not known; must be proportion, count, positive or signed")
    }
    let most = DecisionEngine.largestScaleCount
    guard (2...most).contains(row.d.count) else { throw fault("number of scales", Double(row.d.count), "[2, \(most)]") }
    for (name, list) in [("y", row.y), ("w", row.w)] where list.count != row.d.count {
      throw PrimitiveFault("\(name) has \(list.count) numbers for \(row.d.count) scales; there must be one for each")
    }
    var previous = 1.0
    for index in row.d.indices {
      guard row.d[index] > previous, row.d[index].isFinite else {
        throw PrimitiveFault("d[\(index)] = \(row.d[index]); scales must be finite, above 1 and strictly increasing")
      }
      previous = row.d[index]
      try require("y[\(index)]", row.y[index], range)
      try requirePositive("w[\(index)]", row.w[index], largestCount)
    }
    var rules = DecisionRules()
    var decays = rules.decays
    if let fault = row.parameters.fractionalCount { throw PrimitiveFault(fault) }
    row.parameters.apply(to: &rules, &decays)
    do { try rules.validate(for: kind, .littleO, decays: decays) } catch { throw PrimitiveFault(error.description) }
    return FloorProblem(
      response: response, scales: row.d, means: row.y, weights: row.w, materiality: row.eps,
      isRelative: row.relative ?? false, decays: decays)
  }

  private static func fault(_ name: String, _ value: Double, _ range: String) -> PrimitiveFault {
    PrimitiveFault("\(name) = \(value); must be in \(range)")
  }

  private static func require(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws(PrimitiveFault) {
    guard range.contains(value) else { throw fault(name, value, "[\(range.lowerBound), \(range.upperBound)]") }
  }

  private static func requirePositive(_ name: String, _ value: Double, _ most: Double) throws(PrimitiveFault) {
    guard value > 0, value <= most else { throw fault(name, value, "(0, \(most)]") }
  }

  private static func requireBounded(_ name: String, _ value: Double) throws(PrimitiveFault) {
    try require(name, value, -largestMagnitude...largestMagnitude)
  }

  private static func requireLength(_ name: String, _ count: Int) throws(PrimitiveFault) {
    guard count <= largestRow else { throw fault("number of values in \(name)", Double(count), "[0, \(largestRow)]") }
  }
}
