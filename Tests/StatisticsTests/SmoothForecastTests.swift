import Foundation
import TestSupport
import Testing

@testable import Statistics

/// Forecasts of the next point of a curve, against NumPy and SciPy, and by laws.
@Suite struct SmoothForecastTests {
  private static func points(_ places: [Double], _ means: [Double], _ variances: [Double]) -> [SmoothForecast.Point] {
    zip(places, zip(means, variances)).map { SmoothForecast.Point(place: $0, mean: $1.0, variance: $1.1) }
  }

  private static func quantiles(
    _ points: [SmoothForecast.Point], at place: Double, noise: Double, _ probabilities: [Double] = [0.05, 0.5, 0.95]
  ) throws -> [Double] {
    let forecast = try #require(SmoothForecast(from: points, at: place))
    return probabilities.map { probability in forecast.quantile(probability) { _ in noise } }
  }

  /// The same equations, solved with general inverses and Brent's method.
  @Test func quantilesAreThoseOfTheReference() throws {
    let curve = Self.points([0, 1, 2, 4], [0.1, -0.4, -1.3, -2.2], [0.01, 0.02, 0.01, 0.05])
    let flat = Self.points([4, 5, 6, 7, 9.5], [1, 1.2, 1.1, 1.3, 1.25], [0.001, 0.001, 0.001, 0.001, 0.001])
    let short = Self.points([0, 1, 3], [2, 2.5, 3.6], [1e-4, 1e-4, 1e-4])
    let seen = [
      try Self.quantiles(curve, at: 6, noise: 0.03), try Self.quantiles(flat, at: 14, noise: 0),
      try Self.quantiles(short, at: 4, noise: 0.01, [0.025, 0.5, 0.975]),
    ]
    let known = [
      [-4.281773476647245, -3.6306274257025657, -2.4882759692234493],
      [-4.298063657175073, 0.8420542356893684, 5.644636560312193],
      [3.736376449221636, 4.152504092744292, 4.596245371345269],
    ]
    for (row, answers) in zip(seen, known) {
      for (value, answer) in zip(row, answers) { #expect(abs(value - answer) < 1e-8, "\(value), not \(answer)") }
    }
  }

  /// Adding a line to the points adds it to the forecast, and the unit of the places does not matter.
  @Test func aLineIsCarriedOn() throws {
    let curve = Self.points([1, 2, 4, 5], [0.3, 0.1, 0.4, 0.2], [0.01, 0.02, 0.01, 0.03])
    let plain = try Self.quantiles(curve, at: 7, noise: 0.02)
    let tilted = curve.map {
      SmoothForecast.Point(place: $0.place, mean: $0.mean + 3 - 2 * $0.place, variance: $0.variance)
    }
    let stretched = curve.map { SmoothForecast.Point(place: 10 * $0.place + 4, mean: $0.mean, variance: $0.variance) }
    for (value, other) in zip(plain, try Self.quantiles(tilted, at: 7, noise: 0.02)) {
      #expect(abs(value + 3 - 14 - other) < 1e-9)
    }
    for (value, other) in zip(plain, try Self.quantiles(stretched, at: 74, noise: 0.02)) {
      #expect(abs(value - other) < 1e-9)
    }
  }

  /// Curves drawn from the prior itself lie in the central 90 % of their forecasts nine times in ten.
  @Test func coverageIsExactUnderThePrior() throws {
    var random = SplitMix64(seed: 7)
    let (repeats, steps) = (600, [0.3, 0.4, 0.3, 0.5])
    var held = 0
    for _ in 0..<repeats {
      let bend = 1e-3 * exp(random.uniform() * log(30 / 1e-3))
      var (height, slope, place) = (random.normal(), random.normal(), 0.0)
      var (places, heights) = ([place], [height])
      for step in steps {
        // One step of the process with variance 3σ² per unit: exact increments of slope and height.
        let (first, second) = (random.normal(), random.normal())
        let size = bend * 3.0.squareRoot()
        height += slope * step + size * step * step.squareRoot() * (first / 2 + second / 12.0.squareRoot())
        slope += size * step.squareRoot() * first
        place += step
        places.append(place)
        heights.append(height)
      }
      let noise = 0.05
      let seen = heights.map { $0 + noise * random.normal() }
      let points = Self.points(places, seen, places.map { _ in noise * noise }).dropLast()
      let interval = try Self.quantiles(Array(points), at: place, noise: noise * noise, [0.05, 0.95])
      if (interval[0]...interval[1]).contains(seen.last ?? .nan) { held += 1 }
    }
    // The standard error is 1.2 points.
    #expect(abs(Double(held) / Double(repeats) - 0.9) < 0.05, "\(held) of \(repeats)")
  }

  @Test func whatIsNoCurveHasNoForecast() {
    let good = Self.points([0, 1, 2], [1, 2, 3], [0.1, 0.1, 0.1])
    #expect(SmoothForecast(from: good, at: 3) != nil)
    #expect(SmoothForecast(from: good, at: 2) == nil)
    #expect(SmoothForecast(from: good, at: .infinity) == nil)
    #expect(SmoothForecast(from: Array(good.dropLast()), at: 3) == nil)
    #expect(SmoothForecast(from: Self.points([0, 2, 1], [1, 2, 3], [0.1, 0.1, 0.1]), at: 3) == nil)
    #expect(SmoothForecast(from: Self.points([0, 1, 2], [1, .nan, 3], [0.1, 0.1, 0.1]), at: 3) == nil)
    #expect(SmoothForecast(from: Self.points([0, 1, 2], [1, 2, 3], [0.1, -1, 0.1]), at: 3) == nil)
  }
}
