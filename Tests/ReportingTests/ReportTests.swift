import ClaimKit
import Claims
import Decision
import Experiments
import Files
import Foundation
import Planning
import TestSupport
import Testing
import Verification

@testable import Reporting
@testable import Training

/// The report of the registered claims on invented traces; the tests check the pages, not the verdicts.
@Suite struct ReportTests {
  let findings: [Finding]

  init() throws { findings = try InventedWorld.findings(runs: 20) }

  @Test func theReportIsTheSameBytesEachTime() {
    #expect(
      Report(findings, profile: .quick, command: "littleo").files
        == Report(findings, profile: .quick, command: "littleo").files)
  }

  /// Every link and image of every page leads to a file of the report.
  @Test func everyLinkLeadsSomewhere() throws {
    let files = Report(findings, profile: .quick, command: "littleo").files
    let link = try Regex(#"\]\(([^)]+)\)"#)
    var links = 0
    for (path, data) in files where path.hasSuffix(".md") {
      let folder = path.split(separator: "/").dropLast()
      for match in String(decoding: data, as: UTF8.self).matches(of: link) {
        var place = folder
        for part in String(match.output[1].substring ?? "").split(separator: "/") {
          if part == ".." { place.removeLast() } else { place.append(part) }
        }
        #expect(files[place.joined(separator: "/")] != nil, "\(path) → \(place.joined(separator: "/"))")
        links += 1
      }
    }
    #expect(links > 10)
  }

  /// Tables keep their number of columns, whatever the text in them.
  @Test func tablesAreWellFormed() {
    for (path, data) in Report(findings, profile: .quick, command: "littleo").files where path.hasSuffix(".md") {
      var columns: Int?
      for line in String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
        guard line.hasPrefix("|") else {
          columns = nil
          continue
        }
        let bars = line.replacing("\\|", with: "").filter { $0 == "|" }.count
        #expect(columns == nil || columns == bars, "\(path): \(line)")
        columns = bars
      }
    }
  }

  /// The theorems have a chart of the hard error with both label sets, and charts are well-formed XML.
  @Test func chartsShowBothLabelSets() throws {
    let files = Report(findings, profile: .quick, command: "littleo").files
    for (path, data) in files where path.hasSuffix(".svg") {
      let text = String(decoding: data, as: UTF8.self)
      #expect(XMLText.isWellFormed(text), "\(path)")
      #expect(!text.contains("\"nan") && !text.contains(" nan") && !text.contains("inf\""), "\(path)")
    }
    for finding in findings where ["Theorem5_1", "Theorem5_2", "CoarseLabelGap"].contains(finding.name) {
      let charts = FindingCharts(finding).all.filter { $0.file.contains("hard-error") }
      let names = charts.flatMap { $0.chart.series.map(\.name) }.joined(separator: " ")
      #expect(names.contains("coarse") && names.contains("fine"))
    }
  }

  @Test func pointsHoldEveryRun() throws {
    let data = try #require(Report(findings, profile: .quick, command: "littleo").files["Theorem5_2/points.csv"])
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    // Three conclusions in the claim's world and in those of its three controls; and three conclusions at the two scales
    // where concentrated trials run beside the exact ones.
    #expect(lines.count == 1 + (3 + 3 * 3) * 5 * 20 + 3 * 2 * 20)
    #expect(lines.first == "world,quantity,order,reading,scale,run,value")
    for line in lines { #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == 7) }
  }

  /// A picture that an experiment drew of its data is replaced like every other file of a report.
  @Test func picturesOfDataAreReplaced() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for radius in [1, 2] {
      let picture = DataPicture(
        file: "data.svg", title: "Data", caption: "A disk.",
        svg: "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<circle r=\"\(radius)\"/>\n</svg>\n")
      let finding = findings[0].with(pictures: [picture])
      try ReportFolder(folder).write(Report([finding], profile: .quick, command: "littleo"))
      let written = try String(contentsOf: folder.appending(path: "\(finding.name)/data.svg"), encoding: .utf8)
      #expect(written.contains("r=\"\(radius)\"") && written.contains(ReportText.marker))
    }
  }

  /// A second report replaces the first: pages of claims that are gone are removed, and the user's own files stay.
  @Test func stalePagesAreRemoved() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try ReportFolder(folder).write(Report(findings, profile: .quick, command: "littleo"))
    try FileManager.default.createDirectory(at: folder.appending(path: "mine"), withIntermediateDirectories: true)
    try Data("# Mine".utf8).write(to: folder.appending(path: "mine/README.md"))
    let kept = folder.appending(path: findings[0].name)
    for name in ["old-chart.svg", "old.csv", "notes.txt"] { try Data().write(to: kept.appending(path: name)) }
    let chart = try #require(
      FileManager.default.contentsOfDirectory(atPath: kept.path).first { $0.hasSuffix(".svg") && $0 != "old-chart.svg" }
    )
    try ReportFolder(folder).write(Report(Array(findings.prefix(1)), profile: .quick, command: "littleo"))
    let pages = try FileManager.default.contentsOfDirectory(atPath: kept.path)
    // Whatever their names say, littleo did not write these.
    #expect(Set(pages).isSuperset(of: ["notes.txt", "old-chart.svg", "old.csv", chart]))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let besides = ["README.md", "environment.json", "graph.md", "how-to-read.md", "report.html"]
    let pictures = ["graph.svg", "matrix.svg", "forest.svg"].filter { left.contains($0) }
    #expect(left == ([findings[0].name, "mine"] + besides + pictures).sorted())
  }
}

