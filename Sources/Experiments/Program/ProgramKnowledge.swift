import Synchronization

/// What is known of a program: its version and its description, each found once.
final class ProgramKnowledge: Sendable {
  private struct Facts {
    var version: Result<String, ExperimentError>?
    var description: Result<ExperimentDescription, ExperimentError>?
  }

  private let facts = Mutex(Facts())

  /// Returns the version, or why the program cannot be used.
  func version(of program: Program) -> Result<String, ExperimentError> {
    facts.withLock { facts in
      let version = facts.version ?? ProgramFiles.version(of: program)
      facts.version = version
      return version
    }
  }

  /// Returns the description; the first call starts the program and waits for it.
  func description(of program: Program) -> Result<ExperimentDescription, ExperimentError> {
    let version = version(of: program)
    return facts.withLock { facts in
      let description =
        facts.description
        ?? version.flatMap { _ in Self.ask(program) }
        .mapError { ExperimentError("\(program.name.quotable): \($0.description)") }
      facts.description = description
      return description
    }
  }

  /// Returns whether a worker describes itself as the program did before; keeps the description if it is the first.
  func accepts(_ description: ExperimentDescription) -> Bool {
    facts.withLock { facts in
      let known = facts.description ?? .success(description)
      facts.description = known
      return known == .success(description)
    }
  }

  private static func ask(_ program: Program) -> Result<ExperimentDescription, ExperimentError> {
    do throws(ExperimentError) {
      var worker = try ProgramWorker.start(program, watch: MemoryWatch(), stops: [])
      worker.process.end(grace: .seconds(1))
      return .success(worker.description)
    } catch {
      return .failure(error)
    }
  }
}
