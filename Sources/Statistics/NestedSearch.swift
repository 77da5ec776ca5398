/// The slow search that assumes nothing but unimodality in either direction: in u over the best v.
extension TriangleFit {
  /// Returns the maximum over the whole triangle by two nested 1-D searches.
  func nestedOptimum() -> Optimum {
    let u =
      data.response == .positive
      ? ConcaveMaximum.scannedMaximiser(
        from: smallest, to: largestSum, value: { logLikelihood($0, _bestSecond($0)) }, tolerance: 0,
        slope: _profileSlope)
      : ConcaveMaximum.maximiser(from: smallest, to: largestSum, tolerance: 0, slope: _profileSlope)
    return optimum(u: u, v: _bestSecond(u))
  }

  /// Returns the maximum over v alone, with u = 0, by one 1-D search.
  func nestedEdgeOptimum() -> Optimum { optimum(v: _bestSecond(0)) }

  private func _bestSecond(_ u: Double) -> Double {
    func slope(_ v: Double) -> (first: Double, second: Double) {
      let all = derivatives(u, v)
      return (all.slopeV, all.vv)
    }
    let end = max(0, largestSum - u)
    guard data.response == .positive else {
      return ConcaveMaximum.maximiser(from: 0, to: end, tolerance: 0, slope: slope)
    }
    return ConcaveMaximum.scannedMaximiser(
      from: 0, to: end, value: { logLikelihood(u, $0) }, tolerance: 0, slope: slope)
  }

  /// The slope and curvature in u of the likelihood maximised over v, by the envelope theorem.
  ///
  /// Where v rests on an edge the maximum moves along that edge, so its direction is (1, 0) on v = 0 and (1, −1) on
  /// u + v = S; inside it follows the ridge, which lowers the curvature by the Schur complement.
  private func _profileSlope(_ u: Double) -> (first: Double, second: Double) {
    let v = _bestSecond(u)
    let end = max(0, largestSum - u)
    let at = derivatives(u, v)
    if v >= end && at.slopeV > 0 { return (at.slopeU - at.slopeV, at.uu - 2 * at.uv + at.vv) }
    if v <= 0 { return (at.slopeU, at.uu) }
    return (at.slopeU, at.vv < 0 ? at.uu - at.uv * at.uv / at.vv : at.uu)
  }
}
