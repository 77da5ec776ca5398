/// How much is spent on a verification: which scales, and how many runs at each.
public enum Profile: String, Sendable, Codable, CaseIterable {
  /// For `swift test` and CI.
  case quick
  /// For the committed reports.
  case standard
  /// For clusters.
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

  /// The seed of the first run at the smallest scale; the runs of each further scale begin 1,000 seeds later, and a world may
  /// add an offset.
  ///
  /// Registered seeds are set apart: below 10,000 stand the seeds of examples and tests, from 1,000,000 on those that
  /// stand-ins are explored with. A profile's seeds are used for nothing but its verdicts; up to 500 runs, no two profiles and
  /// no two scales share one. Worlds do, unless they say otherwise: a control changes what it names and nothing else.
  package var firstSeed: Int {
    switch self {
    case .quick: 11_001
    case .standard: 21_001
    case .deep: 31_001
    }
  }

  /// Whether claims verified together are corrected for each other; otherwise each is decided on its own.
  package var isFamily: Bool { self != .quick }

  /// Why these scales and this many runs.
  public var reason: String {
    switch self {
    case .quick:
      runsReason
        + "; at d = 16, k = 4 barely exceeds s/(s†ι†) = 2.8, and the coarse network is still right on hard samples"
    case .standard, .deep: runsReason
    }
  }

  /// Why it has as many scales and runs as it has, whatever the scales are.
  package var runsReason: String {
    switch self {
    case .quick:
      "five scales, a span of 16 and 20 runs are the least the decision procedure accepts; each claim is decided alone"
    case .standard: "32 runs let saturated data survive the Holm correction over seventy claims or controls"
    case .deep: "a span of 256 and 60 runs give the extrapolation power against slow decay"
    }
  }
}
