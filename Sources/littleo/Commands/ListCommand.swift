import ClaimKit
import Decision
import Experiments
import Files
import Foundation
import Planning
import Reporting

/// `littleo list`: lists the claims by folder, one line each, with cost and verdict in the committed report.
struct ListCommand {
  private let profile: Profile
  private let reports: Place?
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(command: "list", options: ["profile": false, "reports": false], switches: ["json"]))
    isJSON = arguments.has("json")
    self.profile = try Catalogue.profile(named: arguments.value("profile"))
    reports = arguments.place("reports")
  }

  func run(on desk: Desk) throws -> ExitStatus {
    let verdicts = CommittedVerdicts(folder: reports, on: desk)
    if let reports, !verdicts.isFound {
      throw UsageError(
        "--reports \(Quoted.path(reports.path)) holds no report that can be read; name a folder that does.")
    }
    var table = TextTable(
      ["claim", "", "verdict", "discriminated", "regime", "scale", "time", "trials", "title"],
      numeric: [6, 7], prose: [8: 40], optional: [4, 7, 5, 3, 6])
    var folder = ""
    var demands: [Trial: Demand] = [:]
    var failures: [String] = []
    var stale = 0
    var objects: [JSONValue] = []
    var counts = ListedConclusions()
    for entry in Catalogue.entries {
      if entry.folder != folder { table.add([entry.folder]) }
      folder = entry.folder
      var outline: PlanOutline?
      do {
        outline = try PlanOutline([entry], design: Design(profile), experiments: ExperimentRegistry.known)
      } catch {
        failures.append("\(entry.claim.name) cannot be run here: \(error)")
      }
      let standing = verdicts.of(entry, outlined: outline)
      if standing.isStale { stale += 1 }
      demands.merge(outline?.demands ?? [:]) { first, _ in first }
      let count = verdicts.conclusions(of: entry, standing)
      counts.add(entry.claim, count)
      table.add(row(entry, outline, standing, count))
      objects.append(ClaimObject(entry, outline, standing, discriminated: count?.discriminated).value)
    }
    if isJSON {
      try desk.console.print(JSONValue.object(["claims": .array(objects)]).document)
      return .passed
    }
    try desk.console.print(table.text + "\n")
    for failure in failures { try desk.show(failure) }
    try desk.show(legend(demands, verdicts))
    try desk.show(counts.text)
    if stale > 0 {
      try desk.show(
        "A stale verdict was reached under another registration or by another version of the experiment.")
    }
    try desk.console.print("“littleo explain CLAIM” shows a claim in full.")
    return .passed
  }

  private func row(
    _ entry: ClaimEntry, _ outline: PlanOutline?, _ standing: CommittedReport.Standing,
    _ count: CommittedReport.ConclusionCount?
  ) -> [String] {
    let claim = entry.claim
    let axis = claim.standIn.axis
    // A claim that lacks its program or data cannot be compared with the report.
    let lack = outline == nil ? claim.standIn.setup.instance?.lack : nil
    let short = lack.map { String($0.prefix { $0 != ":" && $0 != "," }) }
    var scale = axis.symbol
    if axis.isScale, axis.symbol == "d" { scale = "" }
    return [
      "  " + claim.name, claim.source.provenance.mark, short ?? standing.short,
      "\(count.map { "\($0.discriminated)" } ?? "–") of \(claim.conclusions.count)",
      claim.standIn.setup.title.name, scale, outline.map { TerminalNumber.duration($0.seconds) } ?? "–",
      outline.map { "\($0.demands.count)" } ?? "–", claim.title,
    ]
  }

  /// What the marks mean, with the number of claims under each.
  private static var sources: String {
    Provenance.allCases.map { mark in
      "\(mark.mark) \(mark.words): \(Catalogue.entries.count { $0.claim.source.provenance == mark })"
    }.joined(separator: ", ")
  }

  private func legend(_ demands: [Trial: Demand], _ standing: CommittedVerdicts) -> String {
    let seconds = demands.values.reduce(0) { $0 + $1.seconds }
    return """
      \(Catalogue.entries.count) claims; at profile \(self.profile.rawValue) together \(demands.count) trials and about \
      \(TerminalNumber.duration(seconds)), controls included. A trial that several claims need is counted once.
      Times are estimates for one thread of the reference machine; “littleo plan” gives estimates for this machine.
      \(Self.sources). The scale is d unless another is shown.
      \(standing.origin)
      """
  }
}

