import ClaimKit

/// How much is spent on a verification: the scales, and the registered runs at each.
package struct Design: Hashable, Sendable, Codable {
  /// The dimensions d, increasing; or the scales of a claim that has others.
  package let scales: [Int]
  /// Runs per scale.
  package let runs: Int
  /// The seed of the first run; run r = 1, 2, … has seed `firstSeed + r − 1` plus its world's offset.
  package let firstSeed: Int
  /// The profile it was made from, by which claims choose scales of their own; nil for scales of one's own choice.
  package let profile: Profile?

  /// A design from its parts.
  package init(scales: [Int], runs: Int, firstSeed: Int = 1, profile: Profile? = nil) {
    self.scales = scales
    self.runs = runs
    self.firstSeed = firstSeed
    self.profile = profile
  }

  /// The design of a profile, with another number of runs per scale if one is given.
  ///
  /// - Parameters:
  ///   - profile: The profile.
  ///   - runs: Runs per scale, if not the profile's.
  ///   - firstSeed: Where seeds begin, if not at the profile's registered ones: for exploring.
  package init(_ profile: Profile, runs: Int? = nil, firstSeed: Int? = nil) {
    self.init(
      scales: profile.scales, runs: runs ?? profile.runs, firstSeed: firstSeed ?? profile.firstSeed, profile: profile)
  }

  /// Returns the design with the scales that a claim chooses for itself, if it does.
  func on(_ axis: Axis) -> Design {
    Design(scales: axis.scales(at: profile) ?? scales, runs: runs, firstSeed: firstSeed, profile: profile)
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case scales, runs, firstSeed, profile
  }
}
