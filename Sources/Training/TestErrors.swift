/// Misclassified test samples under one read-out, out of the regime's `testSamples` of each kind; a tie counts ½.
public struct TestErrors: Hashable, Sendable, Codable {
  /// Among easy samples.
  public var easy: Double
  /// Among hard samples.
  public var hard: Double
  /// Hard samples whose answer the eliminated neurons could have changed; counted half an error each in ``hard``.
  public var undecided: Int

  /// Errors from their counts.
  public init(easy: Double, hard: Double, undecided: Int) {
    self.easy = easy
    self.hard = hard
    self.undecided = undecided
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case easy, hard, undecided
  }
}