/// How many conclusions of the listed claims can be refuted, as far as claims and the committed report say.
private struct ListedConclusions {
  private var total = 0
  private var uncontrolled = 0
  private var judged = 0
  private var discriminated = 0

  /// Adds a claim.
  ///
  /// - Parameter count: What the report says of it; nil if it holds no current verdict.
  mutating func add(_ claim: any Claim, _ count: CommittedReport.ConclusionCount?) {
    total += claim.conclusions.count
    uncontrolled += claim.uncontrolledConclusions.count
    judged += count?.total ?? 0
    discriminated += count?.discriminated ?? 0
  }

  /// The counts in sentences.
  var text: String {
    let have = uncontrolled == 1 ? "has" : "have"
    let lacking = uncontrolled == 0 ? "each has a control" : "\(uncontrolled) of them \(have) no control"
    let seen =
      judged == 0
      ? "The report does not say how many a control refuted."
      : "\(discriminated) of \(judged) conclusions discriminated in claims with a current verdict: a control that is aimed "
        + "at each refuted it."
    return "\(total) conclusions; \(lacking). \(seen)"
  }
}

/// The verdicts of a committed report, shown only for claims whose registration has not changed since.
struct CommittedVerdicts {
  private let folder: String
  private let report: CommittedReport?

  /// Reads the report in a folder, `Reports` if none is given, and warns of a damaged one.
  ///
  /// Without a readable report, no claim counts as verified.
  init(folder place: Place?, on desk: Desk) {
    let place = place ?? Place(path: "Reports")
    folder = Quoted.path(place.path)
    switch CommittedReport.read(from: place.url, on: desk.disk) {
    case .found(let report): self.report = report
    case .missing: report = nil
    case .damaged(let notice):
      report = nil
      desk.console.warn(notice)
    }
  }

  /// Whether the folder holds a report.
  var isFound: Bool { report != nil }

  /// Where verdicts come from, in a sentence.
  var origin: String {
    guard let report else { return "No report is in \(Quoted.path(folder))." }
    return "Verdicts are those of \(Quoted.path(folder)), profile \(report.profile.rawValue)."
  }

  /// Returns how many conclusions of a claim a control refuted; nil if the report holds no current verdict on it, or was
  /// written before reports counted conclusions.
  func conclusions(of entry: ClaimEntry, _ standing: CommittedReport.Standing) -> CommittedReport.ConclusionCount? {
    guard case .current = standing else { return nil }
    return report?.conclusions[entry.claim.name]
  }

  /// Returns the standing of a claim.
  ///
  /// - Parameters:
  ///   - profile: If given, a report of another profile counts as none.
  ///   - outlined: The claim as already planned; it is planned anew if the report has another design.
  func of(
    _ entry: ClaimEntry, at profile: Profile? = nil, outlined: PlanOutline? = nil
  ) -> CommittedReport.Standing {
    guard let report, profile == nil || profile == report.profile else { return .notVerified }
    // A claim that this machine cannot plan has no registration to compare with.
    let isSame = outlined?.design == report.design
    let outline =
      isSame ? outlined : try? PlanOutline([entry], design: report.design, experiments: ExperimentRegistry.known)
    guard outline != nil else { return .notChecked }
    let digest = outline?.claims.first.map { Registration(of: $0, levels: ErrorLevels(look: report.look)).digest }
    let experiment = entry.claim.standIn.setup.experiment
    let version = (entry.claim.standIn.setup.instance ?? ExperimentRegistry.known[experiment])?.version ?? ""
    return report.standing(of: entry.claim.name, digest: digest, experiment: experiment, version: version)
  }
}
