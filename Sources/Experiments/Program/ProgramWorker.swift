import Foundation

/// A worker of a program that has described itself and waits for trials.
struct ProgramWorker: Sendable {
  /// The process.
  var process: WorkerProcess
  /// What the program says about itself.
  let description: ExperimentDescription

  /// Starts a worker and asks it to describe itself.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - watch: What watches the memory.
  ///   - stops: The marks that end the wait.
  /// - Throws: A sentence with the cause; nothing is left running.
  static func start(
    _ program: Program, watch: MemoryWatch, stops: [StopMark]
  ) throws(ExperimentError) -> ProgramWorker {
    var process: WorkerProcess
    do throws(ExperimentError) { process = try WorkerProcess.start(program.command) } catch {
      throw ExperimentError("\(error.description).")
    }
    let limits = WorkLimits(
      "the answer to describe", seconds: program.startLimit, memory: program.memoryLimit, watch: watch, stops: stops)
    process.send(ProgramRequest.describe)
    do throws(ExperimentError) {
      let description = try description(from: process.next(within: limits), named: program.name)
      return ProgramWorker(process: process, description: description)
    } catch {
      process.end()
      throw process.tail.sentence(error.description)
    }
  }

  /// Runs a trial.
  ///
  /// - Throws: A sentence with the cause; the worker is then ended.
  mutating func run(_ trial: Trial, named name: String, within limits: WorkLimits) throws(ExperimentError) -> Trace {
    var reading = ProgramReading(trial, named: name, of: description.observables)
    process.send(ProgramRequest.line(for: trial, named: name))
    do throws(ExperimentError) {
      while true {
        switch try process.next(within: limits) {
        case .line(let line): if let trace = try reading.take(line) { return trace }
        case .end(let cause): throw ExperimentError(cause)
        }
      }
    } catch {
      process.end()
      throw process.tail.sentence(error.description)
    }
  }

  private static func description(
    from event: WorkerProcess.Event, named name: String
  ) throws(ExperimentError) -> ExperimentDescription {
    switch event {
    case .end(let cause): throw ExperimentError(cause)
    case .line(let line):
      guard let answer = try JSONValue.read(line) else {
        let text = String(decoding: line.prefix(200), as: UTF8.self).quotable
        throw ExperimentError("the program answered describe with a line that is no JSON: “\(text)”")
      }
      return try ProgramDescription.read(answer, named: name)
    }
  }
}
