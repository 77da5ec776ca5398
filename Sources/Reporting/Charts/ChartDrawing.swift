import Files
import Foundation

/// Draws a ``Chart`` as an SVG image that follows the reader's light or dark mode.
///
/// Colours are from the Okabe–Ito set, which colour-blind readers can distinguish. Series also differ by marker and
/// dash.
struct ChartDrawing {
  private let chart: Chart
  private let left = 78.0
  private let top = 46.0
  private let width = 600.0
  private let height = 300.0
  private let low: Double
  private let high: Double

  init(_ chart: Chart) {
    self.chart = chart
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
    for (value, label) in ticks {
      let y = self.text(self.y(value))
      lines.append(
        "<line class=\"grid\" x1=\"\(self.text(left))\" x2=\"\(self.text(left + width))\" y1=\"\(y)\" y2=\"\(y)\"/>")
      lines.append(
        "<text class=\"tick\" text-anchor=\"end\" x=\"\(self.text(left - 8))\" y=\"\(self.text(self.y(value) + 4))\">\(label)</text>"
      )
    }
    let bottom = top + height
    let places = chart.ticks ?? chart.scales
    let labelled = self.labelled(places)
    for scale in places {
      let x = self.text(self.x(scale))
      lines.append(
        "<line class=\"axis\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(self.text(bottom))\" y2=\"\(self.text(bottom + 5))\"/>")
      guard labelled.contains(scale) else { continue }
      lines.append(
        "<text class=\"tick\" text-anchor=\"middle\" x=\"\(x)\" y=\"\(self.text(bottom + 19))\">\(NumberText.scale(scale))</text>"
      )
    }
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
    let colour = "c\(number % DrawingStyle.colours)"
    if series.band.count > 1 {
      let edge = series.band.map { (scale: $0.scale, value: $0.lower) }.reversed()
      let outline = self.path(series.band.map { (scale: $0.scale, value: $0.upper) } + edge, offset: offset(number))
      lines.append("<path class=\"band \(colour)\" d=\"\(outline)Z\"/>")
    }
    for (scale, value) in series.runs {
      lines.append("<circle class=\"run \(colour)\" cx=\"\(text(self.x(scale)))\" cy=\"\(text(y(value)))\" r=\"2\"/>")
    }
    for point in series.points {
      guard let lower = point.lower, let upper = point.upper else { continue }
      let x = self.x(point.scale) + offset(number)
      lines.append(
        "<path class=\"bar \(colour)\" d=\"M\(text(x - 4)) \(text(y(lower)))h8m-4 0V\(text(y(upper)))m-4 0h8\"/>")
    }
    if !series.curve.isEmpty {
      lines.append("<path class=\"fit \(colour)\" d=\"\(self.path(series.curve, offset: 0))\"/>")
    }
    for rival in series.rivals where !rival.isEmpty {
      lines.append("<path class=\"fit rival \(colour)\" d=\"\(self.path(rival, offset: 0))\"/>")
    }
    let means = series.points.map { (scale: $0.scale, value: $0.mean) }
    if means.count > 1 {
      lines.append(
        "<path class=\"mean \(colour)\(series.isControl ? " control" : "")\" d=\"\(self.path(means, offset: offset(number)))\"/>"
      )
    }
    for (scale, value) in means {
      let isHollow = series.hollow.contains(scale)
      lines.append(marker(number, x: self.x(scale) + offset(number), y: y(value), isHollow: isHollow))
    }
    for (scale, value) in series.others {
      lines.append(marker(number, x: self.x(scale) + offset(number) + 10, y: y(value), isHollow: true))
    }
    return lines
  }

  /// The sideways shift of a series, which keeps equal values visible.
  private func offset(_ number: Int) -> Double { Double(number) * chart.offset }

