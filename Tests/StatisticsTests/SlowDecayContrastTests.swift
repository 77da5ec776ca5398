import Foundation
import Testing

@testable import Statistics

@Suite("The limit of the slowest decay")
struct SlowDecayContrastTests {
  private static let grids: [[Double]] = [
    [32, 64, 128, 256, 512], [64, 128, 256, 512, 1024, 2048], [3, 12, 48, 192], [2, 8, 32, 128, 512],
    [100, 400, 1600, 6400, 25_600, 102_400], [10, 11, 12, 50, 160],
  ]

  @Test("is at most the threshold for every decay of the class to the threshold", arguments: grids, [0, 0.5])
  func bound(scales: [Double], fraction: Double) throws {
    let weights = scales.map { _ in 20.0 }
    let contrast = try #require(
      SlowDecayContrast.trusted(for: DecayClass(), scales: scales, weights: weights, fraction: fraction))
    for shape in DecayClass().shapes(over: scales) {
      // A curve whose limit is exactly the threshold: c = 0.05, or c = f·(c + a).
      let (floor, amplitude) = fraction == 0 ? (0.05, 0.4) : (0.3 * fraction, 0.3 * (1 - fraction))
      let value = contrast.value(of: scales.map { floor + amplitude * shape.value(at: $0) })
      #expect(value <= (fraction == 0 ? 0.05 : 0) + 1e-9, "\(shape.family) \(shape.exponent): \(value)")
    }
  }

  @Test("is exact for a line in its own shape") func line() {
    let scales = Self.grids[0]
    let shape = DecayShape(family: .logarithmic, exponent: 1, firstScale: 32)
    let contrast = SlowDecayContrast(shape, scales: scales, weights: [5, 20, 20, 20, 40])
    let values = scales.map { 0.07 + 0.2 * shape.value(at: $0) }
    #expect(abs(contrast.value(of: values) - 0.07) < 1e-12)
    #expect(abs(contrast.coefficients.reduce(0, +) - 1) < 1e-12)
  }
}