extension ReportTests {
  /// The next report removes the staging folder of a killed process, but not that of a process that is alive.
  @Test func leftoversOfKilledProcessesAreRemoved() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let gone = folder.appending(path: ".littleo-staging-\(UniqueName.digits())")
    let store = folder.appending(path: ".littleo-store")
    for place in [gone, folder.appending(path: ".mine"), store] {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    try Data("half".utf8).write(to: gone.appending(path: "7"))
    try Data("record".utf8).write(to: store.appending(path: "1.json"))
    // A lock that is held stands for a process that is alive.
    let alive = try StagingFolder(in: Folder(folder.path, on: .machine))
    try ReportFolder(folder).write(Report(Array(findings.prefix(1)), profile: .quick, command: "littleo"))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains(gone.lastPathComponent) && left.contains(".mine"))
    #expect(left.contains(alive.name))
    #expect(FileManager.default.fileExists(atPath: store.appending(path: "1.json").path))
    alive.remove()
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: alive.name).path))
    // What a user put into such a folder is never removed.
    let held = folder.appending(path: ".littleo-staging-\(UniqueName.digits())")
    try FileManager.default.createDirectory(at: held, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: held.appending(path: "notes.txt"))
    StagingFolder.removeLeftovers(in: Folder(folder.path, on: .machine))
    #expect(FileManager.default.fileExists(atPath: held.appending(path: "notes.txt").path))
  }

  /// A report within a folder of reports, and a user's file beside a claim's page, are not removed.
  @Test func foreignFoldersAreKept() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let monday = folder.appending(path: "monday")
    try ReportFolder(folder).write(Report(findings, profile: .quick, command: "littleo"))
    try ReportFolder(monday).write(Report(Array(findings.prefix(1)), profile: .quick, command: "littleo"))
    let gone = folder.appending(path: findings[1].name)
    try Data("mine".utf8).write(to: gone.appending(path: "notes.txt"))
    try ReportFolder(folder).write(Report(Array(findings.prefix(1)), profile: .quick, command: "littleo"))
    for place in [monday.appending(path: "README.md"), gone.appending(path: "notes.txt")] {
      #expect(FileManager.default.fileExists(atPath: place.path))
    }
  }

  /// Nothing is written through a symbolic link, or over a page of the user's own below the front page.
  @Test func linksAndForeignPagesBelowAreRefused() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let (output, elsewhere) = (folder.appending(path: "output"), folder.appending(path: "elsewhere"))
    for place in [output, elsewhere] {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    let link = output.appending(path: findings[0].name)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: elsewhere)
    #expect(throws: ReportError.self) { try ReportFolder(output).write(Report(findings, profile: .quick, command: "")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path).isEmpty)
    try FileManager.default.removeItem(at: link)
    try Data("# Mine".utf8).write(to: output.appending(path: "graph.md"))
    #expect(throws: ReportError.self) { try ReportFolder(output).write(Report(findings, profile: .quick, command: "")) }
    #expect(try String(contentsOf: output.appending(path: "graph.md"), encoding: .utf8) == "# Mine")
  }

  /// A list of hashes that was forged, or that was copied to another folder, removes nothing of the user's.
  @Test(arguments: [
    "../thesis.md", "/thesis.md", "thesis.md", "mine/../../thesis.md", "mine/thesis.txt", ".mine/a.csv",
  ])
  func forgedListsRemoveNothing(path: String) throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    let folder = place.appending(path: "report")
    let report = Report(Array(findings.prefix(1)), profile: .quick, command: "littleo")
    try ReportFolder(folder).write(report)
    let mine = Data("mine".utf8)
    let places = ["thesis.md", "report/thesis.md", "report/mine/thesis.txt", "report/.mine/a.csv"].map {
      place.appending(path: $0)
    }
    for file in places {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try mine.write(to: file)
    }
    var content = report.environment
    content.files?[path] = SHA256.hex(mine)
    content.replaces = [path: [SHA256.hex(mine)]]
    try content.data.write(to: folder.appending(path: EnvironmentFile.name))
    _ = try? ReportFolder(folder).write(report)
    for file in places { #expect(try Data(contentsOf: file) == mine) }
    _ = try? ReportFolder(folder).audit()
  }

  /// A folder with a page of the user's own is refused and left as it is; so is one in which README.md is a folder.
  @Test func foreignPagesAreNotOverwritten() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let page = folder.appending(path: "README.md")
    try Data("# Mine".utf8).write(to: page)
    #expect(throws: ReportError.self) { try ReportFolder(folder).prepare() }
    #expect(throws: ReportError.self) { try ReportFolder(folder).write(Report(findings, profile: .quick, command: "")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["README.md"])
    try FileManager.default.removeItem(at: page)
    try FileManager.default.createDirectory(at: page, withIntermediateDirectories: true)
    #expect(throws: ReportError.self) { try ReportFolder(folder).prepare() }
  }

  /// A sentence excludes something only where the corrected verdict of the claim does.
  @Test func quotableSentencesFollowTheCorrectedVerdict() {
    for finding in findings {
      for index in finding.conclusions.indices {
        let sentence = ReportText.sentence(for: index, of: finding) ?? ""
        let isRefuting = finding.verdict == .refuted && finding.conjunction.refutingConclusion == index
        // A refuted curve excludes nothing: it names the distance from the prediction.
        let excludes = sentence.contains("is excluded") || isRefuting && sentence.contains("At some scale the mean is")
        #expect(excludes == (finding.verdict.isSupport || isRefuting), "\(sentence)")
      }
    }
  }
}

