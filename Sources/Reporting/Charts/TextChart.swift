import Foundation

/// Draws a ``Chart``'s first series with characters: means with their limits over the logarithm of the scale.
struct TextChart {
  private let chart: Chart
  private let series: Chart.Series
  private let low: Double
  private let high: Double

  /// Lines and columns of the field that points stand in; with labels a line has at most 76 columns.
  private static let height = 14
  private static let width = 62
  private static let labelWidth = 9

  /// Returns nil where there is no mean to draw.
  init?(_ chart: Chart) {
    guard let series = chart.series.first, !series.points.isEmpty else { return nil }
    self.chart = chart
    self.series = series
    var values = series.points.flatMap { [$0.mean, $0.lower ?? $0.mean, $0.upper ?? $0.mean] }
    if let threshold = chart.threshold { values.append(threshold) }
    // A limit may overflow where two runs differ by hundreds of orders of magnitude.
    values.removeAll { !$0.isFinite }
    switch chart.axis {
    case .linear(let low, _):
      values.append(0)
      (self.low, high) = Self.range(values.map { max(low, $0) }, atLeast: 1e-9)
    case .logarithmic:
      (self.low, high) = Self.range(values.filter { $0 > 0 }.map { log10($0) }, atLeast: 0.1)
    }
  }

  private static func range(_ values: [Double], atLeast width: Double) -> (Double, Double) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    return high - low < width ? (low - width / 2, high + width / 2) : (low, high)
  }

  /// The lines, without spaces at their ends.
  var text: String {
    var field = [[Character]](
      repeating: [Character](repeating: " ", count: Self.width), count: Self.height)
    var labels = [Int: Double]()
    for row in [0, Self.height / 2, Self.height - 1] { labels[row] = value(row) }
    if let threshold = chart.threshold {
      let row = self.row(threshold)
      field[row] = [Character](repeating: "╌", count: Self.width)
      for near in [row - 1, row + 1] where near != 0 && near != Self.height - 1 { labels[near] = nil }
      labels[row] = threshold
    }
    for point in series.points {
      let column = self.column(point.scale)
      if let lower = point.lower, let upper = point.upper {
        let (top, bottom) = (self.row(upper), self.row(lower))
        for row in top...max(top, bottom) { field[row][column] = "│" }
        if bottom > top {
          field[top][column] = "┬"
          field[bottom][column] = "┴"
        }
      }
    }
    for point in series.points { field[self.row(point.mean)][self.column(point.scale)] = "●" }
    var lines = field.enumerated().map { row, cells in
      Self.trimmed(label(labels[row]) + (labels[row] == nil ? " │" : " ┤") + String(cells))
    }
    lines.append(label(nil) + " └" + String(repeating: "─", count: Self.width))
    lines.append(Self.trimmed(label(nil) + "  " + scaleLabels))
    var legend = "● \(chart.valueLabel) against d (log)"
    if case .logarithmic = chart.axis { legend = "● \(chart.valueLabel) (log) against d (log)" }
    if chart.threshold != nil { legend += ", ╌ \(chart.thresholdLabel)" }
    lines.append(label(nil) + "  " + legend)
    return lines.joined(separator: "\n")
  }

  private func label(_ value: Double?) -> String {
    let text = value.map { NumberText.short($0) } ?? ""
    return String(repeating: " ", count: max(0, Self.labelWidth - text.count)) + text
  }

  /// The scales under their columns, as many as have room.
  private var scaleLabels: String {
    var line = ""
    for scale in chart.scales {
      let text = scale < 1e6 ? NumberText.exact(scale) : NumberText.short(scale)
      let start = min(max(0, column(scale) - (text.count - 1) / 2), Self.width - text.count)
      guard line.isEmpty || start > line.count, start >= 0 else { continue }
      line += String(repeating: " ", count: start - line.count) + text
    }
    return line
  }

  private func column(_ scale: Double) -> Int {
    guard let first = chart.scales.first, let last = chart.scales.last, last > first else { return Self.width / 2 }
    return 2 + Int((Double(Self.width - 5) * log(scale / first) / log(last / first)).rounded())
  }

  private func row(_ value: Double) -> Int {
    var position = value
    if case .logarithmic = chart.axis { position = value > 0 ? log10(value) : low }
    let share = (min(max(position, low), high) - low) / (high - low)
    return Int((Double(Self.height - 1) * (1 - share)).rounded())
  }

  private func value(_ row: Int) -> Double {
    let position = high - (high - low) * Double(row) / Double(Self.height - 1)
    if case .logarithmic = chart.axis { return pow(10, position) }
    return abs(position) < 1e-12 ? 0 : position
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
