import ClaimKit
import Decision
import Foundation
import Planning
import Reporting
import Training
import Trials

/// `littleo list`: the claims by folder, one line each, with what they cost and what the committed report says of them.
struct ListCommand {
  private let profile: Profile
  private let standing: Standing
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(command: "list", options: ["profile": false, "reports": false], switches: ["json"]))
    isJSON = arguments.has("json")
    self.profile = try Catalogue.profile(named: arguments.value("profile"))
    standing = Standing(folder: arguments.value("reports"))
  }

  func run() -> ExitStatus {
    self.standing.warn()
    var table = TextTable(
      ["claim", "", "verdict", "regime", "scale", "one thread", "trials", "says in short"], numeric: [5, 6])
    var folder = ""
    var demands: [Trial: Demand] = [:]
    var failures: [String] = []
    var stale = 0
    var objects: [JSONValue] = []
    for entry in Catalogue.entries {
      if entry.folder != folder { table.add([entry.folder]) }
      folder = entry.folder
      var outline: PlanOutline?
      do {
        outline = try PlanOutline([entry], design: Design(profile))
      } catch {
        failures.append("\(entry.claim.name) cannot be run here: \(error)")
      }
      let standing = self.standing.of(entry, outlined: outline)
      if standing.isStale { stale += 1 }
      demands.merge(outline?.demands ?? [:]) { first, _ in first }
      table.add(row(entry, outline, standing))
      objects.append(ClaimObject(entry, outline, standing).value)
    }
    if isJSON {
      print(JSONValue.array(objects).text)
      return .passed
    }
    print(table.text + "\n")
    for failure in failures { print(failure) }
    print(legend(demands))
    if stale > 0 { print("A stale verdict was reached under another registration or by another trainer.") }
    print("“littleo explain CLAIM” shows one in full.")
    return .passed
  }

  private func row(
    _ entry: ClaimEntry, _ outline: PlanOutline?, _ standing: CommittedReport.Standing
  ) -> [String] {
    let claim = entry.claim
    let axis = claim.instance.axis
    var scale = axis.symbol
    if case .dimension = axis.kind { scale = "" }
    return [
      "  " + claim.name, claim.source.provenance.mark, standing.short,
      claim.instance.regime.name, scale, outline.map { TerminalNumber.duration($0.seconds) } ?? "–",
      outline.map { "\($0.demands.count)" } ?? "–", claim.title,
    ]
  }

  private func legend(_ demands: [Trial: Demand]) -> String {
    let seconds = CostModel.reference.seconds(ofAll: demands.keys)
    return """
      \(Catalogue.entries.count) claims; at profile \(self.profile.rawValue) together \(demands.count) trials and about \
      \(TerminalNumber.duration(seconds)), trials that several share counted once; controls included. Times are expected \
      of one thread of the reference machine; “littleo plan” has those of this one.
      [P] the paper's own, [R] reconstructed, [C] chosen by us. A scale is named where it is not d. \(standing.origin)
      """
  }
}

/// What a committed report says of the claims as they are registered now.
struct Standing {
  private let folder: String
  private let report: CommittedReport?
  private let notice: String?

  /// Reads the report in a folder, `Reports` if none is given; a missing or damaged one verifies nothing.
  init(folder: String?) {
    let folder = folder ?? "Reports"
    self.folder = folder
    switch CommittedReport.read(from: URL(filePath: folder)) {
    case .found(let report): (self.report, self.notice) = (report, nil)
    case .missing: (self.report, self.notice) = (nil, nil)
    case .damaged(let notice): (self.report, self.notice) = (nil, notice)
    }
  }

  /// Names a damaged report on standard error.
  func warn() {
    if let notice { FileHandle.standardError.write(Data("littleo: \(self.notice)\n".utf8)) }
  }

  /// Where verdicts come from, in a sentence.
  var origin: String {
    guard let report else { return "No report is in \(folder)." }
    return "Verdicts are those of \(folder), profile \(report.profile.rawValue)."
  }

  /// Returns the standing of a claim, at one profile only if one is given.
  ///
  /// - Parameter outlined: The claim planned at a design, which is used where the report has the same; another is made otherwise.
  func of(
    _ entry: ClaimEntry, at profile: Profile? = nil, outlined: PlanOutline? = nil
  ) -> CommittedReport.Standing {
    guard let report, profile == nil || profile == report.profile else { return .notVerified }
    // A claim that this machine cannot plan has no registration to compare with.
    let isSame = outlined?.design == report.design
    let outline = isSame ? outlined : try? PlanOutline([entry], design: report.design)
    let digest = outline?.claims.first.map { Registration(of: $0, levels: ErrorLevels(look: report.look)).digest }
    return report.standing(of: entry.claim.name, digest: digest, trainerVersion: Trainer.version)
  }
}
