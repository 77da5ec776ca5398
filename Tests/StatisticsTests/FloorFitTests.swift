import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Floor fits")
struct FloorFitTests {
  private static let scales: [Double] = [32, 64, 128, 256, 512]
  private static let responses: [Response] = [.proportion, .positive, .signed]

  private func randomProblem(_ generator: inout SplitMix64, _ response: Response) -> FloorProblem {
    let (floor, amplitude) = (0.4 * generator.uniform(), 0.5 * generator.uniform())
    let exponent = 2 * generator.uniform()
    let means = Self.scales.map {
      max(1e-3, min(0.999, floor + amplitude * pow($0 / 32, -exponent) + 0.05 * generator.normal()))
    }
    return FloorProblem(
      response: response, scales: Self.scales, means: means,
      weights: Self.scales.map { _ in 50 + 1_000 * generator.uniform() }, materiality: 0.05,
      isRelative: response == .positive && generator.uniform() < 0.5)
  }

  @Test("no admissible curve beats the free fit, and the constrained fits are ordered") func maxima() throws {
    var generator = SplitMix64(seed: 7)
    for round in 0..<60 {
      let problem = randomProblem(&generator, Self.responses[round % 3])
      let fit = try #require(FloorFit(problem))
      #expect(abs(fit.free - max(fit.floorAtLeast, fit.floorAtMost)) < 1e-7)
      #expect(fit.floorAtMostFast <= fit.floorAtMost)
      #expect(fit.free <= fit.decayingOrRising)
      #expect(fit.decayingOrRising <= fit.saturated + 1e-7)
      #expect(fit.mixture() >= fit.floorAtMost)
      #expect(fit.isInside == (fit.floorAtMost >= fit.floorAtLeast) || abs(fit.floorAtMost - fit.floorAtLeast) < 1e-7)
      for shape in problem.decays.shapes(over: problem.scales) {
        for _ in 0..<40 {
          let low = problem.response.smallestMean
          let top = low + (problem.largestMean - low) * generator.uniform()
          let floor = low + (top - low) * generator.uniform()
          let likelihood = zip(problem.scales, zip(problem.means, problem.weights)).reduce(0) { sum, row in
            let mean = floor + (top - floor) * shape.value(at: row.0)
            return sum + row.1.1 * problem.response.logLikelihood(row.1.0, at: mean)
          }
          #expect(likelihood <= fit.free + 1e-7)
        }
      }
    }
  }

  @Test("an exact curve of the class is recovered") func recovery() throws {
    let shape = DecayShape(family: .power, exponent: 0.25, firstScale: 32)
    for response in Self.responses {
      let means = Self.scales.map { 0.2 + 0.6 * shape.value(at: $0) }
      let fit = try #require(
        FloorFit(
          FloorProblem(
            response: response, scales: Self.scales, means: means, weights: [1e4, 1e4, 1e4, 1e4, 1e4],
            materiality: 0.05)))
      #expect(abs(fit.best.floor - 0.2) < 1e-6)
      #expect(abs(fit.best.amplitude - 0.6) < 1e-6)
      #expect(abs(fit.free - fit.saturated) < 1e-8)
      #expect(abs(fit.best.value(at: 1_024) - (0.2 + 0.6 * shape.value(at: 1_024))) < 1e-6)
    }
  }

  @Test("several local maxima of a positive fit do not mislead the search") func erraticMeans() throws {
    var generator = SplitMix64(seed: 77)
    for _ in 0..<60 {
      let means = Self.scales.map { _ in exp(-2 * abs(generator.normal())) }
      let exponent = 0.2 + 3 * generator.uniform()
      let single = DecayClass(slowestPower: exponent, powerCount: 1, logarithmicCount: 0, exponentialCount: 0)
      let problem = FloorProblem(
        response: .positive, scales: Self.scales, means: means,
        weights: Self.scales.map { _ in 10 + 500 * generator.uniform() }, materiality: 0.05, decays: single)
      let fit = try #require(FloorFit(problem))
      let basis = Self.scales.map(fit.best.shape.value(at:))
      for row in 0...40 {
        for column in 0...40 {
          let floor = problem.largestMean * pow(Double(row) / 40, 2)
          let amplitude = (problem.largestMean - floor) * pow(Double(column) / 40, 2)
          let likelihood = means.indices.reduce(0) {
            let mean = floor + amplitude * basis[$1]
            return $0 + problem.weights[$1] * problem.response.logLikelihood(means[$1], at: mean)
          }
          #expect(likelihood <= fit.free + 1e-7)
        }
      }
    }
  }

  @Test("means of 1 reach the edge c = B") func saturatedOnes() throws {
    let fit = try #require(
      FloorFit(
        FloorProblem(
          response: .proportion, scales: Self.scales, means: [0.9, 0.95, 1, 1, 1], weights: [20, 20, 20, 20, 20],
          materiality: 0.05)))
    let rising = try #require(fit.rising)
    #expect(rising.floor <= 1)
    #expect(rising.amplitude < 0)
    #expect(fit.bestCurve == rising)
    #expect(fit.free < fit.decayingOrRising)
  }

  @Test("the grid of shapes is the one specified") func grid() {
    let shapes = DecayClass().shapes(over: Self.scales)
    #expect(shapes.count == 25 + 13 + 11)
    #expect(shapes.allSatisfy { $0.value(at: 32) == 1 && $0.value(at: 512) < 1 })
    #expect(shapes.first?.exponent == 0.25)
    #expect(abs(shapes[24].exponent - 6) < 1e-12)
    #expect(abs(shapes[38].exponent - log(16) / 15) < 1e-12)
    #expect(shapes.filter(\.isFast).count == 11 + shapes[..<25].filter { $0.exponent >= 1 }.count)
    #expect(DecayClass().shapes(over: [32]).isEmpty)
    #expect(
      FloorFit(FloorProblem(response: .signed, scales: [32], means: [0], weights: [1], materiality: 0.05)) == nil)
  }

  /// The clip is the smallest mean that the likelihood tells from 0; a lower threshold fits as the clip does.
  ///
  /// It also takes no longer. Otherwise each of these sums of two phases would need the nested search for every pair of
  /// shapes.
  @Test("a threshold below the clip is the clip", arguments: [1e-13, 1e-40, 1e-300]) func clip(threshold: Double) throws
  {
    func fit(_ materiality: Double) throws -> [Double] {
      let problem = FloorProblem(
        response: .positive, scales: [16, 32, 64, 128, 256], means: [2.2, 1.955_555_6, 2.2, 2.133_333_3, 4.266_666_7],
        weights: [18, 20, 22, 21, 19], materiality: materiality)
      let fit = try #require(FloorFit(problem))
      return [
        fit.free, fit.floorAtLeast, fit.floorAtMost, fit.floorAtMostFast, fit.mixture(),
        TwoPhaseFit(problem).logLikelihood,
      ]
    }
    let (low, clip) = (try fit(threshold), try fit(1e-12))
    #expect(zip(low, clip).allSatisfy { abs($0 - $1) < 1e-9 })
  }
}
