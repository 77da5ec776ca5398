import ClaimKit
import Experiments
import Foundation
import Planning
import TestSupport
import Testing
import Trials
import Verification

@testable import littleo

/// `littleo new --program`: the claim and the program that it writes, and what it refuses.
@Suite struct NewProgramTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
  private static let hasPython =
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") }

  /// The claim that is written equals a file that this test target compiles.
  @Test func theTemplateCompiles() throws {
    let template = try ProgramTemplate(command: "python3 train.py", claim: "ProgramTemplateClaim")
    let description = ExperimentDescription(
      settings: [SettingDeclaration("shuffle", standard: 0, range: 0...1, meaning: "1 shuffles the answers")],
      observables: [Observable("gap", "distance to the true slope", .positive, isOfRun: true)])
    let compiled = Self.root.appending(path: "Tests/littleoTests/Template/ProgramTemplateClaim.swift")
    #expect(
      try template.claim(named: "ProgramTemplateClaim", about: description)
        == (try String(contentsOf: compiled, encoding: .utf8)))
    #expect(ProgramTemplateClaim().defect() == nil)
  }

  /// The program that is written answers, and the claim on it is supported with its control refuted.
  @Test(.enabled(if: hasPython, "python3 is not installed"))
  func theProgramAnswersAndTheClaimIsDecided() async throws {
    try await withFolder { folder in
      let template = try ProgramTemplate(command: "python3 train.py", claim: "ProgramTemplateClaim")
      let file = folder.appending(path: "train.py")
      try Data(template.program.utf8).write(to: file)
      let program = ClaimKit.Program(template.experiment, ["python3", file.path])
      let claim = Relocated(program: program)
      let plan = try Plan(
        [ClaimEntry(folder: "Own", claim: claim)], design: Design(.quick), experiments: ExperimentRegistry.known)
      let finding = try #require(
        try await TrialRunner(archive: nil, jobs: 2).findings(on: plan, isFamily: false).first)
      #expect(finding.verdict.isSupport && finding.discriminates && finding.totals.failures.isEmpty)
    }
  }

  /// The template's claim on a program in another folder.
  private struct Relocated: Claim {
    private let template = ProgramTemplateClaim()
    private let program: ClaimKit.Program?

    init() { program = nil }
    init(program: ClaimKit.Program) { self.program = program }

    var source: Source { template.source }
    var title: String { template.title }
    var says: String { template.says }
    // The explicit return turns the result builder off.
    var statement: [Clause] { return template.statement }
    var controls: [Control] { return template.controls }
    var standIn: StandIn {
      let own = template.standIn
      guard let program else { return own }
      return StandIn(of: program, axis: own.axis, window: own.window, materialities: own.materialities)
    }
  }

  @Test(.enabled(if: hasPython, "python3 is not installed"))
  func filesAreWrittenOnceAndNeverReplaced() async throws {
    try await withFolder { folder in
      let littleo = try Executable(in: folder)
      try FileManager.default.createDirectory(
        at: folder.appending(path: "Claims"), withIntermediateDirectories: true)
      let result = try littleo.run(["new", "SlopeIsLearned", "--program", "python3 code/train.py"])
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      let file = folder.appending(path: "code/train.py")
      let written = try String(contentsOf: file, encoding: .utf8)
      #expect(written.contains("\"experiment\": \"slope-is-learned\""))
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "Claims/Own/SlopeIsLearned.swift").path))
      for part in ["code/train.py", "trial --experiment slope-is-learned", "verify SlopeIsLearned --profile quick"] {
        #expect(result.output.contains(part))
      }
      // A second claim on the same file: the program keeps its own name, so the answer says whose it is.
      let second = try littleo.run(["new", "Another", "--program", "python3 code/train.py"])
      #expect(second.status == 2 && second.errorLines.count == 1 && second.errors.contains("slope-is-learned"))
      // A file that answers in another way is named and stays as it is.
      try Data("print('hello')\n".utf8).write(to: folder.appending(path: "plain.py"))
      let plain = try littleo.run(["new", "Plain", "--program", "python3 plain.py"])
      #expect(plain.status == 2 && plain.errorLines.count == 1 && plain.errors.contains("experiments.md"))
      #expect(try String(contentsOf: file, encoding: .utf8) == written)
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "Claims/Own/Plain.swift").path))
    }
  }

  @Test func commandsAreSplitWithoutAShell() throws {
    let quoted = try ProgramTemplate(command: "python3 -u 'my code/train.py' \"a b\"", claim: "A")
    #expect(quoted.command == ["python3", "-u", "my code/train.py", "a b"] && quoted.file == "my code/train.py")
    #expect(try ProgramTemplate(command: "./train", claim: "RiskGrowsSlowly").experiment == "risk-grows-slowly")
    for command in ["", "   ", "python3 '", "python3 /etc/passwd", "python3 ../train.py", "python3 a\nb"] {
      #expect(throws: UsageError.self) { try ProgramTemplate(command: command, claim: "A") }
    }
  }

  @Test func onlyPythonIsWritten() async throws {
    try await withFolder { folder in
      let littleo = try Executable(in: folder)
      try FileManager.default.createDirectory(
        at: folder.appending(path: "Claims"), withIntermediateDirectories: true)
      let result = try littleo.run(["new", "Other", "--program", "./train"])
      #expect(result.status == 2 && result.errors.contains("there is no ./train"))
      let both = try littleo.run(["new", "Other", "--program", "python3 a.py", "--like", "Theorem5_1"])
      #expect(both.status == 2 && both.errors.contains("exclude each other"))
    }
  }
}
