/// The data of a floor fit: means, weights, the threshold for the floor and the decays admitted.
package struct FloorProblem: Sendable, Equatable {
  /// The quasi-likelihood.
  package var response: Response
  /// The scales d₁ < … < d_K, above 1.
  package var scales: [Double]
  /// The mean ȳ at each scale, inside the range of the response.
  package var means: [Double]
  /// The weight w of each mean, the reciprocal of its variance factor; positive.
  package var weights: [Double]
  /// ε, or the fraction f of the curve's first value when ``isRelative``.
  package var materiality: Double
  /// Whether the threshold for the floor is a fraction of the curve's value at the first scale.
  package var isRelative: Bool
  /// The decays admitted.
  package var decays: DecayClass

  /// Creates a problem; the three lists have one length of at least 2.
  package init(
    response: Response, scales: [Double], means: [Double], weights: [Double], materiality: Double,
    isRelative: Bool = false, decays: DecayClass = DecayClass()
  ) {
    self.response = response
    self.scales = scales
    self.means = means
    self.weights = weights
    self.materiality = materiality
    self.isRelative = isRelative
    self.decays = decays
  }

  /// B, the largest value a curve may take at the first scale.
  ///
  /// 1 for bounded responses; 4·max(ȳ, ε) for positive ones (4·max ȳ if relative), which no sensible fit reaches.
  var largestMean: Double {
    guard response == .positive else { return 1 }
    let top = means.max() ?? 0
    return 4 * (isRelative ? top : max(top, materiality))
  }

  /// Returns the problem without its first scale and with an absolute threshold.
  package func droppingFirstScale(materiality: Double) -> FloorProblem {
    var result = self
    result.scales.removeFirst()
    result.means.removeFirst()
    result.weights.removeFirst()
    result.materiality = materiality
    result.isRelative = false
    return result
  }
}

/// The means and weights of a problem, with two likelihoods that its fits share.
struct Observations: Sendable, Equatable {
  let response: Response
  /// ȳ at each scale.
  let means: [Double]
  /// w, the weight of each mean.
  let weights: [Double]
  /// Σ w ℓ(ȳ, ȳ), which no curve exceeds.
  let saturated: Double
  /// The smallest loss of log-likelihood against ``saturated`` of a curve that is at the response's clip at one scale.
  ///
  /// Only positive responses use it. Their fast searches ignore the clip, and a fit that loses less than this number
  /// is proven to be better than every clipped curve. It is 0 as soon as one mean is itself at the clip.
  let clippingLoss: Double

  init(_ problem: FloorProblem) {
    response = problem.response
    means = problem.means
    weights = problem.weights
    var saturated = 0.0
    var clippingLoss = Double.infinity
    for (mean, weight) in zip(problem.means, problem.weights) {
      let top = weight * problem.response.logLikelihood(mean, at: mean)
      saturated += top
      clippingLoss = min(clippingLoss, top - weight * problem.response.logLikelihood(mean, at: 0))
    }
    self.saturated = saturated
    self.clippingLoss = clippingLoss
  }
}
