/// A maximum-likelihood fit of μ = offset + u·f + v·h over the triangle u ≥ u₀, v ≥ 0, u + v ≤ S.
///
/// Every fit of decision procedure §3.3 has this form: the floor and the amplitude of a decay, a rising curve, the
/// mixture of a slow decay with another one. The problem is concave for proportions and signed numbers, so a search in
/// u over the best v finds the maximum, on the edges of the triangle too. For positive numbers it is unimodal in
/// practice only (erratic means have several maxima), so there each search starts from a scan.
struct TriangleFit {
  let response: Response
  let means: [Double]
  let weights: [Double]
  var offset = 0.0
  /// f, the basis function of u.
  let first: [Double]
  /// h, the basis function of v.
  let second: [Double]
  /// u₀.
  var smallest = 0.0
  /// S.
  let largestSum: Double

  /// The maximiser and the log-likelihood there.
  struct Optimum {
    let u: Double
    let v: Double
    let logLikelihood: Double
  }

  /// Returns the maximum over the whole triangle.
  func optimum() -> Optimum {
    let u =
      response == .positive
      ? ConcaveMaximum.scannedMaximiser(
        from: smallest, to: largestSum, value: { logLikelihood($0, _bestSecond($0)) }, slope: _profileSlope)
      : ConcaveMaximum.maximiser(from: smallest, to: largestSum, slope: _profileSlope)
    let v = _bestSecond(u)
    return Optimum(u: u, v: v, logLikelihood: logLikelihood(u, v))
  }

  /// Returns the maximum over v alone, with u fixed at a value of the triangle.
  func optimum(first u: Double) -> Optimum {
    let v = _bestSecond(u)
    return Optimum(u: u, v: v, logLikelihood: logLikelihood(u, v))
  }

  /// Returns Σ w ℓ(y, μ).
  func logLikelihood(_ u: Double, _ v: Double) -> Double {
    var sum = 0.0
    for index in means.indices {
      let mean = offset + u * first[index] + v * second[index]
      sum += weights[index] * response.logLikelihood(means[index], at: mean)
    }
    return sum
  }

  private func _bestSecond(_ u: Double) -> Double {
    func slope(_ v: Double) -> (first: Double, second: Double) {
      var (slope, curvature) = (0.0, 0.0)
      for index in means.indices {
        let basis = second[index]
        let part = response.derivatives(means[index], at: offset + u * first[index] + v * basis)
        slope += weights[index] * part.first * basis
        curvature += weights[index] * part.second * basis * basis
      }
      return (slope, curvature)
    }
    let end = max(0, largestSum - u)
    guard response == .positive else { return ConcaveMaximum.maximiser(from: 0, to: end, slope: slope) }
    return ConcaveMaximum.scannedMaximiser(from: 0, to: end, value: { logLikelihood(u, $0) }, slope: slope)
  }

  /// The slope and curvature in u of the likelihood maximised over v, by the envelope theorem.
  ///
  /// Where v rests on an edge the maximum moves along that edge, so its direction is (1, 0) on v = 0 and (1, −1) on
  /// u + v = S; inside it follows the ridge, which lowers the curvature by the Schur complement.
  private func _profileSlope(_ u: Double) -> (first: Double, second: Double) {
    let v = _bestSecond(u)
    let end = max(0, largestSum - u)
    var (slopeU, slopeV, uu, uv, vv) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for index in means.indices {
      let (f, h) = (first[index], second[index])
      let part = response.derivatives(means[index], at: offset + u * f + v * h)
      let (slope, curvature) = (weights[index] * part.first, weights[index] * part.second)
      slopeU += slope * f
      slopeV += slope * h
      uu += curvature * f * f
      uv += curvature * f * h
      vv += curvature * h * h
    }
    if v >= end && slopeV > 0 { return (slopeU - slopeV, uu - 2 * uv + vv) }
    if v <= 0 { return (slopeU, uu) }
    return (slopeU, vv < 0 ? uu - uv * uv / vv : uu)
  }
}
