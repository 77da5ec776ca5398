import Foundation

/// The exponent of a power law, by least squares in log–log coordinates.
public struct ScalingFit: Sendable, Equatable {
  /// The exponent.
  public let exponent: Double
  /// The root mean square residual, in natural logarithms.
  public let residual: Double

  /// Fits y = c·x^e.
  ///
  /// - Parameters:
  ///   - x: Positive numbers, at least two of them different.
  ///   - y: As many positive numbers.
  /// - Returns: nil if the numbers allow no fit.
  public init?(_ x: [Double], _ y: [Double]) {
    guard x.count == y.count, x.count >= 2, (x + y).allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let u = x.map { log($0) }
    let v = y.map { log($0) }
    let n = Double(u.count)
    let meanU = u.reduce(0, +) / n
    let meanV = v.reduce(0, +) / n
    let spread = u.reduce(0) { $0 + ($1 - meanU) * ($1 - meanU) }
    guard spread > 0 else { return nil }
    let slope = zip(u, v).reduce(0) { $0 + ($1.0 - meanU) * ($1.1 - meanV) } / spread
    exponent = slope
    let squares = zip(u, v).reduce(0) {
      let miss = $1.1 - meanV - slope * ($1.0 - meanU)
      return $0 + miss * miss
    }
    residual = (squares / n).squareRoot()
  }
}
