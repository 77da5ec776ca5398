import Foundation
import Training

/// A trained trial as a store holds it: what was trained, by which trainer, what came out, and a checksum of all.
package struct TrialRecord: Hashable, Sendable, Codable {
  /// The trial's key.
  package let key: TrialKey
  /// The version of the trainer that trained it.
  package let trainerVersion: String
  /// The trial.
  package let trial: Trial
  /// What it yielded.
  package let trace: Trace
  /// How long the training took, in seconds of this machine times threads; no verdict or report depends on it.
  package let seconds: Double
  /// SHA-256 of the canonical JSON of the other five.
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

  /// Returns what makes the record unfit to stand for a trial, nil if nothing does.
  ///
  /// - Parameter data: The file that the record was read from.
  func defect(asRecordOf trial: Trial, key: TrialKey, trainerVersion: String, readFrom data: Data) -> String? {
    if self.trainerVersion != trainerVersion {
      // Nothing of a foreign file reaches a terminal but letters that it prints.
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
    // What was decoded is sound. Members that nobody reads, or the same one twice, were added by somebody else.
    if data != Data(#"{"checksum":"\#(checksum)","#.utf8) + spelling.dropFirst() {
      return "it is not spelled as it was written"
    }
    // Anyone can write a checksum; sums over runs must not overflow all the same.
    if !trace.countsAreCountable { return "it holds a count that no training yields" }
    if !(0...1e9).contains(seconds) { return "it holds a time that no training takes" }
    return nil
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case key, trainerVersion, trial, trace, seconds, checksum
  }

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
  /// Whether times are those of steps and counts are small enough to be added over all runs of a plan.
  fileprivate var countsAreCountable: Bool {
    let seen = checkpoints + (finetuning ?? [])
    let times = seen.map(\.time) + [timeToFit].compactMap { $0 }
    guard times.allSatisfy({ (0...2 * Extent.longest).contains($0) }) else { return false }
    var counts = [heads, aliveNeurons, work]
    for checkpoint in seen {
      counts += [checkpoint.undecided, checkpoint.noiseFirings, checkpoint.awakened]
      counts += [checkpoint.marginal, checkpoint.probe].compactMap { $0?.undecided }
    }
    if let census { counts += [census.common, census.rare, census.fewest ?? 0, census.lucky, census.overlapping] }
    return counts.allSatisfy { (0...1 << 60).contains($0) }
  }
}
