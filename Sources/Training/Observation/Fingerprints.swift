import MultiView

/// Detects repeated samples by hashing their bits.
struct Fingerprints {
  /// The most coordinates of a row that are hashed.
  private static let coordinates = 64

  private let noisy: Bool
  private let first: Int
  private var seen: Set<UInt64> = []

  /// Number of samples that repeat an earlier sample, or the noise of one of its patches.
  private(set) var repetitions = 0

  /// No fingerprints yet, for samples of a given source.
  init(of source: SampleSource) {
    let parameters = source.parameters
    noisy = parameters.noiseNorm > 0
    // Off the features a patch holds only noise, whichever feature it shows, so repeated noise is found there.
    let isApart = source.readingVectors.vectors == nil && parameters.d >= source.features.count + 4
    first = isApart && noisy ? source.features.count : 0
  }

  /// Whether two samples of one subclass differ in their bits, through noise or through jitter.
  static func areDistinct(_ parameters: ModelParameters) -> Bool { parameters.noiseNorm > 0 || parameters.iota > 0 }

  mutating func add(_ sheet: borrowing PatchSheet) {
    guard noisy else {
      if !seen.insert(Self.whole(sheet)).inserted { repetitions += 1 }
      return
    }
    var isNew = true
    for position in 0..<sheet.count {
      let row = sheet.row(position)
      let end = min(row.count, first + Self.coordinates)
      isNew = seen.insert(Self.mixed(row[first..<end], 0)).inserted && isNew
    }
    if !isNew { repetitions += 1 }
  }

  /// Returns a fingerprint of all bits of a sample.
  static func whole(_ sheet: borrowing PatchSheet) -> UInt64 {
    var state: UInt64 = 0
    for position in 0..<sheet.count { state = mixed(sheet.row(position)[...], state) }
    return state
  }

  /// Hashes the bits of the values by a chain of SplitMix64 steps.
  private static func mixed(_ values: Slice<UnsafeBufferPointer<Float>>, _ start: UInt64) -> UInt64 {
    var state = start
    for value in values {
      state = (state ^ UInt64(value.bitPattern)) &+ 0x9E37_79B9_7F4A_7C15
      state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
      state ^= state >> 31
    }
    return state
  }
}
