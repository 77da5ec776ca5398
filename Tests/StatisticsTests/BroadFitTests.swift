import Statistics
import Testing

/// The searches over exponents find laws between the shapes of their grids, also where the peak is narrow.
@Suite("Fits of the wider class")
struct BroadFitTests {
  private static let scales: [Double] = [64, 128, 256, 512, 1024, 2048]

  private static func problem(_ means: [Double], weight: Double) -> FloorProblem {
    FloorProblem(
      response: .proportion, scales: scales, means: means, weights: scales.map { _ in weight }, materiality: 0.05)
  }

  private static func saturated(_ problem: FloorProblem) -> Double {
    zip(problem.means, problem.weights).reduce(0) { $0 + $1.1 * problem.response.logLikelihood($1.0, at: $1.0) }
  }

  @Test(
    "a law of the class is fitted, however precise its means",
    arguments: [
      DecayShape(family: .power, exponent: 0.77, firstScale: 64),
      DecayShape(family: .logarithmic, exponent: 2.3, firstScale: 64),
      DecayShape(family: .exponential, exponent: 0.61, firstScale: 64),
      DecayShape(family: .shiftedPower, exponent: 0.88, parameter: 0.25, firstScale: 64),
      DecayShape(family: .shiftedPower, exponent: 1.31, parameter: 1, firstScale: 64),
      DecayShape(family: .stretchedExponential, exponent: 1.37, parameter: 0.4, firstScale: 64),
    ])
  func recovered(shape: DecayShape) throws {
    for weight in [2e3, 2e4, 2e5] {
      for floor in [0.02, 0.08] {
        let problem = Self.problem(Self.scales.map { floor + 0.6 * shape.value(at: $0) }, weight: weight)
        let fit = try #require(BroadFit(problem))
        let loss = Self.saturated(problem) - fit.free
        #expect(loss < 1e-3 + 2e-6 * weight, "weight \(weight), floor \(floor): loss \(loss)")
        let side = floor < 0.05 ? fit.floorAtMost : fit.floorAtLeast
        #expect(Self.saturated(problem) - side < 1e-3 + 2e-6 * weight)
      }
    }
  }

  @Test("a sum of two decays to the threshold is fitted", arguments: [2e3, 2e4, 2e5])
  func sums(weight: Double) {
    let slow = DecayShape(family: .logarithmic, exponent: 1, firstScale: 64)
    for fast in [
      DecayShape(family: .exponential, exponent: 1.18, firstScale: 64),
      DecayShape(family: .shiftedPower, exponent: 2.9, parameter: 1, firstScale: 64),
    ] {
      let problem = Self.problem(
        Self.scales.map { 0.05 + 0.2 * slow.value(at: $0) + 0.3 * fast.value(at: $0) }, weight: weight)
      let loss = Self.saturated(problem) - TwoPhaseFit(problem).logLikelihood
      #expect(loss < 1e-3 + 2e-6 * weight, "weight \(weight), \(fast.family): loss \(loss)")
    }
  }

  @Test("a sum of two decays falls at least as fast as the slowest shape of the class") func slowest() {
    let problem = Self.problem(Self.scales.map { _ in 0.5 }, weight: 1000)
    // The slowest shape of the class, ((x+8)/9)^−¼; the best amplitude is found on a fine grid.
    let shape = DecayShape(family: .shiftedPower, exponent: 0.25, parameter: 8, firstScale: 64)
    var best = -Double.infinity
    for step in 1...949 {
      let curve = Self.scales.map { 0.05 + Double(step) / 1000 * shape.value(at: $0) }
      let likelihood = curve.reduce(0.0) { $0 + 1000 * problem.response.logLikelihood(0.5, at: $1) }
      best = max(best, likelihood)
    }
    #expect(abs(TwoPhaseFit(problem).logLikelihood - best) < 0.01)
  }
}
