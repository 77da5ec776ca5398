import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Floor fits against a slow reference")
struct FloorFitReferenceTests {
  /// One shape only, so that the reference has one triangle to search.
  private func problem(_ generator: inout SplitMix64, _ response: Response, _ round: Int) -> FloorProblem {
    let count = 4 + Int(generator.next() % 6)
    let scales = (0..<count).map { 32 * pow(2, Double($0)) }
    let (floor, amplitude, order) = (0.4 * generator.uniform(), 0.5 * generator.uniform(), 3 * generator.uniform())
    let means = scales.map { scale -> Double in
      let x = scale / 32
      let clean =
        switch round % 6 {
        case 0: floor + amplitude * pow(x, -order)
        case 1: exp(-2 * abs(generator.normal()))
        case 2: generator.uniform() < 0.5 ? 0 : (generator.uniform() < 0.5 ? 1 : generator.uniform())
        case 3: 0.9 - 0.8 * pow(x, -order)
        case 4: 0.37
        default: 1e-3 * (floor + amplitude * pow(x, -order))
        }
      let noisy = clean * (1 + 0.1 * generator.normal())
      return response == .positive ? max(1e-6, noisy) : min(1, max(0, noisy))
    }
    let exponent = 0.3 + 3 * generator.uniform()
    return FloorProblem(
      response: response, scales: scales, means: means, weights: scales.map { _ in 5 + 500 * generator.uniform() },
      materiality: 0.05, isRelative: response == .positive && round % 2 == 0,
      decays: DecayClass(slowestPower: exponent, powerCount: 1, logarithmicCount: 0, exponentialCount: 0))
  }

  @Test("free, rising, edge and mixture reach the maximum", arguments: [Response.proportion, .positive, .signed])
  func maxima(response: Response) throws {
    var generator = SplitMix64(seed: 404)
    for round in 0..<36 {
      let problem = self.problem(&generator, response, round)
      let fit = try #require(FloorFit(problem))
      let shape = fit.best.shape
      let row = problem.scales.map(shape.value(at:))
      let ones = row.map { _ in 1.0 }
      let (low, high) = (response.smallestMean, problem.largestMean)
      let free = TriangleReference(problem: problem, first: ones, second: row, smallest: low, largestSum: high)
      compare(fit.free, free.maximum(), "free", problem)
      #expect(abs(fit.free - free.value(fit.best.floor, fit.best.amplitude)) < 1e-7)
      checkKKT(fit.best, problem, row)
      if let rising = fit.rising {
        let reference = TriangleReference(
          problem: problem, first: ones, second: row.map { 1 - $0 }, smallest: low, largestSum: high)
        compare(rising.logLikelihood, reference.maximum(), "rising", problem)
      }
      let offset = problem.isRelative ? 0 : problem.materiality
      let fraction = problem.isRelative ? problem.materiality : 0
      let raised = row.map { fraction + (1 - fraction) * $0 }
      // The edge fit is a triangle with f = 0, in which u has no effect.
      let edge = TriangleReference(
        problem: problem, offset: offset, first: row.map { _ in 0 }, second: raised, smallest: 0,
        largestSum: high - offset)
      compare(fit.isInside ? fit.floorAtLeast : fit.floorAtMost, edge.maximum(points: 24), "edge", problem)
      var mixture = fit.floorAtMost
      for slow in problem.decays.slowestShapes(firstScale: 32) {
        let basis = problem.scales.map { fraction + (1 - fraction) * slow.value(at: $0) }
        let reference = TriangleReference(
          problem: problem, offset: offset, first: basis, second: raised, smallest: 0, largestSum: high - offset)
        mixture = max(mixture, reference.maximum())
      }
      compare(fit.mixture(), mixture, "mixture", problem)
    }
  }

  /// Checks a maximum against the reference, which never exceeds it and in narrow valleys can stay a little below it.
  private func compare(_ value: Double, _ reference: Double, _ name: String, _ problem: FloorProblem) {
    let rounding = 1e-13 * problem.weights.reduce(0, +) * 30
    #expect(value >= reference - 1e-9 - rounding, "\(name): \(value) below \(reference) in \(problem)")
    #expect(value <= reference + 1e-2, "\(name): \(value) far above \(reference) in \(problem)")
  }

  /// Checks that the likelihood does not rise from the fit towards any corner of the triangle.
  ///
  /// For a concave likelihood this proves that the fit is the maximum.
  private func checkKKT(_ fit: FittedShape, _ problem: FloorProblem, _ row: [Double]) {
    let (low, high) = (problem.response.smallestMean, problem.largestMean)
    var (slopeU, slopeV, size) = (0.0, 0.0, 0.0)
    for index in row.indices {
      let (mean, weight) = (problem.means[index], problem.weights[index])
      let value = fit.floor + fit.amplitude * row[index]
      let curve = problem.response == .signed ? value : max(1e-12, value)
      let part =
        switch problem.response {
        case .proportion: mean / curve - (1 - mean) / (1 - min(curve, 1 - 1e-12))
        case .positive: (mean / curve - 1) / curve
        case .signed: mean - curve
        }
      slopeU += weight * part
      slopeV += weight * part * row[index]
      size += weight * (abs(part) + 1 / curve)
    }
    for (u, v) in [(low, 0), (high, 0), (low, high - low)] {
      let rise = slopeU * (u - fit.floor) + slopeV * (v - fit.amplitude)
      #expect(rise <= 1e-6 * (1 + abs(size) * high), "\(fit) rises by \(rise) towards \((u, v)) in \(problem)")
    }
  }

