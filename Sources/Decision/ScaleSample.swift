/// The runs present at one scale, with counts already divided by their trials.
struct ScaleSample {
  let scale: Double
  /// The number of registered runs, including missing ones.
  let registered: Int
  /// The values present, sorted, so that no sum over them depends on the order of the runs.
  let values: [Double]
  /// The values present in seed order, for bets that are watched run by run.
  let valuesInSeedOrder: [Double]
  /// The mean of the values; at least 10⁻¹² for positive metrics.
  let mean: Double
  /// s², with R − 1 in the denominator; 0 for fewer than two runs.
  ///
  /// If the sum of squares is below 10⁻²⁵⁰, the variance is set to 0, because weights are reciprocals of the variance.
  let variance: Double

  init(scale: Double, runs: [Double?], kind: MetricKind) {
    self.scale = scale
    registered = runs.count
    valuesInSeedOrder = runs.compactMap { $0.map(kind.share(of:)) }
    let values = valuesInSeedOrder.sorted()
    self.values = values
    let count = Double(values.count)
    // The mean of equal numbers must be exactly that number, so that a scale at an end of the range is recognised.
    if let first = values.first, values.allSatisfy({ $0 == first }) {
      mean = kind == .positive ? max(first, 1e-12) : first
      variance = 0
      return
    }
    let centre = count > 0 ? values.reduce(0, +) / count : 0
    mean = kind == .positive ? max(centre, 1e-12) : centre
    let squares = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    variance = squares < 1e-250 || count < 2 ? 0 : squares / (count - 1)
  }

  /// The number of runs present.
  var count: Double { Double(values.count) }

  /// The number of runs that differ from the commonest value at this scale.
  var deviating: Int {
    var (largest, streak) = (0, 0)
    var previous: Double?
    for value in values {
      streak = value == previous ? streak + 1 : 1
      largest = max(largest, streak)
      previous = value
    }
    return values.count - largest
  }

  /// Whether no value is 0 or an end of the range, given that all values are equal.
  func isSuspiciouslyConstant(in range: ClosedRange<Double>) -> Bool {
    values.allSatisfy { $0 != 0 && $0 != range.lowerBound && $0 != range.upperBound }
  }
}