  private func legend(top: Double) -> [String] {
    var lines: [String] = []
    for (index, series) in chart.series.enumerated() {
      let y = top + 20 * Double(index)
      lines.append(
        "<path class=\"mean c\(index % DrawingStyle.colours)\(series.isControl ? " control" : "")\" "
          + "d=\"M\(self.text(left)) \(self.text(y))h44\"/>")
      lines.append(marker(index, x: left + 22, y: y))
      lines.append(
        "<text class=\"label\" x=\"\(self.text(left + 54))\" y=\"\(self.text(y + 4))\">\(Markup.escaped(series.name))</text>"
      )
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

  private func marker(_ number: Int, x: Double, y: Double, isHollow: Bool = false) -> String {
    let (x, y) = (text(x), text(y))
    let shape =
      switch number % DrawingStyle.colours {
      case 0: "M\(x) \(y)m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"
      case 1: "M\(x) \(y)m-4.5 -4.5h9v9h-9z"
      case 2: "M\(x) \(y)m0 -6l6 10h-12z"
      case 3: "M\(x) \(y)m0 -6l6 6l-6 6l-6 -6z"
      case 4: "M\(x) \(y)m0 6l6 -10h-12z"
      default: "M\(x) \(y)m-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z"
      }
    let style = isHollow ? " hollow" : ""
    return "<path class=\"marker c\(number % DrawingStyle.colours)\(style)\" d=\"\(shape)\"/>"
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
    points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(text(x(point.scale) + offset)) \(text(y(point.value)))"
    }.joined()
  }

  private func text(_ value: Double) -> String { NumberText.coordinate(value) }
}

/// The style that all drawings share: type, axes, and colours that follow the reader's light or dark mode.
///
/// Colours are from the Okabe–Ito set, which colour-blind readers can distinguish. Series also differ by marker and
/// dash.
enum DrawingStyle {
  /// The number of series that have their own colour and marker.
  static let colours = 6

  /// Returns a heading of one line, or of two where it is too long for one.
  static func title(_ text: String, x: String) -> [String] {
    let longest = 72
    var lines = [text]
    if text.count > longest, let cut = text.prefix(longest).lastIndex(of: " ") {
      lines = [String(text[..<cut]), String(text[text.index(after: cut)...])]
    }
    return zip(lines, lines.count == 1 ? ["26"] : ["18", "36"]).map { line, y in
      "<text class=\"title\" x=\"\(x)\" y=\"\(y)\">\(Markup.escaped(line))</text>"
    }
  }

  /// Returns a label cut to fit beside an axis; the chart's title has the whole text.
  static func shortened(_ text: String, to length: Int) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
  }

  /// The style element of a drawing.
  static let css = """
    <style>
    text{font-family:system-ui,-apple-system,"Segoe UI",sans-serif;fill:#222}
    .title{font-size:15px;font-weight:600}.label{font-size:13px}.tick{font-size:12px}
    .paper{fill:#fff}.grid{stroke:#ddd}.axis{stroke:#555;fill:none}
    .threshold{stroke:#555;stroke-width:1.2;stroke-dasharray:2 4;fill:none}
    .c0{stroke:#0072b2;fill:#0072b2}.c1{stroke:#d55e00;fill:#d55e00}
    .c2{stroke:#009e73;fill:#009e73}.c3{stroke:#cc79a7;fill:#cc79a7}
    .c4{stroke:#8a6d00;fill:#8a6d00}.c5{stroke:#3a9bd9;fill:#3a9bd9}
    .mean{fill:none;stroke-width:2.2}.control{stroke-dasharray:8 5}.fit{fill:none;stroke-width:.9}
    .rival{stroke-dasharray:1 2}.band{stroke:none;opacity:.13}
    .bar{fill:none;stroke-width:1.4}.run{stroke:none;opacity:.28}.marker{stroke-width:0}
    .hollow{fill:#fff;stroke-width:1.6}
    @media (prefers-color-scheme:dark){text{fill:#e6e6e6}.paper{fill:#0d1117}.grid{stroke:#30363d}
    .axis,.threshold{stroke:#9aa4ad}.c0{stroke:#56b4e9;fill:#56b4e9}.c1{stroke:#e69f00;fill:#e69f00}
    .c2{stroke:#2ed3a2;fill:#2ed3a2}.c3{stroke:#e7a6c8;fill:#e7a6c8}
    .c4{stroke:#f0e442;fill:#f0e442}.c5{stroke:#a9c7ff;fill:#a9c7ff}
    .mean,.fit,.bar{fill:none}.axis{fill:none}.hollow{fill:#0d1117}.run,.band{stroke:none}.band{opacity:.2}}
    </style>
    """
}
