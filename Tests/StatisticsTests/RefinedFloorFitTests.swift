import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Floor fits between the shapes of the grid")
struct RefinedFloorFitTests {
  private static let scales: [Double] = [64, 128, 256, 512, 1024, 2048]

  @Test("are never worse than those on the grid") func dominance() throws {
    var random = SplitMix64(seed: 71)
    for response in [Response.proportion, .positive, .signed] {
      for _ in 0..<40 {
        let means = Self.scales.map { _ in 0.02 + 0.9 * random.uniform() }
        let problem = FloorProblem(
          response: response, scales: Self.scales, means: means.sorted(by: >), weights: means.map { _ in 400 },
          materiality: 0.05)
        let (grid, fine) = (try #require(FloorFit(problem)), try #require(RefinedFloorFit(problem)))
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
    let (grid, fine) = (try #require(FloorFit(problem)), try #require(RefinedFloorFit(problem)))
    let gridMiss = grid.saturated - grid.free
    let fineMiss = grid.saturated - fine.free
    #expect(fineMiss < 1e-3 && fineMiss < gridMiss / 20, "\(gridMiss) on the grid, \(fineMiss) between")
    #expect(grid.saturated - fine.floorAtLeast < 1e-3)
  }
}
