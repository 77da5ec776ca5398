import Statistics

/// The measurements of one conclusion: one number per run at each scale.
package struct Evidence: Sendable, Equatable {
  /// The scales d₁ < … < d_K.
  package var scales: [Double]
  /// The runs at each scale in seed order; nil marks a run that was registered and is missing.
  ///
  /// For counts a number is k, the errors of the run, which may be half-integer.
  package var runs: [[Double?]]
  /// The kind of the numbers.
  package var kind: MetricKind
  /// How far each run is from violating its property, in the order of ``runs``: positive where the property holds.
  ///
  /// Only evidence with high probability carries it, and only where the property compares two numbers; nil otherwise.
  /// A run without a number has no distance either. The unit is the same at every scale.
  package var margins: [[Double?]]?

  /// Creates evidence; ``DecisionEngine/decide(_:that:rules:decays:)`` checks the values later.
  package init(scales: [Double], runs: [[Double?]], kind: MetricKind, margins: [[Double?]]? = nil) {
    self.scales = scales
    self.runs = runs
    self.kind = kind
    self.margins = margins
  }

  /// Returns how far a run is from violating its property; nil where no distance is known.
  func margin(ofRun place: Int, at scale: Int) -> Double? {
    guard let margins, margins.indices.contains(scale), margins[scale].indices.contains(place) else { return nil }
    return margins[scale][place]
  }

  /// Returns the evidence without its smallest scales; `count` scales are left out.
  func dropping(_ count: Int) -> Evidence {
    Evidence(
      scales: Array(scales.dropFirst(count)), runs: Array(runs.dropFirst(count)), kind: kind,
      margins: margins.map { Array($0.dropFirst(count)) })
  }

  /// The runs in the unit of their means: counts as shares of their trials, all other numbers as they are.
  package var shares: [[Double?]] { runs.map { $0.map { $0.map(kind.share(of:)) } } }
}

/// The kind of number that a run yields, which determines its range and its likelihood.
package enum MetricKind: Sendable, Equatable {
  /// A number of errors out of a fixed number of trials; ties may count one half.
  case count(trials: Int)
  /// A number in [0, 10¹⁰⁰] that has no natural unit, such as a loss.
  case positive
  /// A number in [−1, 1], such as a gap between two rates.
  case signed
  /// 1 where the run violates a property, 0 where it does not.
  case boolean

  /// The quasi-likelihood under which curves are fitted to means of this kind.
  var response: Response {
    switch self {
    case .count, .boolean: .proportion
    case .positive: .positive
    case .signed: .signed
    }
  }

  /// The range of a run's value after counts are divided by their trials; nil if unbounded above.
  var range: ClosedRange<Double>? {
    switch self {
    case .count, .boolean: 0...1
    case .positive: nil
    case .signed: -1...1
    }
  }

  /// The trials n of a count, 1 for every other kind.
  package var trials: Double {
    if case .count(let trials) = self { return Double(trials) }
    return 1
  }

  /// A run's number in the unit of means: a count as a share of its trials, every other number as it is.
  package func share(of number: Double) -> Double { number / trials }

  /// Whether the kind is a count; a Boolean counts out of one trial.
  var isCount: Bool {
    switch self {
    case .count, .boolean: true
    case .positive, .signed: false
    }
  }

  /// Whether a number is a possible value of one run.
  ///
  /// A positive value above 10¹⁰⁰ is a diverged run, and its square would overflow.
  package func admits(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    return switch self {
    case .count(let trials): (0...Double(trials)).contains(value)
    case .positive: (0...1e100).contains(value)
    case .signed: (-1...1).contains(value)
    case .boolean: value == 0 || value == 1
    }
  }
}
