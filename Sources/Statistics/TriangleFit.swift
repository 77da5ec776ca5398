/// A maximum-likelihood fit of μ = offset + u·f + v·h over the triangle u ≥ u₀, v ≥ 0, u + v ≤ S.
///
/// Every fit of decision procedure §3.3 has this form: the floor and the amplitude of a decay, a rising curve, the
/// mixture of a slow decay with another one. For proportions and signed numbers the problem is concave and Newton's
/// method finds the maximum. For positive numbers it is unimodal in practice only (erratic means have several
/// maxima), so there a scan of the whole triangle precedes. The slow nested search of 1-D searches serves where these
/// have nothing to say: when Newton's method does not settle, and for positive curves that may touch the clip.
struct TriangleFit {
  let data: Observations
  var offset = 0.0
  /// f, the basis function of u; positive.
  let first: [Double]
  /// h, the basis function of v; not negative.
  let second: [Double]
  /// u₀.
  var smallest = 0.0
  /// S.
  let largestSum: Double

  /// A point of the triangle.
  struct Point {
    var u: Double
    var v: Double
  }

  /// The maximiser and the log-likelihood there.
  struct Optimum {
    let u: Double
    let v: Double
    let logLikelihood: Double
  }

  /// Slopes and curvatures of the log-likelihood at a point.
  struct Derivatives {
    var slopeU = 0.0
    var slopeV = 0.0
    var uu = 0.0
    var uv = 0.0
    var vv = 0.0
  }

  /// Returns the maximum over the whole triangle.
  ///
  /// The start, if any, should be the maximiser of a similar problem; it saves iterations and changes nothing else.
  func optimum(near start: Point? = nil) -> Optimum {
    if data.response != .positive { return newtonOptimum(near: start ?? _centre) ?? nestedOptimum() }
    return positiveMaxima().max { $0.logLikelihood < $1.logLikelihood } ?? nestedOptimum()
  }

  /// Returns the local maxima over the whole triangle, of which a concave likelihood has one.
  func localOptima(near start: Point? = nil) -> [Optimum] {
    data.response == .positive ? positiveMaxima() : [optimum(near: start)]
  }

  /// Returns the maximum over v alone, with u = 0.
  func optimumOnEdge() -> Optimum {
    if data.response == .positive { return positiveEdgeOptimum() }
    let end = max(0, largestSum)
    return optimum(v: ConcaveMaximum.maximiser(from: 0, to: end, near: end / 2, slope: edgeSlope))
  }

  /// The optimum at a point.
  func optimum(u: Double = 0, v: Double) -> Optimum { Optimum(u: u, v: v, logLikelihood: logLikelihood(u, v)) }

  /// Returns Σ w ℓ(y, μ).
  func logLikelihood(_ u: Double, _ v: Double) -> Double {
    var sum = 0.0
    for index in data.means.indices {
      let mean = offset + u * first[index] + v * second[index]
      sum += data.weights[index] * data.response.logLikelihood(data.means[index], at: mean)
    }
    return sum
  }

  /// Returns slope and curvature in v at u = 0.
  func edgeSlope(_ v: Double) -> (first: Double, second: Double) {
    var (slope, curvature) = (0.0, 0.0)
    for index in data.means.indices {
      let basis = second[index]
      let part = data.response.derivatives(data.means[index], at: offset + v * basis)
      slope += data.weights[index] * part.first * basis
      curvature += data.weights[index] * part.second * basis * basis
    }
    return (slope, curvature)
  }

  func derivatives(_ u: Double, _ v: Double) -> Derivatives {
    var result = Derivatives()
    for index in data.means.indices {
      let (f, h) = (first[index], second[index])
      let part = data.response.derivatives(data.means[index], at: offset + u * f + v * h)
      let (slope, curvature) = (data.weights[index] * part.first, data.weights[index] * part.second)
      result.slopeU += slope * f
      result.slopeV += slope * h
      result.uu += curvature * f * f
      result.uv += curvature * f * h
      result.vv += curvature * h * h
    }
    return result
  }

  /// A start from which no mean is near the clip: half of the way to the far corner u = S.
  private var _centre: Point {
    let width = max(0, largestSum - smallest)
    return Point(u: smallest + width / 4, v: width / 4)
  }
}
