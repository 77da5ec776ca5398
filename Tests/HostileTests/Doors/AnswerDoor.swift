import Foundation

@testable import Experiments

/// The lines of a program are refused in one clause, or they end in a trace.
///
/// A first line with the member `experiment` describes the program; every other line answers a trial with the name `t`.
enum AnswerDoor {
  private static let trial = Trial(experiment: "small", settings: Settings([:]), scale: 64, seed: 1, times: [1, 2])

  private static let read: @Sendable (Data) throws(ExperimentError) -> JSONValue? = JSONValue.read

  /// The quantities of a program that does not describe itself.
  private static let quantities = [
    Observable("error", "the error", .share), Observable("loss", "the loss", .positive),
    Observable("wrong", "wrong answers", .count), Observable("drift", "the drift", .signed),
    Observable("steps", "the steps", .positive, isOfRun: true),
  ]

  static func outcome(_ bytes: [UInt8]) -> Door.Outcome {
    do throws(ExperimentError) {
      var buffer = LineBuffer()
      buffer.append(bytes + [UInt8(ascii: "\n")])
      var quantities = quantities
      var reading: ProgramReading?
      while let line = try buffer.next() {
        if reading == nil, let value = try read(line), case .object(let members) = value,
          members["experiment"] != nil
        {
          quantities = try ProgramDescription.read(value, named: "small").observables
          continue
        }
        if reading == nil { reading = ProgramReading(trial, named: "t", of: quantities) }
        guard let trace = try reading?.take(line) else { continue }
        return trace.work >= 0 && !trace.content.isEmpty ? .used : .broken("a trace of \(trace.work) units of work")
      }
      return .refused("the lines end before the trial")
    } catch {
      return .refused(error.description)
    }
  }
}
