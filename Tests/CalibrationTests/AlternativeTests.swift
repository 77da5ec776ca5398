import Decision
import Foundation
import Randomness
import Testing

@testable import Calibration

@Suite("Procedures that a user could apply instead")
struct AlternativeTests {
  private let scales: [Double] = [32, 64, 128, 256, 512]

  /// Runs that alternate a little about a mean, so that their variance is not 0.
  private func runs(_ law: (Double) -> Double, spread: Double = 0.01) -> [[Double]] {
    scales.map { scale in (0..<20).map { law(scale / 32) * (1 + ($0.isMultiple(of: 2) ? spread : -spread)) } }
  }

  @Test("an answer is right for the limits it states, and wrong for all others but open") func answers() {
    let limits = [0, 0.02, 0.05, 0.1, .infinity]
    let right: [LimitAnswer: [Double]] = [.vanishes: [0], .floor: [0.02], .staysAbove: [0.1, .infinity], .open: []]
    for (answer, expected) in right {
      for limit in limits {
        let isRight = expected.contains(limit)
        #expect(answer.isRight(limit: limit, materiality: 0.05) == isRight, "\(answer) \(limit)")
        #expect(answer.isWrong(limit: limit, materiality: 0.05) == (!isRight && answer != .open), "\(answer) \(limit)")
      }
    }
  }

  @Test("a slope is o(1) if it falls surely, whatever the limit") func slope() {
    #expect(LogLogSlope.answer(scales: scales, runs: runs { 0.3 / $0 }) == .vanishes)
    #expect(LogLogSlope.answer(scales: scales, runs: runs { 0.1 + 0.3 / $0 }) == .vanishes)
    #expect(LogLogSlope.answer(scales: scales, runs: runs { _ in 0.3 }) == .open)
    #expect(LogLogSlope.answer(scales: scales, runs: runs { 0.1 * $0.squareRoot() }) == .open)
    // The means 1, 2, 1, 2, 1 have no slope.
    #expect(LogLogSlope.answer(scales: scales, runs: [[1], [2], [1], [2], [1]]) == .open)
    #expect(LogLogSlope.answer(scales: [32, 64], runs: [[2], [1]]) == .open)
  }

  @Test("least squares find the curve that made the means") func fit() {
    let fit = PowerFit(scales: scales)
    for exponent in [0.25, 0.5, 1, 2] {
      let means = scales.map { 0.1 + 0.3 * pow($0 / 32, -exponent) }
      let curve = fit.curve(means, hasConstant: true)
      #expect(abs(curve.constant - 0.1) < 0.002 && abs(curve.amplitude - 0.3) < 0.003, "\(exponent)")
      #expect(abs(curve.exponent / exponent - 1) < 0.01 && curve.squares < 1e-7)
      let power = fit.curve(scales.map { 0.3 * pow($0 / 32, -exponent) }, hasConstant: false)
      #expect(power.constant == 0 && abs(power.amplitude - 0.3) < 0.001)
      #expect(abs(power.exponent / exponent - 1) < 0.01)
    }
  }

  @Test("a fit with a constant is never worse, and follows the unit of the means") func fitLaws() {
    let fit = PowerFit(scales: scales)
    let means = [0.31, 0.2, 0.17, 0.12, 0.13]
    let (sum, power) = (fit.curve(means, hasConstant: true), fit.curve(means, hasConstant: false))
    #expect(sum.squares <= power.squares)
    let scaled = fit.curve(means.map { 8 * $0 }, hasConstant: true)
    #expect(abs(scaled.constant - 8 * sum.constant) < 1e-9 && abs(scaled.exponent - sum.exponent) < 1e-9)
  }

