import Foundation

/// The workers of one verification: a trial takes a free one or starts one.
actor ProgramSession: ExperimentSession {
  private let program: Program
  private let jobs: Int
  private let watch = MemoryWatch()
  private let stop = StopMark()
  private var free: [ProgramWorker] = []
  private var busy = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// A session without workers yet.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - jobs: The most workers.
  init(_ program: Program, jobs: Int) {
    self.program = program
    self.jobs = max(1, jobs)
  }

  deinit {
    for var worker in free { worker.process.end() }
  }

  /// Runs a trial in a worker; a cancelled trial ends within about 0.1 s, and its worker is killed.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - threads: Not used: a worker is told to use one thread.
  func run(_ trial: Trial, threads: Int) async throws(ExperimentError) -> Trace {
    while busy >= jobs { await change() }
    let place = "\(program.words(for: trial)), seed \(trial.seed)"
    guard !stop.isSet else { throw ExperimentError("\(place): the session has ended.") }
    guard !Task.isCancelled else { throw ExperimentError("\(place): the trial was stopped.") }
    busy += 1
    let cancelled = StopMark()
    let result = await withTaskCancellationHandler {
      await attempt(trial, stops: [stop, cancelled])
    } onCancel: {
      cancelled.set()
    }
    busy -= 1
    announce()
    do throws(ExperimentError) { return try result.get() } catch {
      throw ExperimentError("\(place): \(error.description)")
    }
  }

  /// Ends all workers; trials under way fail.
  func end() async {
    stop.set()
    announce()
    while busy > 0 { await change() }
    let ended = free
    free = []
    await Self.blocking { Self.end(ended) }
  }

  /// Returns when a trial has ended.
  private func change() async { await withCheckedContinuation { waiting.append($0) } }

  private func announce() {
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  private func attempt(_ trial: Trial, stops: [StopMark]) async -> Result<Trace, ExperimentError> {
    do throws(ExperimentError) {
      let idle: ProgramWorker
      if let worker = free.popLast() { idle = worker } else { idle = try await fresh(stops: stops) }
      let limits = WorkLimits(
        "the trial", seconds: program.timeLimit, memory: program.memoryLimit, watch: watch, stops: stops)
      let name = name(of: trial)
      let (result, worker) = await Self.blocking {
        var worker = idle
        return (Result { () throws(ExperimentError) in try worker.run(trial, named: name, within: limits) }, worker)
      }
      if case .success = result { free.append(worker) }
      return result
    } catch {
      return .failure(error)
    }
  }

  /// Starts a worker, which must describe itself as the program did before.
  private func fresh(stops: [StopMark]) async throws(ExperimentError) -> ProgramWorker {
    _ = try program.knowledge.version(of: program).get()
    let worker = try await Self.blocking { [program, watch] in
      Result { () throws(ExperimentError) in try ProgramWorker.start(program, watch: watch, stops: stops) }
    }.get()
    // A file that was changed during the run would be stored under the version from before.
    guard ProgramFiles.version(of: program) == program.knowledge.version(of: program) else {
      await Self.blocking { Self.end([worker]) }
      throw ExperimentError("the program's files have changed since this run began.")
    }
    guard program.knowledge.accepts(worker.description) else {
      await Self.blocking { Self.end([worker]) }
      throw ExperimentError("the program describes itself in another way than before.")
    }
    return worker
  }

  /// Returns the identifier of a trial: 16 digits of the hash of its canonical JSON, in which the seed is.
  private func name(of trial: Trial) -> String {
    String(SHA256.hex(program.content(of: trial)).prefix(16))
  }

  /// Ends workers, which have one second in all to end by themselves.
  private static func end(_ workers: [ProgramWorker]) {
    var workers = workers
    let deadline = WorkLimits.Clock.now + .seconds(1)
    for index in workers.indices { workers[index].process.hangUp() }
    for index in workers.indices { workers[index].process.end(grace: WorkLimits.Clock.now.duration(to: deadline)) }
  }

  /// Runs work that waits on a thread of its own, so that other tasks go on.
  private static func blocking<Outcome: Sendable>(_ work: @escaping @Sendable () -> Outcome) async -> Outcome {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "littleo.program").async { continuation.resume(returning: work()) }
    }
  }
}
