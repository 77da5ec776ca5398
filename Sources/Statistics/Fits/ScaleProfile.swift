import Foundation

/// The positive likelihood of μ = m·(θ·f + (1−θ)·h) with 0 ≤ m ≤ S and 0 ≤ θ ≤ 1, maximised over m.
///
/// For a given θ the best m is min(S, Σ w y/b / Σ w) with b = θ f + (1−θ) h, which leaves a function of θ alone.
/// As a function of ln(θ/(1−θ)) each of its terms is a logistic step at the logarithm of h/f, so a scan by factors
/// of two around these ratios sees every rise and fall; in the gaps between them it has one maximum at most.
struct ScaleProfile {
  private let _data: Observations
  private let _first: [Double]
  private let _second: [Double]
  private let _largest: Double
  private let _weight: Double
  /// The smallest and largest positive h/f.
  private let _ratios: (low: Double, high: Double)
  private let _hasZero: Bool

  init(_ data: Observations, first: [Double], second: [Double], largest: Double) {
    _data = data
    _first = first
    _second = second
    _largest = largest
    _weight = data.weights.reduce(0, +)
    var (low, high, hasZero) = (Double.infinity, 0.0, false)
    for (f, h) in zip(first, second) {
      // What is 100 orders of magnitude below the rest cannot be told from 0.
      guard h > 1e-100 * f else {
        hasZero = true
        continue
      }
      low = min(low, h / f)
      high = max(high, h / f)
    }
    _ratios = (low, high)
    _hasZero = hasZero
  }

  /// Returns every local maximiser found, as points u = mθ, v = m(1−θ).
  func localMaximisers() -> [TriangleFit.Point] {
    guard _largest > 0, _ratios.high > 0 else { return [point(1)] }
    var found: [TriangleFit.Point] = []
    var low = 0.0
    var rises = _hasZero || _rises(0)
    if !rises { found.append(point(0)) }
    var ratio = _ratios.low / _reach
    while ratio < _ratios.high * _reach * _factor {
      let high = ratio / (1 + ratio)
      let stillRises = _rises(high)
      if rises, !stillRises { found.append(point(_maximiser(from: low, to: high))) }
      (low, rises) = (high, stillRises)
      ratio = _node(after: ratio)
    }
    if rises { found.append(point(_rises(1) ? 1 : _maximiser(from: low, to: 1))) }
    return found
  }

  /// How far beyond a ratio h/f its step still bends the profile.
  private let _reach = 8.0
  private let _factor = 2.0

  /// The next θ/(1−θ) of the scan; a gap without any ratio is taken in one stride.
  private func _node(after ratio: Double) -> Double {
    let next = ratio * _factor
    var nearest = Double.infinity
    for index in _first.indices {
      let step = _second[index] / _first[index]
      if step * _reach >= ratio { nearest = min(nearest, step) }
    }
    return nearest < .infinity ? max(next, nearest / _reach) : next
  }

  private func point(_ theta: Double) -> TriangleFit.Point {
    let scale = _scale(theta)
    return TriangleFit.Point(u: scale * theta, v: scale * (1 - theta))
  }

  /// The best m.
  private func _scale(_ theta: Double) -> Double {
    var sum = 0.0
    for index in _first.indices {
      let basis = max(1e-120, theta * _first[index] + (1 - theta) * _second[index])
      sum += _data.weights[index] * _data.means[index] / basis
    }
    return min(_largest, sum / _weight)
  }

  /// Whether the profile rises with θ.
  private func _rises(_ theta: Double) -> Bool {
    var (sum, gain, loss) = (0.0, 0.0, 0.0)
    for index in _first.indices {
      let (f, h) = (_first[index], _second[index])
      let inverse = 1 / max(1e-120, theta * f + (1 - theta) * h)
      let weighted = _data.weights[index] * inverse
      let change = weighted * (f - h)
      sum += weighted * _data.means[index]
      gain += change * _data.means[index] * inverse
      loss += change
    }
    return gain > loss * min(_largest, sum / _weight)
  }

  /// The first and second derivative of the profile in θ.
  private func _slopes(_ theta: Double) -> (first: Double, second: Double) {
    var (sum, gain, loss, bendGain, bendLoss) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for index in _first.indices {
      let (f, h) = (_first[index], _second[index])
      let inverse = 1 / max(1e-120, theta * f + (1 - theta) * h)
      let change = (f - h) * inverse
      let weighted = _data.weights[index] * change
      let ratio = _data.means[index] * inverse
      sum += _data.weights[index] * ratio
      gain += weighted * ratio
      loss += weighted
      bendGain += weighted * change * ratio
      bendLoss += weighted * change
    }
    let scale = min(_largest, sum / _weight)
    var second = bendLoss - 2 * bendGain / scale
    if scale < _largest { second += gain * gain / (_weight * scale * scale) }
    return (gain / scale - loss, second)
  }

  /// The maximiser in a bracket whose slope is positive on the left and not on the right.
  ///
  /// Where the profile spans orders of magnitude, between distant ratios and towards θ = 0 when some h is 0, the
  /// variable is ln(θ/(1−θ)); elsewhere it is θ, in which the profile is smooth up to both ends.
  private func _maximiser(from low: Double, to high: Double) -> Double {
    if high == 1 || (low == 0 && !_hasZero) || (low > 0 && high < 8 * low) {
      let theta = ConcaveMaximum.maximiser(from: low, to: high, near: 0.5 * (low + high), slope: _slopes)
      // An amplitude within rounding of nothing is nothing: flat means have a flat curve.
      return theta > 1 - 1e-13 ? 1 : theta
    }
    let end = log(high / (1 - high))
    let start = low > 0 ? log(low / (1 - low)) : end - 300
    let logit = ConcaveMaximum.maximiser(from: start, to: end, near: 0.5 * (start + end)) { logit in
      let theta = 1 / (1 + exp(-logit))
      let speed = theta * (1 - theta)
      let (first, second) = _slopes(theta)
      return (first * speed, second * speed * speed + first * speed * (1 - 2 * theta))
    }
    return 1 / (1 + exp(-logit))
  }
}
