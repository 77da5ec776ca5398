import ClaimKit
import Experiments
import Files
import Foundation
import Planning
import Reporting
import Trials
import Verification

/// `littleo mutants`: plants defects into every trial and shows which claims notice them.
struct MutantsCommand {
  private let mutants: [PlantedDefect]
  private let entries: [ClaimEntry]
  private let design: Design
  private let profile: Profile
  private let jobs: Int
  private let store: URL
  private let output: Place?
  private let isFull: Bool
  private let endsWithNotice: Bool
  private let asksConclusions: Bool
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "mutants",
        options: ["profile": false, "claims": false, "jobs": false, "store": false, "output": false],
        switches: ["json", "until-noticed", "conclusions"], maximalWords: .max))
    var mutants: [PlantedDefect] = []
    for name in arguments.words {
      let mutant = try Self.mutant(named: name)
      if !mutants.contains(mutant) { mutants.append(mutant) }
    }
    var entries: [ClaimEntry] = []
    for name in arguments.value("claims")?.split(separator: ",") ?? [] {
      let entry = try Catalogue.entry(named: String(name))
      if !entries.contains(where: { $0.claim.name == entry.claim.name }) { entries.append(entry) }
    }
    if arguments.value("claims") != nil, entries.isEmpty {
      throw UsageError(
        "--claims needs names with commas between them, as in --claims \(Catalogue.names.prefix(2).joined(separator: ","))."
      )
    }
    isJSON = arguments.has("json")
    endsWithNotice = arguments.has("until-noticed")
    asksConclusions = arguments.has("conclusions")
    if asksConclusions, !endsWithNotice {
      throw UsageError(
        "--conclusions needs --until-noticed: without it, every claim is tried with every defect already.")
    }
    self.profile = try Catalogue.profile(named: arguments.value("profile") ?? Profile.quick.rawValue)
    design = Design(self.profile)
    self.jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    self.store = arguments.store
    // A partial matrix must not overwrite the committed page.
    isFull = mutants.isEmpty && entries.isEmpty && self.profile == .quick
    self.output = arguments.place("output") ?? (isFull ? Place(path: "Reports/mutants.md") : nil)
    self.entries = entries.isEmpty ? Self.ownEntries : entries
    self.mutants = mutants.isEmpty ? try Self.defects(for: self.entries) : mutants
  }

  func run(on desk: Desk) async throws -> ExitStatus {
    let store: TrialStore
    do {
      store = try TrialStore(folder: self.store, experiments: ExperimentRegistry.all, on: desk.disk)
      if let output { try GeneratedPage(output, on: desk.disk).prepare() }
    } catch let error as StoreError {
      throw UsageError(error.description)
    } catch let error as ReportError {
      throw UsageError(error.description)
    }
    let command = self
    let resume =
      "stopped; finished trials are kept in \(Quoted.path(self.store.relativePath)), and the same command goes on from there."
    return try await Interruption.guarding(on: desk, resume: resume) {
      try await command.measure(with: TrialRunner(archive: store, jobs: command.jobs), on: desk)
    }
  }

  private func measure(with runner: TrialRunner, on desk: Desk) async throws -> ExitStatus {
    let hunt = MutantHunt(
      entries, design: design, experiments: ExperimentRegistry.known, runner: runner, endsWithNotice: endsWithNotice,
      asksConclusions: asksConclusions
    ) { title in
      let progress = ProgressLine(on: desk.console, title: title)
      return { progress.report($0) }
    }
    let matrix = try await hunt.matrix(of: mutants)
    try desk.console.print(isJSON ? MutantsTable(matrix).object.document : MutantsTable(matrix).text)
    if let output {
      let page = MutantsPage(
        matrix, design: design, trainerVersion: Self.version, command: command, endsWithNotice: endsWithNotice,
        asksConclusions: asksConclusions)
      try GeneratedPage(output, on: desk.disk).write(page.markdown)
      desk.console.say("The page is \(Quoted.path(output.path)).")
    }
    return matrix.unnoticed.isEmpty ? .passed : .refuted
  }

  /// The command line that reproduces the page; it does not name the store, and leaves the output file open.
  private var command: String {
    var words = ["swift run -c release littleo mutants"]
    if self.mutants != Self.known { words += self.mutants.map(\.name) }
    if self.profile != .quick { words.append("--profile \(self.profile.rawValue)") }
    if entries.count != Self.ownEntries.count {
      words.append("--claims \(entries.map(\.claim.name).joined(separator: ","))")
    }
    if endsWithNotice { words.append("--until-noticed") }
    if asksConclusions { words.append("--conclusions") }
    if !isFull { words.append("--output FILE") }
    return words.joined(separator: " ")
  }

  /// The defects of the experiments that the program names.
  static var known: [PlantedDefect] { Self.defects(of: ExperimentRegistry.known) }
  /// Those, and the defects that the experiments of the registered claims declare.
  static var all: [PlantedDefect] { Self.defects(of: ExperimentRegistry.all) }

  /// Returns the defects of some experiments, each once; none of an experiment that cannot be asked.
  private static func defects(of experiments: ExperimentCatalogue) -> [PlantedDefect] {
    var all: [PlantedDefect] = []
    for experiment in experiments.all {
      for defect in (try? experiment.description())?.defects ?? [] where !all.contains(defect) { all.append(defect) }
    }
    return all
  }

  /// The claims about the experiments that the program names: the committed page is about these.
  private static var ownEntries: [ClaimEntry] {
    Catalogue.entries.filter { $0.claim.standIn.setup.instance == nil }
  }

  /// Returns the defects that can be planted into some claims.
  ///
  /// - Throws: ``UsageError`` if an experiment cannot be asked.
  private static func defects(for entries: [ClaimEntry]) throws(UsageError) -> [PlantedDefect] {
    var all: [PlantedDefect] = []
    for entry in entries {
      let setup = entry.claim.standIn.setup
      let description: ExperimentDescription?
      do { description = try (setup.instance ?? ExperimentRegistry.known[setup.experiment])?.description() } catch {
        throw UsageError("\(entry.claim.name): \(error)")
      }
      for defect in description?.defects ?? [] where !all.contains(defect) { all.append(defect) }
    }
    return all
  }

  /// The version of the shared trainer, which the committed page is about.
  private static var version: String { ExperimentRegistry.known.all.first?.version ?? "" }

  private static func mutant(named name: String) throws(UsageError) -> PlantedDefect {
    guard let mutant = Self.all.first(where: { $0.name == name }) else {
      let names = Self.all.map(\.name)
      let hint = Nearest.suggestion(for: name, among: names)
      throw UsageError(
        "there is no defect “\(Quoted.text(name))”\(hint); “littleo mutants --help” lists the \(names.count) defects.")
    }
    return mutant
  }
}

