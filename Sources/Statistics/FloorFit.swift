/// The best fits of the decay class under the hypotheses about its floor.
///
/// Each number is the largest quasi-log-likelihood over all shapes of the class. Differences between them, doubled
/// and scaled by the dispersion, are the likelihood ratios of decision procedure §3.4.
public struct FloorFit: Sendable, Equatable {
  /// The best curve with a free floor.
  public let best: FittedShape
  /// Whether the floor of the best curve is below the threshold.
  public let isInside: Bool
  /// *ge*: the maximum with a floor of at least the threshold.
  public let floorAtLeast: Double
  /// *le*: the maximum with a floor of at most the threshold.
  public let floorAtMost: Double
  /// *le_fast*: as ``floorAtMost`` with only powers of at least 1 and exponentials.
  public let floorAtMostFast: Double
  /// The best rising curve; only sought when the best decaying curve is flat and above the threshold.
  public let rising: FittedShape?
  /// *sat*: the likelihood of a curve through every mean.
  public let saturated: Double

  private let _problem: FloorProblem

  /// *free*: the maximum with a free floor.
  public var free: Double { best.logLikelihood }

  /// *up*: the maximum over decaying and, where sought, rising curves.
  public var decayingOrRising: Double { max(free, rising?.logLikelihood ?? -.infinity) }

  /// The better of the best decaying and the best rising curve.
  public var bestCurve: FittedShape {
    guard let rising, rising.logLikelihood > best.logLikelihood else { return best }
    return rising
  }

  /// Fits every shape of the class.
  ///
  /// Per shape: *free* is μ = c + a·g with c at least the range's lower end, a ≥ 0 and c + a ≤ B; *inside* means
  /// c < ε (relative: c < f·(c+a)); *edge* is μ = ε + a·g (relative: μ = m·(f + (1−f)·g)). Then *ge* takes the edge
  /// where the free fit is inside and the free fit elsewhere, *le* the other way round. *Rising* is c + a·g with
  /// a ≤ 0, c ≤ B and c + a in the range. Among fits that agree to 10⁻⁹ the first shape is reported.
  /// Domain: see ``FloorProblem``; returns nil when the problem has no shapes. Accuracy: 10⁻⁹ in the log-likelihood.
  /// Source: decision procedure §3.3.
  ///
  /// - Complexity: for the 49 default shapes about 10⁴ likelihood derivatives per scale, for the positive response
  ///   ten times as many.
  public init?(_ problem: FloorProblem) {
    var best: FittedShape?
    var atLeast = -Double.infinity
    var atMost = -Double.infinity
    var atMostFast = -Double.infinity
    let shapes = problem.decays.shapes(over: problem.scales)
    for shape in shapes {
      let free = Self._free(problem, shape)
      let edge = Self._edge(problem, shape)
      let inside = Self._isInside(problem, free)
      atLeast = max(atLeast, inside ? edge : free.logLikelihood)
      let below = inside ? free.logLikelihood : edge
      atMost = max(atMost, below)
      if shape.isFast { atMostFast = max(atMostFast, below) }
      if Self._isBetter(free, than: best) { best = free }
    }
    guard let best else { return nil }
    let isInside = Self._isInside(problem, best)
    var rising: FittedShape?
    if best.amplitude <= 1e-9, !isInside {
      for shape in shapes {
        let fit = Self._rising(problem, shape)
        if Self._isBetter(fit, than: rising) { rising = fit }
      }
    }
    self.best = best
    self.isInside = isInside
    floorAtLeast = atLeast
    floorAtMost = atMost
    floorAtMostFast = atMostFast
    self.rising = rising
    saturated = zip(problem.means, problem.weights).reduce(0) {
      $0 + $1.1 * problem.response.logLikelihood($1.0, at: $1.0)
    }
    _problem = problem
  }

  /// Returns *mix*, the maximum over a slow decay plus any other, both falling to the threshold.
  ///
  /// max(*le*, μ = ε + c·s + a·g) with c, a ≥ 0 and c + a ≤ B − ε, over the two slowest shapes s and all shapes g;
  /// relative: μ = c·(f + (1−f)·s) + a·(f + (1−f)·g), c + a ≤ B. Source: decision procedure §3.3.
  ///
  /// - Complexity: two fits per shape, hence computed only on request.
  public func mixture() -> Double {
    var result = floorAtMost
    guard let firstScale = _problem.scales.first else { return result }
    let shapes = _problem.decays.shapes(over: _problem.scales).map { Self._raised(_problem, $0) }
    let offset = _problem.isRelative ? 0 : _problem.materiality
    for slow in _problem.decays.slowestShapes(firstScale: firstScale) {
      let slowBasis = Self._raised(_problem, slow)
      for basis in shapes {
        let fit = TriangleFit(
          response: _problem.response, means: _problem.means, weights: _problem.weights, offset: offset,
          first: slowBasis, second: basis, largestSum: _problem.largestMean - offset)
        result = max(result, fit.optimum().logLikelihood)
      }
    }
    return result
  }

  private static func _free(_ problem: FloorProblem, _ shape: DecayShape) -> FittedShape {
    let fit = TriangleFit(
      response: problem.response, means: problem.means, weights: problem.weights,
      first: problem.scales.map { _ in 1 }, second: problem.scales.map(shape.value(at:)),
      smallest: problem.response.smallestMean, largestSum: problem.largestMean
    ).optimum()
    return FittedShape(shape: shape, floor: fit.u, amplitude: fit.v, logLikelihood: fit.logLikelihood)
  }

  /// A rising curve in the coordinates e = c + a (its value at the first scale) and b = −a.
  private static func _rising(_ problem: FloorProblem, _ shape: DecayShape) -> FittedShape {
    let fit = TriangleFit(
      response: problem.response, means: problem.means, weights: problem.weights,
      first: problem.scales.map { _ in 1 }, second: problem.scales.map { 1 - shape.value(at: $0) },
      smallest: problem.response.smallestMean, largestSum: problem.largestMean
    ).optimum()
    return FittedShape(shape: shape, floor: fit.u + fit.v, amplitude: -fit.v, logLikelihood: fit.logLikelihood)
  }

  /// The likelihood of the curves whose floor is exactly the threshold.
  private static func _edge(_ problem: FloorProblem, _ shape: DecayShape) -> Double {
    let offset = problem.isRelative ? 0 : problem.materiality
    return TriangleFit(
      response: problem.response, means: problem.means, weights: problem.weights, offset: offset,
      first: problem.scales.map { _ in 0 }, second: _raised(problem, shape),
      largestSum: problem.largestMean - offset
    ).optimum(first: 0).logLikelihood
  }

  /// The basis of a curve that falls to the threshold: g itself, or f + (1−f)·g for a relative threshold.
  private static func _raised(_ problem: FloorProblem, _ shape: DecayShape) -> [Double] {
    let fraction = problem.isRelative ? problem.materiality : 0
    return problem.scales.map { fraction + (1 - fraction) * shape.value(at: $0) }
  }

  private static func _isInside(_ problem: FloorProblem, _ fit: FittedShape) -> Bool {
    let threshold =
      problem.isRelative ? problem.materiality * (fit.floor + fit.amplitude) : problem.materiality
    return fit.floor < threshold
  }

  /// Asks for a real improvement, so that rounding does not choose among shapes that fit equally well.
  private static func _isBetter(_ fit: FittedShape, than other: FittedShape?) -> Bool {
    guard let other else { return true }
    return fit.logLikelihood > other.logLikelihood + 1e-9
  }
}