  @Test("each family reports the best of its own shapes") func families() throws {
    var generator = SplitMix64(seed: 5)
    let alone = [
      DecayClass(logarithmicCount: 0, exponentialCount: 0), DecayClass(powerCount: 0, exponentialCount: 0),
      DecayClass(powerCount: 0, logarithmicCount: 0),
    ]
    for (round, response) in [Response.proportion, .positive, .signed, .proportion, .positive, .signed].enumerated() {
      var problem = self.problem(&generator, response, round)
      problem.decays = DecayClass()
      let fit = try #require(FloorFit(problem))
      #expect(fit.bestByFamily.map(\.shape.family) == [.power, .logarithmic, .exponential])
      #expect(fit.bestByFamily.contains(fit.best))
      for (best, decays) in zip(fit.bestByFamily, alone) {
        problem.decays = decays
        let single = try #require(FloorFit(problem))
        #expect(single.bestByFamily == [single.best])
        #expect(abs(single.best.logLikelihood - best.logLikelihood) < 1e-8)
        #expect(single.best.shape == best.shape)
      }
    }
  }

  @Test("each side of the threshold has its own maximum where a positive likelihood has several") func twoSides() throws
  {
    let problem = FloorProblem(
      response: .positive, scales: [16, 48, 144, 432],
      means: [0.003_274_4, 0.791_916, 0.779_11, 0.004_985_9], weights: [54.373, 4.738, 34.777, 22.786],
      materiality: 0.2)
    for step in [1.5, 2, 3] {
      var problem = problem
      problem.scales = (0..<4).map { 16 * pow(step, Double($0)) }
      let fit = try #require(FloorFit(problem))
      #expect(!fit.isInside)
      // No curve with its floor below the threshold may have a larger likelihood than *le*.
      for shape in problem.decays.shapes(over: problem.scales) {
        let row = problem.scales.map(shape.value(at:))
        let below = TriangleReference(
          problem: problem, first: row.map { _ in 1 }, second: row, smallest: 0, largestSum: problem.largestMean)
        for amplitude in stride(from: 0.0, through: 3, by: 0.01) {
          #expect(below.value(0, amplitude) <= fit.floorAtMost + 1e-9)
        }
      }
    }
  }

  @Test("the scan does not step over a narrow ridge of a mixture") func narrowRidge() throws {
    let scales = (0..<9).map { 16 * pow(1.5, Double($0)) }
    let means = [
      0.001_506_025_6, 0.011_188_987_7, 0.997_222_485_0, 0.003_624_225_3, 0.253_406_597_5, 0.022_794_264_6,
      0.379_774_603_0, 0.393_573_895_0, 0.067_781_988_3,
    ]
    let weights = [2.082_6, 2.248_4, 2.764_6, 81.52, 1.610_5, 80.409, 21.296, 4.723_2, 21.499]
    for step in [1.5, 2, 3] {
      let problem = FloorProblem(
        response: .positive, scales: scales.indices.map { 16 * pow(step, Double($0)) }, means: means,
        weights: weights, materiality: 0.02)
      let mixture = try #require(FloorFit(problem)).mixture()
      let width = problem.largestMean - 0.02
      for slow in problem.decays.slowestShapes(firstScale: 16) {
        for shape in problem.decays.shapes(over: problem.scales) {
          let reference = TriangleReference(
            problem: problem, offset: 0.02, first: problem.scales.map(slow.value(at:)),
            second: problem.scales.map(shape.value(at:)), smallest: 0, largestSum: width)
          for u in 0..<14 {
            for v in 0..<14 {
              let value = reference.value(0.005 * Double(u) * width, 0.015 * Double(v) * width)
              #expect(value <= mixture + 1e-9)
            }
          }
        }
      }
    }
  }

  @Test("a curve that nearly touches 1 is found despite a curvature of 10²⁰ in one direction") func illConditioned()
    throws
  {
    let problem = FloorProblem(
      response: .proportion, scales: [16, 32, 64, 128, 256],
      means: [0.999_999_193, 0.893_389, 0.999_999_743, 0.982_167, 0], weights: [181.7, 704, 704, 704, 704],
      materiality: 0.02,
      decays: DecayClass(slowestPower: 0.25, powerCount: 1, logarithmicCount: 0, exponentialCount: 0))
    let fit = try #require(FloorFit(problem))
    let row = problem.scales.map(fit.best.shape.value(at:))
    let reference = TriangleReference(
      problem: problem, first: row.map { _ in 1 }, second: row, smallest: 0, largestSum: 1)
    compare(fit.free, reference.maximum(), "free", problem)
  }
}
