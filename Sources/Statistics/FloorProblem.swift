/// The means, weights and bounds from which a floor is to be judged.
public struct FloorProblem: Sendable, Equatable {
  /// The quasi-likelihood.
  public var response: Response
  /// The scales d₁ < … < d_K, above 1.
  public var scales: [Double]
  /// The mean ȳ at each scale, inside the range of the response.
  public var means: [Double]
  /// The weight w of each mean, the reciprocal of its variance factor; positive.
  public var weights: [Double]
  /// ε, or the fraction f of the curve's first value when ``isRelative``.
  public var materiality: Double
  /// Whether the threshold for the floor is a fraction of the curve's value at the first scale.
  public var isRelative: Bool
  /// The decays admitted.
  public var decays: DecayClass

  /// Creates a problem; the three lists have one length of at least 2.
  public init(
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
  public var largestMean: Double {
    guard response == .positive else { return 1 }
    let top = means.max() ?? 0
    return 4 * (isRelative ? top : max(top, materiality))
  }

  /// Returns the same problem without the first scale, with a number for its threshold.
  public func droppingFirstScale(materiality: Double) -> FloorProblem {
    var result = self
    result.scales.removeFirst()
    result.means.removeFirst()
    result.weights.removeFirst()
    result.materiality = materiality
    result.isRelative = false
    return result
  }
}
