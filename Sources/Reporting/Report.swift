import Checking
import ClaimKit
import Foundation

/// The report of a verification: pages, charts and data, a pure function of the findings.
public struct Report: Sendable {
  /// The contents of every file by its path within the report.
  public let files: [String: Data]

  /// Renders findings.
  ///
  /// - Parameters:
  ///   - findings: What was found, in the order of the front table.
  ///   - profile: The profile they were verified at.
  public init(_ findings: [Finding], profile: Profile) {
    var files: [String: Data] = [:]
    files["README.md"] = Data(FrontPage(findings, profile: profile).markdown.utf8)
    files["environment.json"] = Data(EnvironmentFile(findings, profile: profile).json.utf8)
    for finding in findings {
      files["\(finding.name)/README.md"] = Data(ClaimPage(finding, profile: profile).markdown.utf8)
      files["\(finding.name)/points.csv"] = Data(PointsFile(finding).csv.utf8)
      for named in FindingCharts(finding).all {
        files["\(finding.name)/\(named.file)"] = Data(ChartDrawing(named.chart).svg.utf8)
      }
    }
    self.files = files
  }

  /// Renders findings and writes the report.
  ///
  /// Each file is replaced as a whole, the front page last; pages of claims that are no longer part of the report are
  /// removed if they were generated.
  ///
  /// - Throws: The file system's error.
  public static func write(findings: [Finding], profile: Profile, to folder: URL) throws {
    let report = Report(findings, profile: profile)
    let manager = FileManager.default
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    try _removeStale(in: folder, keeping: Set(findings.map(\.name)))
    let order = report.files.keys.sorted { ($0 == "README.md" ? 1 : 0, $0) < ($1 == "README.md" ? 1 : 0, $1) }
    for path in order {
      let file = folder.appending(path: path)
      try manager.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try report.files[path]?.write(to: file, options: .atomic)
    }
  }

  private static func _removeStale(in folder: URL, keeping names: Set<String>) throws {
    let manager = FileManager.default
    for entry in try manager.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      let page = entry.appending(path: "README.md")
      guard !names.contains(entry.lastPathComponent), let text = try? String(contentsOf: page, encoding: .utf8),
        text.hasPrefix(ReportText.marker)
      else { continue }
      try manager.removeItem(at: entry)
    }
  }
}
