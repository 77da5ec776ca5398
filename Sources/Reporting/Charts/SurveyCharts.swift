import Foundation
import Verification

/// Charts of errors against the number of labels, for claims with companions.
///
/// Each world has a chart of easy samples and one of hard samples, and on images one of all test samples.
struct SurveyCharts {
  private let finding: Finding
  /// The names of the pictures, each with a chart of its own: `easy` and `hard`, and for images also `test`.
  private var pictures: [String] {
    Set(finding.surveys.flatMap(\.entries).flatMap(\.place.values.keys)).sorted()
  }

  init(_ finding: Finding) { self.finding = finding }

  /// The charts, by world, easy samples last.
  var all: [FindingCharts.Named] {
    finding.surveys.flatMap { survey in
      pictures.reversed().map { kind in
        let world = survey.control.map { "-\(Self.slug($0.name))" } ?? ""
        return FindingCharts.Named(file: "labels-\(kind)\(world).svg", chart: chart(survey, kind))
      }
    }
  }

  /// What the charts show, in Markdown; empty without a survey.
  var section: [String] {
    guard !finding.surveys.isEmpty else { return [] }
    let axis = Markup.prose(finding.claim.standIn.axis.symbol)
    var parts = ["### Errors against the number of labels"]
    parts += all.map { "![\(Markup.prose($0.chart.title))](\($0.file))" }
    for survey in finding.surveys {
      parts.append(
        "\(title(survey)), \(axis) = \(survey.scale): mean share of wrong answers over runs, with 95 % limits on each side."
      )
      parts.append(
        Markup.table(["labels", "number", "family", "read-out"] + pictures.map { "\($0) error" }, rows(survey)))
    }
    parts.append("Every run's value is in [labels.csv](labels.csv).")
    parts.append(
      "No verdict rests on these pictures. The conclusions use only the label sets that the differences above name.")
    return parts
  }

  /// Every number behind the charts, one line per run; nil without a survey.
  var csv: String? {
    guard !finding.surveys.isEmpty else { return nil }
    var lines = ["world,labels,number,family,read-out,samples,run,error"]
    for survey in finding.surveys {
      let world = survey.control.map { "control: \($0.name)" } ?? "claim"
      for entry in survey.entries {
        for kind in pictures {
          let fields = [
            world, entry.arm.text, "\(entry.place.number)", entry.place.family, entry.place.readout, kind,
          ].map(Markup.field).joined(separator: ",")
          for (index, error) in (entry.errors[kind] ?? []).enumerated() {
            lines.append("\(fields),\(index + 1),\(NumberText.field(error))")
          }
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func rows(_ survey: LabelSurvey) -> [[String]] {
    survey.entries.map { entry in
      func cell(_ kind: String) -> String {
        entry.mean(of: kind).map { NumberText.interval($0.mean, $0.lower, $0.upper) } ?? "—"
      }
      return [Markup.prose(entry.arm.text), "\(entry.place.number)", entry.place.family, entry.place.readout]
        + pictures.map(cell)
    }
  }

  private func title(_ survey: LabelSurvey) -> String {
    survey.control.map { "In the world of the control “\(Markup.prose($0.name))”" } ?? "In the claim's own world"
  }

  private func chart(_ survey: LabelSurvey, _ kind: String) -> Chart {
    let world = survey.control.map { $0.name.prefix(1).uppercased() + $0.name.dropFirst() } ?? finding.name
    let families = survey.entries.first?.place.families ?? []
    let series = families.compactMap { family -> Chart.Series? in
      let entries = survey.entries.filter { $0.place.family == family }
      guard !entries.isEmpty else { return nil }
      return Chart.Series(
        name: "\(family) labels", isControl: false,
        points: entries.compactMap { entry in
          entry.mean(of: kind).map { point in
            (scale: Double(entry.place.number), mean: point.mean, lower: point.lower, upper: point.upper)
          }
        },
        runs: entries.flatMap { entry in
          (entry.errors[kind] ?? []).compactMap { $0 }.filter(\.isFinite).map {
            (scale: Double(entry.place.number), value: $0)
          }
        }, curve: [])
    }
    var chart = Chart(
      title: "\(world): \(kind)-sample error by the number of labels",
      valueLabel: "\(kind)-sample error", axis: .linear(0, 1),
      scales: Set(survey.entries.map { Double($0.place.number) }).sorted(), series: series, threshold: nil)
    chart.scaleLabel = "number of labels"
    chart.remarks = ["dots: runs; bars: 95 % limits of the mean on each side"]
    return chart
  }

  private static func slug(_ name: String) -> String {
    name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
      .split(separator: "-").joined(separator: "-")
  }
}
