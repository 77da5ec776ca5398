import Decision
import struct Decision.Predicate
import Foundation

/// How to read measurements: the question asked of them, and the kind of number that each value is.
package struct Inquiry: Sendable {
  /// The kind of number that each value is; the number of trials of a count comes from the measurements.
  package enum Kind: String, Sendable, CaseIterable {
    /// A number of errors out of a number of trials.
    case count
    /// A number in [0, 1]; where the trials are known, it becomes a count of them.
    case share
    /// A number of at least 0 without a natural unit.
    case positive
    /// A number in [−1, 1].
    case signed
    /// 1 where the run violates a property, 0 where it does not.
    case boolean
  }

  /// How a pair becomes one number.
  package enum Pairing: String, Sendable, CaseIterable {
    /// a − b.
    case difference
    /// a / b.
    case ratio
  }

  /// The question asked of the measurements.
  package var question: Question
  /// The kind of the numbers; nil to infer it from the numbers.
  package var kind: Kind?
  /// How pairs become numbers; nil for the difference.
  package var pairing: Pairing?
  /// What a growth law's slope is measured against; nil for ln f, or ln d if f is constant.
  package var regressor: GrowthReference.Regressor?
  /// The ratio of neighbouring values that a rounded metric can take, for poly(d): 2 for times on a doubling schedule.
  package var spacing: Double
  /// k at each scale, in increasing order of the scales.
  package var k: [Double]?

  /// An inquiry from its parts.
  package init(
    _ question: Question, kind: Kind? = nil, pairing: Pairing? = nil,
    regressor: GrowthReference.Regressor? = nil, spacing: Double = 1, k: [Double]? = nil
  ) {
    self.question = question
    self.kind = kind
    self.pairing = pairing
    self.regressor = regressor
    self.spacing = spacing
    self.k = k
  }

  /// Reads measurements as this inquiry asks: one number per run and scale, and the predicate for the engine.
  ///
  /// If a run has values at several times, only the worst counts: the largest for o and O, the smallest for Ω, any
  /// violation for whp and a≤b. Θ, poly, exponents, curves and o(1) of signed numbers have no worst time. A run with a missing value at any time counts as missing. An impossible value is kept,
  /// so that the health check of the engine finds it, and a remark names its line.
  ///
  /// - Throws: ``MeasurementError`` naming the line of a value outside the range of its kind, or the option at fault.
  package func posed(to measurements: Measurements) throws(MeasurementError) -> PosedQuestion {
    try checkColumns(measurements)
    let law = try self.law(for: measurements)
    let read = self.numbers(measurements)
    let chosen = try KindChoice(question, requested: kind, pairing: pairing, measurements, read)
    try chosen.checkRange(measurements.rows, read, hasTrials: measurements.trials != nil)
    if measurements.hasTimes, chosen.kind == .signed, !chosen.isShare, question.relation == .littleO {
      throw MeasurementError(
        "o(1) of signed numbers has two sides, so no time is the worst; ask <=o(1), or keep one row per scale and run")
    }
    let numbers = chosen.counted(read)
    var runs = reduced(measurements, numbers, chosen.kind)
    var kind = chosen.kind
    if question.isRatioLimit {
      runs = zip(runs, law).map { values, law in values.map { $0.map { kind.share(of: $0) / law } } }
      kind = .positive
    }
    let margins = question.isComparison ? self.margins(measurements) : nil
    return PosedQuestion(
      question: question,
      evidence: Evidence(scales: measurements.scales, runs: runs, kind: kind, margins: margins),
      predicate: try predicate(law, measurements, isShare: chosen.isShare && chosen.kind == .signed),
      metric: metric(measurements, chosen.kind), kindReason: chosen.reason,
      remarks: remarks(measurements, runs) + impossible(measurements, numbers, chosen.kind))
  }

  /// Returns what must be said about the kind of the values before anything is decided, nil if nothing is open.
  ///
  /// Values in [0, 1] may be shares, bounded scores or losses, and nothing in the table tells which they are. The kind
  /// decides how small a mean counts as 0, and whether means are arithmetic or geometric.
  package func openKind(of measurements: Measurements) -> MeasurementError? {
    let numbers = self.numbers(measurements)
    let choice = try? KindChoice(question, requested: kind, pairing: pairing, measurements, numbers)
    guard choice?.isOpen == true else { return nil }
    return MeasurementError(
      "every value of “\(metricName(measurements))” is in [0, 1], which leaves its kind open; add --kind share for an error rate (with "
        + "--trials COLUMN if it is one of a known number), --kind positive for a loss, or --kind signed for a score "
        + "in [−1, 1]")
  }

  // MARK: Columns and options

  private func checkColumns(_ measurements: Measurements) throws(MeasurementError) {
    if question.isComparison, !measurements.isPaired {
      throw MeasurementError("a<=b needs the columns a and b in place of value")
    }
    if question.relation == .withHighProbability, !question.isComparison, measurements.isPaired {
      throw MeasurementError(
        "whp needs the column value: 1 where the run violates the property, 0 elsewhere; for pairs ask a<=b")
    }
    if pairing != nil, !measurements.isPaired || question.isComparison {
      throw MeasurementError(
        "a pairing turns the columns a and b into one number; it applies to o, Ω, O, Θ and poly on pairs")
    }
    if question.needsPrediction, measurements.prediction == nil {
      throw MeasurementError(
        "\(question.text) needs predicted values: name their column with --prediction, or write the curve as in "
          + "curve=0.5*d^-1±10%")
    }
    if !question.needsPrediction, measurements.prediction != nil {
      throw MeasurementError("\(question.text) reads no column of predicted values; ask curve±10% or the like")
    }
    if measurements.hasTimes, question.relation == .poly || question.relation.sides == .both {
      throw MeasurementError(
        "\(question.text) has no worst time, so a column T is not allowed; keep one row per scale and run")
    }
    if question.growth.mentionsK {
      if k != nil && measurements.k != nil {
        throw MeasurementError("k is given twice, as a column and as an option; give it once")
      }
      if k == nil && measurements.k == nil {
        throw MeasurementError(
          "\(question.text) mentions k: give one value per scale in increasing order of the scales, or a column k")
      }
    } else if k != nil {
      throw MeasurementError("k is given, but \(question.text) does not mention it")
    }
  }

  /// f at each scale.
  private func law(for measurements: Measurements) throws(MeasurementError) -> [Double] {
    let scales = measurements.scales
    let k = k ?? measurements.k ?? scales.map { _ in 1 }
    guard !question.growth.mentionsK || k.count == scales.count else {
      throw MeasurementError("k has \(k.count) values for \(scales.count) scales; give one per scale")
    }
    var law: [Double] = []
    for (index, scale) in scales.enumerated() {
      let value = question.growth.value(d: scale, k: question.growth.mentionsK ? k[index] : 1)
      guard value > 0, value.isFinite else {
        throw MeasurementError("f = \(question.growth.text) is \(value) at scale \(scale); it must be in (0, ∞)")
      }
      law.append(value)
    }
    return law
  }

  private func predicate(
    _ law: [Double], _ measurements: Measurements, isShare: Bool
  ) throws(MeasurementError) -> Predicate {
    switch question.equivalence {
    case .exponent(let exponent, let tolerance): return .exponent(exponent, within: tolerance)
    case .curve(let factor, let tolerance):
      let values = factor.map { factor in law.map { factor * $0 } } ?? measurements.prediction ?? []
      return .curve(values, within: tolerance)
    case nil: break
    }
    // A share is never negative, so its upper side is all that o(1) asks about.
    if isShare, question.relation == .littleO, !question.isRatioLimit { return .atMostLittleO }
    let isConstant = question.growth.isConstant
    var reference = isConstant ? GrowthReference.constant(scales: law.count) : GrowthReference(values: law)
    if let regressor, !isConstant { reference.regressor = regressor }
    return .of(question.relation, reference: reference, quantum: log(spacing))
  }

  // MARK: Numbers

  /// One number per row, with counts not yet divided by their trials or by f; 0 where the row is missing.
  private func numbers(_ measurements: Measurements) -> [Double] {
    guard measurements.isPaired else { return measurements.rows.map(\.first) }
    return measurements.rows.map { row in
      if row.isMissing { return 0 }
      if question.isComparison {
        return row.first.isFinite && row.second.isFinite ? (row.first <= row.second ? 0 : 1) : .nan
      }
      return pairing == .ratio ? row.first / row.second : row.first - row.second
    }
  }

  /// The worst number of each run, by scale.
  private func reduced(_ measurements: Measurements, _ numbers: [Double], _ kind: MetricKind) -> [[Double?]] {
    let count = measurements.runs.max() ?? 0
    var worst = [Double](repeating: 0, count: measurements.scales.count * count)
    // 0: no row yet, 1: a value, 2: an impossible value, 3: missing. The highest state among the rows of a run wins.
    var state = [UInt8](repeating: 0, count: worst.count)
    let wantsSmallest = question.relation.sides == .below
    for (row, number) in zip(measurements.rows, numbers) {
      let cell = Int(row.scale) * count + Int(row.run)
      let news: UInt8 = row.isMissing ? 3 : kind.admits(number) ? 1 : 2
      if news == 1, state[cell] == 1 {
        worst[cell] = wantsSmallest ? min(worst[cell], number) : max(worst[cell], number)
      } else if news > state[cell] {
        state[cell] = news
        worst[cell] = number
      }
    }
    return measurements.scales.indices.map { scale in
      (scale * count..<scale * count + measurements.runs[scale]).map {
        state[$0] == 1 || state[$0] == 2 ? worst[$0] : nil
      }
    }
  }

  /// b − a for every run, the smallest of its times; nil where the run is missing or a number is not finite.
  private func margins(_ measurements: Measurements) -> [[Double?]] {
    let count = measurements.runs.max() ?? 0
    var margins = [Double?](repeating: nil, count: measurements.scales.count * count)
    var isAbsent = [Bool](repeating: false, count: margins.count)
    for row in measurements.rows {
      let cell = Int(row.scale) * count + Int(row.run)
      let margin = row.second - row.first
      if row.isMissing || !margin.isFinite {
        isAbsent[cell] = true
      } else {
        margins[cell] = min(margins[cell] ?? margin, margin)
      }
    }
    return measurements.scales.indices.map { scale in
      (scale * count..<scale * count + measurements.runs[scale]).map { isAbsent[$0] ? nil : margins[$0] }
    }
  }

  // MARK: Metric name and remarks

  private func metricName(_ measurements: Measurements) -> String {
    if !measurements.isPaired { return measurements.valueName ?? "value" }
    return question.isComparison ? "“a > b”" : pairing == .ratio ? "a/b" : "a − b"
  }

  private func metric(_ measurements: Measurements, _ kind: MetricKind) -> String {
    let name = metricName(measurements)
    guard question.isRatioLimit else { return name }
    let law = question.growth.text
    let isFactor = !law.contains { "·/ ".contains($0) }
    return "\(measurements.isPaired ? "(\(name))" : name)/\(isFactor ? law : "(\(law))")"
  }

  private func remarks(_ measurements: Measurements, _ runs: [[Double?]]) -> [String] {
    var remarks = measurements.remarks
    let present = runs.map { $0.count { $0 != nil } }
    if measurements.runsAreShared, let names = measurements.runs.max(), let most = present.max(),
      Double(most) < 0.9 * Double(names)
    {
      remarks.append(
        "the file names \(names) runs, but no scale has more than \(most) of them; a run counts as missing at every "
          + "scale that lacks its name, so number the runs the same way at every scale")
    }
    if measurements.hasTimes {
      let worst =
        question.relation == .withHighProbability
        ? "any violation" : question.relation.sides == .below ? "the smallest value" : "the largest value"
      remarks.append("if a run has several T, only one value counts: \(worst) of the run")
    }
    return remarks
  }

  /// The impossible values with their lines, as one remark; none if every value is possible.
  private func impossible(_ measurements: Measurements, _ numbers: [Double], _ kind: MetricKind) -> [String] {
    var lines: [(value: String, lines: [Int])] = []
    for (row, number) in zip(measurements.rows, numbers) where !row.isMissing && !kind.admits(number) {
      let value = NumberWords.spelled(number)
      if let place = lines.firstIndex(where: { $0.value == value }) {
        lines[place].lines.append(Int(row.line))
      } else if lines.count < 4 {
        lines.append((value, [Int(row.line)]))
      }
    }
    if lines.isEmpty { return [] }
    let named = lines.map { "“\($0.value)” on \(NumberWords.lines($0.lines))" }.joined(separator: ", ")
    return [
      "\(metricName(measurements)) is \(named), which no run can have, so nothing is judged; repeat the run, or empty the "
        + "cell if the run is to count as missing"
    ]
  }
}
