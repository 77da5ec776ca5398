import Foundation

/// Draws a ``Chart``'s first series with characters: means with their limits over the logarithm of the scale.
struct TextChart {
  private let _chart: Chart
  private let _series: Chart.Series
  private let _low: Double
  private let _high: Double

  /// Lines and columns of the field that points stand in; with labels a line has at most 76 columns.
  private static let _height = 14
  private static let _width = 62
  private static let _labelWidth = 9

  /// Returns nil where there is no mean to draw.
  init?(_ chart: Chart) {
    guard let series = chart.series.first, !series.points.isEmpty else { return nil }
    _chart = chart
    _series = series
    var values = series.points.flatMap { [$0.mean, $0.lower ?? $0.mean, $0.upper ?? $0.mean] }
    if let threshold = chart.threshold { values.append(threshold) }
    // A limit may overflow where two runs differ by hundreds of orders of magnitude.
    values.removeAll { !$0.isFinite }
    switch chart.axis {
    case .linear(let low, _):
      values.append(0)
      (_low, _high) = Self._range(values.map { max(low, $0) }, atLeast: 1e-9)
    case .logarithmic:
      (_low, _high) = Self._range(values.filter { $0 > 0 }.map { log10($0) }, atLeast: 0.1)
    }
  }

  private static func _range(_ values: [Double], atLeast width: Double) -> (Double, Double) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    return high - low < width ? (low - width / 2, high + width / 2) : (low, high)
  }

  /// The lines, without spaces at their ends.
  var text: String {
    var field = [[Character]](
      repeating: [Character](repeating: " ", count: Self._width), count: Self._height)
    var labels = [Int: Double]()
    for row in [0, Self._height / 2, Self._height - 1] { labels[row] = _value(row) }
    if let threshold = _chart.threshold {
      let row = _row(threshold)
      field[row] = [Character](repeating: "╌", count: Self._width)
      for near in [row - 1, row + 1] where near != 0 && near != Self._height - 1 { labels[near] = nil }
      labels[row] = threshold
    }
    for point in _series.points {
      let column = _column(point.scale)
      if let lower = point.lower, let upper = point.upper {
        let (top, bottom) = (_row(upper), _row(lower))
        for row in top...max(top, bottom) { field[row][column] = "│" }
        if bottom > top {
          field[top][column] = "┬"
          field[bottom][column] = "┴"
        }
      }
    }
    for point in _series.points { field[_row(point.mean)][_column(point.scale)] = "●" }
    var lines = field.enumerated().map { row, cells in
      Self._trimmed(_label(labels[row]) + (labels[row] == nil ? " │" : " ┤") + String(cells))
    }
    lines.append(_label(nil) + " └" + String(repeating: "─", count: Self._width))
    lines.append(Self._trimmed(_label(nil) + "  " + _scaleLabels))
    var legend = "● \(_chart.valueLabel) against d (log)"
    if case .logarithmic = _chart.axis { legend = "● \(_chart.valueLabel) (log) against d (log)" }
    if _chart.threshold != nil { legend += ", ╌ \(_chart.thresholdLabel)" }
    lines.append(_label(nil) + "  " + legend)
    return lines.joined(separator: "\n")
  }

  private func _label(_ value: Double?) -> String {
    let text = value.map { NumberText.short($0) } ?? ""
    return String(repeating: " ", count: max(0, Self._labelWidth - text.count)) + text
  }

  /// The scales under their columns, as many as have room.
  private var _scaleLabels: String {
    var line = ""
    for scale in _chart.scales {
      let text = scale < 1e6 ? NumberText.exact(scale) : NumberText.short(scale)
      let start = min(max(0, _column(scale) - (text.count - 1) / 2), Self._width - text.count)
      guard line.isEmpty || start > line.count, start >= 0 else { continue }
      line += String(repeating: " ", count: start - line.count) + text
    }
    return line
  }

  private func _column(_ scale: Double) -> Int {
    guard let first = _chart.scales.first, let last = _chart.scales.last, last > first else { return Self._width / 2 }
    return 2 + Int((Double(Self._width - 5) * log(scale / first) / log(last / first)).rounded())
  }

  private func _row(_ value: Double) -> Int {
    var position = value
    if case .logarithmic = _chart.axis { position = value > 0 ? log10(value) : _low }
    let share = (min(max(position, _low), _high) - _low) / (_high - _low)
    return Int((Double(Self._height - 1) * (1 - share)).rounded())
  }

  private func _value(_ row: Int) -> Double {
    let position = _high - (_high - _low) * Double(row) / Double(Self._height - 1)
    if case .logarithmic = _chart.axis { return pow(10, position) }
    return abs(position) < 1e-12 ? 0 : position
  }

  private static func _trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
