import Foundation
import Verification

/// Draws a ``DiagramFinding`` as a heat map on logarithmic axes, with the predicted boundary in it.
struct DiagramDrawing {
  /// The name of its file.
  static let file = "diagram.svg"

  private let _finding: DiagramFinding
  private let _name: String
  private let _left = 78.0
  private let _top = 46.0
  private let _width = 600.0
  private let _height = 340.0

  init(_ finding: DiagramFinding, of name: String) {
    _finding = finding
    _name = name
  }

  /// What it shows.
  var title: String {
    let arm = _finding.diagram.arm.words
    return "\(_name): \(_finding.diagram.quantity.text) under \(arm), over d and \(_finding.diagram.parameter.rawValue)"
  }

  /// The image.
  var svg: String {
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 500\" width=\"720\" height=\"500\" role=\"img\">",
      "<title>\(Markup.escaped(title))</title>", DrawingStyle.css, Self._css,
      "<rect class=\"paper\" width=\"720\" height=\"500\"/>",
    ]
    lines += DrawingStyle.title(title, x: _text(_left))
    lines += _cells.map(\.rectangle) + _boundary + _cells.map(\.number) + _axes + _legend
    lines.append("</svg>")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every number behind the picture: one line per run, and the boundary at each dimension.
  var csv: String {
    var lines = ["d,\(_finding.diagram.parameter.rawValue),run,value,boundary"]
    for (d, rows) in zip(_finding.dimensions.indices, _finding.runs) {
      for (value, runs) in zip(_finding.diagram.values, rows) {
        for (index, share) in runs.enumerated() {
          let boundary = NumberText.exact(_finding.boundary[d])
          lines.append(
            "\(_finding.dimensions[d]),\(value),\(index + 1),\(NumberText.field(share)),\(boundary)")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Cells

  /// The cells and, to stand above the boundary, the numbers on them.
  private var _cells: [(rectangle: String, number: String)] {
    var cells: [(rectangle: String, number: String)] = []
    for (column, rows) in _finding.runs.enumerated() {
      for (row, values) in rows.enumerated() {
        let runs = values.compactMap { $0 }
        if runs.isEmpty { continue }
        let mean = runs.reduce(0, +) / Double(runs.count)
        // A run that went wrong has no colour; its number is in the table.
        guard mean.isFinite else { continue }
        let (left, right) = Self._edges(_finding.dimensions, column).mapped(_x)
        let (bottom, top) = Self._edges(_finding.diagram.values, row).mapped(_y)
        let colour = Self._colour(mean)
        cells.append(
          (
            rectangle:
              "<rect fill=\"\(colour)\" x=\"\(_text(left))\" y=\"\(_text(top))\" width=\"\(_text(right - left))\" "
              + "height=\"\(_text(bottom - top))\"/>",
            number: "<text class=\"\(mean > 0.5 ? "pale" : "dark")\" stroke=\"\(colour)\" text-anchor=\"middle\" "
              + "x=\"\(_text((left + right) / 2))\" y=\"\(_text((top + bottom) / 2 + 4))\">\(NumberText.coordinate(mean))</text>"
          ))
      }
    }
    return cells
  }

  /// The ends of a cell on a logarithmic axis: half-way to its neighbours.
  private static func _edges(_ values: [Int], _ index: Int) -> Pair {
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

  /// One hue from light to dark, so that no colour has to be told from another.
  private static func _colour(_ share: Double) -> String {
    let share = min(1, max(0, share))
    let (pale, dark) = ([233.0, 243.0, 250.0], [0.0, 68.0, 122.0])
    let mixed = zip(pale, dark).map { Int(($0 + share * ($1 - $0)).rounded()) }
    return "rgb(\(mixed[0]),\(mixed[1]),\(mixed[2]))"
  }

  // MARK: Axes

  private var _axes: [String] {
    let bottom = _top + _height
    var lines = [
      "<path class=\"axis\" d=\"M\(_text(_left)) \(_text(_top))V\(_text(bottom))H\(_text(_left + _width))\"/>",
      "<text class=\"label\" text-anchor=\"middle\" x=\"\(_text(_left + _width / 2))\" y=\"\(_text(bottom + 40))\">"
        + "dimension d</text>",
    ]
    let middle = _text(_top + _height / 2)
    lines.append(
      "<text class=\"label\" text-anchor=\"middle\" x=\"22\" y=\"\(middle)\" transform=\"rotate(-90 22 \(middle))\">"
        + "\(Markup.escaped(_finding.diagram.parameter.rawValue))</text>")
    for d in _finding.dimensions {
      lines.append(
        "<text class=\"tick\" text-anchor=\"middle\" x=\"\(_text(_x(log(Double(d)))))\" y=\"\(_text(bottom + 19))\">\(d)</text>"
      )
    }
    for value in _finding.diagram.values {
      lines.append(
        "<text class=\"tick\" text-anchor=\"end\" x=\"\(_text(_left - 8))\" y=\"\(_text(_y(log(Double(value))) + 4))\">"
          + "\(value)</text>")
    }
    return lines
  }

  private var _boundary: [String] {
    let points = zip(_finding.dimensions, _finding.boundary).filter { $1 > 0 && $1.isFinite }
    guard points.count > 1 else { return [] }
    let path = points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(_text(_x(log(Double(point.0))))) \(_text(_y(log(point.1))))"
    }.joined()
    return ["<path class=\"edge halo\" d=\"\(path)\"/>", "<path class=\"edge\" d=\"\(path)\"/>"]
  }

  private var _legend: [String] {
    let y = _top + _height + 66
    let formula = Markup.escaped(_finding.diagram.boundary.formula)
    let boundary = "predicted boundary: \(Markup.escaped(_finding.diagram.parameter.rawValue)) = \(formula)"
    return [
      "<path class=\"edge halo\" d=\"M\(_text(_left)) \(_text(y))h44\"/>",
      "<path class=\"edge\" d=\"M\(_text(_left)) \(_text(y))h44\"/>",
      "<text class=\"label\" x=\"\(_text(_left + 54))\" y=\"\(_text(y + 4))\">\(boundary)</text>",
      "<text class=\"label\" x=\"\(_text(_left))\" y=\"\(_text(y + 28))\">cells: mean over \(_finding.diagram.runs) runs</text>",
    ]
  }

  private func _x(_ logarithm: Double) -> Double {
    _left + _width * _share(logarithm, _finding.dimensions)
  }

  private func _y(_ logarithm: Double) -> Double {
    _top + _height * (1 - _share(logarithm, _finding.diagram.values))
  }

  private func _share(_ logarithm: Double, _ values: [Int]) -> Double {
    guard let last = values.indices.last else { return 0.5 }
    let (low, high) = (Self._edges(values, 0).low, Self._edges(values, last).high)
    return high > low ? (logarithm - low) / (high - low) : 0.5
  }

  private func _text(_ value: Double) -> String { NumberText.coordinate(value) }

  /// Cells keep their colours in dark mode, and so do the numbers on them.
  private static let _css = """
    <style>
    text.pale,text.dark{font-size:12px;paint-order:stroke;stroke-width:4}text.pale{fill:#fff}text.dark{fill:#111}
    .edge{fill:none;stroke:#d55e00;stroke-width:2.5}.halo{stroke:#fff;stroke-width:5.5}
    </style>
    """
}
