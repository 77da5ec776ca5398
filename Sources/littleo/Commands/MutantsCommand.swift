import ClaimKit
import Foundation
import Planning
import Reporting
import Training
import Trials
import Verification

/// `littleo mutants`: plants defects into every trial and shows which claims notice.
struct MutantsCommand {
  private let _mutants: [Mutant]
  private let _entries: [ClaimEntry]
  private let _design: Design
  private let _profile: Profile
  private let _jobs: Int
  private let _store: URL
  private let _output: URL?
  private let _isFull: Bool
  private let _endsWithNotice: Bool
  private let _isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "mutants",
        options: ["profile": false, "claims": false, "jobs": false, "store": false, "output": false],
        switches: ["json", "until-noticed"], maximalWords: .max))
    var mutants: [Mutant] = []
    for name in arguments.words {
      let mutant = try Self._mutant(named: name)
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
    _isJSON = arguments.has("json")
    _endsWithNotice = arguments.has("until-noticed")
    _profile = try Catalogue.profile(named: arguments.value("profile") ?? Profile.quick.rawValue)
    _design = Design(_profile)
    _jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    _store = URL(filePath: arguments.value("store") ?? ".littleo/store")
    // A partial matrix must not overwrite the committed page.
    _isFull = mutants.isEmpty && entries.isEmpty && _profile == .quick
    _output = (arguments.value("output") ?? (_isFull ? "Reports/mutants.md" : nil)).map { URL(filePath: $0) }
    _mutants = mutants.isEmpty ? Mutant.all : mutants
    _entries = entries.isEmpty ? Catalogue.entries : entries
  }

  func run() async throws -> ExitStatus {
    let store: TrialStore
    do {
      store = try TrialStore(folder: _store)
      if let _output { try GeneratedPage.prepare(_output) }
    } catch let error as StoreError {
      throw UsageError(error.description)
    } catch let error as ReportError {
      throw UsageError(error.description)
    }
    let command = self
    let resume = "stopped; finished trials are kept in \(_store.relativePath), and the same command goes on from there."
    return try await Interruption.guarding(resume: resume) {
      try await command._measure(on: TrialRunner(archive: store, jobs: command._jobs))
    }
  }

  private func _measure(on runner: TrialRunner) async throws -> ExitStatus {
    let hunt = MutantHunt(_entries, design: _design, runner: runner, endsWithNotice: _endsWithNotice) { title in
      let progress = ProgressLine(title: title)
      return { progress.report($0) }
    }
    let matrix = try await hunt.matrix(of: _mutants)
    print(_isJSON ? MutantsTable(matrix).object.text : MutantsTable(matrix).text)
    if let _output {
      let page = MutantsPage(
        matrix, design: _design, trainerVersion: Trainer.version, command: _command, endsWithNotice: _endsWithNotice)
      try GeneratedPage.write(page.markdown, to: _output)
      FileHandle.standardError.write(Data("The page is \(_output.relativePath).\n".utf8))
    }
    return matrix.unnoticed.isEmpty ? .passed : .refuted
  }

  /// The command line that gives the same page again, wherever its store and its output were.
  private var _command: String {
    var words = ["swift run -c release littleo mutants"]
    if _mutants != Mutant.all { words += _mutants.map(\.name) }
    if _profile != .quick { words.append("--profile \(_profile.rawValue)") }
    if _entries.count != Catalogue.entries.count {
      words.append("--claims \(_entries.map(\.claim.name).joined(separator: ","))")
    }
    if _endsWithNotice { words.append("--until-noticed") }
    if !_isFull { words.append("--output FILE") }
    return words.joined(separator: " ")
  }

  private static func _mutant(named name: String) throws(UsageError) -> Mutant {
    guard let mutant = Mutant.all.first(where: { $0.name == name }) else {
      let names = Mutant.all.map(\.name)
      let hint = Nearest.suggestion(for: name, among: names)
      throw UsageError("there is no fault “\(name)”\(hint); the faults are \(names.joined(separator: ", ")).")
    }
    return mutant
  }
}

/// A mutation matrix on the terminal: a row per defect, a character per claim, and what the characters mean.
struct MutantsTable {
  private let _matrix: MutationMatrix

  init(_ matrix: MutationMatrix) { _matrix = matrix }

  var text: String {
    let numbers = Array(1...max(1, _matrix.claims.count))
    let units = numbers.map { "\($0 % 10)" }.joined()
    var table = TextTable(["fault", units, "noticed by", "what it is"], numeric: [2])
    for row in _matrix.rows {
      table.add([
        row.mutant.name, row.marks.map(\.rawValue).joined(), "\(row.marks.count(where: \.isNotice))",
        row.mutant.fault.words,
      ])
    }
    var claims = TextTable(["", "claim", "without a fault"], numeric: [0])
    for (index, claim) in _matrix.claims.enumerated() {
      claims.add(["\(index + 1)", claim, _matrix.standing(of: index)])
    }
    return ([table.text, _legend, claims.text] + _remarks).joined(separator: "\n\n")
  }

  /// The same as a JSON object.
  var object: JSONValue {
    .object([
      "claims": .array(
        _matrix.claims.indices.map { index in
          .object([
            "name": .string(_matrix.claims[index]), "withoutFault": .optional(_matrix.verdicts[index].map { "\($0)" }),
            "isTried": .bool(_matrix.isTried[index]),
          ])
        }),
      "faults": .array(
        _matrix.rows.map { row in
          .object([
            "name": .string(row.mutant.name), "words": .string(row.mutant.fault.words),
            "noticedBy": .array(zip(_matrix.claims, row.marks).filter { $1.isNotice }.map { .string($0.0) }),
            "unnoticedBy": .array(_matrix.claims(marked: .unnoticed, in: row).map { .string($0) }),
          ])
        }),
    ])
  }

  private var _legend: String {
    """
    A column is a claim, by the last digit of its number below. R refuted with the fault, ? inconclusive with it, H its trials
    fail or are not fit to be judged; · supported all the same, – not supported without it either, x cannot be run with it;
    blank: not tried.
    """
  }

  private var _remarks: [String] {
    var remarks: [String] = []
    if !_matrix.unnoticing.isEmpty {
      remarks.append(
        "Supported claims that notice none of these faults: \(_matrix.unnoticing.joined(separator: ", ")).")
    }
    let missed = _matrix.unnoticed.map(\.name)
    remarks.append(
      missed.isEmpty ? "Every fault is noticed." : "Faults that no claim notices: \(missed.joined(separator: ", ")).")
    return remarks
  }
}
