import Foundation
import Statistics

/// The log–log slope: a power law is read off a straight line.
enum LogLogSlope {
  /// The level of the one-sided test.
  static let level = 0.025

  /// Returns o(1) if the slope of ln mean on ln d is significantly negative, otherwise no conclusion.
  ///
  /// Ordinary least squares, with a t test on K − 2 degrees of freedom. A mean of 0 has no logarithm and is replaced by
  /// 10⁻⁶. With fewer than three scales there is no conclusion.
  static func answer(scales: [Double], runs: [[Double]]) -> LimitAnswer {
    let count = Double(scales.count)
    guard scales.count >= 3 else { return .open }
    let (x, y) = (scales.map { log($0) }, runs.map { log(max($0.mean, 1e-6)) })
    let (centreX, centreY) = (x.mean, y.mean)
    let spread = x.reduce(0) { $0 + ($1 - centreX) * ($1 - centreX) }
    let slope = zip(x, y).reduce(0) { $0 + ($1.0 - centreX) * ($1.1 - centreY) } / spread
    guard slope < 0 else { return .open }
    let squares = zip(x, y).reduce(0) {
      let residual = $1.1 - centreY - slope * ($1.0 - centreX)
      return $0 + residual * residual
    }
    let error = (squares / (count - 2) / spread).squareRoot()
    return StudentT.upperTail(-slope / error, degreesOfFreedom: count - 2) <= level ? .vanishes : .open
  }
}
