import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Fast counts against direct counts")
struct CountingTests {
  @Test("Jonckheere–Terpstra counts the pairs of the definition") func pairs() {
    var generator = SplitMix64(seed: 31)
    for _ in 0..<200 {
      let groups = (0..<Int(generator.next() % 5)).map { _ in
        (0..<Int(generator.next() % 9)).map { _ in
          generator.uniform() < 0.6 ? Double(generator.next() % 4) : generator.normal()
        }
      }
      var pairs = 0.0
      for (index, group) in groups.enumerated() {
        for later in groups[(index + 1)...] {
          for x in group { for y in later { pairs += x < y ? 1 : (x == y ? 0.5 : 0) } }
        }
      }
      #expect(JonckheereTerpstra(groups).statistic == pairs)
    }
    #expect(JonckheereTerpstra([[1, .nan], [2, .nan]]).mean == 2)
  }

  @Test("Jonckheere–Terpstra handles 300,000 values in less than 5 seconds") func manyValues() {
    var generator = SplitMix64(seed: 32)
    let groups = (0..<3).map { _ in (0..<100_000).map { _ in generator.uniform() } }
    let elapsed = ContinuousClock().measure { #expect(abs(JonckheereTerpstra(groups).increase.z) < 5) }
    #expect(elapsed < .seconds(5), "took \(elapsed)")
  }

  @Test("hypergeometric tails are shares of all draws") func hypergeometric() {
    for members in 1...9 {
      for marked in 0...members {
        for drawn in 0...members {
          let draws = (0..<(1 << members)).filter { $0.nonzeroBitCount == drawn }
          for count in -1...members + 1 {
            let share = Double(draws.count { ($0 & (1 << marked - 1)).nonzeroBitCount >= count }) / Double(draws.count)
            let tail = Hypergeometric.atLeast(count, drawn: drawn, marked: marked, members: members)
            #expect(abs(tail - share) < 1e-12, "\(count) of \(drawn), \(marked) marked of \(members)")
          }
        }
      }
    }
    // One failure, which is at d_K with probability 20/100; and a sum of 100 ways that would underflow one by one.
    #expect(abs(Hypergeometric.atLeast(1, drawn: 20, marked: 1, members: 100) - 0.2) < 1e-15)
    #expect(abs(Hypergeometric.atLeast(2500, drawn: 5000, marked: 5000, members: 10_000) - 0.508) < 0.001)
  }

  @Test("a streak of equal runs gives the p-value of its runs played one by one") func streaks() {
    var generator = SplitMix64(seed: 33)
    for _ in 0..<100 {
      let values = (0..<60).map { _ in generator.uniform() < 0.9 ? 0.0 : generator.uniform() }
      let bound = generator.uniform()
      for hypothesis in [Bet.Hypothesis.meanAtLeast, .meanAtMost] {
        var (bold, timid, best) = (0.9, 0.1, 1.0)
        for value in values {
          let gain = hypothesis == .meanAtLeast ? (bound - value) / (1 - bound) : (value - bound) / bound
          bold *= 1 + gain
          timid *= 1 + gain / 2
          best = max(best, bold + timid)
        }
        let p = Bet.pValue(
          against: hypothesis, rounds: values.map { Bet.Round(value: $0, bound: bound) }, range: 0...1)
        #expect(agrees(p, 1 / best))
      }
    }
  }

  @Test("limits of 200,000 saturated runs take less than a second") func saturatedLimits() {
    let zeros = Array(repeating: 0.0, count: 200_000)
    let elapsed = ContinuousClock().measure {
      // The limit solves 0.9 (1−m)^{−N} = 1/0.05, apart from the timid gambler's small share of the wealth.
      let upper = Bet.limits(zeros, range: 0...1, levelPerSide: 0.05).upper
      #expect(abs(upper / -expm1(log(0.05 / 0.9) / 200_000) - 1) < 0.1)
    }
    #expect(elapsed < .seconds(1), "took \(elapsed)")
  }

  @Test("quantiles invert their tails over the whole range") func quantiles() {
    var generator = SplitMix64(seed: 34)
    for _ in 0..<2_000 {
      let tail = generator.uniform() < 0.5 ? 0.499 * generator.uniform() : pow(10, -200 * generator.uniform())
      #expect(agrees(NormalDistribution.upperTail(NormalDistribution.upperQuantile(tail: tail)), tail))
      let freedom = pow(10, -0.5 + 4 * generator.uniform())
      let t = StudentT.upperQuantile(tail: tail, degreesOfFreedom: freedom)
      if t < 1e150 { #expect(agrees(StudentT.upperTail(t, degreesOfFreedom: freedom), tail), "\(tail) \(freedom)") }
      let trials = pow(10, 5 * generator.uniform())
      let successes = trials * generator.uniform() * pow(10, -3 * generator.uniform())
      let level = 0.001 + 0.498 * generator.uniform()
      let limits = Binomial.limits(successes, of: trials, levelPerSide: level)
      #expect(limits.lower < successes / trials && successes / trials < limits.upper)
      #expect(agrees(Binomial.atMost(successes, of: trials, probability: limits.upper), level))
      // A limit this small can be rounded to 0.
      if limits.lower > 1e-60 {
        #expect(agrees(Binomial.atLeast(successes, of: trials, probability: limits.lower), level))
      }
    }
  }
}
