import Foundation

/// The positive likelihood of μ = m·(θ·f + (1−θ)·h) with 0 ≤ m ≤ S and 0 ≤ θ ≤ 1, maximised over m.
///
/// For a given θ the best m is min(S, Σ w y/b / Σ w) with b = θ f + (1−θ) h, which leaves a function of θ alone.
/// As a function of ln(θ/(1−θ)), each of its terms is a logistic step at ln(h/f). A scan by factors of two around the
/// ratios h/f therefore sees every rise and fall. In a gap between the ratios the function has at most one maximum.
struct ScaleProfile {
  private let data: Observations
  private let first: [Double]
  private let second: [Double]
  private let largest: Double
  private let weight: Double
  /// The smallest and largest positive h/f.
  private let ratios: (low: Double, high: Double)
  private let hasZero: Bool

  init(_ data: Observations, first: [Double], second: [Double], largest: Double) {
    self.data = data
    self.first = first
    self.second = second
    self.largest = largest
    weight = data.weights.reduce(0, +)
    var (low, high, hasZero) = (Double.infinity, 0.0, false)
    for (f, h) in zip(first, second) {
      // An h that is 100 orders of magnitude below f cannot be told from 0.
      guard h > 1e-100 * f else {
        hasZero = true
        continue
      }
      low = min(low, h / f)
      high = max(high, h / f)
    }
    ratios = (low, high)
    self.hasZero = hasZero
  }

  /// Returns every local maximiser found, as points u = mθ, v = m(1−θ).
  func localMaximisers() -> [TriangleFit.Point] {
    guard largest > 0, ratios.high > 0 else { return [point(1)] }
    var found: [TriangleFit.Point] = []
    var low = 0.0
    var rises = hasZero || self.rises(0)
    if !rises { found.append(point(0)) }
    var ratio = ratios.low / reach
    while ratio < ratios.high * reach * factor {
      let high = ratio / (1 + ratio)
      let stillRises = self.rises(high)
      if rises, !stillRises { found.append(point(maximiser(from: low, to: high))) }
      (low, rises) = (high, stillRises)
      ratio = node(after: ratio)
    }
    if rises { found.append(point(self.rises(1) ? 1 : maximiser(from: low, to: 1))) }
    return found
  }

  /// The factor around a ratio h/f within which its step still bends the profile.
  private let reach = 8.0
  private let factor = 2.0

  /// The next θ/(1−θ) of the scan; a gap without any ratio h/f is crossed in one step.
  private func node(after ratio: Double) -> Double {
    let next = ratio * factor
    var nearest = Double.infinity
    for index in first.indices {
      let step = second[index] / first[index]
      if step * reach >= ratio { nearest = min(nearest, step) }
    }
    return nearest < .infinity ? max(next, nearest / reach) : next
  }

  private func point(_ theta: Double) -> TriangleFit.Point {
    let scale = self.scale(theta)
    return TriangleFit.Point(u: scale * theta, v: scale * (1 - theta))
  }

  /// The best m.
  private func scale(_ theta: Double) -> Double {
    var sum = 0.0
    for index in first.indices {
      let basis = max(1e-120, theta * first[index] + (1 - theta) * second[index])
      sum += data.weights[index] * data.means[index] / basis
    }
    return min(largest, sum / weight)
  }

  /// Whether the profile rises with θ.
  private func rises(_ theta: Double) -> Bool {
    var (sum, gain, loss) = (0.0, 0.0, 0.0)
    for index in first.indices {
      let (f, h) = (first[index], second[index])
      let inverse = 1 / max(1e-120, theta * f + (1 - theta) * h)
      let weighted = data.weights[index] * inverse
      let change = weighted * (f - h)
      sum += weighted * data.means[index]
      gain += change * data.means[index] * inverse
      loss += change
    }
    return gain > loss * min(largest, sum / weight)
  }

  /// The first and second derivative of the profile in θ.
  private func slopes(_ theta: Double) -> (first: Double, second: Double) {
    var (sum, gain, loss, bendGain, bendLoss) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for index in self.first.indices {
      let (f, h) = (self.first[index], self.second[index])
      let inverse = 1 / max(1e-120, theta * f + (1 - theta) * h)
      let change = (f - h) * inverse
      let weighted = data.weights[index] * change
      let ratio = data.means[index] * inverse
      sum += data.weights[index] * ratio
      gain += weighted * ratio
      loss += weighted
      bendGain += weighted * change * ratio
      bendLoss += weighted * change
    }
    let scale = min(largest, sum / weight)
    var second = bendLoss - 2 * bendGain / scale
    if scale < largest { second += gain * gain / (weight * scale * scale) }
    return (gain / scale - loss, second)
  }

  /// Returns the maximiser in a bracket where the slope is positive on the left and not positive on the right.
  ///
  /// The search variable is ln(θ/(1−θ)) where the profile spans orders of magnitude: between distant ratios, and
  /// towards θ = 0 when some h is 0. Elsewhere it is θ, in which the profile is smooth up to both ends.
  private func maximiser(from low: Double, to high: Double) -> Double {
    if high == 1 || (low == 0 && !hasZero) || (low > 0 && high < 8 * low) {
      let theta = ConcaveMaximum.maximiser(from: low, to: high, near: 0.5 * (low + high), slope: slopes)
      // An amplitude within rounding error of 0 becomes 0, so that flat means give a flat curve.
      return theta > 1 - 1e-13 ? 1 : theta
    }
    let end = log(high / (1 - high))
    let start = low > 0 ? log(low / (1 - low)) : end - 300
    let logit = ConcaveMaximum.maximiser(from: start, to: end, near: 0.5 * (start + end)) { logit in
      let theta = 1 / (1 + exp(-logit))
      let speed = theta * (1 - theta)
      let (first, second) = slopes(theta)
      return (first * speed, second * speed * speed + first * speed * (1 - 2 * theta))
    }
    return 1 / (1 + exp(-logit))
  }
}
