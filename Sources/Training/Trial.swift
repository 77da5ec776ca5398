import MultiView

/// How long a trial trains.
public enum Extent: Hashable, Sendable, Codable {
  /// A fixed number of steps.
  case steps(Int)
  /// Until T*, the first checkpoint with training loss at most `lossBound`, then on to factor·T*; a trial without T* by
  /// `stepLimit` ends there.
  case window(lossBound: Double, factor: Int, stepLimit: Int)

  /// The most steps it can take.
  public var maximalSteps: Int {
    switch self {
    case .steps(let count): count
    case .window(_, let factor, let limit):
      factor.multipliedReportingOverflow(by: limit).overflow ? .max : factor * limit
    }
  }
}

/// One training run, completely described: the same trial always gives the same ``Trace``.
public struct Trial: Hashable, Sendable, Codable {
  /// The model at one dimension.
  public let parameters: ModelParameters
  /// The labels trained on.
  public let labels: LabelMap
  /// The seed of all its randomness.
  public let seed: UInt64
  /// How long it trains.
  public let extent: Extent

  /// A trial from its parts.
  public init(parameters: ModelParameters, labels: LabelMap, seed: UInt64, extent: Extent) {
    self.parameters = parameters
    self.labels = labels
    self.seed = seed
    self.extent = extent
  }

  /// Number of output heads H.
  public var heads: Int { labels.heads(subclasses: parameters.k) }
}
