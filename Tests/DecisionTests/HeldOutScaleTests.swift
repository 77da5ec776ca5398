import Foundation
import TestSupport
import Testing

@testable import Decision

/// Forecasts of the largest scale: what they may depend on, and what has none.
@Suite struct HeldOutScaleTests {
  private static let scales: [Double] = [64, 128, 256, 512, 1024, 2048]

  /// Twelve runs per scale about a curve, in the unit of one run.
  private static func runs(seed: UInt64, _ value: (Double, inout SplitMix64) -> Double) -> [[Double?]] {
    var random = SplitMix64(seed: seed)
    return scales.map { scale in (0..<12).map { _ in value(scale, &random) } }
  }

  private static let losses = Evidence(
    scales: scales, runs: runs(seed: 1) { 3 * pow($0, -0.5) * exp(0.1 * $1.normal()) }, kind: .positive)
  private static let errors = Evidence(
    scales: scales, runs: runs(seed: 2) { (200 * pow($0 / 64, -0.3) * (0.6 + 0.3 * $1.uniform())).rounded() },
    kind: .count(trials: 400))
  private static let gaps = Evidence(
    scales: scales, runs: runs(seed: 3) { 0.4 - 2 / $0 + 0.05 * $1.normal() }, kind: .signed)

  private static func forecast(_ evidence: Evidence) throws -> HeldOutScale.Forecast {
    try #require(HeldOutScale(of: evidence).forecast)
  }

  /// The interval knows of the largest scale only how many runs it has.
  @Test(arguments: [losses, errors, gaps]) func theLargestScaleIsNotSeen(evidence: Evidence) throws {
    let own = try Self.forecast(evidence)
    var changed = evidence
    changed.runs[5] = evidence.runs[5].map { $0.map { _ in evidence.runs[0][0] ?? 0 } }
    let other = try Self.forecast(changed)
    #expect(own.lower == other.lower && own.upper == other.upper && own.observed != other.observed)
    #expect(own.holds)
    #expect((own.lower...own.upper).contains(own.observed))
  }

  @Test(arguments: [losses, errors, gaps]) func theOrderOfRunsDoesNotMatter(evidence: Evidence) throws {
    var turned = evidence
    turned.runs = evidence.runs.map { Array($0.reversed()) }
    let (own, other) = (try Self.forecast(evidence), try Self.forecast(turned))
    #expect(abs(own.lower - other.lower) < 1e-9 && abs(own.upper - other.upper) < 1e-9 && own.holds == other.holds)
  }

  /// Losses in another unit are forecast in that unit.
  @Test func unitsCarryOver() throws {
    var scaled = Self.losses
    scaled.runs = scaled.runs.map { $0.map { $0.map { 1000 * $0 } } }
    let (own, other) = (try Self.forecast(Self.losses), try Self.forecast(scaled))
    #expect(abs(other.lower / own.lower - 1000) < 1e-6 && abs(other.upper / own.upper - 1000) < 1e-6)
  }

  /// Counting successes instead of errors mirrors the interval.
  @Test func countsMirror() throws {
    var mirrored = Self.errors
    mirrored.runs = mirrored.runs.map { $0.map { $0.map { 400 - $0 } } }
    let (own, other) = (try Self.forecast(Self.errors), try Self.forecast(mirrored))
    #expect(abs(own.lower + other.upper - 1) < 1e-9 && abs(own.upper + other.lower - 1) < 1e-9)
  }

  /// A curve that breaks at the largest scale is caught.
  @Test(arguments: [losses, errors]) func aBreakIsSeen(evidence: Evidence) throws {
    var broken = evidence
    broken.runs[5] = evidence.runs[0]
    #expect(try !Self.forecast(broken).holds)
  }

  @Test func nothingIsLeftToForecast() throws {
    var errors = Self.errors
    errors.runs[4] = errors.runs[4].map { _ in 0 }
    #expect(HeldOutScale(of: errors) == .saturated)
    errors.runs[4] = errors.runs[4].map { _ in 400 }
    #expect(HeldOutScale(of: errors) == .saturated)
    // Zeros at the largest scale alone are an observation like any other.
    errors = Self.errors
    errors.runs[5] = errors.runs[5].map { _ in 0 }
    #expect(try !Self.forecast(errors).holds)
  }

  @Test func whatCannotBeForecastSaysWhy() {
    var losses = Self.losses
    losses.runs[2][3] = 0
    #expect(HeldOutScale(of: losses) == .none("a value is 0, which has no logarithm"))
    losses.runs[2] = losses.runs[2].map { _ in nil }
    #expect(HeldOutScale(of: losses) == .none("runs are missing"))
    let short = Evidence(scales: [1, 2, 3, 4], runs: Array(Self.losses.runs.prefix(4)), kind: .positive)
    #expect(HeldOutScale(of: short) == .none("a forecast needs 4 scales beside the largest"))
    #expect(HeldOutScale(of: Evidence(scales: [], runs: [], kind: .positive)).forecast == nil)
  }

  /// Where a few more zeros would be no surprise, the interval reaches down to 0.
  @Test func theEndOfTheRangeIsReached() throws {
    let errors = [12, 6, 3, 2, 1, 0]
    let rare = Evidence(
      scales: Self.scales, runs: errors.map { count in (0..<12).map { $0 < count ? 1 : 0 } }, kind: .count(trials: 400))
    let forecast = try Self.forecast(rare)
    #expect(forecast.lower == 0 && forecast.upper < 0.05 && forecast.holds)
  }
}
