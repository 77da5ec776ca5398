/// Answers of one read-out to one test set, counted.
struct AnswerTally {
  private(set) var errors = 0.0
  private(set) var undecided = 0

  /// Adds an answer: positive margins are right, ties and answers that eliminated neurons could change count half an error.
  ///
  /// - Parameter slack: How much eliminated neurons can move the margin.
  mutating func add(margin: Double, slack: Double) {
    if abs(margin) <= slack {
      errors += 0.5
      if slack > 0 { undecided += 1 }
    } else if margin < 0 {
      errors += 1
    }
  }
}
