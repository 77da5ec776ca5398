import ClaimKit
import Experiments
import Foundation
import Testing

@testable import Claims

/// Known answers of the experiments behind the claims on textbook theorems.
@Suite struct KnownTheoremTests {
  /// The mean of a quantity over many runs, and its standard error.
  private func mean(
    of name: String, _ experiment: any Experiment, _ changed: [String: Setting] = [:], scale: Int, runs: Int
  ) async throws -> (value: Double, error: Double) {
    var settings: [String: Setting] = [:]
    for declaration in try experiment.description().settings { settings[declaration.name] = declaration.standard }
    settings.merge(changed) { $1 }
    let session = experiment.session(jobs: 1)
    var values: [Double] = []
    for seed in 1...UInt64(runs) {
      let trial = Trial(experiment: experiment.name, settings: Settings(settings), scale: scale, seed: seed)
      values.append(try #require(try await session.run(trial, threads: 1).ofRun[name]).number)
    }
    await session.end()
    let mean = values.reduce(0, +) / Double(runs)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runs - 1)
    return (mean, (variance / Double(runs)).squareRoot())
  }

  private func harmonic(_ count: Int) -> Double { (1...count).reduce(0) { $0 + 1 / Double($1) } }

  @Test(arguments: [1, 2, 16, 100]) func recordsHaveTheMeanOfTheHarmonicNumber(count: Int) async throws {
    let seen = try await mean(of: "records", PermutationRecords.experiment, scale: count, runs: 2000)
    #expect(abs(seen.value - harmonic(count)) <= 4 * seen.error)
  }

  @Test func aSortedHalfIsAllRecords() async throws {
    let seen = try await mean(
      of: "records", PermutationRecords.experiment, ["sortedShare": 0.5], scale: 16, runs: 2000)
    // At every later place the largest so far is equally likely to be there.
    #expect(abs(seen.value - (8 + harmonic(16) - harmonic(8))) <= 4 * seen.error)
  }

  @Test func theLargestNumberIsTheLastRecord() async throws {
    let seen = try await mean(of: "records", PermutationRecords.experiment, ["largestAt": 8], scale: 64, runs: 2000)
    #expect(abs(seen.value - (1 + harmonic(7))) <= 4 * seen.error)
  }

  @Test(arguments: [1, 2, 16, 64]) func aCollectorDrawsNTimesTheHarmonicNumber(kinds: Int) async throws {
    let seen = try await mean(of: "draws", CouponCollector.experiment, scale: kinds, runs: 1000)
    #expect(abs(seen.value - Double(kinds) * harmonic(kinds)) <= 4 * seen.error)
  }

  @Test func halfOfTheKindsAreSeenSooner() async throws {
    let seen = try await mean(of: "draws", CouponCollector.experiment, ["share": 0.5], scale: 16, runs: 1000)
    #expect(abs(seen.value - 16 * (harmonic(16) - harmonic(8))) <= 4 * seen.error)
  }

  @Test func aRareKindTakesItsOwnTime() async throws {
    let kinds = 400
    let seen = try await mean(of: "draws", CouponCollector.experiment, ["coupons": "oneRare"], scale: kinds, runs: 400)
    // One draw in 20·399 + 1 is of the rare kind; waiting for all others takes 1.5 % longer or less.
    let rare = 20 * Double(kinds - 1) + 1
    #expect(seen.value > rare - 4 * seen.error)
    #expect(seen.value < 1.1 * rare + 4 * seen.error)
  }

  /// At finite n, Gaussian features have risk r²(1 − n/p) + σ²n/(p − n − 1) on average.
  @Test(.runnable(RidgelessRisk()), arguments: [1.5, 2, 4])
  func ridgelessRiskHasItsMeanAtFiniteSize(gamma: Double) async throws {
    let (samples, features) = (16.0, 16 * gamma)
    let seen = try await mean(
      of: "risk", RidgelessRisk.program, ["gamma": .number(gamma), "signal": 2], scale: 16, runs: 300)
    let expected = 4 * (1 - samples / features) + samples / (features - samples - 1)
    #expect(abs(seen.value - expected) <= 4 * seen.error)
  }
}
