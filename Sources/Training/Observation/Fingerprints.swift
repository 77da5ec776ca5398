import MultiView

/// Recognises samples by their bits: whoever was seen before repeats.
struct Fingerprints {
  /// Coordinates of a row that are looked at.
  private static let coordinates = 64

  private let noisy: Bool
  private let first: Int
  private var seen: Set<UInt64> = []

  /// Samples that repeat an earlier one, or a patch of its noise.
  private(set) var repetitions = 0

  /// Fingerprints of samples of a model.
  init(of source: SampleSource) {
    let parameters = source.parameters
    noisy = parameters.noiseNorm > 0
    // Off the features a patch is its noise, whatever it shows: there repeated noise gives itself away.
    let isApart = source.readingVectors.vectors == nil && parameters.d >= source.features.count + 4
    first = isApart && noisy ? source.features.count : 0
  }

  /// Whether samples of a model can be told apart at all.
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

  /// A chain of SplitMix64 steps over the bits.
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
