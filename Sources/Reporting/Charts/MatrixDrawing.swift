/// Draws a ``VerdictMatrix`` as an SVG image that follows the reader's light or dark mode.
struct MatrixDrawing {
  /// The name of its file.
  static let file = "matrix.svg"
  /// What the picture shows, for readers who cannot see it.
  static let title = "Verdicts of all claims, of their conclusions and of their controls"

  private let matrix: VerdictMatrix
  /// Groups of themes, one per column of the picture.
  private let columns: [[VerdictMatrix.Group]]
  private let pitch: Double

  private static let columnWidth = 358.0
  private static let line = 17.0
  private static let head = 26.0
  private static let side = 14.0
  private static let conclusionsAt = 203.0
  private static let controlsAt = 280.0

  init(_ matrix: VerdictMatrix) {
    self.matrix = matrix
    columns = Self.balanced(matrix.groups)
    let longest = matrix.groups.flatMap(\.rows).map { max($0.conclusions.count, $0.controls.count) }.max() ?? 1
    // Squares overlap nothing: where a claim has many, they stand closer and are narrower.
    pitch = min(15, 74 / Double(max(1, longest)))
  }

  /// Themes in at most three columns, in their order, so that the longest column is as short as can be.
  private static func balanced(_ groups: [VerdictMatrix.Group]) -> [[VerdictMatrix.Group]] {
    func longest(_ columns: [[VerdictMatrix.Group]]) -> Int {
      columns.map { column in column.reduce(0) { $0 + $1.rows.count + 2 } }.max() ?? 0
    }
    var best: [[VerdictMatrix.Group]] = [groups]
    for first in groups.indices {
      for second in first...groups.count {
        let parts = [Array(groups[..<first]), Array(groups[first..<second]), Array(groups[second...])]
        let split: [[VerdictMatrix.Group]] = parts.filter { !$0.isEmpty }
        if longest(split) < longest(best) { best = split }
      }
    }
    return best.filter { !$0.isEmpty }
  }

  private func count(_ column: [VerdictMatrix.Group]) -> Int { column.reduce(0) { $0 + $1.rows.count + 1 } }

  /// The image.
  var svg: String {
    let width: String = text(Self.columnWidth * Double(max(2, columns.count)))
    let heights: [Double] = columns.map { Double(count($0)) * Self.line + 8 * Double($0.count) }
    let tallest = heights.max() ?? 0
    let height: String = text(Self.head + tallest + 56)
    let size = "width=\"\(width)\" height=\"\(height)\""
    var lines: [String] = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" \(size) role=\"img\">",
      ReportText.marker, "<title>\(Self.title)</title>", DrawingStyle.css, Self.css,
      "<rect class=\"paper\" \(size)/>",
    ]
    for (index, column) in columns.enumerated() {
      lines += draw(column, at: 8 + Self.columnWidth * Double(index))
    }
    lines += legend(top: Self.head + tallest + 14)
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func draw(_ column: [VerdictMatrix.Group], at left: Double) -> [String] {
    var lines = [
      note("conclusions", left + Self.conclusionsAt, 16), note("controls", left + Self.controlsAt, 16),
    ]
    var y = Self.head
    for group in column {
      lines.append(
        "<text class=\"theme\" x=\"\(text(left))\" y=\"\(text(y + 12))\">\(Markup.escaped(group.theme))</text>")
      y += Self.line
      for row in group.rows {
        lines.append(draw(row, left, y))
        y += Self.line
      }
      y += 8
    }
    return lines
  }

  /// A row on one line of the file, so that a page that links it can find both of its ends.
  private func draw(_ row: VerdictMatrix.Row, _ left: Double, _ y: Double) -> String {
    let label = DrawingStyle.shortened(ClaimLabel.words(row.name), to: 28)
    var parts = ["<g data-claim=\"\(Markup.escaped(row.name))\"><title>\(Markup.escaped(row.title))</title>"]
    parts.append(square(row.claim, left, y, width: Self.side))
    parts.append(
      "<text class=\"name\" x=\"\(text(left + 20))\" y=\"\(text(y + 11))\">\(Markup.escaped(label))</text>")
    for (start, squares) in [(Self.conclusionsAt, row.conclusions), (Self.controlsAt, row.controls)] {
      for (index, item) in squares.enumerated() {
        parts.append(square(item, left + start + pitch * Double(index), y, width: min(Self.side, pitch - 1)))
      }
    }
    return parts.joined() + "</g>"
  }

  private func square(_ square: VerdictMatrix.Square, _ x: Double, _ y: Double, width: Double) -> String {
    "<g><title>\(Markup.escaped(square.words))</title><rect class=\"\(square.style)\" x=\"\(text(x))\" y=\"\(text(y))\" "
      + "width=\"\(text(width))\" height=\"\(text(Self.side))\" rx=\"2\"/><text class=\"mark\" x=\"\(text(x + width / 2))\" "
      + "y=\"\(text(y + 11))\">\(square.letter)</text></g>"
  }

  private func note(_ words: String, _ x: Double, _ y: Double) -> String {
    "<text class=\"note\" x=\"\(text(x))\" y=\"\(text(y))\">\(Markup.escaped(words))</text>"
  }

  /// One square with its meaning for each word that occurs, and for controls.
  private func legend(top: Double) -> [String] {
    var entries = matrix.words.map { word in
      (
        VerdictMatrix.Square(letter: VerdictPalette.letter(of: word), style: word.rawValue, words: word.meaning),
        word.text
      )
    }
    let controls = matrix.groups.flatMap(\.rows).flatMap(\.controls)
    if controls.contains(where: { $0.letter == "✓" }) {
      let words = "refuted, as a control must be"
      entries.append((VerdictMatrix.Square(letter: "✓", style: "asItMust", words: words), words))
    }
    if controls.contains(where: { $0.letter == "!" }) {
      let words = "a control that was not refuted"
      entries.append(
        (VerdictMatrix.Square(letter: "!", style: VerdictWord.undiscriminating.rawValue, words: words), words))
    }
    let right = Self.columnWidth * Double(max(2, columns.count)) - 8
    var (x, y) = (8.0, top)
    return entries.flatMap { square, words -> [String] in
      let width = 34 + 6.6 * Double(words.count)
      if x + width > right {
        x = 8
        y += 20
      }
      defer { x += width }
      return [self.square(square, x, y, width: Self.side), note(words, x + 20, y + 11)]
    }
  }

  private func text(_ value: Double) -> String { NumberText.coordinate(value) }

  /// The rules of the picture.
  static let css = """
    <style>
    \(VerdictPalette.fills).asItMust{fill:\(VerdictPalette.asItMust)}
    .theme{font-size:13px;font-weight:600}.name{font-size:11px}.note{font-size:12px}
    text.mark{font-size:10px;font-weight:700;text-anchor:middle;fill:\(VerdictPalette.ink)}
    </style>
    """
}
