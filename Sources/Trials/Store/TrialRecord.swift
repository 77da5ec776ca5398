import Foundation
import Training

/// A trained trial as a store holds it: the trial, the trainer's version, the trace, and a checksum of all.
package struct TrialRecord: Hashable, Sendable, Codable {
  /// The trial's key.
  package let key: TrialKey
  /// The version of the trainer that trained it.
  package let trainerVersion: String
  /// The trial.
  package let trial: Trial
  /// Everything that was measured while the trial was trained.
  package let trace: Trace
  /// How long the training took, in seconds on this machine times the number of threads.
  ///
  /// No verdict or report depends on it.
  package let seconds: Double
  /// SHA-256 of the canonical JSON of the other five properties.
  let checksum: String

  /// The record of a trial just trained.
  package init(trial: Trial, trace: Trace, seconds: Double, trainerVersion: String = Trainer.version) {
    key = TrialKey(of: trial, trainerVersion: trainerVersion)
    self.trainerVersion = trainerVersion
    self.trial = trial
    self.trace = trace
    self.seconds = seconds
    checksum =
      Content(
        key: key, trainerVersion: trainerVersion, trial: trial, trace: trace, seconds: seconds
      ).checksum
  }

  /// Returns why the record cannot be used for a trial; nil if it can.
  ///
  /// - Parameter data: The contents of the file that the record was read from.
  func defect(asRecordOf trial: Trial, key: TrialKey, trainerVersion: String, readFrom data: Data) -> String? {
    if self.trainerVersion != trainerVersion {
      // The text comes from a foreign file: control characters must not reach the terminal.
      let foreign = self.trainerVersion.unicodeScalars.prefix(40).filter {
        $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
      }
      return "it was written by trainer version \(String(String.UnicodeScalarView(foreign))), not \(trainerVersion)"
    }
    if self.key != key { return "it holds the key \(self.key.hex.prefix(12))… of another trial" }
    if self.trial != trial { return "it describes another trial than its key" }
    let content = Content(
      key: self.key, trainerVersion: self.trainerVersion, trial: self.trial, trace: trace, seconds: seconds)
    let spelling = CanonicalJSON.data(content)
    if checksum != SHA256.hex(spelling) { return "its checksum does not match its content" }
    // The decoder skips unknown and repeated members, so compare the bytes: the file must be exactly as it was written.
    if data != Data(#"{"checksum":"\#(checksum)","#.utf8) + spelling.dropFirst() {
      return "its bytes differ from those that a store would write"
    }
    // A hostile file can carry a valid checksum. Its counts must not overflow in sums over runs.
    if !trace.countsAreInRange { return "it holds a count or a time of a step that is out of range" }
    if !(0...1e9).contains(seconds) { return "its training time is out of range" }
    return nil
  }

  /// The stored names of the properties, which stay the same if a property is renamed.
  private enum CodingKeys: String, CodingKey {
    case key, trainerVersion, trial, trace, seconds, checksum
  }

  /// The part of a record that its checksum covers.
  private struct Content: Encodable {
    let key: TrialKey
    let trainerVersion: String
    let trial: Trial
    let trace: Trace
    let seconds: Double

    var checksum: String { SHA256.hex(CanonicalJSON.data(self)) }
  }
}

extension Trace {
  /// Whether all times are possible steps and all counts can be added over the runs of a plan without overflow.
  fileprivate var countsAreInRange: Bool {
    let seen = checkpoints + (finetuning ?? [])
    let times = seen.map(\.time) + [timeToFit].compactMap { $0 }
    guard times.allSatisfy({ (0...2 * Schedule.longest).contains($0) }) else { return false }
    var counts = [heads, aliveNeurons, work]
    for checkpoint in seen {
      counts += [checkpoint.undecided, checkpoint.noiseFirings, checkpoint.awakened]
      counts += [checkpoint.marginal, checkpoint.probe].compactMap { $0?.undecided }
    }
    if let census { counts += [census.common, census.rare, census.fewest ?? 0, census.lucky, census.overlapping] }
    return counts.allSatisfy { (0...1 << 60).contains($0) }
  }
}
