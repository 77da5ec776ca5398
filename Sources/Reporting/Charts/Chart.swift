import ClaimKit
import Foundation

/// A quantity against the scale, the training time or the number of labels, ready to be drawn: no statistics.
struct Chart: Sendable {
  /// How values are laid out.
  enum Axis: Sendable {
    /// From the first to the second value.
    case linear(Double, Double)
    /// Powers of ten around the data.
    case logarithmic
  }

  /// One curve with its uncertainty.
  struct Series: Sendable {
    /// What the legend says.
    let name: String
    /// Whether it belongs to a control and is drawn dashed.
    let isControl: Bool
    /// Mean and confidence limits at each scale where there is a mean.
    let points: [(scale: Double, mean: Double, lower: Double?, upper: Double?)]
    /// The value of every run.
    let runs: [(scale: Double, value: Double)]
    /// The fitted curve, empty if there is none.
    var curve: [(scale: Double, value: Double)]
    /// Other curves that were fitted to the same numbers.
    var rivals: [[(scale: Double, value: Double)]] = []
    /// The scales whose mean is drawn hollow: those with concentrated trials.
    var hollow: Set<Double> = []
    /// The means of trials of another kind at some of the scales, drawn hollow beside the series' own.
    var others: [(scale: Double, value: Double)] = []
    /// The 10 % and 90 % quantiles of the runs, drawn as a band; empty if there is none.
    var band: [(scale: Double, lower: Double, upper: Double)] = []

    /// A series from its parts.
    init(
      name: String, isControl: Bool, points: [(scale: Double, mean: Double, lower: Double?, upper: Double?)],
      runs: [(scale: Double, value: Double)], curve: [(scale: Double, value: Double)]
    ) {
      self.name = name
      self.isControl = isControl
      self.points = points
      self.runs = runs
      self.curve = curve
    }
  }

  /// What the chart shows, for its heading and for readers who cannot see it.
  var title: String
  /// What the vertical axis measures.
  let valueLabel: String
  /// The vertical axis.
  let axis: Axis
  /// The positions on the horizontal axis, increasing: scales, training times or numbers of labels.
  let scales: [Double]
  /// The curves, the claim's own first.
  let series: [Series]
  /// The materiality ε, drawn as a line; nil if it has no place on the axis.
  let threshold: Double?

  /// How far series are shifted sideways against each other, in points, so that equal values stay visible.
  var offset = 7.0
  /// The scales with a label; nil for all.
  var ticks: [Double]?
  /// A threshold that changes with the scale; empty where it does not.
  var bound: [(scale: Double, value: Double)] = []
  /// What the horizontal axis measures.
  var scaleLabel: String = "dimension d"
  /// The legend's words for the line at the threshold.
  var thresholdLabel: String = "materiality ε"
  /// The lines of the legend that say what dots, bands, bars and thin curves are.
  var remarks = [
    "dots: runs; band: 10 to 90 % of runs; bars: 95 % limits of the mean on each side",
    "thin curve: the fit that the decision uses",
  ]

  /// A chart from its parts.
  init(
    title: String, valueLabel: String, axis: Axis, scales: [Double], series: [Series], threshold: Double?
  ) {
    self.title = title
    self.valueLabel = valueLabel
    self.axis = axis
    self.scales = scales
    self.series = series
    self.threshold = threshold
  }

  /// The 10 % and 90 % quantiles of the finite values, by linear interpolation; nil for fewer than two.
  static func spread(of runs: [Double]) -> (lower: Double, upper: Double)? {
    let runs = runs.filter(\.isFinite).sorted()
    guard let last = runs.indices.last, last > 0 else { return nil }
    func quantile(_ share: Double) -> Double {
      let place = share * Double(last)
      let below = Int(place)
      let above = min(below + 1, last)
      return runs[below] + (place - Double(below)) * (runs[above] - runs[below])
    }
    return (quantile(0.1), quantile(0.9))
  }

  /// Returns the end of a linear axis for a positive number: 1, 2, 4, 5 or 10 times a power of ten.
  static func roundedUp(_ value: Double) -> Double {
    let unit = pow(10, log10(value).rounded(.down))
    return unit * ([1, 2, 4, 5].first { $0 * unit >= value } ?? 10)
  }
}

extension Chart.Series {
  /// Adds the band between the 10 % and 90 % quantiles, at every scale with two or more runs.
  mutating func addBand() {
    let scales = Set(runs.map(\.scale)).sorted()
    band = scales.compactMap { scale in
      Chart.spread(of: runs.filter { $0.scale == scale }.map(\.value)).map { (scale, $0.lower, $0.upper) }
    }
  }
}
