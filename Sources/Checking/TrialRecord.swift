import Training

/// A trained trial as a store holds it: what was trained, by which trainer, what came out, and a checksum of all.
public struct TrialRecord: Hashable, Sendable, Codable {
  /// The trial's key.
  public let key: TrialKey
  /// The version of the trainer that trained it.
  public let trainerVersion: String
  /// The trial.
  public let trial: Trial
  /// What it yielded.
  public let trace: Trace
  /// How long the training took, in seconds of this machine; no verdict or report depends on it.
  public let seconds: Double
  /// SHA-256 of the canonical JSON of the other five.
  public let checksum: String

  /// The record of a trial just trained.
  public init(trial: Trial, trace: Trace, seconds: Double, trainerVersion: String = Trainer.version) {
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
  func defect(asRecordOf trial: Trial, key: TrialKey, trainerVersion: String) -> String? {
    if self.trainerVersion != trainerVersion {
      return "it was written by trainer version \(self.trainerVersion), not \(trainerVersion)"
    }
    if self.key != key { return "it holds the key \(self.key.hex.prefix(12))… of another trial" }
    if self.trial != trial { return "it describes another trial than its key" }
    let content = Content(
      key: self.key, trainerVersion: self.trainerVersion, trial: self.trial, trace: trace, seconds: seconds)
    if checksum != content.checksum { return "its checksum does not match its content" }
    return nil
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
