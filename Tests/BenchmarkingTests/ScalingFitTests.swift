import Foundation
import Testing

@testable import Benchmarking

@Suite struct ScalingFitTests {
  @Test func powersAreFound() throws {
    let d = [64.0, 128, 256, 512]
    for exponent in [-0.5, 0, 1, 2.25] {
      let fit = try #require(ScalingFit(d, d.map { 3 * pow($0, exponent) }))
      #expect(abs(fit.exponent - exponent) < 1e-12)
      #expect(fit.residual < 1e-12)
    }
    // The last point is off the line by a factor e; slope and residual follow from the normal equations.
    let bent = try #require(ScalingFit([1, 2, 4, 8], [1, 1, 1, exp(1)]))
    #expect(abs(bent.exponent - 0.3 / log(2)) < 1e-12)
    #expect(abs(bent.residual - (0.75 - 0.45).squareRoot() / 2) < 1e-12)
  }

  @Test func numbersWithoutAFitGiveNone() {
    #expect(ScalingFit([64], [1]) == nil)
    #expect(ScalingFit([64, 64], [1, 2]) == nil)
    #expect(ScalingFit([64, 128], [1]) == nil)
    #expect(ScalingFit([64, 128], [1, 0]) == nil)
    #expect(ScalingFit([64, 128], [1, .infinity]) == nil)
  }

  @Test func mediansAreOfTheMiddle() {
    #expect(Stopwatch([3, 1, 2]).median == 2)
    #expect(Stopwatch([4, 1, 3, 2]).median == 2.5)
    #expect(Stopwatch([4, 1, 3]).best == 1)
    #expect(Stopwatch().median == 0)
  }
}
