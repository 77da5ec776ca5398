import Foundation
@testable import Randomness
import Testing

/// Binomial and Poisson counts follow their exact laws, however many trials there are.
@Suite struct CountsTests {
  private func counts(_ number: Int, sample: Int = 0, _ draw: (inout Draws) -> Int) -> [Int] {
    var draws = Draws(seed: 77, stream: .macroSamples, sample: sample)
    return (0..<number).map { _ in draw(&draws) }
  }

  /// χ² of counts against their probabilities, with cells of fewer than 20 expected put together.
  private func expectLaw(_ counts: [Int], _ logarithm: (Int) -> Double, _ words: String) {
    var seen: [Int: Double] = [:]
    for count in counts { seen[count, default: 0] += 1 }
    guard let least = counts.min(), let most = counts.max() else { return }
    let total = Double(counts.count)
    var distance = 0.0
    var cells = 0.0
    var cell = (seen: 0.0, expected: 0.0)
    var covered = 0.0
    func close() {
      distance += (cell.seen - cell.expected) * (cell.seen - cell.expected) / cell.expected
      cells += 1
      cell = (0, 0)
    }
    for count in least...most {
      let expected = total * exp(logarithm(count))
      covered += expected
      cell = (cell.seen + (seen[count] ?? 0), cell.expected + expected)
      if cell.expected >= 20 { close() }
    }
    cell.expected += max(0, total - covered)
    if cell.expected > 1 { close() }
    let degrees = max(1, cells - 1)
    #expect(distance < degrees + 5 * (2 * degrees).squareRoot() + 8, "\(words): χ² = \(distance) on \(degrees)")
  }

  private func binomialLogarithm(_ n: Int, _ p: Double) -> (Int) -> Double {
    { count in
      let (n, k) = (Double(n), Double(count))
      return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p)
    }
  }

  @Test(
    arguments: [
      (1, 0.5), (9, 0.7), (40, 0.2), (20, 0.5), (21, 0.5), (64, 0.9), (100, 0.1), (100, 0.101), (1000, 0.011),
      (1000, 0.3), (5000, 0.997), (20_000, 0.5), (1_000_000, 1e-5), (1_000_000, 1.2e-5),
    ])
  func binomialCountsFollowTheirLaw(trials: Int, probability: Double) {
    let seen = counts(30_000, sample: trials) { $0.binomialByRejection(trials: trials, probability: probability) }
    #expect(seen.allSatisfy { (0...trials).contains($0) })
    expectLaw(seen, binomialLogarithm(trials, probability), "\(trials), \(probability)")
  }

  /// The first four moments, where no table of probabilities is long enough.
  @Test(arguments: [1_000_000_000, 1_000_000_000_000, 1 << 52], [1e-6, 0.005, 0.3, 0.5, 0.8])
  func largeBinomialCountsHaveTheirMoments(trials: Int, probability: Double) {
    let n = Double(trials)
    let deviation = (n * probability * (1 - probability)).squareRoot()
    let repeats = 20_000
    let scores = counts(repeats, sample: Int(probability * 1000)) {
      $0.binomialByRejection(trials: trials, probability: probability)
    }.map { (Double($0) - n * probability) / deviation }
    func mean(_ power: Double) -> Double { scores.reduce(0) { $0 + pow($1, power) } / Double(repeats) }
    let root = Double(repeats).squareRoot()
    #expect(abs(mean(1)) < 5 / root)
    #expect(abs(mean(2) - 1) < 5 * 2.0.squareRoot() / root)
    #expect(abs(mean(3) - (1 - 2 * probability) / deviation) < 5 * 15.0.squareRoot() / root)
    #expect(abs(mean(4) - 3) < 5 * 96.0.squareRoot() / root)
    // Kolmogorov–Smirnov against the normal law: √n·D exceeds 2.2 with probability 1.3·10⁻⁴.
    let distance = scores.sorted().enumerated().reduce(0.0) {
      max($0, abs(1 - NormalLaw.tail($1.element) - (Double($1.offset) + 0.5) / Double(repeats)))
    }
    #expect(distance * root < 2.2)
  }

  @Test func edgesAreCertain() {
    for trials in [0, 1, 7, 1_000_000, 1 << 53] {
      #expect(counts(3) { $0.binomialByRejection(trials: trials, probability: 0) } == [0, 0, 0])
      #expect(counts(3) { $0.binomialByRejection(trials: trials, probability: 1) } == [trials, trials, trials])
    }
    for probability in [0, 1e-300, 0.3, 0.5, 0.7, 1] {
      #expect(counts(3) { $0.binomialByRejection(trials: 0, probability: probability) } == [0, 0, 0])
    }
    #expect(counts(3) { $0.binomialByRejection(trials: 1 << 53, probability: 1e-300) } == [0, 0, 0])
    #expect(counts(3) { $0.poisson(mean: 0) } == [0, 0, 0])
    #expect(counts(3) { $0.livingCount(width: 0, share: 0.5) } == [0, 0, 0])
    #expect(counts(3) { $0.livingCount(width: 1e40, share: 0) } == [0, 0, 0])
    #expect(counts(3) { $0.livingCount(width: 9, share: 1) } == [9, 9, 9])
  }

  @Test(arguments: [0.01, 0.7, 5, 40]) func poissonCountsFollowTheirLaw(mean: Double) {
    let seen = counts(30_000) { $0.poisson(mean: mean) }
    expectLaw(seen, { -mean + Double($0) * log(mean) - lgamma(Double($0) + 1) }, "\(mean)")
  }

  /// The count of living neurons has one law on both sides of 2⁵³ neurons.
  @Test(arguments: [0x1p53, 0x1p54, 1e22, 1e40]) func livingCountsHaveOneLawAtEveryWidth(width: Double) {
    let mean = 12.0
    let seen = counts(20_000) { $0.livingCount(width: width, share: mean / width) }
    expectLaw(seen, { -mean + Double($0) * log(mean) - lgamma(Double($0) + 1) }, "\(width)")
  }

  /// Recorded counts: they change only when trials may change.
  @Test func countsKeepTheirBits() {
    #expect(counts(4) { $0.binomialByRejection(trials: 1000, probability: 0.3) } == [288, 295, 301, 304])
    #expect(
      counts(4) { $0.binomialByRejection(trials: 1_000_000_000_000, probability: 0.8) }
        == [800_000_325_252, 800_000_133_214, 799_999_984_066, 799_999_902_669])
    #expect(counts(4) { $0.binomialByRejection(trials: 1000, probability: 0.002) } == [1, 0, 1, 0])
    #expect(counts(4) { $0.poisson(mean: 7) } == [2, 5, 4, 8])
  }
}
