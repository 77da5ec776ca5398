/// The style that all drawings share: type, axes, and colours that follow the reader's light or dark mode.
///
/// Colours are from the Okabe–Ito set, which colour-blind readers can distinguish. Series also differ by marker and
/// dash.
enum DrawingStyle {
  /// The number of series that have their own colour and marker.
  static let colours = 6

  /// Returns a heading of one line, or of two where it is too long for one.
  static func title(_ text: String, x: String) -> [String] {
    let lines = titleLines(text)
    return zip(lines, lines.count == 1 ? ["26"] : ["22", "42"]).map { line, y in
      "<text class=\"title\" x=\"\(x)\" y=\"\(y)\">\(Markup.escaped(line))</text>"
    }
  }

  /// Returns where the plot begins, so that its heading never touches it.
  static func top(below title: String) -> Double { titleLines(title).count == 1 ? 46 : 66 }

  private static func titleLines(_ text: String) -> [String] {
    let longest = 72
    guard text.count > longest, let cut = text.prefix(longest).lastIndex(of: " ") else { return [text] }
    return [String(text[..<cut]), shortened(String(text[text.index(after: cut)...]), to: longest)]
  }

  /// Returns a coordinate to a tenth of a point, which is all that can be seen.
  static func tenth(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return NumberText.coordinate(value) }
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, part) = (tenths.magnitude / 10, tenths.magnitude % 10)
    return part == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(part)"
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
    .c4{stroke:#8a6d00;fill:#8a6d00}.c5{stroke:#3a9bd9;fill:#3a9bd9}.ck{stroke:#6b7280;fill:#6b7280}
    .mean{fill:none;stroke-width:2.2}.control{stroke-dasharray:8 5}.fit{fill:none;stroke-width:.9}
    .rival{stroke-dasharray:1 2}.band{stroke:none;opacity:.13}
    .bar{fill:none;stroke-width:1.4}.run{fill:none;stroke-width:4;stroke-linecap:round;opacity:.4}.marker{stroke-width:0}
    .second{stroke-dasharray:3 3}
    .hollow{fill:#fff;stroke-width:1.6}
    @media (prefers-color-scheme:dark){text{fill:#e6e6e6}.paper{fill:#0d1117}.grid{stroke:#30363d}
    .axis,.threshold{stroke:#9aa4ad}.c0{stroke:#56b4e9;fill:#56b4e9}.c1{stroke:#e69f00;fill:#e69f00}
    .c2{stroke:#2ed3a2;fill:#2ed3a2}.c3{stroke:#e7a6c8;fill:#e7a6c8}
    .c4{stroke:#f0e442;fill:#f0e442}.c5{stroke:#a9c7ff;fill:#a9c7ff}.ck{stroke:#aab2bd;fill:#aab2bd}
    .mean,.fit,.bar,.run,.axis{fill:none}.hollow{fill:#0d1117}.band{stroke:none;opacity:.2}}
    </style>
    """
}