/// A mutation matrix on the terminal: a row per defect, a character per claim, and a legend of the characters.
struct MutantsTable {
  private let matrix: MutationMatrix

  init(_ matrix: MutationMatrix) { self.matrix = matrix }

  var text: String {
    // Ten claims to a column, so that a narrow terminal can show some columns below the others.
    let starts = Array(stride(from: 0, to: max(1, matrix.claims.count), by: 10))
    let units = starts.map { start in
      (start..<min(start + 10, max(1, matrix.claims.count))).map { "\(($0 + 1) % 10)" }.joined()
    }
    var table = TextTable(
      ["defect", "noticed by"] + units + ["what the defect does"], numeric: [1], prose: [2 + units.count: 24])
    for row in matrix.rows {
      let marks = starts.map { start in row.marks.dropFirst(start).prefix(10).map(\.rawValue).joined() }
      table.add(
        [row.mutant.name, "\(row.marks.count(where: \.isNotice))"] + marks + [row.mutant.words])
    }
    var claims = TextTable(["", "claim", "without a defect"], numeric: [0], prose: [2: 20])
    for (index, claim) in matrix.claims.enumerated() {
      claims.add(["\(index + 1)", claim, matrix.standing(of: index)])
    }
    let width = TerminalWidth.standardOutput
    return
      ([table.text, TextBlock.fitted(legend, to: width), claims.text]
      + remarks.map { TextBlock.fitted($0, to: width) }).joined(separator: "\n\n")
  }

  /// The same as a JSON object.
  var object: JSONValue {
    .object([
      "claims": .array(
        matrix.claims.indices.map { index in
          .object([
            "name": .string(matrix.claims[index]), "withoutFault": .optional(matrix.verdicts[index].map { "\($0)" }),
            "isTried": .bool(matrix.isTried[index]),
          ])
        }),
      "faults": .array(
        matrix.rows.map { row in
          .object([
            "name": .string(row.mutant.name), "words": .string(row.mutant.words),
            "noticedBy": .array(zip(matrix.claims, row.marks).filter { $1.isNotice }.map { .string($0.0) }),
            "unnoticedBy": .array(matrix.claims(marked: .unnoticed, in: row).map { .string($0) }),
          ])
        }),
      "conclusions": .array(
        matrix.conclusions.map { row in
          .object([
            "claim": .string(row.claim), "conclusion": .string(row.text), "tried": .integer(row.tried),
            "notices": .array(row.noticed.map { .string($0.name) }),
          ])
        }),
    ])
  }

  private var legend: String {
    """
    A column is a claim, headed by the last digit of its number in the list below. With the defect the claim is
    R refuted, ? inconclusive or · still supported; H: its trials fail or give unusable numbers; x: they cannot be run.
    –: not supported without a defect, so not tried with one. Blank: not tried. Supported by extrapolation and not
    contradicted count as supported.
    """
  }

  private var remarks: [String] {
    var remarks: [String] = []
    if !matrix.unnoticing.isEmpty {
      remarks.append(
        "Supported claims that notice none of these defects: \(matrix.unnoticing.joined(separator: ", ")).")
    }
    let missed = matrix.unnoticed.map(\.name)
    remarks.append(
      missed.isEmpty ? "Every defect is noticed." : "Defects that no claim notices: \(missed.joined(separator: ", ")).")
    return remarks
  }
}
