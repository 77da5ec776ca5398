import Decision

/// The kind of a metric, and why it was chosen.
struct KindChoice {
  let kind: MetricKind
  let reason: String

  /// Chooses the kind as requested, or else as the question needs it, or else from the numbers.
  ///
  /// A column `trials` always means counts. Without it, numbers that are all 0 or 1 are counts out of one. Otherwise
  /// they are signed if one of them is negative, and positive if none is. Missing and non-finite numbers are ignored.
  init(
    _ question: Question, requested: Inquiry.Kind?, pairing: Inquiry.Pairing?, _ measurements: Measurements,
    _ numbers: [Double]
  ) throws(MeasurementError) {
    let isWhp = question.relation == .withHighProbability
    let needsPositive = question.relation == .poly || question.isRatioLimit
    if let trials = measurements.trials {
      if isWhp || question.relation == .poly {
        throw MeasurementError("\(question.text) does not apply to counts, so a column trials is not allowed")
      }
      if let requested, requested != .count {
        throw MeasurementError(
          "the kind \(requested.rawValue) has no trials, but there is a column trials; the kind is count")
      }
      (kind, reason) = (.count(trials: trials), "there is a column trials")
      return
    }
    if let requested {
      if isWhp, requested != .boolean {
        throw MeasurementError("\(question.text) needs the kind boolean, not \(requested.rawValue)")
      }
      if needsPositive, requested != .positive, question.relation == .poly || requested != .count {
        throw MeasurementError("\(question.text) needs the kind positive, not \(requested.rawValue)")
      }
      kind =
        switch requested {
        case .count: .count(trials: 1)
        case .positive: .positive
        case .signed: .signed
        case .boolean: .boolean
        }
      reason = "as requested"
      return
    }
    if isWhp {
      (kind, reason) = (.boolean, "\(question.text) asks whether each run violates a property")
    } else if needsPositive {
      (kind, reason) = (.positive, "\(question.text) asks for a positive number")
    } else if measurements.isPaired {
      (kind, reason) = (
        pairing == .ratio ? .positive : .signed, pairing == .ratio ? "ratios of pairs" : "differences of pairs"
      )
    } else {
      (kind, reason) = Self.single(measurements.rows, numbers)
    }
  }

  private static func single(_ rows: [Measurements.Row], _ numbers: [Double]) -> (MetricKind, String) {
    var (allBits, hasLarge, hasNegative) = (true, false, false)
    for (row, number) in zip(rows, numbers) where !row.isMissing && number.isFinite {
      if number != 0 && number != 1 { allBits = false }
      if number > 1 { hasLarge = true }
      if number < 0 { hasNegative = true }
    }
    if allBits { return (.count(trials: 1), "every value is 0 or 1, which is a count out of one") }
    if hasNegative { return (.signed, "a value is negative") }
    if hasLarge { return (.positive, "a value is above 1") }
    return (
      .positive,
      "values are in [0, 1] and there is no column trials; give trials if they are counts, or --kind signed"
    )
  }

  /// Refuses the first finite value that the kind does not admit.
  ///
  /// Values that are not finite, and positive ones that overflow, are left to the health check of the engine.
  func checkRange(_ rows: [Measurements.Row], _ numbers: [Double]) throws(MeasurementError) {
    for (row, number) in zip(rows, numbers) where !row.isMissing && number.isFinite && !kind.admits(number) {
      switch kind {
      case .positive where number > 0: continue
      case .positive:
        throw MeasurementError(
          line: Int(row.line), "the value \(number) is negative; the kind positive takes numbers of at least 0")
      case .signed:
        throw MeasurementError(
          line: Int(row.line),
          "the value \(number) is outside [−1, 1], the range of the kind signed (chosen because: \(reason)); divide by "
            + "a bound, or ask for another kind if no value is negative")
      case .count(let trials):
        throw MeasurementError(
          line: Int(row.line), "the value \(number) is outside [0, \(trials)], the range of a count out of \(trials)")
      case .boolean:
        throw MeasurementError(
          line: Int(row.line), "the value \(number) is neither 0 nor 1; 1 means that the run violates the property")
      }
    }
  }
}
