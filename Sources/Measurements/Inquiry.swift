import Decision
import enum Decision.Predicate
import Foundation

/// How measurements are to be read: what is asked of them and what their numbers are.
package struct Inquiry: Sendable {
  /// What a number is; a count takes its trials from the measurements.
  package enum Kind: String, Sendable, CaseIterable {
    /// Errors out of trials.
    case count
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

  /// What is asked.
  package var question: Question
  /// The kind, if it is not to be read off the numbers.
  package var kind: Kind?
  /// How pairs become numbers; nil for the difference.
  package var pairing: Pairing?
  /// What a growth law's slope is measured against; nil for ln f, or ln d if f is constant.
  package var regressor: GrowthReference.Regressor?
  /// The factor between the values that poly(d) can see, such as 2 for times read off a doubling schedule.
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
  /// Several times in one run are reduced to its worst: the largest value for o and O, the smallest for Ω, any violation
  /// for the others. A run with a missing value at any time is missing; an impossible value stays one.
  ///
  /// - Throws: ``MeasurementError`` naming the line of a value outside the range of its kind, or the option at fault.
  package func posed(to measurements: Measurements) throws(MeasurementError) -> PosedQuestion {
    try checkColumns(measurements)
    let law = try self.law(for: measurements)
    let numbers = self.numbers(measurements)
    let chosen = try KindChoice(question, requested: kind, pairing: pairing, measurements, numbers)
    try chosen.checkRange(measurements.rows, numbers)
    var runs = reduced(measurements, numbers, chosen.kind)
    var kind = chosen.kind
    if question.isRatioLimit {
      runs = zip(runs, law).map { values, law in values.map { $0.map { $0 / (kind.trials * law) } } }
      kind = .positive
    }
    return PosedQuestion(
      question: question, evidence: Evidence(scales: measurements.scales, runs: runs, kind: kind),
      predicate: predicate(law), metric: metric(measurements, chosen.kind), kindReason: chosen.reason,
      remarks: remarks(measurements, runs))
  }

  // MARK: What goes with what

  private func checkColumns(_ measurements: Measurements) throws(MeasurementError) {
    if question.relation == .ordered, !measurements.isPaired {
      throw MeasurementError("a<=b needs the columns a and b in place of value")
    }
    if question.relation == .usually, measurements.isPaired {
      throw MeasurementError("whp needs the column value, 1 where the run violates and 0 elsewhere; for pairs say a<=b")
    }
    if pairing != nil, !measurements.isPaired || question.relation == .ordered {
      throw MeasurementError(
        "a pairing makes one number of the columns a and b; it is for o, Ω, O, Θ and poly on pairs")
    }
    if measurements.hasTimes, question.relation == .proportional || question.relation == .polynomial {
      throw MeasurementError(
        "\(question.text) has no worst time, so a column T is refused; keep one row per scale and run")
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

  private func predicate(_ law: [Double]) -> Predicate {
    let isConstant = question.growth.isConstant
    var reference = isConstant ? GrowthReference.constant(scales: law.count) : GrowthReference(values: law)
    if let regressor, !isConstant { reference.regressor = regressor }
    switch question.relation {
    case .smaller: return .vanishes
    case .atLeast: return .staysAway
    case .atMost: return .isBounded(by: reference)
    case .proportional: return .isProportional(to: reference)
    case .polynomial: return .isPolynomial(quantum: log(spacing))
    case .usually, .ordered: return .holdsUsually
    }
  }

  // MARK: Numbers

  /// One number per row, before a count is divided by anything; 0 where it is missing.
  private func numbers(_ measurements: Measurements) -> [Double] {
    guard measurements.isPaired else { return measurements.rows.map(\.first) }
    return measurements.rows.map { row in
      if row.isMissing { return 0 }
      switch (question.relation, pairing ?? .difference) {
      case (.ordered, _):
        return row.first.isFinite && row.second.isFinite ? (row.first <= row.second ? 0 : 1) : .nan
      case (_, .difference): return row.first - row.second
      case (_, .ratio): return row.first / row.second
      }
    }
  }

  /// The worst number of each run, by scale.
  private func reduced(_ measurements: Measurements, _ numbers: [Double], _ kind: MetricKind) -> [[Double?]] {
    let count = measurements.runs
    var worst = [Double](repeating: 0, count: measurements.scales.count * count)
    // 0: no row yet, 1: a value, 2: impossible, 3: missing; later ones win.
    var state = [UInt8](repeating: 0, count: worst.count)
    let wantsSmallest = question.relation == .atLeast
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
      (scale * count..<(scale + 1) * count).map { state[$0] == 1 || state[$0] == 2 ? worst[$0] : nil }
    }
  }

  // MARK: Words

  private func metric(_ measurements: Measurements, _ kind: MetricKind) -> String {
    let name =
      if !measurements.isPaired {
        "value"
      } else if question.relation == .ordered {
        "“a > b”"
      } else {
        pairing == .ratio ? "a/b" : "a − b"
      }
    guard question.isRatioLimit else { return name }
    let law = question.growth.text
    let isFactor = !law.contains { "·/ ".contains($0) }
    return "\(measurements.isPaired ? "(\(name))" : name)/\(isFactor ? law : "(\(law))")"
  }

  private func remarks(_ measurements: Measurements, _ runs: [[Double?]]) -> [String] {
    var remarks: [String] = []
    let present = runs.map { $0.count { $0 != nil } }
    if let most = present.max(), Double(most) < 0.9 * Double(measurements.runs) {
      remarks.append(
        "\(measurements.runs) runs are named over all scales, but no scale has more than \(most) of them; "
          + "a run is missing wherever its name is, so number the runs of every scale alike")
    }
    if measurements.hasTimes {
      let worst =
        switch question.relation {
        case .smaller, .atMost: "the largest value"
        case .atLeast: "the smallest value"
        default: "any violation"
        }
      remarks.append("several T in a run count as one: \(worst) of the run")
    }
    return remarks
  }
}
