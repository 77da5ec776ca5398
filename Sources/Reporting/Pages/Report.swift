import ClaimKit
import Foundation
import Verification

/// The report of a verification: pages, charts and data, a pure function of the findings.
package struct Report: Sendable {
  /// The contents of every file by its path within the report.
  package let files: [String: Data]

  /// Renders findings.
  ///
  /// - Parameters:
  ///   - findings: What was found, in the order of the front table.
  ///   - profile: The profile they were verified at.
  ///   - command: The command line that produces this report again; the pages print it.
  package init(_ findings: [Finding], profile: Profile, command: String) {
    var files: [String: Data] = [:]
    let graph = GraphText(findings)
    files[Self.front] = Data(FrontPage(findings, profile: profile, command: command, graph: graph).markdown.utf8)
    files["how-to-read.md"] = Data(HowToReadPage(findings).markdown.utf8)
    files["graph.md"] = Data(GraphPage(findings).markdown.utf8)
    files["environment.json"] = Data(EnvironmentFile(findings, profile: profile).json.utf8)
    for finding in findings {
      let page = ClaimPage(finding, profile: profile, command: command, graph: graph)
      files["\(finding.name)/README.md"] = Data(page.markdown.utf8)
      files["\(finding.name)/points.csv"] = Data(PointsFile(finding).csv.utf8)
      let (survey, learning) = (SurveyCharts(finding), LearningCharts(finding))
      for named in FindingCharts(finding).all + survey.all + learning.all {
        files["\(finding.name)/\(named.file)"] = Data(ChartDrawing(named.chart).svg.utf8)
      }
      if let csv = survey.csv { files["\(finding.name)/labels.csv"] = Data(csv.utf8) }
      if let csv = learning.csv { files["\(finding.name)/learning.csv"] = Data(csv.utf8) }
      if let diagram = finding.diagram {
        let drawing = DiagramDrawing(diagram, of: finding.name)
        files["\(finding.name)/\(DiagramDrawing.file)"] = Data(drawing.svg.utf8)
        files["\(finding.name)/diagram.csv"] = Data(drawing.csv.utf8)
      }
    }
    self.files = files
  }

  /// Prepares a folder for a report before anything is trained.
  ///
  /// - Throws: ``ReportError`` if no file can be written there, or if it holds a page that littleo did not generate.
  package static func prepare(_ folder: URL) throws(ReportError) {
    let manager = FileManager.default
    let page = folder.appending(path: front)
    if manager.fileExists(atPath: page.path) {
      guard let text = try? String(contentsOf: page, encoding: .utf8), text.hasPrefix(ReportText.marker) else {
        throw ReportError(
          "output \(folder.relativePath) holds a README.md that littleo did not generate: name an empty or new folder, "
            + "or one that holds an earlier report.")
      }
    }
    do {
      try StagingFolder(in: folder).remove()
    } catch {
      throw ReportError(
        "output \(folder.relativePath) cannot be written to: it must be a folder, or a path where one can be made.")
    }
  }

  /// Writes the report into a folder, in place of an earlier one.
  ///
  /// Every file is first written to a staging folder and then moved into place, the front page last. Generated pages of
  /// claims that are no longer part of the report are removed.
  ///
  /// - Throws: ``ReportError`` if a file cannot be written or moved; the front page is then the earlier one.
  package func write(to folder: URL) throws(ReportError) {
    try Self.prepare(folder)
    try checkOverwrites(in: folder)
    let manager = FileManager.default
    StagingFolder.removeLeftovers(in: folder)
    do {
      let aside = try StagingFolder(in: folder)
      defer { aside.remove() }
      let staging = aside.url
      for (path, data) in files {
        let file = staging.appending(path: path)
        try manager.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
      }
      try removeStale(in: folder)
      let order = files.keys.sorted { ($0 == Self.front ? 1 : 0, $0) < ($1 == Self.front ? 1 : 0, $1) }
      for path in order {
        let target = folder.appending(path: path)
        try manager.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        guard rename(staging.appending(path: path).path, target.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
      }
    } catch {
      throw ReportError(
        "output \(folder.relativePath) could not receive the report: the disk is full, or a folder there has the name "
          + "of a file of the report.")
    }
  }

  private static let front = "README.md"

  private func removeStale(in folder: URL) throws {
    let manager = FileManager.default
    let names = Set(files.keys.compactMap { $0.split(separator: "/").first.map(String.init) })
    // Charts and data files that the present version of a claim no longer has.
    for name in names where Self.isGenerated(folder.appending(path: name)) {
      for file in try manager.contentsOfDirectory(atPath: folder.appending(path: name).path)
      where files["\(name)/\(file)"] == nil && (file.hasSuffix(".svg") || file.hasSuffix(".csv")) {
        try manager.removeItem(at: folder.appending(path: name).appending(path: file))
      }
    }
    for entry in try manager.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    {
      if !names.contains(entry.lastPathComponent), try Self.isClaimFolder(entry) { try manager.removeItem(at: entry) }
    }
  }

  /// Refuses to write through a symbolic link, and to overwrite pages that littleo did not generate.
  private func checkOverwrites(in folder: URL) throws(ReportError) {
    for path in files.keys.sorted() {
      let file = folder.appending(path: path)
      let parent = path.contains("/") ? file.deletingLastPathComponent() : nil
      for place in [parent, file].compactMap({ $0 }) where Self.isLink(place) {
        throw ReportError(
          "output \(place.relativePath) is a symbolic link: a report is written only into real folders and files.")
      }
      guard path.hasSuffix(".md"), let data = try? Data(contentsOf: file) else { continue }
      guard data.starts(with: ReportText.marker.utf8) else {
        throw ReportError("output \(file.relativePath) was not generated by littleo: name a folder without it.")
      }
    }
  }

  private static func isLink(_ place: URL) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: place.path)
    return attributes?[.type] as? FileAttributeType == .typeSymbolicLink
  }

  /// Whether a folder holds the generated page of a claim with its charts and data, and nothing else.
  private static func isClaimFolder(_ folder: URL) throws -> Bool {
    guard !isLink(folder), isGenerated(folder) else { return false }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { name in
      name == front || name.hasSuffix(".svg")
        || ["points.csv", "labels.csv", "learning.csv", "diagram.csv"].contains(name)
    }
  }

  /// Whether a folder holds a page that littleo generated.
  private static func isGenerated(_ folder: URL) -> Bool {
    let text = try? String(contentsOf: folder.appending(path: front), encoding: .utf8)
    return text?.hasPrefix(ReportText.marker) ?? false
  }
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

