import Foundation
import MultiView
import Training

/// The time of a whole trial and the peak memory of its process.
package struct TrialBench: Codable, Sendable {
  /// Dimension.
  package let d: Int
  /// The label map's name.
  package let labels: String
  /// The mode in which the network is held in memory, by name.
  package let mode: String
  /// Output heads.
  package let heads: Int
  /// Neurons of the network, including those not held in memory.
  package let neurons: Double
  /// Neurons held in memory.
  package let aliveNeurons: Int
  /// Training steps.
  package let steps: Int
  /// Times at which test samples were drawn.
  let evaluations: Int
  /// Test samples per evaluation, easy and hard together.
  package let testSamples: Int
  /// Threads at work.
  package let threads: Int
  /// The instructions that were used.
  package let path: String
  /// Seconds from the first draw to the trace.
  package let seconds: Double
  /// The peak resident memory of the process so far, in bytes; nil if the system does not report it.
  let peakBytes: Double?
  /// Whether the certificate was met.
  let certificateMet: Bool
  /// Hard-sample errors at the end, as a share.
  package let hardError: Double?

  /// Trains a trial and measures time and memory.
  ///
  /// Run each trial in a process of its own, because the peak memory covers the whole life of the process.
  ///
  /// - Throws: `TrainingError` from the trainer.
  package static func measured(_ trial: NetworkTrial, on execution: Execution) throws(TrainingError) -> TrialBench {
    let clock = ContinuousClock()
    let start = clock.now
    let trace = try Trainer.train(trial, on: execution)
    let seconds = (clock.now - start) / .seconds(1)
    let parameters = trial.parameters
    return TrialBench(
      d: parameters.d, labels: trial.labels.name, mode: parameters.mode.rawValue, heads: trial.heads,
      neurons: parameters.width * Double(trial.heads), aliveNeurons: trace.aliveNeurons,
      steps: trace.checkpoints.last?.time ?? 0, evaluations: trace.checkpoints.count,
      testSamples: 2 * parameters.testSamples, threads: execution.threads, path: execution.instructions.rawValue,
      seconds: seconds, peakBytes: peakBytes, certificateMet: trace.certificate.met,
      hardError: trace.checkpoints.last?.errors(by: .max)?.shares(in: parameters).hard)
  }

  /// The peak resident memory of this process so far, in bytes; nil if the system does not report it.
  static var peakBytes: Double? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
      let words = line.split(separator: " ")
      guard words.count >= 2, let kibibytes = Double(words[words.count - 2]) else { return nil }
      return kibibytes * 1024
    }
    return nil
  }
}