/// A report is read back with the verdicts that it was written with, each for its own registration only.
@Suite struct CommittedReportReadingTests {
  @Test func verdictsComeBackWithTheirRegistrations() throws {
    let findings = try ReportTests().findings
    let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(CommittedReport.read(from: folder) == .missing)
    try ReportFolder(folder).write(Report(findings, profile: .quick, command: "littleo"))
    guard case .found(let report) = CommittedReport.read(from: folder) else {
      Issue.record("the report cannot be read back")
      return
    }
    #expect(report.profile == .quick && report.look == nil && report.design.runs == 20)
    for finding in findings {
      let digest = finding.registration.digest
      let (version, experiment) = (finding.version, finding.claim.standIn.setup.experiment)
      #expect(
        report.standing(of: finding.name, digest: digest, experiment: experiment, version: version)
          == .current(verdict: ReportText.status(of: finding)))
      #expect(
        report.standing(of: finding.name, digest: "0", experiment: experiment, version: version) == .staleRegistration)
      #expect(
        report.standing(of: finding.name, digest: nil, experiment: experiment, version: version) == .staleRegistration)
      #expect(
        report.standing(of: finding.name, digest: digest, experiment: experiment, version: "0") == .staleExperiment)
      #expect(report.standing(of: "Another", digest: digest, experiment: experiment, version: version) == .notVerified)
      #expect(finding.registration.short.count == 12 && digest.hasPrefix(finding.registration.short))
    }
  }
}

