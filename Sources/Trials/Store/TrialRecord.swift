import Experiments
import Files
import Foundation

/// A trial that was run, as a store holds it: the trial, the version of its experiment, the trace, and a checksum.
package struct TrialRecord: Hashable, Sendable {
  /// The trial's key.
  package let key: TrialKey
  /// The version of the experiment that ran it; stored as `trainerVersion`.
  package let version: String
  /// The trial.
  package let trial: Trial
  /// Everything that was measured in the run.
  package let trace: Trace
  /// How long the run took, in seconds on this machine times the number of threads.
  ///
  /// No verdict or report depends on it.
  package let seconds: Double
  /// The bytes of the trial in the record.
  private let content: Data
  /// SHA-256 of the canonical JSON of the five stored properties above.
  let checksum: String

  /// The record of a trial that was just run.
  package init(trial: Trial, trace: Trace, seconds: Double, by experiment: any Experiment) {
    key = TrialKey(of: trial, by: experiment)
    version = experiment.version
    self.trial = trial
    self.trace = trace
    self.seconds = seconds
    content = experiment.content(of: trial)
    checksum = SHA256.hex(Self.spelling(key, version, content, trace, seconds))
  }

  /// Reads a record.
  ///
  /// - Parameters:
  ///   - data: The bytes of the file.
  ///   - experiments: The experiments that the trial may name.
  /// - Throws: ``StoreError`` with a reason, without the name of the file.
  package init(from data: Data, experiments: ExperimentCatalogue) throws(StoreError) {
    do {
      let envelope = try CanonicalJSON.value(Envelope.self, from: data, userInfo: [.experiments: experiments])
      key = envelope.key
      version = envelope.version
      trial = envelope.trial
      trace = envelope.trace
      seconds = envelope.seconds
      content = envelope.content
      checksum = envelope.checksum
    } catch let error as ExperimentError {
      throw StoreError(error.description)
    } catch {
      throw StoreError("it is truncated or not a trial record")
    }
  }

  /// The bytes of the record's file.
  package var data: Data {
    Data(#"{"checksum":"\#(checksum)","#.utf8) + Self.spelling(key, version, content, trace, seconds).dropFirst()
  }

  /// Returns why the record cannot be used for a trial; nil if it can.
  ///
  /// - Parameters:
  ///   - trial: The trial that the record should be of.
  ///   - key: The key of that trial.
  ///   - version: The version of its experiment.
  ///   - data: The contents of the file that the record was read from.
  func defect(asRecordOf trial: Trial, key: TrialKey, version: String, readFrom data: Data) -> String? {
    if self.version != version {
      return "it was written by version \(Quoted.text(self.version, limit: 40)), not \(version)"
    }
    if self.key != key { return "it holds the key \(self.key.hex.prefix(12))… of another trial" }
    if self.trial != trial { return "it describes another trial than its key" }
    let spelling = Self.spelling(self.key, self.version, content, trace, seconds)
    if checksum != SHA256.hex(spelling) { return "its checksum does not match its content" }
    // The decoder skips unknown and repeated members, so compare the bytes: the file must be exactly as it was written.
    if data != Data(#"{"checksum":"\#(checksum)","#.utf8) + spelling.dropFirst() {
      return "its bytes differ from those that a store would write"
    }
    // A hostile file can carry a valid checksum. Its counts must not overflow in sums over runs.
    if !trace.countsAreInRange { return "it holds a count or a time of a step that is out of range" }
    if !(0...1e9).contains(seconds) { return "its running time is out of range" }
    return nil
  }

  /// The record without its checksum, as canonical JSON.
  private static func spelling(
    _ key: TrialKey, _ version: String, _ trial: Data, _ trace: Trace, _ seconds: Double
  ) -> Data {
    var data = Data(#"{"key":"\#(key.hex)","seconds":"#.utf8)
    data += CanonicalJSON.data(seconds)
    data += Data(#","trace":"#.utf8)
    data += trace.content
    data += Data(#","trainerVersion":"#.utf8)
    data += CanonicalJSON.data(version)
    data += Data(#","trial":"#.utf8)
    data += trial
    data += Data("}".utf8)
    return data
  }

  /// The members of a record; trial and trace are read by the experiment that the trial names.
  private struct Envelope: Decodable {
    let key: TrialKey
    let version: String
    let trial: Trial
    let trace: Trace
    let seconds: Double
    let content: Data
    let checksum: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let catalogue = decoder.userInfo[.experiments] as? ExperimentCatalogue
      let name = try container.decode(Name.self, forKey: .trial).experiment
      guard let experiment = catalogue?.experiment(named: name) else {
        throw ExperimentError("its experiment is unknown here")
      }
      key = try container.decode(TrialKey.self, forKey: .key)
      version = try container.decode(String.self, forKey: .trainerVersion)
      trial = try experiment.trial(from: container.superDecoder(forKey: .trial))
      trace = try experiment.trace(of: trial, from: container.superDecoder(forKey: .trace))
      // A hostile file can carry a valid checksum.
      if let defect = experiment.defect(in: trace, of: trial) { throw ExperimentError(defect) }
      seconds = try container.decode(Double.self, forKey: .seconds)
      content = experiment.content(of: trial)
      checksum = try container.decode(String.self, forKey: .checksum)
    }

    private enum CodingKeys: String, CodingKey {
      case key, trainerVersion, trial, trace, seconds, checksum
    }

    /// The name of the experiment; the trials of the oldest experiment are stored without it.
    private struct Name: Decodable {
      let experiment: String?
    }
  }
}

extension CodingUserInfoKey {
  /// The experiments that a record may name.
  fileprivate static var experiments: CodingUserInfoKey {
    guard let key = CodingUserInfoKey(rawValue: "experiments") else {
      preconditionFailure("a user-info key can have any name")
    }
    return key
  }
}

extension Trace {
  /// Whether all times are possible and all counts can be added over the runs of a plan without overflow.
  fileprivate var countsAreInRange: Bool {
    let times = stages.flatMap(\.times) + [timeToFit].compactMap { $0 }
    guard times.allSatisfy({ (0...1 << 60).contains($0) }) else { return false }
    let totals = stages.flatMap { $0.columns.values.compactMap(\.of) } + ofRun.values.compactMap(\.of)
    return ([work] + notes.values).allSatisfy { (0...1 << 60).contains($0) } && totals.allSatisfy { $0 >= 1 }
  }
}
