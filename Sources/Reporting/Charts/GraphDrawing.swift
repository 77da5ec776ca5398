import ClaimKit
import Foundation
import Verification

/// Draws which claims rest on which: a box per claim, to the left of every claim that it rests on.
struct GraphDrawing {
  /// The name of its file.
  static let file = "graph.svg"
  /// What the picture shows.
  static let title = "Which claims rest on which"

  private let claims: [any Claim]
  private let text: GraphText
  private let layout: GraphLayout

  private static let box = (width: 176.0, height: 34.0)
  private static let step = (x: 208.0, y: 40.0)
  private static let margin = 10.0
  private static let top = 34.0

  init(_ findings: [Finding]) {
    text = GraphText(findings)
    let claims = text.graph?.order ?? findings.map(\.claim)
    self.claims = claims
    let graph = text.graph
    layout = GraphLayout(
      claims.map(\.name),
      edges: Dictionary(
        claims.map { ($0.name, graph?.supports(of: $0.name) ?? []) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The image.
  var svg: String {
    let columns = max(1, layout.columns.count)
    let perRow = max(1, max(columns, 5))
    let tallest = Double(layout.columns.map(\.count).max() ?? 0) * Self.step.y
    let loneRows = (layout.alone.count + perRow - 1) / perRow
    let loneTop = Self.top + tallest + (layout.columns.isEmpty ? 0 : 40)
    let width = Double(perRow) * Self.step.x - (Self.step.x - Self.box.width) + 2 * Self.margin
    let height = loneTop + Double(loneRows) * Self.step.y + 36
    var places: [String: (x: Double, y: Double)] = [:]
    for (column, names) in layout.columns.enumerated() {
      // Short columns stand in the middle, so that arrows are short.
      let offset = (tallest - Double(names.count) * Self.step.y) / 2
      for (row, name) in names.enumerated() {
        places[name] = (Self.margin + Double(column) * Self.step.x, Self.top + offset + Double(row) * Self.step.y)
      }
    }
    for (index, name) in layout.alone.enumerated() {
      places[name] = (
        Self.margin + Double(index % perRow) * Self.step.x, loneTop + Double(index / perRow) * Self.step.y
      )
    }
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(number(width)) \(number(height))\" "
        + "width=\"\(number(width))\" height=\"\(number(height))\" role=\"img\">",
      ReportText.marker, "<title>\(Self.title)</title>", DrawingStyle.css, Self.css,
      "<rect class=\"paper\" width=\"\(number(width))\" height=\"\(number(height))\"/>",
    ]
    if !layout.columns.isEmpty {
      lines.append(
        "<text class=\"label\" x=\"10\" y=\"20\">A claim rests on the claims that its lines lead to, to its right.</text>"
      )
    }
    if !layout.alone.isEmpty {
      lines.append(
        "<text class=\"label\" x=\"10\" y=\"\(number(loneTop - 12))\">These rest on no other claim, and none rests on them.</text>"
      )
    }
    lines += claims.flatMap { claim in edges(from: claim, places) }
    lines += claims.compactMap { claim in places[claim.name].map { node(claim, at: $0) } }
    lines.append(
      "<text class=\"label\" x=\"10\" y=\"\(number(height - 10))\">Border: thick [P], dashed [R], dotted [C], thin [K]. "
        + "Dotted line: the step was tried in another regime.</text>")
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func edges(from claim: any Claim, _ places: [String: (x: Double, y: Double)]) -> [String] {
    guard let start = places[claim.name] else { return [] }
    let regime = claim.standIn.setup.title.name
    return (text.graph?.supports(of: claim.name) ?? []).compactMap { step in
      guard let end = places[step], let other = claims.first(where: { $0.name == step }) else { return nil }
      let (x1, y1) = (start.x + Self.box.width, start.y + Self.box.height / 2)
      let (x2, y2) = (end.x, end.y + Self.box.height / 2)
      let bend = number((x1 + x2) / 2)
      let isTried = other.standIn.setup.title.name == regime
      let words = Markup.escaped(
        "\(claim.name) rests on \(step)"
          + (isTried ? "" : ", tried in \(other.standIn.setup.title.name) and not in \(regime)"))
      return "<path class=\"arrow\(isTried ? "" : " untried")\" d=\"M\(number(x1)) \(number(y1))C\(bend) \(number(y1)) "
        + "\(bend) \(number(y2)) \(number(x2)) \(number(y2))\"><title>\(words)</title></path>"
    }
  }

  /// A box on one line of the file, so that a page that links it can find both of its ends.
  private func node(_ claim: any Claim, at place: (x: Double, y: Double)) -> String {
    let finding = text.finding(on: claim.name)
    let word = finding.map { VerdictWord($0) }
    let status = finding.map { ReportText.status(of: $0) } ?? "not verified here"
    let label = DrawingStyle.shortened(ClaimLabel.words(claim.name), to: 28)
    let verdict = DrawingStyle.shortened("\(status) \(claim.source.provenance.mark)", to: 32)
    return
      "<g data-claim=\"\(Markup.escaped(claim.name))\"><title>\(Markup.escaped("\(claim.title): \(status)"))</title>"
      + "<rect class=\"box \(word?.rawValue ?? "notVerified") \(claim.source.provenance.rawValue)\" x=\"\(number(place.x))\" "
      + "y=\"\(number(place.y))\" width=\"\(number(Self.box.width))\" height=\"\(number(Self.box.height))\" rx=\"4\"/>"
      + "<text class=\"boxed name\" x=\"\(number(place.x + 8))\" y=\"\(number(place.y + 14))\">\(Markup.escaped(label))</text>"
      + "<text class=\"boxed small\" x=\"\(number(place.x + 8))\" y=\"\(number(place.y + 28))\">\(Markup.escaped(verdict))</text></g>"
  }

  private func number(_ value: Double) -> String { NumberText.coordinate(value) }

  /// The rules of the picture.
  static let css = """
    <style>
    \(VerdictPalette.fills).notVerified{fill:#dcdcdc}
    .box{stroke:#444;stroke-width:1.5}.stated{stroke-width:3}.reconstructed{stroke-dasharray:6 3}
    .chosen{stroke-dasharray:2 3}.arrow{fill:none;stroke:#59636e;stroke-width:1;opacity:.55}
    .untried{stroke-dasharray:2 4}text.boxed{fill:\(VerdictPalette.ink)}.small{font-size:10px}.name{font-size:12px}
    @media (prefers-color-scheme:dark){.box{stroke:#c9d1d9}.arrow{stroke:#9aa4ad}}
    </style>
    """
}
