import Files
import Foundation

/// Draws a ``Chart`` as an SVG image that follows the reader's light or dark mode.
///
/// Colours are from the Okabe–Ito set, which colour-blind readers can distinguish. Series also differ by marker and
/// dash.
struct ChartDrawing {
  private let chart: Chart
  private let left = 78.0
  private let top: Double
  private let width = 600.0
  private let height = 300.0
  private let low: Double
  private let high: Double
  private let styles: [SeriesStyle]

  init(_ chart: Chart) {
    self.chart = chart
    top = DrawingStyle.top(below: chart.title)
    styles = SeriesStyle.all(of: chart.series)
    switch chart.axis {
    case .linear(let low, let high):
      // An axis without extent has no ticks, and the length of an axis over all numbers overflows.
      let (low, high) = (min(max(low, -1e300), 1e300), min(max(high, -1e300), 1e300))
      let margin = high > low ? 0 : max(1, abs(low))
      self.low = low - margin
      self.high = max(low, high) + margin
    case .logarithmic:
      var values: [Double] = []
      for series in chart.series {
        values += series.runs.map(\.value)
        values += series.band.flatMap { [$0.lower, $0.upper] }
        for point in series.points { values += [point.mean, point.lower ?? point.mean, point.upper ?? point.mean] }
      }
      values += chart.bound.map(\.value) + [chart.threshold].compactMap { $0 }
      values.removeAll { $0 <= 0 || !$0.isFinite }
      self.low = log10(values.min() ?? 0.1).rounded(.down)
      self.high = max(self.low + 1, log10(values.max() ?? 1).rounded(.up))
    }
  }

