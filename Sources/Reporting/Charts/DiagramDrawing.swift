import Files
import Foundation
import Verification

/// Draws a ``DiagramFinding`` as a heat map on logarithmic axes, with the predicted boundary in it.
struct DiagramDrawing {
  /// The name of its file.
  static let file = "diagram.svg"

  private let finding: DiagramFinding
  private let name: String
  private let left = 78.0
  private let top = 46.0
  private let width = 600.0
  private let height = 340.0

  init(_ finding: DiagramFinding, of name: String) {
    self.finding = finding
    self.name = name
  }

  /// What it shows.
  var title: String {
    let arm = finding.diagram.arm.words
    return
      "\(ChartMessage.capitalised(arm)): \(finding.diagram.quantity.text) over \(finding.base) and \(finding.diagram.parameter)"
  }

  /// The image.
  var svg: String {
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 510\" width=\"720\" height=\"510\" role=\"img\">",
      Replaceable.marker,
      "<title>\(Markup.escaped(title))</title>", DrawingStyle.css, Self.css,
      "<rect class=\"paper\" width=\"720\" height=\"510\"/>",
    ]
    lines += DrawingStyle.title(title, x: text(left))
    lines += cells.map(\.rectangle) + boundary + cells.map(\.number) + axes + legend
    lines.append("</svg>")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every number behind the picture: one line per run, and the boundary at each dimension.
  var csv: String {
    var lines = ["\(Markup.field(finding.base)),\(Markup.field(finding.diagram.parameter)),run,value,boundary"]
    for (d, rows) in zip(finding.dimensions.indices, finding.runs) {
      for (value, runs) in zip(finding.diagram.values, rows) {
        for (index, share) in runs.enumerated() {
          let boundary = NumberText.exact(finding.boundary[d])
          lines.append(
            "\(finding.dimensions[d]),\(value),\(index + 1),\(NumberText.field(share)),\(boundary)")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Cells

  /// The cells, with their numbers apart, because the numbers are drawn above the boundary.
  private var cells: [(rectangle: String, number: String)] {
    var cells: [(rectangle: String, number: String)] = []
    for (column, rows) in finding.runs.enumerated() {
      for (row, values) in rows.enumerated() {
        let runs = values.compactMap { $0 }
        if runs.isEmpty { continue }
        let mean = runs.reduce(0, +) / Double(runs.count)
        // A cell without a finite mean has no colour; its numbers are in the CSV file.
        guard mean.isFinite else { continue }
        let (left, right) = Self.edges(finding.dimensions, column).mapped(self.x)
        let (bottom, top) = Self.edges(finding.diagram.values, row).mapped(self.y)
        let colour = Self.colour(mean)
        cells.append(
          (
            rectangle:
              "<rect fill=\"\(colour)\" x=\"\(self.text(left))\" y=\"\(self.text(top))\" width=\"\(self.text(right - left))\" "
              + "height=\"\(self.text(bottom - top))\"/>",
            number:
              "<text class=\"\(Self.isPale(on: colour) ? "pale" : "dark")\" stroke=\"\(colour)\" text-anchor=\"middle\" "
              + "x=\"\(self.text((left + right) / 2))\" y=\"\(self.text((top + bottom) / 2 + 4))\">\(NumberText.coordinate(mean))</text>"
          ))
      }
    }
    return cells
  }

  /// The ends of a cell on a logarithmic axis: half-way to its neighbours.
  private static func edges(_ values: [Int], _ index: Int) -> Pair {
    let logarithms = values.map { log(Double($0)) }
    let step = logarithms.count > 1 ? logarithms[1] - logarithms[0] : 1
    let before = index > 0 ? logarithms[index - 1] : logarithms[index] - step
    let after =
      index + 1 < logarithms.count
      ? logarithms[index + 1] : 2 * logarithms[index] - (index > 0 ? logarithms[index - 1] : logarithms[index] - step)
    return Pair(low: (before + logarithms[index]) / 2, high: (logarithms[index] + after) / 2)
  }

  private struct Pair {
    let low: Double
    let high: Double
    func mapped(_ place: (Double) -> Double) -> (Double, Double) { (place(low), place(high)) }
  }

  /// One hue from light to dark, so that readers need not distinguish hues.
  private static func colour(_ share: Double) -> String {
    let share = min(1, max(0, share))
    let (pale, dark) = ([233.0, 243.0, 250.0], [0.0, 68.0, 122.0])
    let mixed = zip(pale, dark).map { Int(($0 + share * ($1 - $0)).rounded()) }
    return "#" + mixed.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Whether white can be read better than black on a colour.
  private static func isPale(on colour: String) -> Bool {
    (VerdictPalette.contrast("#ffffff", colour) ?? 1) > (VerdictPalette.contrast("#000000", colour) ?? 21)
  }

  // MARK: Axes

  private var axes: [String] {
    let bottom = top + height
    var lines = [
      "<path class=\"axis\" d=\"M\(self.text(left)) \(self.text(top))V\(self.text(bottom))H\(self.text(left + width))\"/>",
      "<text class=\"label\" text-anchor=\"middle\" x=\"\(self.text(left + width / 2))\" y=\"\(self.text(bottom + 40))\">"
        + "\(finding.base == "d" ? "dimension" : "scale") \(Markup.escaped(finding.base))</text>",
    ]
    let middle = self.text(top + height / 2)
    lines.append(
      "<text class=\"label\" text-anchor=\"middle\" x=\"22\" y=\"\(middle)\" transform=\"rotate(-90 22 \(middle))\">"
        + "\(Markup.escaped(finding.diagram.parameter))</text>")
    for d in finding.dimensions {
      lines.append(
        "<text class=\"tick\" text-anchor=\"middle\" x=\"\(self.text(self.x(log(Double(d)))))\" y=\"\(self.text(bottom + 19))\">\(d)</text>"
      )
    }
    for value in finding.diagram.values {
      lines.append(
        "<text class=\"tick\" text-anchor=\"end\" x=\"\(self.text(left - 8))\" y=\"\(self.text(self.y(log(Double(value))) + 4))\">"
          + "\(value)</text>")
    }
    return lines
  }

  private var boundary: [String] {
    let points = zip(finding.dimensions, finding.boundary).filter { $1 > 0 && $1.isFinite }
    guard points.count > 1 else { return [] }
    let path = points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(text(x(log(Double(point.0))))) \(text(y(log(point.1))))"
    }.joined()
    return ["<path class=\"edge halo\" d=\"\(path)\"/>", "<path class=\"edge\" d=\"\(path)\"/>"]
  }

  private var legend: [String] {
    let y = top + height + 66
    let formula = Markup.escaped(finding.diagram.boundary.formula)
    let boundary = "predicted boundary: \(Markup.escaped(finding.diagram.parameter)) = \(formula)"
    return [
      "<path class=\"edge halo\" d=\"M\(self.text(left)) \(self.text(y))h44\"/>",
      "<path class=\"edge\" d=\"M\(self.text(left)) \(self.text(y))h44\"/>",
      "<text class=\"label\" x=\"\(self.text(left + 54))\" y=\"\(self.text(y + 4))\">\(boundary)</text>",
      "<text class=\"label\" x=\"\(self.text(left))\" y=\"\(self.text(y + 28))\">cells: mean over \(finding.diagram.runs) runs</text>",
    ] + key(y + 16)
  }

  /// The colours of means from 0 to 1.
  private func key(_ y: Double) -> [String] {
    let (size, right) = (26.0, left + width)
    return (0...5).flatMap { step -> [String] in
      let (share, x) = (Double(step) / 5, right - size * Double(6 - step))
      return [
        "<path fill=\"\(Self.colour(share))\" d=\"M\(text(x)) \(text(y))h\(text(size))v14h-\(text(size))z\"/>",
        "<text class=\"tick\" text-anchor=\"middle\" x=\"\(text(x + size / 2))\" y=\"\(text(y + 28))\">"
          + "\(NumberText.coordinate(share))</text>",
      ]
    }
  }

  private func x(_ logarithm: Double) -> Double {
    left + width * share(logarithm, finding.dimensions)
  }

  private func y(_ logarithm: Double) -> Double {
    top + height * (1 - share(logarithm, finding.diagram.values))
  }

  private func share(_ logarithm: Double, _ values: [Int]) -> Double {
    guard let last = values.indices.last else { return 0.5 }
    let (low, high) = (Self.edges(values, 0).low, Self.edges(values, last).high)
    return high > low ? (logarithm - low) / (high - low) : 0.5
  }

  private func text(_ value: Double) -> String { NumberText.coordinate(value) }

  /// Cells keep their colours in dark mode, and so do the numbers on them.
  static let css = """
    <style>
    text.pale,text.dark{font-size:12px;paint-order:stroke;stroke-width:4}text.pale{fill:#fff}text.dark{fill:#000}
    .edge{fill:none;stroke:#d55e00;stroke-width:2.5}.halo{stroke:#fff;stroke-width:5.5}
    </style>
    """
}
