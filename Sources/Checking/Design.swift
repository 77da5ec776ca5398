import ClaimKit

/// How much is spent on a verification: the scales, and the registered runs at each.
public struct Design: Hashable, Sendable, Codable {
  /// The dimensions d, increasing.
  public let scales: [Int]
  /// Runs per scale.
  public let runs: Int
  /// The seed of the first run; run r = 1, 2, … has seed `firstSeed + r − 1` plus its world's offset.
  public let firstSeed: Int

  /// A design from its parts.
  public init(scales: [Int], runs: Int, firstSeed: Int = 1) {
    self.scales = scales
    self.runs = runs
    self.firstSeed = firstSeed
  }

  /// The design of a profile, with another number of runs per scale if one is given.
  public init(_ profile: Profile, runs: Int? = nil) {
    self.init(scales: profile.scales, runs: runs ?? profile.runs, firstSeed: profile.firstSeed)
  }
}
