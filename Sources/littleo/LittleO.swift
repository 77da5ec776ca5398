import Foundation
import Training

/// The program: reads the command line, runs one command and exits with its status.
@main
enum LittleO {
  /// The version of the program.
  static let version = "1.0.0"

  static func main() async {
    let status: ExitStatus
    do {
      status = try await run(Array(CommandLine.arguments.dropFirst()))
    } catch let error as UsageError {
      status = fail(error.description, .usage)
    } catch {
      status = fail("\(error)", .error)
    }
    exit(status.rawValue)
  }

  /// Runs the command of a command line, which is given without the program's name.
  static func run(_ line: [String]) async throws -> ExitStatus {
    let command = line.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
    let rest = command == nil ? line : Array(line.dropFirst())
    if let command, command != "help", !HelpText.commands.contains(command) {
      throw unknown(command)
    }
    if command == "help" || rest.contains(where: ["--help", "-h"].contains) {
      let topic = command == "help" ? rest.first : command
      if let topic, !HelpText.commands.contains(topic), !topic.hasPrefix("-") { throw unknown(topic) }
      print(HelpText.text(for: topic))
      return .passed
    }
    if line == ["--version"] {
      print("littleo \(version), trainer \(Trainer.version)")
      return .passed
    }
    do {
      try Execution.checkEnvironment()
    } catch {
      throw UsageError(error.description)
    }
    switch command {
    case "report": return try await VerifyCommand(rest, trains: false).run()
    case "plan": return try PlanCommand(rest).run()
    case "run": return try await RunCommand(rest).run()
    case "merge": return try MergeCommand(rest).run()
    case "replay": return try await ReplayCommand(rest).run()
    case "doctor": return try DoctorCommand(rest).run()
    case "list": return try ListCommand(rest).run()
    case "explain": return try ExplainCommand(rest).run()
    case "decide": return try DecideCommand(rest).run()
    case "trial" where rest.contains { $0 == "--experiment" || $0.hasPrefix("--experiment=") }:
      return try await ExperimentTrialCommand(rest).run()
    case "trial": return try TrialCommand(rest).run()
    case "bench": return try BenchCommand(rest).run()
    case "new": return try NewCommand(rest).run()
    case "mutants": return try await MutantsCommand(rest).run()
    case "calibrate": return try await CalibrateCommand(rest).run()
    default: return try await VerifyCommand(rest).run()
    }
  }

  private static func unknown(_ command: String) -> UsageError {
    if Catalogue.names.contains(command) {
      return UsageError(
        "“\(command)” is a claim, not a command: write “littleo verify \(command)” or “littleo explain \(command)”.")
    }
    let hint = Nearest.suggestion(for: command, among: HelpText.commands)
    return UsageError(
      "there is no command “\(command)”\(hint); the commands are \(HelpText.commands.joined(separator: ", ")).")
  }

  private static func fail(_ message: String, _ status: ExitStatus) -> ExitStatus {
    let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    FileHandle.standardError.write(Data("littleo: \(line)\n".utf8))
    return status
  }
}
