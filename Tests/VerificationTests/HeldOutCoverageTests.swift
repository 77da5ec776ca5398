import Decision
import TestSupport
import Testing

@testable import Verification

/// The limits for the share of forecasts that hold, and the counts behind them.
@Suite struct HeldOutCoverageTests {
  private static let held = (0..<100).map { $0 % 20 != 0 }

  /// Wilson's limits for 95 of 100.
  @Test func independentCasesHaveWilsonsLimits() throws {
    let limits = try #require(HeldOutCoverage.limits(held: Self.held) { _, _ in false })
    #expect(abs(limits.lowerBound - 0.888_250) < 1e-5 && abs(limits.upperBound - 0.978_457) < 1e-5, "\(limits)")
  }

  /// Cases that repeat each other count once.
  @Test(arguments: [2, 5]) func copiesCountOnce(copies: Int) throws {
    let repeated = Self.held.flatMap { Array(repeating: $0, count: copies) }
    let single = try #require(HeldOutCoverage.limits(held: Self.held) { _, _ in false })
    let limits = try #require(HeldOutCoverage.limits(held: repeated) { $0 / copies == $1 / copies })
    #expect(abs(limits.lowerBound - single.lowerBound) < 1e-12 && abs(limits.upperBound - single.upperBound) < 1e-12)
  }

  /// Dependence that cancels never makes the limits narrower than those of independent cases.
  @Test func dependenceNeverHelps() throws {
    let mixed = (0..<40).map { $0 % 2 == 0 }
    let single = try #require(HeldOutCoverage.limits(held: mixed) { _, _ in false })
    #expect(HeldOutCoverage.limits(held: mixed) { $0 / 2 == $1 / 2 } == single)
    #expect(HeldOutCoverage.limits(held: []) { _, _ in false } == nil)
    let all = try #require(HeldOutCoverage.limits(held: mixed.map { _ in true }) { _, _ in true })
    #expect(all.upperBound == 1 && all.lowerBound > 0.9)
  }

  /// Every conclusion is a forecast, saturated or without one; conclusions on the same trials depend on each other.
  @Test func everyConclusionIsCounted() throws {
    let findings = try InventedWorld.findings(runs: 20)
    let coverage = HeldOutCoverage(findings)
    let conclusions = findings.reduce(0) { $0 + $1.conclusions.count }
    #expect(coverage.rows.count + coverage.saturated + coverage.without == conclusions)
    #expect(coverage.held + coverage.missed.count == coverage.rows.count)
    for finding in findings {
      #expect(finding.heldOut.map(\.conclusion) == Array(finding.conclusions.indices))
      for heldOut in finding.heldOut { #expect(!heldOut.trials.isEmpty, "\(finding.name)") }
    }
  }
}