  @Test("Akaike's criterion chooses the family that made the means") func akaike() {
    func answer(_ law: (Double) -> Double) -> LimitAnswer {
      // A pattern orthogonal to no family keeps the squares above 0.
      let noise = [1, -1, 1, -1, 1].map { 1 + 0.002 * $0 }
      let runs = zip(scales, noise).map { [law($0 / 32) * $1] }
      return AkaikeChoice.answer(scales: scales, runs: runs, materiality: 0.05)
    }
    #expect(answer { 0.3 / $0 } == .vanishes)
    #expect(answer { 0.1 + 0.3 / $0 } == .staysAbove)
    #expect(answer { 0.02 + 0.3 / $0 } == .floor)
    #expect(answer { _ in 0.3 } == .staysAbove)
    #expect(answer { _ in 0.03 } == .floor)
  }

  @Test("a falling trend is o(1), a rising one and ties are not") func jonckheere() {
    #expect(JonckheereTrend.answer(runs: runs { 0.1 + 0.3 / $0 }) == .vanishes)
    #expect(JonckheereTrend.answer(runs: runs { 0.1 * $0 }) == .open)
    #expect(JonckheereTrend.answer(runs: runs { _ in 0.3 }) == .open)
  }

  @Test("the bootstrap finds a clear constant, and is a function of its random numbers") func bootstrap() {
    func answer(_ law: (Double) -> Double) -> LimitAnswer {
      var draws = Draws(seed: 5, stream: .planted)
      return BootstrapFloor.answer(scales: scales, runs: runs(law), materiality: 0.05, &draws)
    }
    #expect(answer { 0.1 + 0.3 / $0 } == .staysAbove)
    #expect(answer { 0.02 + 0.3 / $0 } == .vanishes)
    #expect(answer { 0.3 / $0 } == .vanishes)
    #expect(answer { 0.1 + 0.3 / $0 } == answer { 0.1 + 0.3 / $0 })
    var draws = Draws(seed: 5, stream: .planted)
    #expect(BootstrapFloor.answer(scales: scales, runs: [[], [], [], [], []], materiality: 0.05, &draws) == .open)
  }

  @Test("a t interval looks at the largest scale alone") func interval() {
    func answer(_ last: [Double]) -> LimitAnswer {
      MeanInterval.answer(runs: [[9, 9], [9, 9], last], materiality: 0.05)
    }
    // Mean 0.04 and standard error 0.005: the interval reaches 0.04 ± 12.7·0.005.
    #expect(answer([0.035, 0.045]) == .open)
    #expect(answer([0.04, 0.04]) == .vanishes)
    #expect(answer([0.06, 0.06]) == .staysAbove)
    #expect(answer([0.04]) == .open)
  }

  /// The audit's figures: other procedures are nearly always wrong on some slow or shifted law.
  @Test("other procedures fail where LittleO does not") func comparison() throws {
    let comparison = Comparison(repeats: 40, seed: 1)
    func score(_ law: String, _ design: String, _ procedure: LimitProcedure) throws -> ProcedureScores.Score {
      let row = try #require(Comparison.rows.first { $0.cell.law.hasPrefix(law) && $0.cell.design.name == design })
      return try #require(comparison.result(of: row).scores.first { $0.procedure == procedure })
    }
    for procedure in [LimitProcedure.logLogSlope, .jonckheere] {
      #expect(try score("0.1 + 0.3·x^−1", "A", procedure).wrong.share > 0.9)
    }
    for procedure in [LimitProcedure.akaike, .bootstrapFloor, .meanInterval] {
      #expect(try score("0.4·ln d₁/ln d + 0.3", "B", procedure).wrong.share > 0.9, "\(procedure)")
    }
    for law in ["0.1 + 0.3·x^−1", "0.3·ln d₁/ln d", "0.4·ln d₁/ln d + 0.3"] {
      #expect(try score(law, "B", .littleO).wrong.share < 0.15, "\(law)")
    }
  }

  @Test("the compared laws have the limits they state") func limits() {
    #expect(Comparison.rows.count == 24)
    for row in Comparison.rows {
      #expect(row.cell.truth == .boundary || row.cell.truth.isError(.support) == (row.limit > Comparison.materiality))
      #expect(row.cell.rules.materiality == Comparison.materiality)
    }
  }
}