  /// The image.
  var svg: String {
    let legendTop = top + self.height + 66
    let height = legendTop + 20 * Double(chart.series.count + 1 + chart.remarks.count) + 6
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 \(text(height))\" width=\"720\" "
        + "height=\"\(text(height))\" role=\"img\">",
      Replaceable.marker,
      "<title>\(Markup.escaped(chart.title))</title>",
      DrawingStyle.css,
      "<rect class=\"paper\" width=\"720\" height=\"\(text(height))\"/>",
    ]
    lines += DrawingStyle.title(chart.title, x: text(left))
    lines += frame()
    for (index, series) in chart.series.enumerated().reversed() { lines += draw(series, number: index) }
    lines += legend(top: legendTop)
    lines.append("</svg>")
    return lines.joined(separator: "\n") + "\n"
  }

  private func frame() -> [String] {
    var lines: [String] = []
    let (bottom, right) = (top + height, self.text(left + width))
    let grid = ticks.map { "M\(self.text(left)) \(self.text(self.y($0.value)))H\(right)" }.joined()
    lines.append("<path class=\"grid\" d=\"\(grid)\"/>")
    let values = ticks.map { value, label in
      "<text x=\"\(self.text(left - 8))\" y=\"\(self.text(self.y(value) + 4))\">\(label)</text>"
    }
    lines.append("<g class=\"tick\" text-anchor=\"end\">\(values.joined())</g>")
    let places = chart.ticks ?? chart.scales
    let labelled = self.labelled(places)
    let marks = places.map { "M\(self.text(self.x($0))) \(self.text(bottom))v5" }.joined()
    lines.append("<path class=\"axis\" d=\"\(marks)\"/>")
    let scales = places.filter(labelled.contains).map { scale in
      "<text x=\"\(self.text(self.x(scale)))\" y=\"\(self.text(bottom + 19))\">\(NumberText.scale(scale))</text>"
    }
    lines.append("<g class=\"tick\" text-anchor=\"middle\">\(scales.joined())</g>")
    lines.append(
      "<path class=\"axis\" d=\"M\(self.text(left)) \(self.text(top))V\(self.text(bottom))H\(self.text(left + width))\"/>"
    )
    lines.append(
      "<text class=\"label\" text-anchor=\"middle\" x=\"\(self.text(left + width / 2))\" y=\"\(self.text(bottom + 40))\">"
        + "\(Markup.escaped(chart.scaleLabel))</text>")
    let middle = self.text(top + height / 2)
    lines.append(
      "<text class=\"label\" text-anchor=\"middle\" x=\"22\" y=\"\(middle)\" transform=\"rotate(-90 22 \(middle))\">"
        + "\(Markup.escaped(DrawingStyle.shortened(chart.valueLabel, to: 46)))</text>")
    if let threshold = chart.threshold {
      let y = self.text(self.y(threshold))
      lines.append(
        "<line class=\"threshold\" x1=\"\(self.text(left))\" x2=\"\(self.text(left + width))\" y1=\"\(y)\" y2=\"\(y)\"/>"
      )
    }
    if !chart.bound.isEmpty {
      lines.append("<path class=\"threshold\" d=\"\(self.path(chart.bound, offset: 0))\"/>")
    }
    return lines
  }

  /// The positions whose labels have room: the first and the last, then the others from left to right.
  private func labelled(_ places: [Double]) -> Set<Double> {
    func reach(_ place: Double) -> ClosedRange<Double> {
      let half = 3.5 * Double(NumberText.scale(place).count) + 2
      return x(place) - half...x(place) + half
    }
    var kept: Set<Double> = []
    for place in [places.last, places.first].compactMap({ $0 }) + places {
      guard !kept.contains(place), kept.allSatisfy({ !reach($0).overlaps(reach(place)) }) else { continue }
      kept.insert(place)
    }
    return kept
  }

  private func draw(_ series: Chart.Series, number: Int) -> [String] {
    var lines: [String] = []
    let colour = styles[number].colour
    if series.band.count > 1 {
      let edge = series.band.map { (scale: $0.scale, value: $0.lower) }.reversed()
      let outline = self.path(series.band.map { (scale: $0.scale, value: $0.upper) } + edge, offset: offset(number))
      lines.append("<path class=\"band \(colour)\" d=\"\(outline)Z\"/>")
    }
    lines += dots(series.runs, colour)
    let bars = series.points.compactMap { point -> String? in
      guard let lower = point.lower, let upper = point.upper else { return nil }
      let x = self.x(point.scale) + offset(number)
      return "M\(text(x - 4)) \(text(y(lower)))h8m-4 0V\(text(y(upper)))m-4 0h8"
    }
    if !bars.isEmpty { lines.append("<path class=\"bar \(colour)\" d=\"\(bars.joined())\"/>") }
    if !series.curve.isEmpty {
      lines.append("<path class=\"fit \(colour)\" d=\"\(self.path(series.curve, offset: 0))\"/>")
    }
    for rival in series.rivals where !rival.isEmpty {
      lines.append("<path class=\"fit rival \(colour)\" d=\"\(self.path(rival, offset: 0))\"/>")
    }
    let means = series.points.map { (scale: $0.scale, value: $0.mean) }
    if means.count > 1 {
      lines.append(
        "<path class=\"mean \(colour)\(styles[number].dash)\" d=\"\(self.path(means, offset: offset(number)))\"/>"
      )
    }
    var marks = shown(series.points).map { point in
      let words = "\(NumberText.scale(point.scale)): \(NumberText.interval(point.mean, point.lower, point.upper))"
      return marker(
        number, x: self.x(point.scale) + offset(number), y: y(point.mean),
        isHollow: series.hollow.contains(point.scale), words: words)
    }
    marks += series.others.map { scale, value in
      marker(
        number, x: self.x(scale) + offset(number) + 10, y: y(value), isHollow: true,
        words: "\(NumberText.scale(scale)): \(NumberText.short(value))")
    }
    if !marks.isEmpty { lines.append("<g class=\"marker \(colour)\">\(marks.joined())</g>") }
    return lines
  }

  /// The points with a mark: all of a few, of many those with a label on the axis.
  private func shown(
    _ points: [(scale: Double, mean: Double, lower: Double?, upper: Double?)]
  ) -> [(scale: Double, mean: Double, lower: Double?, upper: Double?)] {
    guard points.count > 16, let ticks = chart.ticks else { return points }
    let places = Set(ticks)
    return points.filter { places.contains($0.scale) }
  }

  /// The values of single runs in one path.
  private func dots(_ runs: [(scale: Double, value: Double)], _ colour: String) -> [String] {
    guard !runs.isEmpty else { return [] }
    return ["<path class=\"run \(colour)\" d=\"\(PathText.dots(runs.map { (x: x($0.scale), y: y($0.value)) }))\"/>"]
  }

  /// The sideways shift of a series, which keeps equal values visible.
  private func offset(_ number: Int) -> Double { Double(number) * chart.offset }

  /// The most characters of a name in the legend: more would leave the picture.
  static let longestName = 84

  private func legend(top: Double) -> [String] {
    var lines: [String] = []
    for (index, series) in chart.series.enumerated() {
      let y = top + 20 * Double(index)
      lines.append(
        "<path class=\"mean \(styles[index].colour)\(styles[index].dash)\" "
          + "d=\"M\(self.text(left)) \(self.text(y))h44\"/>")
      lines.append("<g class=\"marker \(styles[index].colour)\">\(marker(index, x: left + 22, y: y))</g>")
      lines.append(
        "<text class=\"label\" x=\"\(self.text(left + 54))\" y=\"\(self.text(y + 4))\">"
          + "\(Markup.escaped(DrawingStyle.shortened(series.name, to: Self.longestName)))</text>")
    }
    let y = top + 20 * Double(chart.series.count)
    let hasThreshold = chart.threshold != nil || !chart.bound.isEmpty
    if hasThreshold {
      let value = chart.threshold.map { " = \(NumberText.short($0))" } ?? ""
      lines.append("<path class=\"threshold\" d=\"M\(self.text(left)) \(self.text(y))h44\"/>")
      lines.append(
        "<text class=\"label\" x=\"\(self.text(left + 54))\" y=\"\(self.text(y + 4))\">"
          + "\(Markup.escaped(chart.thresholdLabel))\(value)</text>")
    }
    for (index, remark) in chart.remarks.enumerated() {
      let line = y + (hasThreshold ? 24 : 4) + 18 * Double(index)
      lines.append(
        "<text class=\"label\" x=\"\(self.text(left))\" y=\"\(self.text(line))\">\(Markup.escaped(remark))</text>")
    }
    return lines
  }

  private func marker(
    _ number: Int, x: Double, y: Double, isHollow: Bool = false, words: String? = nil
  ) -> String {
    let (x, y) = (text(x), text(y))
    let title = words.map { "<title>\(Markup.escaped($0))</title>" } ?? ""
    let style = isHollow ? " class=\"hollow\"" : ""
    if number % DrawingStyle.colours == 0 {
      return "<circle\(style) cx=\"\(x)\" cy=\"\(y)\" r=\"5\">\(title)</circle>"
    }
    let shape =
      switch number % DrawingStyle.colours {
      case 1: "m-4.5-4.5h9v9h-9z"
      case 2: "m0-6l6 10h-12z"
      case 3: "m0-6l6 6l-6 6l-6-6z"
      case 4: "m0 6l6-10h-12z"
      default: "m-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z"
      }
    return "<path\(style) d=\"M\(x) \(y)\(shape)\">\(title)</path>"
  }

  private var ticks: [(value: Double, label: String)] {
    switch chart.axis {
    case .linear:
      return (0...4).map { low + Double($0) * (high - low) / 4 }.map { ($0, NumberText.short($0)) }
    case .logarithmic:
      // At most about ten labels, however many decades there are.
      let step = max(1, (Int(high) - Int(low) + 9) / 10)
      return stride(from: Int(low), through: Int(high), by: step).map {
        (pow(10, Double($0)), "10\(NumberText.superscript($0))")
      }
    }
  }

  private func x(_ scale: Double) -> Double {
    guard let first = chart.scales.first, let last = chart.scales.last, last > first else {
      return left + width / 2
    }
    return left + 26 + (width - 74) * log(scale / first) / log(last / first)
  }

  private func y(_ value: Double) -> Double {
    var position = value
    if case .logarithmic = chart.axis { position = value > 0 ? log10(value) : low }
    let share = (min(max(position, low), high) - low) / (high - low)
    return top + height * (1 - share)
  }

  private func path(_ points: [(scale: Double, value: Double)], offset: Double) -> String {
    PathText.line(points.map { (x: x($0.scale) + offset, y: y($0.value)) })
  }

  private func text(_ value: Double) -> String { DrawingStyle.tenth(value) }
}
