/// The means to be fitted with what every fit of a problem needs to know about them.
struct Observations: Sendable, Equatable {
  let response: Response
  /// ȳ at each scale.
  let means: [Double]
  /// w, the weight of each mean.
  let weights: [Double]
  /// Σ w ℓ(ȳ, ȳ), which no curve exceeds.
  let saturated: Double
  /// The least that a curve loses against ``saturated`` by falling to the clip of the response at one scale.
  ///
  /// Only positive responses use it: their fast searches know nothing of the clip, and this number proves that they
  /// need not. 0 as soon as one mean is itself at the clip.
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
