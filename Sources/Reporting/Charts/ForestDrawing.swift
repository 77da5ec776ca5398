import Decision
import Files
import Foundation
import Verification

/// Draws the means at the largest scale, each divided by the least value that counts, over all conclusions about limits.
///
/// What must vanish belongs to the left of 1, what must stay to the right.
struct ForestDrawing {
  /// The name of its file.
  static let file = "forest.svg"
  /// What the picture shows.
  static let title = "What must vanish belongs to the left of its materiality ε, what must stay to the right"

  /// A row: a mean with its limits as multiples of the materiality.
  struct Row {
    let claim: String
    let label: String
    let vanishes: Bool
    let word: VerdictWord
    let mean: Double
    let lower: Double
    let upper: Double
  }

  /// The rows: what must vanish first.
  let rows: [Row]

  private static let left = 430.0
  private static let width = 440.0
  private static let line = 17.0
  private static let top = 58.0
  /// The ends of the axis, as powers of ten; values beyond them are drawn at the ends.
  private static let decades = -3.0...2.0

  /// The rows of some findings; claims without a conclusion about a limit have none.
  init(_ findings: [Finding]) {
    let rows = findings.flatMap { finding in finding.conclusions.compactMap { Self.row($0, of: finding) } }
    self.rows = rows.filter(\.vanishes) + rows.filter { !$0.vanishes }
  }

  private static func row(_ conclusion: ConclusionFinding, of finding: Finding) -> Row? {
    guard conclusion.predicate.isLimit, !conclusion.conclusion.isWithHighProbability,
      let threshold = conclusion.decision.diagnostics.threshold, threshold > 0, threshold.isFinite,
      let last = conclusion.decision.scales.last, let mean = last.mean, let lower = last.lower, let upper = last.upper,
      [mean, lower, upper].allSatisfy(\.isFinite)
    else { return nil }
    return Row(
      claim: finding.name, label: "\(ClaimLabel.words(finding.name)): \(conclusion.conclusion.quantity.text)",
      vanishes: conclusion.predicate.relation.isLittleO,
      word: VerdictWord(conclusion.decision.verdict(levels: finding.levels)), mean: abs(mean) / threshold,
      lower: (lower * upper < 0 ? 0 : min(abs(lower), abs(upper))) / threshold,
      upper: max(abs(lower), abs(upper)) / threshold)
  }

  /// The image; nil with fewer than two rows.
  var svg: String? {
    guard rows.count > 1 else { return nil }
    let height = Self.top + Self.line * Double(rows.count + 2) + 62
    let bottom = height - 52
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 \(text(height))\" width=\"900\" "
        + "height=\"\(text(height))\" role=\"img\">",
      Replaceable.marker, "<title>\(Self.title)</title>", DrawingStyle.css, Self.css,
      "<rect class=\"paper\" width=\"900\" height=\"\(text(height))\"/>",
      "<text class=\"title\" x=\"12\" y=\"24\">\(Self.title)</text>",
    ]
    for power in stride(from: Self.decades.lowerBound, through: Self.decades.upperBound, by: 1) {
      let x = text(self.x(pow(10, power)))
      lines.append(
        "<path class=\"\(power == 0 ? "unit" : "grid")\" d=\"M\(x) \(text(Self.top - 12))V\(text(bottom))\"/>"
          + "<text class=\"tick\" text-anchor=\"middle\" x=\"\(x)\" y=\"\(text(bottom + 16))\">"
          + (power == 0 ? "ε" : "10\(NumberText.superscript(Int(power))) ε") + "</text>")
    }
    var y = Self.top
    for (vanishes, heading) in [(true, "must vanish: o(1)"), (false, "must stay: Ω(1)")] {
      lines.append("<text class=\"head\" x=\"12\" y=\"\(text(y + 4))\">\(heading)</text>")
      y += Self.line
      for row in rows where row.vanishes == vanishes {
        lines.append(draw(row, y))
        y += Self.line
      }
    }
    lines.append(
      "<text class=\"label\" x=\"12\" y=\"\(text(height - 12))\">mean at the largest scale with 95 % limits, as a multiple of the "
        + "materiality ε; arrows: beyond the axis</text>")
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func draw(_ row: Row, _ y: Double) -> String {
    let label = Markup.escaped(DrawingStyle.shortened(row.label, to: 62))
    let (low, high, middle) = (x(row.lower), x(row.upper), x(row.mean))
    let words = Markup.escaped(
      "\(row.label): \(NumberText.interval(row.mean, row.lower, row.upper)) times ε, \(row.word.text)")
    let isBelow = row.mean < pow(10, Self.decades.lowerBound)
    let isAbove = row.mean > pow(10, Self.decades.upperBound)
    let mark =
      isBelow
      ? "m-2 0l8 -5v10z"
      : isAbove ? "m2 0l-8 -5v10z" : "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0"
    return "<g data-claim=\"\(Markup.escaped(row.claim))\"><title>\(words)</title>"
      + "<text class=\"row\" x=\"12\" y=\"\(text(y + 4))\">\(label)</text>"
      + "<path class=\"reach\" d=\"M\(text(low)) \(text(y))H\(text(high))\"/>"
      + "<path class=\"point \(row.word.rawValue)\" d=\"M\(text(middle)) \(text(y))\(mark)\"/></g>"
  }

  private func x(_ value: Double) -> Double {
    let power = value > 0 ? log10(value) : Self.decades.lowerBound
    let share = (min(max(power, Self.decades.lowerBound), Self.decades.upperBound) - Self.decades.lowerBound)
    return Self.left + Self.width * share / (Self.decades.upperBound - Self.decades.lowerBound)
  }

  private func text(_ value: Double) -> String { NumberText.coordinate(value) }

  /// The rules of the picture.
  static let css = """
    <style>
    \(VerdictPalette.fills).row{font-size:12px}.head{font-size:13px;font-weight:600}.reach{stroke:#555;stroke-width:1.6}
    .point{stroke:#333;stroke-width:1}.unit{stroke:#555;stroke-width:1.6;stroke-dasharray:5 3}
    @media (prefers-color-scheme:dark){.reach,.unit{stroke:#9aa4ad}.point{stroke:#e6e6e6}}
    </style>
    """
}
