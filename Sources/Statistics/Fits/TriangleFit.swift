/// A maximum-likelihood fit of μ = offset + u·f + v·h over the triangle u ≥ u₀, v ≥ 0, u + v ≤ S.
///
/// Every fit of decision procedure §3.3 has this form: the floor and the amplitude of a decay, a rising curve, the
/// mixture of a slow decay with another one.
///
/// For proportions and signed numbers the problem is concave and Newton's method finds the maximum. For positive
/// numbers it is usually unimodal, but erratic means have several maxima, so a scan of the whole triangle comes first.
/// A slow search by nested 1-D searches covers the rest: fits in which Newton's method does not settle, and positive
/// curves that may touch the clip.
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
    if data.response != .positive { return newtonOptimum(near: start ?? centre) ?? nestedOptimum() }
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

  /// Returns a point with its log-likelihood.
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

  /// A start from which no mean is near the clip: half of the way to the middle of the edge u + v = S.
  private var centre: Point {
    let width = max(0, largestSum - smallest)
    return Point(u: smallest + width / 4, v: width / 4)
  }
}

/// Newton's method on the triangle.
///
/// Each step maximises the quadratic model of the likelihood over the whole triangle, edges and corners included. So no
/// set of active constraints has to be guessed, and the maximum of a quadratic likelihood takes one step.
extension TriangleFit {
  /// Returns the maximum of a concave likelihood, and a local maximum uphill from the start for any other likelihood;
  /// nil when the iteration does not settle.
  ///
  /// It settles when the next step would raise the log-likelihood by less than 10⁻¹³; that step is still taken.
  func newtonOptimum(near start: Point) -> Optimum? {
    guard largestSum > smallest else { return optimum(u: smallest, v: 0) }
    var here = Point(u: min(max(start.u, smallest), largestSum), v: 0)
    here.v = min(max(start.v, 0), largestSum - here.u)
    var slopes = derivatives(here.u, here.v)
    for _ in 0..<60 {
      let model = isConcave(slopes) ? slopes : expected(here, slopes)
      let (target, gain) = modelMaximiser(model, at: here)
      guard gain.isFinite else { return nil }
      if gain <= 1e-13 { return optimum(u: target.u, v: target.v) }
      let direction = Point(u: target.u - here.u, v: target.v - here.v)
      let rise = slopes.slopeU * direction.u + slopes.slopeV * direction.v
      var next = target
      slopes = derivatives(next.u, next.v)
      var fall = slopes.slopeU * direction.u + slopes.slopeV * direction.v
      var fraction = 1.0
      // The slope at the new point shows an overshoot. It costs nothing extra, as the next step needs it anyway.
      while fall < -0.5 * rise, fraction > 1e-12 {
        fraction *= min(0.6, max(0.1, rise / (rise - fall)))
        next = Point(u: here.u + fraction * direction.u, v: here.v + fraction * direction.v)
        slopes = derivatives(next.u, next.v)
        fall = slopes.slopeU * direction.u + slopes.slopeV * direction.v
      }
      here = next
    }
    return nil
  }

  private func isConcave(_ at: Derivatives) -> Bool {
    data.response != .positive || (at.uu < 0 && at.vv < 0 && at.uu * at.vv > at.uv * at.uv)
  }

  /// The slopes with the expected curvature of a positive response, −w/μ², which is always concave.
  private func expected(_ point: Point, _ at: Derivatives) -> Derivatives {
    var result = Derivatives(slopeU: at.slopeU, slopeV: at.slopeV)
    for index in data.means.indices {
      let (f, h) = (first[index], second[index])
      let mean = max(Response.clip, offset + point.u * f + point.v * h)
      let curvature = -data.weights[index] / (mean * mean)
      result.uu += curvature * f * f
      result.uv += curvature * f * h
      result.vv += curvature * h * h
    }
    return result
  }

  /// The maximiser over the triangle of a concave quadratic, and its gain over the present point.
  private func modelMaximiser(_ at: Derivatives, at here: Point) -> (target: Point, gain: Double) {
    func gain(_ point: Point) -> Double {
      let (du, dv) = (point.u - here.u, point.v - here.v)
      return du * (at.slopeU + 0.5 * at.uu * du + at.uv * dv) + dv * (at.slopeV + 0.5 * at.vv * dv)
    }
    let determinant = at.uu * at.vv - at.uv * at.uv
    if determinant > 1e-13 * at.uu * at.vv {
      let inside = Point(
        u: here.u - (at.vv * at.slopeU - at.uv * at.slopeV) / determinant,
        v: here.v - (at.uu * at.slopeV - at.uv * at.slopeU) / determinant)
      if inside.u >= smallest, inside.v >= 0, inside.u + inside.v <= largestSum { return (inside, gain(inside)) }
    }
    // The determinant is lost to rounding: a mean within 10⁻⁶ of an end of the range can make the curvature in one
    // direction that large. The gain is NaN, so that the nested search takes over.
    if data.response == .proportion, determinant <= 1e-10 * at.uu * at.vv, first != second { return (here, .nan) }
    // The maximum over the whole plane is outside or not unique, so the maximum over the triangle is on an edge.
    let onFirst = Point(
      u: vertex(here.u, slope: at.slopeU - at.uv * here.v, curvature: at.uu, from: smallest, to: largestSum), v: 0)
    let shift = smallest - here.u
    let onSecond = Point(
      u: smallest,
      v: vertex(here.v, slope: at.slopeV + at.uv * shift, curvature: at.vv, from: 0, to: largestSum - smallest))
    let lift = largestSum - here.u - here.v
    let along = vertex(
      here.u, slope: at.slopeU - at.slopeV + (at.uv - at.vv) * lift, curvature: at.uu - 2 * at.uv + at.vv,
      from: smallest, to: largestSum)
    let onSum = Point(u: along, v: largestSum - along)
    var best = (target: onFirst, gain: gain(onFirst))
    for point in [onSecond, onSum] {
      let value = gain(point)
      if value > best.gain { best = (point, value) }
    }
    return best
  }

  /// The maximiser on an interval of a quadratic with the given slope and curvature at one point.
  private func vertex(
    _ point: Double, slope: Double, curvature: Double, from low: Double, to high: Double
  ) -> Double {
    guard curvature < 0 else { return slope > 0 ? high : low }
    return min(max(point - slope / curvature, low), high)
  }
}
