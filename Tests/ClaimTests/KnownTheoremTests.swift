import ClaimKit
import Experiments
import Foundation
import TestSupport
import Testing

@testable import Claims

/// Known answers of the experiments behind the claims on textbook theorems.
@Suite struct KnownTheoremTests {
  /// The mean of a quantity over many runs, and its standard error; a count is divided by its total.
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
      let value = try #require(try await session.run(trial, threads: 1).ofRun[name])
      values.append(value.number / Double(value.of ?? 1))
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

  /// The mean of a function over all words of some bits.
  private func meanOverWords(of bits: Int, _ function: (Int) -> Double) -> Double {
    (0..<1 << bits).reduce(0) { $0 + function($1) } / Double(1 << bits)
  }

  @Test func theLongestRunHasTheMeanOverAllThrows() async throws {
    let exact = meanOverWords(of: 10) { word in
      var (length, longest) = (0, 0)
      for bit in 0..<10 {
        length = word >> bit & 1 == 1 ? length + 1 : 0
        longest = max(longest, length)
      }
      return Double(longest)
    }
    let seen = try await mean(of: "length", LongestRun.experiment, scale: 10, runs: 4000)
    #expect(abs(seen.value - exact) <= 4 * seen.error)
  }

  @Test func aForcedTailBoundsTheLongestRun() async throws {
    let seen = try await mean(of: "length", LongestRun.experiment, ["longest": 6], scale: 4096, runs: 50)
    #expect(seen.value <= 6)
  }

  @Test func theFullestBinHasTheMeanOverAllThrows() async throws {
    let exact = meanOverWords(of: 8) { word in
      var loads = [0, 0, 0, 0]
      for ball in 0..<4 { loads[word >> (2 * ball) & 3] += 1 }
      return Double(loads.max() ?? 0)
    }
    let seen = try await mean(of: "load", FullestBin.experiment, scale: 4, runs: 4000)
    #expect(abs(seen.value - exact) <= 4 * seen.error)
  }

  @Test(arguments: [(24.0, 5.0), (720, 7), (3_628_800, 11)]) func theInverseOfGammaIsThat(value: Double, exact: Double)
  {
    #expect(abs(FullestBinCurve.inverseGamma(value) - exact) < 1e-4)
  }

  // MARK: Graphs

  /// The mean of a function of the edges over all graphs on four vertices, each edge with a probability.
  private func meanOverGraphs(_ probability: Double, _ function: ([(Int, Int)]) -> Double) -> Double {
    let pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    return (0..<64).reduce(0) { sum, word in
      let edges = pairs.indices.filter { word >> $0 & 1 == 1 }.map { pairs[$0] }
      let weight = pairs.indices.reduce(1.0) { $0 * (word >> $1 & 1 == 1 ? probability : 1 - probability) }
      return sum + weight * function(edges)
    }
  }

  @Test(arguments: [0.7, 1.5]) func isolatedVerticesAreAsFrequentAsOverAllGraphs(c: Double) async throws {
    let exact = meanOverGraphs(c * log(4) / 4) { edges in
      (0..<4).allSatisfy { vertex in edges.contains { $0.0 == vertex || $0.1 == vertex } } ? 0 : 1
    }
    let seen = try await mean(of: "isolated", IsolatedVertices.experiment, ["c": .number(c)], scale: 4, runs: 400)
    #expect(abs(seen.value - exact) <= 4 * seen.error)
  }

  @Test(arguments: [0.5, 2]) func theLargestComponentIsAsLargeAsOverAllGraphs(c: Double) async throws {
    let exact = meanOverGraphs(c / 4) { edges in
      var names = [0, 1, 2, 3]
      for edge in edges {
        let (old, new) = (names[edge.0], names[edge.1])
        names = names.map { $0 == old ? new : $0 }
      }
      return Double(names.map { name in names.count { $0 == name } }.max() ?? 0) / 4
    }
    let seen = try await mean(of: "share", GiantComponent.experiment, ["c": .number(c)], scale: 4, runs: 2000)
    #expect(abs(seen.value - exact) <= 4 * seen.error)
  }

  // MARK: Learning

  @Test func theMarginOfThreePointsIsThatOfTheNearestLine() {
    let direction = MarginDirection.largestMargin(of: [(1, 2), (1, -1), (3, 0)])
    #expect(abs(direction.x - 1) < 1e-12 && abs(direction.y) < 1e-12)
    let single = MarginDirection.largestMargin(of: [(3, 4)])
    #expect(abs(single.x - 0.6) < 1e-12 && abs(single.y - 0.8) < 1e-12)
  }

  @Test func theLeadingVectorOfATridiagonalMatrixIsASine() {
    let size = 9
    let vector = SpikedCovariance.leadingVector(
      [Double](repeating: 2, count: size), [Double](repeating: 1, count: size - 1))
    let sines = (1...size).map { sin(Double.pi * Double($0) / Double(size + 1)) }
    for (entry, sine) in zip(vector, sines) { #expect(abs(entry / vector[4] - sine / sines[4]) < 1e-9) }
  }

  /// The tridiagonal matrix has the law of a sample covariance: two dimensions, compared with all samples drawn.
  @Test func theSpikeIsFoundAsInAMatrixOfSamples() async throws {
    var generator = SplitMix64(seed: 5)
    var overlaps: [Double] = []
    for _ in 0..<4000 {
      var (first, second, mixed) = (0.0, 0.0, 0.0)
      for _ in 0..<8 {
        let (x, y) = (generator.normal() * 2.0.squareRoot(), generator.normal())
        (first, second, mixed) = (first + x * x, second + y * y, mixed + x * y)
      }
      // tan 2a = 2m/(f − s) for the angle a of the leading eigenvector.
      let cosine = (first - second) / ((first - second) * (first - second) + 4 * mixed * mixed).squareRoot()
      overlaps.append((1 + cosine) / 2)
    }
    let exact = overlaps.reduce(0, +) / 4000
    let seen = try await mean(of: "overlap", SpikedCovariance.experiment, scale: 8, runs: 4000)
    #expect(abs(seen.value - exact) <= 4 * 2.0.squareRoot() * seen.error)
  }

  @Test func oneBitIsFoundSoonerThanThree() async throws {
    let one = try await mean(of: "samples", SparseParity.experiment, ["bits": 1], scale: 32, runs: 20)
    let three = try await mean(of: "samples", SparseParity.experiment, scale: 32, runs: 20)
    #expect(20 * one.value < three.value)
  }

  @Test func theWalkHasTheMeanOverAllPaths() async throws {
    let exact = meanOverWords(of: 8) { word in
      var (place, most) = (0, 0.0)
      for time in 1...8 {
        place += word >> (time - 1) & 1 == 1 ? 1 : -1
        most = max(most, abs(Double(place)) / Double(time).squareRoot())
      }
      return most
    }
    let seen = try await mean(of: "largest", WalkMaximum.experiment, scale: 8, runs: 4000)
    #expect(abs(seen.value - exact) <= 4 * seen.error)
  }
}
