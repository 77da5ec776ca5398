import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Floor fits of the wider class")
struct BroadFitTests {
  private static let scales: [Double] = [64, 128, 256, 512, 1024, 2048]

  @Test("are never worse than those on the grid") func dominance() throws {
    var random = SplitMix64(seed: 71)
    for response in [Response.proportion, .positive, .signed] {
      for _ in 0..<40 {
        let means = Self.scales.map { _ in 0.02 + 0.9 * random.uniform() }
        let problem = FloorProblem(
          response: response, scales: Self.scales, means: means.sorted(by: >), weights: means.map { _ in 400 },
          materiality: 0.05)
        let (grid, fine) = (try #require(FloorFit(problem)), try #require(BroadFit(problem)))
        #expect(fine.free >= grid.free - 1e-9)
        #expect(fine.floorAtLeast >= grid.floorAtLeast - 1e-9)
        #expect(fine.floorAtMost >= grid.floorAtMost - 1e-9)
        #expect(fine.free >= max(fine.floorAtLeast, fine.floorAtMost) - 1e-9)
      }
    }
  }

  /// The means follow a decay between two shapes of the grid, which the grid misses by more with more runs.
  @Test("find a decay between two shapes", arguments: [0.61, 1, 2.4])
  func between(exponent: Double) throws {
    let means = Self.scales.map { 0.05 + 0.3 * pow($0 / 64, -exponent) }
    let problem = FloorProblem(
      response: .proportion, scales: Self.scales, means: means, weights: means.map { _ in 20_000 }, materiality: 0.05)
    let (grid, fine) = (try #require(FloorFit(problem)), try #require(BroadFit(problem)))
    let gridMiss = grid.saturated - grid.free
    let fineMiss = grid.saturated - fine.free
    #expect(fineMiss < 1e-3 && fineMiss < gridMiss / 20, "\(gridMiss) on the grid, \(fineMiss) between")
    #expect(grid.saturated - fine.floorAtLeast < 1e-3)
  }

  /// Shifted powers and stretched exponentials lie between the families of the grid.
  @Test("find the shapes that the grid lacks") func added() throws {
    let laws: [(Double) -> Double] = [
      { pow(($0 + 1) / 2, -1) }, { pow(($0 + 4) / 5, -1.7) }, { exp(-2 * (pow($0, 0.4) - 1)) },
      { exp(-1.5 * (pow($0, 0.3) - 1)) },
    ]
    for law in laws {
      let means = Self.scales.map { 0.05 + 0.3 * law($0 / 64) }
      let problem = FloorProblem(
        response: .proportion, scales: Self.scales, means: means, weights: means.map { _ in 20_000 }, materiality: 0.05)
      let (grid, fine) = (try #require(FloorFit(problem)), try #require(BroadFit(problem)))
      #expect(
        grid.saturated - fine.floorAtLeast < 0.05 && grid.saturated - fine.floorAtLeast <= grid.saturated - grid.free)
      #expect(fine.free - fine.floorAtLeast < 0.05, "a limit of exactly ε is told from ε: \(means)")
    }
  }

  @Test("of free floors alone agree with the whole fit") func freeOnly() throws {
    let means = Self.scales.map { 0.02 + 0.4 * pow($0 / 64, -0.8) }
    let problem = FloorProblem(
      response: .positive, scales: Self.scales, means: means, weights: means.map { _ in 400 }, materiality: 0.05)
    let (all, free) = (try #require(BroadFit(problem)), try #require(BroadFit(problem, isFreeOnly: true)))
    #expect(abs(all.free - free.free) < 1e-4 && all.isInside == free.isInside)
    #expect(free.floorAtLeast == -.infinity && free.floorAtMost == -.infinity)
  }

  @Test("have no shapes without scales that grow") func empty() {
    let problem = FloorProblem(response: .signed, scales: [64], means: [0.1], weights: [1], materiality: 0.05)
    #expect(BroadFit(problem) == nil)
  }
}

@Suite("Sums of two decays")
struct TwoPhaseFitTests {
  private static let scales: [Double] = [64, 128, 256, 512, 1024, 2048]

  private func problem(_ response: Response, _ weight: Double, _ law: (Double) -> Double) -> FloorProblem {
    let means = Self.scales.map(law)
    return FloorProblem(
      response: response, scales: Self.scales, means: means, weights: means.map { _ in weight }, materiality: 0.05)
  }

  @Test("fit a slow tail after a fast phase") func planted() throws {
    let slow: (Double) -> Double = { log(64) / log($0) }
    for (tail, fast, rate) in [(0.5, 0.3, 1.0), (0.3, 0.5, 1.0), (0.4, 0.2, 0.6)] {
      let problem = problem(.proportion, 20_000) { 0.05 + tail * slow($0) + fast * exp(-rate * ($0 / 64 - 1)) }
      let missed = try #require(FloorFit(problem)).saturated - TwoPhaseFit(problem).logLikelihood
      #expect(missed < 0.02, "\(missed)")
    }
  }

  @Test("are never worse than one decay to the threshold") func dominance() throws {
    for response in [Response.proportion, .positive, .signed] {
      for exponent in [0.25, 0.7, 1.3, 3] {
        let problem = problem(response, 2000) { 0.05 + 0.4 * pow($0 / 64, -exponent) }
        let saturated = try #require(FloorFit(problem)).saturated
        #expect(saturated - TwoPhaseFit(problem).logLikelihood < 0.02)
      }
    }
  }

  @Test("do not fit a floor above the threshold that is reached fast") func floor() throws {
    let problem = problem(.proportion, 20_000) { 0.15 + 0.3 * exp(-3 * ($0 / 64 - 1)) }
    #expect(try #require(FloorFit(problem)).saturated - TwoPhaseFit(problem).logLikelihood > 10)
  }
}
