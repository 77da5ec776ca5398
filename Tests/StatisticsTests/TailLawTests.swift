import Foundation
import Testing

@testable import Statistics

@Suite("Laws of the tails and tests")
struct TailLawTests {
  @Test("ln Γ satisfies its recurrence and known values") func logGamma() {
    #expect(abs(LogGamma.value(1)) < 1e-14)
    #expect(abs(LogGamma.value(0.5) - 0.5 * log(Double.pi)) < 1e-14)
    for x in [0.1, 0.75, 3.3, 11.9, 12.1, 250, 1e5] {
      #expect(abs(LogGamma.value(x + 1) - LogGamma.value(x) - log(x)) < 1e-14 * max(1, LogGamma.value(x + 1)))
    }
  }

  @Test("the incomplete beta function is symmetric and monotone") func betaSymmetry() {
    for (a, b) in [(0.5, 0.5), (2, 7.5), (46.3, 880.7), (1, 1)] {
      var previous = 0.0
      for step in 1..<40 {
        let x = Double(step) / 40
        let value = IncompleteBeta.regularized(x, a, b)
        #expect(abs(value + IncompleteBeta.regularized(1 - x, b, a) - 1) < 1e-12)
        #expect(value >= previous)
        previous = value
      }
    }
    #expect(IncompleteBeta.regularized(0, 2, 3) == 0)
    #expect(IncompleteBeta.regularized(1, 2, 3) == 1)
  }

  @Test("quantiles invert tails") func quantiles() {
    for tail in [1e-200, 1e-20, 1e-4, 0.025, 0.4, 0.5, 0.7, 0.999] {
      let z = NormalDistribution.upperQuantile(tail: tail)
      #expect(abs(NormalDistribution.upperTail(z) / tail - 1) < 1e-10)
      for freedom in [1, 4.5, 19, 400] {
        let t = StudentT.upperQuantile(tail: tail, degreesOfFreedom: freedom)
        if t < 1e149 { #expect(abs(StudentT.upperTail(t, degreesOfFreedom: freedom) / tail - 1) < 1e-9) }
      }
    }
    #expect(NormalDistribution.upperQuantile(tail: 0) == 40)
    #expect(NormalDistribution.upperQuantile(tail: 1) == -40)
  }

  @Test("F with one degree is t squared") func fIsSquaredT() {
    for t in [0.1, 1, 2.5, 7] {
      let f = FDistribution.upperTail(t * t, numerator: 1, denominator: 13)
      #expect(abs(f / (2 * StudentT.upperTail(t, degreesOfFreedom: 13)) - 1) < 1e-12)
    }
  }

  @Test("binomial tails add up for whole counts") func binomialComplement() {
    for k in 0..<20 {
      let sum =
        Binomial.atMost(Double(k), of: 20, probability: 0.3)
        + Binomial.atLeast(Double(k + 1), of: 20, probability: 0.3)
      #expect(abs(sum - 1) < 1e-13)
    }
  }

  @Test("Holm keeps order and never lowers a p-value") func holm() {
    let raw = [0.2, 0.001, 0.04, 0.001, 1]
    let adjusted = Holm.adjusted(raw)
    #expect(zip(raw, adjusted).allSatisfy { $0 <= $1 && $1 <= 1 })
    for i in raw.indices {
      for j in raw.indices where raw[i] <= raw[j] { #expect(adjusted[i] <= adjusted[j]) }
    }
    #expect(Holm.adjusted([]).isEmpty)
  }

  @Test("trend tests give the opposite trend for a reversed order") func reversal() {
    let groups: [[Double]] = [[0, 0, 1], [1, 2, 2], [0, 3, 4]]
    let (up, down) = (JonckheereTerpstra(groups), JonckheereTerpstra(groups.reversed()))
    #expect(abs(up.increase.z + down.increase.z) < 1e-12)
    #expect(JonckheereTerpstra([]).increase.p == 1)
    #expect(JonckheereTerpstra([[1], [2]]).increase.p < 0.5)
    let rising = CochranArmitage.increase(failures: [0, 2, 5], runs: [10, 10, 10], scores: [0, 1, 2])
    let falling = CochranArmitage.increase(failures: [0, 2, 5], runs: [10, 10, 10], scores: [0, -1, -2])
    #expect(abs(rising.z + falling.z) < 1e-12)
  }
}
