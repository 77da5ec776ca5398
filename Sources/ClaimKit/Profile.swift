/// The size of a verification: which scales, and how many runs at each.
public enum Profile: String, Sendable, Codable, CaseIterable {
  /// The profile for `swift test` and continuous integration.
  case quick
  /// The profile of the committed reports.
  case standard
  /// The profile for clusters.
  case deep

  /// The dimensions d.
  public var scales: [Int] {
    switch self {
    case .quick: [32, 64, 128, 256, 512]
    case .standard: [64, 128, 256, 512, 1024]
    case .deep: [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384]
    }
  }

  /// Runs per scale.
  public var runs: Int {
    switch self {
    case .quick: 20
    case .standard: 32
    case .deep: 60
    }
  }

  /// The seed of the first run at the smallest scale.
  ///
  /// Each further scale begins 1,000 seeds later, and a world may add an offset.
  ///
  /// `littleo verify` decides claims on these seeds, and `littleo mutants` uses them too, by default those of the quick
  /// profile. Tests use seeds below 10,000. Exploratory seeds start at 1,000,000. Up to 500 runs per scale, no two
  /// profiles and no two scales share a seed. Worlds share seeds unless a control sets an offset, because a control
  /// changes only the settings that it names.
  package var firstSeed: Int {
    switch self {
    case .quick: 11_001
    case .standard: 21_001
    case .deep: 31_001
    }
  }

  /// Whether claims verified together are corrected for multiple testing; otherwise each claim is decided on its own.
  package var isFamily: Bool { self != .quick }

  /// The reason for these scales and this number of runs.
  public var reason: String {
    switch self {
    case .quick:
      runsReason
        + "; at d = 16, k = 4 barely exceeds s/(s†ι†) = 2.8, and the coarse network is still right on hard samples"
    case .standard, .deep: runsReason
    }
  }

  /// The reason for the number of scales and runs, for claims that use other scales.
  package var runsReason: String {
    switch self {
    case .quick:
      "five scales, a span of 16 and 20 runs are the least the decision procedure accepts; each claim is decided alone"
    case .standard: "32 runs let saturated data survive the Holm correction over seventy claims or controls"
    case .deep: "a span of 256 and 60 runs give the extrapolation power against slow decay"
    }
  }
}
