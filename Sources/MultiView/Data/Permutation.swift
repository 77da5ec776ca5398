import Randomness

/// A pseudo-random permutation of 0 ..< count that is a function of its key alone and takes no memory.
///
/// It is a Feistel network on pairs (x mod a, x div a) with a · b ≥ count. Each round shifts one half of the pair by a
/// keyed hash of the other half. The network is applied until the result lies below `count` (Black and Rogaway 2002).
/// Every round is a bijection of the pairs, and so is the whole.
struct Permutation: Sendable {
  /// The number of elements.
  let count: Int

  private static let rounds: UInt64 = 10

  private let columns: UInt64
  private let rows: UInt64
  private let key: (UInt64, UInt64)

  /// The permutation of 0 ..< `count` that a sequence of draws selects.
  ///
  /// - Parameters:
  ///   - count: 1 ... 2³².
  ///   - draws: Gives the key; four words are taken.
  init(of count: Int, drawnFrom draws: Draws) {
    var draws = draws
    self.count = count
    let columns = max(1, UInt64(Double(count).squareRoot().rounded(.up)))
    self.columns = columns
    rows = max(1, (UInt64(count) + columns - 1) / columns)
    func word() -> UInt64 { UInt64(draws.word()) << 32 | UInt64(draws.word()) }
    let first = word()
    key = (first, word())
  }

  /// The element that stands at a place.
  ///
  /// - Parameter place: 0 ..< ``count``.
  subscript(place: Int) -> Int {
    var x = UInt64(place)
    // Cycle walking: starting below `count`, the orbit returns below it, after fewer than two applications on average.
    repeat { x = permuted(x) } while x >= UInt64(count)
    return Int(x)
  }

  /// Applies the Feistel network once; it permutes 0 ..< `columns` · `rows`.
  private func permuted(_ x: UInt64) -> UInt64 {
    var column = x % columns
    var row = x / columns
    for round in 0..<Self.rounds {
      if round & 1 == 0 {
        column = (column + hash(row, round) % columns) % columns
      } else {
        row = (row + hash(column, round) % rows) % rows
      }
    }
    return row * columns + column
  }

  private func hash(_ half: UInt64, _ round: UInt64) -> UInt64 {
    Self.mixed(Self.mixed(half &+ key.0 &+ round &* 0x9E37_79B9_7F4A_7C15) ^ key.1)
  }

  /// The finaliser of SplitMix64: every bit of the argument moves every bit of the result.
  private static func mixed(_ x: UInt64) -> UInt64 {
    var z = x
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
