/// Repeated timings of the same work.
struct Stopwatch {
  /// The seconds of each repetition, in order.
  private(set) var seconds: [Double] = []
  private let clock = ContinuousClock()

  /// Creates a stopwatch with the timings taken so far; none by default.
  init(_ seconds: [Double] = []) {
    self.seconds = seconds
  }

  /// Times one repetition.
  mutating func time<Failure: Error>(_ work: () throws(Failure) -> Void) throws(Failure) {
    let start = clock.now
    try work()
    seconds.append((clock.now - start) / .seconds(1))
  }

  /// The shortest repetition, in seconds: the cost of the work with the least interference; 0 before the first.
  var best: Double { seconds.min() ?? 0 }

  /// The median repetition, in seconds; 0 before the first.
  var median: Double {
    let sorted = seconds.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle])
  }
}
