import Foundation
import Verification

/// The page that shows, for every phase diagram, where the quantity crosses one half beside where theory predicts it.
struct BordersPage {
  /// The name of its file.
  static let file = "borders.md"

  private let diagrams: [(claim: String, finding: DiagramFinding)]

  /// The page of some findings; nil if no claim among them has a diagram.
  init?(_ findings: [Finding]) {
    diagrams = findings.compactMap { finding in finding.diagram.map { (finding.name, $0) } }
    if diagrams.isEmpty { return nil }
  }

  /// The page in Markdown.
  var markdown: String {
    ([
      ReportText.marker, "# Where the effect begins: borders measured and predicted",
      "Each section varies one parameter and keeps all others. The measured border is where the mean over runs crosses one "
        + "half, interpolated between neighbouring values on a logarithmic axis. No verdict rests on this page: it has few "
        + "runs, and no error rate is stated.",
    ] + diagrams.flatMap { section($0.claim, $0.finding) } + ["[Back to the table](README.md)"])
    .joined(separator: "\n\n") + "\n"
  }

  private func section(_ claim: String, _ finding: DiagramFinding) -> [String] {
    let diagram = finding.diagram
    let crossings = finding.dimensions.indices.map { Crossing(finding, at: $0) }
    let rows = crossings.enumerated().map { index, crossing in
      let predicted = finding.boundary[index]
      return [
        NumberText.scale(Double(finding.dimensions[index])), crossing.words, NumberText.short(predicted),
        crossing.place.map { NumberText.short($0 / predicted) } ?? "—",
      ]
    }
    return [
      "## \(Markup.prose(diagram.parameter)), in [\(Markup.prose(claim))](\(claim)/README.md)",
      "Quantity: \(Markup.prose(diagram.quantity.text)) under \(Markup.prose(diagram.arm.words)), \(diagram.runs) runs per "
        + "cell. Prediction: \(Markup.prose(diagram.parameter)) = \(Markup.prose(diagram.boundary.formula)), because "
        + "\(Markup.prose(diagram.boundary.reason)).",
      Markup.table([Markup.prose(finding.base), "measured border", "predicted border", "measured / predicted"], rows),
    ] + slope(crossings, finding.boundary)
  }

  /// The slope of ln(measured) on ln(predicted); empty for fewer than three measured borders, or if predictions are equal.
  private func slope(_ crossings: [Crossing], _ boundary: [Double]) -> [String] {
    let points = zip(crossings, boundary).compactMap { crossing, predicted in
      crossing.place.map { (x: log(predicted), y: log($0)) }
    }
    guard points.count > 2 else { return [] }
    let count = Double(points.count)
    let (x, y) = (points.map(\.x).reduce(0, +) / count, points.map(\.y).reduce(0, +) / count)
    let spread = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    guard spread > 1e-9 else { return [] }
    let slope = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / spread
    // Adding 0 removes the sign of a rounded −0.
    let rounded = (slope * 1000).rounded() / 1000 + 0
    return [
      "The least-squares slope of ln(measured) on ln(predicted) is \(NumberText.short(rounded)) over \(points.count) "
        + "borders; 1 means that the border moves as predicted."
    ]
  }
}

/// Where the mean of a diagram's quantity crosses one half at one dimension, if it does.
struct Crossing {
  /// The parameter at the crossing; nil if the mean stays on one side, or crosses more than once.
  let place: Double?
  /// The place, or on which side the mean stays.
  let words: String

  init(_ finding: DiagramFinding, at index: Int) {
    let rows = zip(finding.diagram.values, finding.runs[index])
    let cells = rows.compactMap { value, runs -> (x: Double, mean: Double)? in
      let runs = runs.compactMap { $0 }.filter(\.isFinite)
      return runs.isEmpty ? nil : (Double(value), runs.reduce(0, +) / Double(runs.count))
    }
    let pairs = zip(cells, cells.dropFirst()).filter { ($0.mean < 0.5) != ($1.mean < 0.5) }
    guard let first = cells.first, let last = cells.last else {
      (place, words) = (nil, "not measured")
      return
    }
    guard let (before, after) = pairs.first else {
      let side = first.mean < 0.5 ? "below" : "above"
      (place, words) = (nil, "\(side) one half from \(NumberText.short(first.x)) to \(NumberText.short(last.x))")
      return
    }
    guard pairs.count == 1 else {
      (place, words) = (nil, "crosses \(pairs.count) times")
      return
    }
    let share = (0.5 - before.mean) / (after.mean - before.mean)
    let crossing = exp(log(before.x) + share * (log(after.x) - log(before.x)))
    place = crossing
    words =
      "\(NumberText.short(crossing)) (between \(NumberText.short(before.x)) and \(NumberText.short(after.x)))"
  }
}