extension CommittedReportReadingTests {
  /// A text that a table or a terminal could not show is not accepted as a verdict.
  @Test(arguments: ["", " ", "1.5", "\u{1B}[2Jsupported", "supported\n"]) func verdictsAreWords(verdict: String) throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try ReportFolder(folder).write(Report(try ReportTests().findings, profile: .quick, command: "littleo"))
    let file = folder.appending(path: "environment.json")
    var object = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    var verdicts = try #require(object["verdicts"] as? [String: String])
    verdicts[try #require(verdicts.keys.min())] = verdict
    object["verdicts"] = verdicts
    try JSONSerialization.data(withJSONObject: object).write(to: file)
    guard case .damaged(let notice) = CommittedReport.read(from: folder) else {
      Issue.record("a report with the verdict \(verdict.debugDescription) is used")
      return
    }
    #expect(notice.contains(file.lastPathComponent))
  }
}

/// An open claim's page and terminal lines say what would settle it; those of a decided claim do not.
@Suite struct SettlementTextTests {
  private static let names = ["CoarseLabelGap", "Theorem5_1", "Theorem5_2"]

  private func findings(runs: Int, look: Int? = nil) throws -> [Finding] {
    try InventedWorld.findings(runs: runs, levels: ErrorLevels(look: look)) { Self.names.contains($0) }
  }

  private func page(_ finding: Finding) throws -> String {
    let files = Report([finding], profile: .quick, command: "littleo").files
    return String(decoding: try #require(files["\(finding.name)/README.md"]), as: UTF8.self)
  }

  @Test func decidedClaimsHaveNoSection() throws {
    for finding in try findings(runs: 30) where finding.verdict.isSupport {
      #expect(SettlementText.lines(for: finding).isEmpty)
      #expect(try !page(finding).contains("## What it would take to settle"))
    }
  }

  @Test func openClaimsSayWhatIsMissing() throws {
    for finding in try findings(runs: 12) {
      #expect(finding.verdict == .inconclusive(.design))
      let text = try page(finding)
      #expect(text.contains("## What it would take to settle"))
      #expect(text.contains("12 runs at a scale where at least 20 are needed"))
      // The invented losses point to a floor, which no number of runs settles; the errors need eight runs more.
      #expect(text.contains("8 more at each of") || text.contains("(8 more at each)"))
      let lines = SettlementText.lines(for: finding)
      #expect(lines.first?.hasPrefix("\(finding.name): ") == true, "\(lines)")
    }
  }

  /// Saturated zeros at a late look: the page names the look, what it spends and the command.
  @Test func aLookIsNamedWithItsCommand() throws {
    let finding = try #require(try findings(runs: 20, look: 9).first { $0.name == "Theorem5_2" })
    #expect(finding.verdict == .inconclusive(.lookBudget))
    let text = try page(finding)
    #expect(text.contains("(look-budget)") && text.contains("judged as look 10"))
    let runs = try #require(finding.settlement?.design?.runs)
    #expect(text.contains("`littleo verify --seeds \(runs) --look 10`"))
  }
}

/// Just enough of an XML reader to see that every element is closed.
enum XMLText {
  static func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return false }
      let tag = rest[rest.index(after: start)..<end]
      if tag.hasPrefix("!--") {
        guard tag.hasSuffix("--") else { return false }
        rest = rest[rest.index(after: end)...]
        continue
      }
      rest = rest[rest.index(after: end)...]
      if tag.hasSuffix("/") { continue }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
      } else {
        open.append(tag.prefix { $0 != " " })
      }
    }
    return open.isEmpty && !rest.contains("<")
  }
}
