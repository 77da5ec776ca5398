import ClaimKit
import Files
import Foundation
import Verification

/// The report of a verification: pages, charts and data, a pure function of the findings.
package struct Report: Sendable {
  /// The contents of every file by its path within the report: a name, or the name of a claim, a slash and a name.
  package let files: [String: Data]
  /// What the report says of itself, with the hash of every other file.
  let environment: EnvironmentFile.Content
  /// The names of the files beside the front page, apart from the claims' own.
  static let besides = [
    BordersPage.file, "graph.md", "how-to-read.md", HTMLReport.file, MatrixDrawing.file, ForestDrawing.file,
    GraphDrawing.file,
  ]
  /// The name of the front page.
  static let front = "README.md"
  /// The names of the tables beside a claim's page.
  static let tables = ["points.csv", "labels.csv", "learning.csv", "diagram.csv"]

  /// Renders findings.
  ///
  /// - Parameters:
  ///   - findings: What was found, in the order of the front table.
  ///   - profile: The profile they were verified at.
  ///   - command: The command line that produces this report again; the pages print it.
  ///   - earlier: The report that this one replaces; nil if there is none.
  package init(_ findings: [Finding], profile: Profile, command: String, since earlier: EarlierReport? = nil) {
    var files: [String: Data] = [:]
    let graph = GraphText(findings)
    let environment = EnvironmentFile(findings, profile: profile)
    let changes = environment.changes(since: earlier?.content)
    let front = FrontPage(findings, profile: profile, command: command, graph: graph, changes: changes)
    files[Self.front] = Data(front.markdown.utf8)
    if !findings.isEmpty {
      files[MatrixDrawing.file] = Data(MatrixDrawing(front.matrix).svg.utf8)
      files[GraphDrawing.file] = Data(GraphDrawing(findings).svg.utf8)
    }
    if let forest = ForestDrawing(findings).svg { files[ForestDrawing.file] = Data(forest.utf8) }
    files["how-to-read.md"] = Data(HowToReadPage(findings).markdown.utf8)
    files["graph.md"] = Data(GraphPage(findings).markdown.utf8)
    if let borders = BordersPage(findings) { files[BordersPage.file] = Data(borders.markdown.utf8) }
    for finding in findings {
      let page = ClaimPage(finding, profile: profile, command: command, graph: graph)
      files["\(finding.name)/README.md"] = Data(page.markdown.utf8)
      files["\(finding.name)/points.csv"] = Data(PointsFile(finding).csv.utf8)
      let (survey, learning) = (SurveyCharts(finding), LearningCharts(finding))
      for named in FindingCharts(finding).all + survey.all + learning.all {
        files["\(finding.name)/\(named.file)"] = Data(ChartDrawing(named.chart).svg.utf8)
      }
      for picture in finding.pictures {
        files["\(finding.name)/\(picture.file)"] = Replaceable.marked(chart: picture.svg)
      }
      if let csv = survey.csv { files["\(finding.name)/labels.csv"] = Data(csv.utf8) }
      if let csv = learning.csv { files["\(finding.name)/learning.csv"] = Data(csv.utf8) }
      if let diagram = finding.diagram {
        let drawing = DiagramDrawing(diagram, of: finding.name)
        files["\(finding.name)/\(DiagramDrawing.file)"] = Data(drawing.svg.utf8)
        files["\(finding.name)/diagram.csv"] = Data(drawing.csv.utf8)
        if let chart = CollapseChart(diagram, of: finding.name).chart {
          files["\(finding.name)/\(CollapseChart.file)"] = Data(ChartDrawing(chart).svg.utf8)
        }
      }
    }
    files[HTMLReport.file] = Data(HTMLReport(of: files, front.findings).html.utf8)
    let content = environment.content(describing: files, changes: changes)
    files[EnvironmentFile.name] = content.data
    self.files = files
    self.environment = content
  }

  /// The whole report as one HTML file.
  package var html: String { files[HTMLReport.file].map { String(decoding: $0, as: UTF8.self) } ?? "" }
}

/// A report that cannot be written where it was asked for.
package struct ReportError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the folder and what would be accepted.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) {
    self.description = description
  }
}
