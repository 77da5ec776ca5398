import TestSupport

/// A small seeded generator (SplitMix64), so that every hostile input can be made again.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Returns a whole number from 0 to below a bound, which is at least 1.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// Returns true with probability 1/count.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

  mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

  /// Returns a number drawn uniformly from [0, 1).
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Returns an extreme number, such as NaN, or now and then an ordinary one.
  mutating func number() -> Double {
    switch below(5) {
    case 0: Double(bitPattern: next())
    case 1: uniform()
    case 2: Double(below(600))
    default: pick(Self.extremes)
    }
  }

  /// Returns an extreme whole number, or now and then an ordinary one.
  mutating func integer() -> Int {
    switch below(4) {
    case 0: Int(truncatingIfNeeded: next() >> UInt64(below(64)))
    case 1: below(300)
    default: pick([.min, .min + 1, -1, 0, 1, 2, 3, 4, 5, 1 << 20, 1 << 24, 1 << 31, 1 << 53, .max - 1, .max])
    }
  }

  private static let extremes: [Double] = [
    .nan, .signalingNaN, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    .leastNormalMagnitude, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0, -0.0, 1, -1, 0.5, 1e-300, 1e-17, 1e6,
    1e15, 1e16, 1e18, 0x1p53, 0x1p62, 0x1p63, -0x1p63, 0x1p64, 1e22, 1e100, 1e300, -1e300, 1.0.nextUp, 1.0.nextDown,
  ]
}
