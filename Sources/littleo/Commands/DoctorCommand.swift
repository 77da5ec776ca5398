import Experiments
import Files
import Foundation
import MultiView
import Randomness
import Reporting
import Training

/// `littleo doctor`: describes this machine, its store and its report, and checks that training gives the same bits.
///
/// The bits are compared between all instruction sets, and between one thread and several.
struct DoctorCommand {
  private let store: URL
  private let reports: Place
  /// Whether the report is named as a word; it must exist then.
  private let isNamed: Bool
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "doctor", options: ["store": false, "reports": false], switches: ["json"],
        maximalWords: 1))
    self.store = arguments.store
    guard arguments.words.isEmpty || arguments.value("reports") == nil else {
      throw UsageError("doctor takes the folder of one report: either as a word or with --reports.")
    }
    reports = arguments.place("reports") ?? Place(argument: arguments.words.first ?? "Reports")
    isNamed = !arguments.words.isEmpty
    isJSON = arguments.has("json")
  }

  func run(on desk: Desk) throws -> ExitStatus {
    let standing = CommittedVerdicts(folder: reports, on: desk)
    if isNamed, (try? Folder(reports.path, on: desk.disk).names()) == nil {
      throw UsageError(
        "doctor: there is no folder “\(Quoted.path(reports.path))” that can be read; name that of a report.")
    }
    let report = try Self.state(of: reports, on: desk.disk)
    let paths = try Self.selfTest()
    let isSound = paths.allSatisfy(\.isSame) && report.isSound
    let records = Self.records(in: Folder(self.store.relativePath, on: desk.disk))
    let quarantined = Self.records(in: Folder(self.store.relativePath, below: "quarantine", on: desk.disk))
    let current = Catalogue.entries.count { if case .current = standing.of($0) { true } else { false } }
    if isJSON {
      let value = JSONValue.object([
        "version": .string(LittleO.version), "trainerVersion": .string(Trainer.version),
        "instructions": .string(InstructionSet.current.rawValue),
        "selfTest": .array(
          paths.map { .object(["path": .string($0.name), "isSame": .bool($0.isSame)]) }),
        "processors": .integer(ProcessInfo.processInfo.activeProcessorCount), "memory": .number(MachineMemory.limit),
        "store": .string(self.store.relativePath), "records": .integer(records), "quarantined": .integer(quarantined),
        "claims": .integer(Catalogue.entries.count), "currentVerdicts": .integer(current),
        "report": .string(report.words), "isReportSound": .bool(report.isSound),
        "changedFiles": .array(report.changed.map { .string($0) }),
        "addedFiles": .array(report.added.map { .string($0) }),
      ])
      try desk.console.print(value.document)
    } else {
      try desk.show(
        """
        littleo \(LittleO.version), trainer \(Trainer.version), \(Catalogue.entries.count) claims
        processors  \(ProcessInfo.processInfo.activeProcessorCount)
        memory      \(TerminalNumber.bytes(MachineMemory.limit))
        loops       \(InstructionSet.current.rawValue); this processor has \
        \(InstructionSet.allCases.filter(\.isSupported).map(\.rawValue).joined(separator: ", "))
        store       \(Quoted.path(self.store.relativePath)): \(records) trials\(quarantined == 0 ? "" : ", \(quarantined) in quarantine")
        report      \(current) of \(Catalogue.entries.count) claims have a current verdict. \(standing.origin)
        files       \(report.words)
        self-test   \(paths.map { "\($0.name): \($0.isSame ? "same bits" : "DIFFERENT BITS")" }.joined(separator: ", "))
        """)
    }
    return isSound ? .passed : .error
  }

  /// Trains two small networks, under fine and under coarse labels, in every way, and compares the traces.
  ///
  /// The ways are each instruction set on one thread, and the chosen one on several.
  private static func selfTest() throws -> [(name: String, isSame: Bool)] {
    let parameters = try Regime.standard.parameters(at: 64)
    let trials = [LabelMap.fine, .coarse].map {
      NetworkTrial(parameters: parameters, labels: $0, seed: 1, schedule: .steps(16))
    }
    let expected = try trials.map { try Trainer.train($0, on: Execution(threads: 1, instructions: .current)) }
    let cores = Execution.everyCore
    let executions = Execution.available + [Execution(threads: max(2, cores.threads), instructions: .current)]
    return try executions.map { execution in
      let traces = try trials.map { try Trainer.train($0, on: execution) }
      let threads = execution.threads == 1 ? "" : " on \(execution.threads) threads"
      return (execution.instructions.rawValue + threads, traces == expected)
    }
  }

  /// What is known of the files of a report.
  private struct ReportState {
    let words: String
    /// Whether every file of the report is as littleo wrote it.
    var isSound = true
    /// The files that are missing or changed.
    var changed: [String] = []
    /// The files beside a claim's page that are not of the report.
    var added: [String] = []
  }

  private static func state(of place: Place, on disk: Disk) throws -> ReportState {
    let name = Quoted.path(place.path)
    let audit: ReportFolder.Audit
    do { audit = try ReportFolder(place.url, on: disk).audit() } catch {
      return ReportState(words: error.description, isSound: false)
    }
    switch audit {
    case .missing: return ReportState(words: "there is no report in \(name)")
    case .unlisted:
      return ReportState(words: "the report in \(name) is of an earlier version, which kept no list of its files")
    case .unfinished:
      return ReportState(
        words: "writing the report in \(name) was interrupted; run the command that writes it again", isSound: false)
    case .listed(let files, let changed, let added):
      let words =
        changed.isEmpty
        ? "all \(files) files of the report in \(name) are as littleo wrote them"
        : "\(changed.count) of \(files) files of the report in \(name) are missing or changed: \(list(changed))"
      let others = added.isEmpty ? "" : "; not of the report: \(list(added))"
      return ReportState(words: words + others, isSound: changed.isEmpty, changed: changed, added: added)
    }
  }

  /// The first names of a list, and how many more there are.
  private static func list(_ names: [String]) -> String {
    let named = names.prefix(5).map { Quoted.text($0) }.joined(separator: ", ")
    return named + (names.count > 5 ? " and \(names.count - 5) more" : "")
  }

  private static func records(in folder: Folder) -> Int {
    ((try? folder.names()) ?? []).count { $0.hasSuffix(".json") }
  }
}
