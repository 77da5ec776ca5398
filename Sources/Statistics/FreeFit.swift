/// The curves of one shape with a free floor, split by the side of the threshold their floor is on.
struct FreeFit {
  /// The best of all.
  let best: FittedShape
  /// Whether the floor of the best is below the threshold.
  let isInside: Bool
  /// The likelihood of the best local maximum with a floor below the threshold; −∞ if there is none.
  let inside: Double
  /// The likelihood of the best local maximum with a floor of at least the threshold; −∞ if there is none.
  let outside: Double

  /// Splits the local maxima of one shape; nil for an empty list.
  init?(_ maxima: [FittedShape], isInside: (FittedShape) -> Bool) {
    guard let best = maxima.max(by: { $0.logLikelihood < $1.logLikelihood }) else { return nil }
    var (inside, outside) = (-Double.infinity, -Double.infinity)
    for fit in maxima {
      if isInside(fit) {
        inside = max(inside, fit.logLikelihood)
      } else {
        outside = max(outside, fit.logLikelihood)
      }
    }
    self.best = best
    self.isInside = isInside(best)
    self.inside = inside
    self.outside = outside
  }
}
