import Dispatch
import Files
import Foundation
import Reporting
import Training

/// The program: reads the command line, runs one command and exits with its status.
@main
enum LittleO {
  /// The version of the program.
  static let version = "1.0.0"

  static func main() {
    Console.prepareStreams()
    let line: [String]
    // Without /proc there is no command line, and no thread may be started: the library of threads reads /proc as well.
    do { line = try CommandLineWords.current() } catch {
      Desk.machine.console.warn(error.description)
      exit(ExitStatus.usage.rawValue)
    }
    Task { exit(await answer(line, on: .machine).rawValue) }
    dispatchMain()
  }

  /// Runs the command of a command line, which is given without the program's name, and says what went wrong.
  static func answer(_ line: [String], on desk: Desk) async -> ExitStatus {
    do {
      return try await run(line, on: desk)
    } catch let error as UsageError {
      desk.console.warn(error.description)
      return .usage
    } catch let error as OutputError where error.isClosedPipe {
      // The reader has what it wanted, as in “littleo list | head -3”; a message would stand between its lines.
      return .error
    } catch {
      desk.console.warn("\(error)")
      return .error
    }
  }

  /// Runs the command of a command line, which is given without the program's name.
  ///
  /// - Throws: ``UsageError`` for a wrong command line or input, and any other error where something failed.
  static func run(_ line: [String], on desk: Desk) async throws -> ExitStatus {
    guard !line.isEmpty else {
      throw UsageError(
        "a command is missing: “littleo verify” verifies every claim, and “littleo help” shows the commands.")
    }
    // A claim alone is shown, which costs nothing and names the command that verifies it.
    let line = line.first.map { Catalogue.names.contains($0) } == true ? ["explain"] + line : line
    let command = line.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
    let rest = command == nil ? line : Array(line.dropFirst())
    if let command, command != "help", !HelpText.commands.contains(command) {
      throw unknown(command)
    }
    if command == "help" || rest.contains(where: ["--help", "-h"].contains) {
      let topic = command == "help" ? rest.first : command ?? rest.first { !$0.hasPrefix("-") }
      if let topic, !HelpText.commands.contains(topic), !topic.hasPrefix("-") { throw unknown(topic) }
      try desk.show(HelpText.text(for: topic))
      return .passed
    }
    if line.first == "--version" || line == ["--json", "--version"], Set(line).isSubset(of: ["--version", "--json"]) {
      let object: [String: JSONValue] = [
        "version": .string(version), "trainerVersion": .string(Trainer.version),
      ]
      try desk.console.print(
        line.contains("--json")
          ? JSONValue.object(object).document : "littleo \(version), trainer \(Trainer.version)")
      return .passed
    }
    do {
      try Execution.checkEnvironment()
    } catch {
      throw UsageError(error.description)
    }
    switch command {
    case "report": return try await VerifyCommand(rest, trains: false).run(on: desk)
    case "plan": return try PlanCommand(rest).run(on: desk)
    case "run": return try await RunCommand(rest).run(on: desk)
    case "merge": return try MergeCommand(rest).run(on: desk)
    case "replay": return try await ReplayCommand(rest).run(on: desk)
    case "doctor": return try DoctorCommand(rest).run(on: desk)
    case "list": return try ListCommand(rest).run(on: desk)
    case "explain": return try ExplainCommand(rest).run(on: desk)
    case "decide": return try DecideCommand(rest).run(on: desk)
    case "trial" where rest.contains { $0 == "--experiment" || $0.hasPrefix("--experiment=") }:
      return try await ExperimentTrialCommand(rest).run(on: desk)
    case "trial": return try TrialCommand(rest).run(on: desk)
    case "images": return try await ImagesCommand(rest).run(on: desk)
    case "bench": return try BenchCommand(rest).run(on: desk)
    case "new": return try NewCommand(rest).run(on: desk)
    case "beyond": return try await BeyondCommand(rest).run(on: desk)
    case "mutants": return try await MutantsCommand(rest).run(on: desk)
    case "calibrate": return try await CalibrateCommand(rest).run(on: desk)
    case "verify": return try await VerifyCommand(rest).run(on: desk)
    default:
      throw UsageError(
        "a command is missing before “\(Quoted.text(line[0]))”, as in “littleo verify \(Quoted.text(line[0]))”.")
    }
  }

  private static func unknown(_ command: String) -> UsageError {
    let hint = Nearest.suggestion(for: command, among: HelpText.commands + Catalogue.names)
    return UsageError(
      "there is no command “\(Quoted.text(command))”\(hint); the commands are \(HelpText.commands.joined(separator: ", "))."
    )
  }
}