/// A folder in which files are written before they are moved into place.
///
/// The process that made the folder holds a lock on it. The lock ends with the process, even if the process is killed.
/// If the lock can be taken, the contents will therefore never be finished, and the folder can be removed.
struct StagingFolder {
  /// The folder.
  let url: URL
  private let lock: Int32

  private static let prefix = ".littleo-"

  /// Makes a folder with a unique name and locks it.
  ///
  /// - Throws: The system's error if it cannot be made.
  init(in folder: URL) throws {
    while true {
      let url = folder.appending(path: Self.prefix + UUID().uuidString)
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      let lock = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      // Another process may have removed the folder as a leftover before it was locked; then another folder is made.
      if lock >= 0, flock(lock, LOCK_EX) == 0, FileManager.default.fileExists(atPath: url.path) {
        self.url = url
        self.lock = lock
        return
      }
      if lock >= 0 { close(lock) }
      guard lock >= 0 || errno == ENOENT else { throw CocoaError(.fileWriteUnknown) }
    }
  }

  /// Removes the folder with its remaining contents, and releases the lock.
  func remove() {
    try? FileManager.default.removeItem(at: url)
    close(lock)
  }

  /// Removes the staging folders that ended processes left in a folder.
  static func removeLeftovers(in folder: URL) {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names ?? [] where name.hasPrefix(prefix) {
      let url = folder.appending(path: name)
      let lock = open(url.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard lock >= 0 else { continue }
      defer { close(lock) }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(at: url) }
    }
  }
}
