/// For each feature, its pairs with a set that is not empty, in ascending order.
///
/// The lists lie in one array: to look into an array of arrays costs a cache miss in the innermost loops of training.
struct ActivePairs {
  private let heads: Int
  private var counts: [Int32]
  /// As many places for each feature as there are heads.
  private var pairs: [Int32]

  /// No pairs.
  init(features: Int, heads: Int) {
    self.heads = heads
    counts = Array(repeating: 0, count: features)
    pairs = Array(repeating: 0, count: features * heads)
  }

  /// The number of pairs of a feature.
  @inline(__always)
  func count(on feature: Int) -> Int { Int(counts[feature]) }

  /// Passes the pairs of a feature to a function.
  @inline(__always)
  func forEach(on feature: Int, _ body: (Int) -> Void) {
    let first = feature * heads
    for place in first..<(first + count(on: feature)) { body(Int(pairs[place])) }
  }

  /// The pairs of a feature.
  subscript(feature: Int) -> ArraySlice<Int32> {
    pairs[(feature * heads)..<(feature * heads + count(on: feature))]
  }

  /// Adds a pair that is not in the lists.
  ///
  /// - Complexity: Linear in the pairs of its feature.
  mutating func insert(_ pair: Int) {
    let feature = pair / heads
    var place = feature * heads + count(on: feature)
    while place > feature * heads && pairs[place - 1] > Int32(pair) {
      pairs[place] = pairs[place - 1]
      place -= 1
    }
    pairs[place] = Int32(pair)
    counts[feature] += 1
  }

  /// Takes a pair out of the lists.
  ///
  /// - Complexity: Linear in the pairs of its feature.
  mutating func remove(_ pair: Int) {
    let feature = pair / heads
    guard let place = self[feature].firstIndex(of: Int32(pair)) else { return }
    let last = feature * heads + count(on: feature) - 1
    for next in place..<last { pairs[next] = pairs[next + 1] }
    counts[feature] -= 1
  }
}
