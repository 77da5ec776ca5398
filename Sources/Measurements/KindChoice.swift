import Decision

/// The kind of a metric, and why it was chosen.
struct KindChoice {
  let kind: MetricKind
  let reason: String
  /// Whether the numbers are shares in [0, 1]; with trials they still have to become counts.
  private(set) var isShare = false
  /// Whether the numbers fit several kinds: they are in [0, 1] and not all 0 or 1, and nothing else decides.
  private(set) var isOpen = false

  /// Chooses the kind as requested, or else as the question needs it, or else from the numbers.
  ///
  /// A column `trials` always means counts. Without it, numbers that are all 0 or 1 are counts out of one. Otherwise
  /// they are signed if one of them is negative, and positive if one is above 1. Numbers in [0, 1] leave the kind
  /// open; they are read as positive until the user says what they are. Missing and non-finite numbers are ignored.
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
      if let requested, requested != .count, requested != .share {
        throw MeasurementError(
          "the kind \(requested.rawValue) has no trials, but there is a column trials; the kind is count")
      }
      isShare = requested == .share
      (kind, reason) = (
        .count(trials: trials), isShare ? "shares of the column trials, as requested" : "there is a column trials"
      )
      return
    }
    if let requested {
      if isWhp, requested != .boolean {
        throw MeasurementError("\(question.text) needs the kind boolean, not \(requested.rawValue)")
      }
      let hasNoRange = requested == .positive || question.relation != .poly && [.count, .share].contains(requested)
      if needsPositive, !hasNoRange {
        throw MeasurementError("\(question.text) needs the kind positive, not \(requested.rawValue)")
      }
      if requested == .share, measurements.isPaired {
        throw MeasurementError("the kind share takes single values; pairs are signed differences or positive ratios")
      }
      isShare = requested == .share
      kind =
        switch requested {
        case .count: .count(trials: 1)
        case .positive: .positive
        case .signed, .share: .signed
        case .boolean: .boolean
        }
      reason = isShare ? "a share in [0, 1], as requested" : "as requested"
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
      (kind, reason, isOpen) = Self.single(measurements.rows, numbers)
    }
  }

  private static func single(_ rows: [Measurements.Row], _ numbers: [Double]) -> (MetricKind, String, isOpen: Bool) {
    var (allBits, hasLarge, hasNegative) = (true, false, false)
    for (row, number) in zip(rows, numbers) where !row.isMissing && number.isFinite {
      if number != 0 && number != 1 { allBits = false }
      if number > 1 { hasLarge = true }
      if number < 0 { hasNegative = true }
    }
    if allBits { return (.count(trials: 1), "every value is 0 or 1, which is a count out of one", false) }
    if hasNegative { return (.signed, "a value is negative", false) }
    if hasLarge { return (.positive, "a value is above 1", false) }
    return (
      .positive,
      "values are in [0, 1] and there is no column trials; give trials if they are counts, or --kind share", true
    )
  }

  /// Returns the numbers as the kind counts them: a share of n trials becomes the nearest half or whole count.
  func counted(_ numbers: [Double]) -> [Double] {
    guard isShare, case .count(let trials) = kind else { return numbers }
    return numbers.map { ($0 * Double(trials) * 2).rounded() / 2 }
  }

  // MARK: Impossible values

  /// Refuses the first finite value that the kind does not admit.
  ///
  /// Values that are not finite, and positive ones that overflow, are left to the health check of the engine.
  ///
  /// - Parameter hasTrials: Whether the trials of a count come from the file.
  func checkRange(_ rows: [Measurements.Row], _ numbers: [Double], hasTrials: Bool) throws(MeasurementError) {
    for (row, number) in zip(rows, numbers) where !row.isMissing && number.isFinite {
      if let problem = problem(number, hasTrials: hasTrials) {
        throw MeasurementError(line: Int(row.line), "the value \(NumberWords.short(number)) \(problem)")
      }
    }
  }

  private func problem(_ number: Double, hasTrials: Bool) -> String? {
    if isShare { return (0...1).contains(number) ? nil : "is outside [0, 1], the range of a share" }
    switch kind {
    case .positive:
      return number >= 0 ? nil : "is negative; the kind positive takes numbers of at least 0"
    case .signed:
      return kind.admits(number)
        ? nil
        : "is outside [−1, 1], the range of the kind signed (chosen because: \(reason)); divide by a bound, or ask for "
          + "another kind if no value is negative"
    case .count(let trials):
      if !kind.admits(number) {
        let hint = hasTrials ? "" : "; name the column of the trials with --trials if there are more"
        return "is outside [0, \(trials)], the range of a count out of \(trials)\(hint)"
      }
      if !hasTrials || number * 2 == (number * 2).rounded() { return nil }
      let hint = number < 1 ? "; for shares of the trials add --kind share" : ""
      return "is no count out of \(trials), which is a whole number from 0 to \(trials), or a half for a tie\(hint)"
    case .boolean:
      return kind.admits(number) ? nil : "is neither 0 nor 1; 1 means that the run violates the property"
    }
  }
}
