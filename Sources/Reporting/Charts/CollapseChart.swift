import Verification

/// The numbers of a ``DiagramFinding`` against the parameter over its predicted boundary, one series per dimension.
///
/// If the boundary is right, the curves of all dimensions cross at 1.
struct CollapseChart {
  /// The name of its file.
  static let file = "collapse.svg"

  private let finding: DiagramFinding
  private let name: String

  init(_ finding: DiagramFinding, of name: String) {
    self.finding = finding
    self.name = name
  }

  /// The chart; nil if no dimension has a boundary above 0.
  var chart: Chart? {
    let series = finding.dimensions.indices.compactMap(self.series)
    guard !series.isEmpty else { return nil }
    let places = Set(series.flatMap { $0.points.map(\.scale) }).sorted()
    let label = "\(finding.diagram.parameter) / (\(finding.diagram.boundary.formula))"
    var chart = Chart(
      title:
        "\(ChartMessage.capitalised(finding.diagram.quantity.text)): do the curves of all \(finding.base) cross at 1?",
      valueLabel: finding.diagram.quantity.text, axis: .linear(0, 1), scales: places, series: series, threshold: 0.5)
    chart.scaleLabel = label
    chart.thresholdLabel = "one half"
    chart.ticks = Self.ticks(places)
    chart.offset = 0
    chart.remarks = ["dots: runs; line: mean over \(finding.diagram.runs) runs"]
    return chart
  }

  /// The powers of two among the places, or between them.
  private static func ticks(_ places: [Double]) -> [Double] {
    guard let first = places.first, let last = places.last else { return [] }
    var ticks: [Double] = []
    var tick = 1.0
    while tick / 2 >= first { tick /= 2 }
    while tick <= last {
      if tick >= first { ticks.append(tick) }
      tick *= 2
    }
    return ticks
  }

  private func series(_ index: Int) -> Chart.Series? {
    let boundary = finding.boundary[index]
    guard boundary > 0, boundary.isFinite else { return nil }
    var points: [(scale: Double, mean: Double, lower: Double?, upper: Double?)] = []
    var dots: [(scale: Double, value: Double)] = []
    for (value, runs) in zip(finding.diagram.values, finding.runs[index]) {
      let place = Double(value) / boundary
      let runs = runs.compactMap { $0 }.filter(\.isFinite)
      // The sum of huge values can be infinite; such a point has no place on the chart.
      let mean = runs.reduce(0, +) / Double(runs.count)
      guard !runs.isEmpty, mean.isFinite else { continue }
      points.append((place, mean, nil, nil))
      dots += runs.map { (scale: place, value: $0) }
    }
    guard !points.isEmpty else { return nil }
    return Chart.Series(
      name: "\(finding.base) = \(finding.dimensions[index])", isControl: false, points: points, runs: dots,
      curve: points.map { (scale: $0.scale, value: $0.mean) })
  }
}
