import ClaimKit

/// The size of a verification: the scales, and the registered runs at each.
package struct Design: Hashable, Sendable, Codable {
  /// The scales in increasing order: dimensions d, unless the claim's axis is another one.
  package let scales: [Int]
  /// Runs per scale.
  package let runs: Int
  /// The seed of the first run; run r = 1, 2, … has seed `firstSeed + r − 1` plus its world's offset.
  package let firstSeed: Int
  /// The profile that the design was made from, by which a claim may choose its own scales; nil for a custom design.
  package let profile: Profile?

  /// A design from its parts.
  package init(scales: [Int], runs: Int, firstSeed: Int = 1, profile: Profile? = nil) {
    self.scales = scales
    self.runs = runs
    self.firstSeed = firstSeed
    self.profile = profile
  }

  /// The design of a profile, optionally with another number of runs or other seeds.
  ///
  /// - Parameters:
  ///   - profile: The profile.
  ///   - runs: Runs per scale; nil for the profile's number.
  ///   - firstSeed: The seed of the first run, for exploratory seeds; nil for the profile's registered seeds.
  package init(_ profile: Profile, runs: Int? = nil, firstSeed: Int? = nil) {
    self.init(
      scales: profile.scales, runs: runs ?? profile.runs, firstSeed: firstSeed ?? profile.firstSeed, profile: profile)
  }

  /// Returns the design with the scales of a claim's axis, if the axis names its own.
  func on(_ axis: Axis) -> Design {
    Design(scales: axis.scales(at: profile) ?? scales, runs: runs, firstSeed: firstSeed, profile: profile)
  }

  /// The stored names of the properties, which stay the same if a property is renamed.
  private enum CodingKeys: String, CodingKey {
    case scales, runs, firstSeed, profile
  }
}
