import Experiments
import Foundation

/// The name of a trial in a store: SHA-256 of everything that its trace depends on.
package struct TrialKey: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The 64 hexadecimal digits.
  package let hex: String

  /// The key of a trial.
  ///
  /// It is SHA-256 of the canonical JSON of the experiment's version and the trial, which consists of all its settings.
  package init(of trial: Trial, by experiment: any Experiment) {
    hex = SHA256.hex(
      Data(#"{"trainerVersion":"#.utf8) + CanonicalJSON.data(experiment.version) + Data(#","trial":"#.utf8)
        + experiment.content(of: trial) + Data("}".utf8))
  }

  /// Reads a key from a record.
  ///
  /// Only hexadecimal digits are accepted, because a key becomes the name of a file.
  ///
  /// - Throws: `DecodingError` if the text is not 64 hexadecimal digits in lower case.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    hex = try container.decode(String.self)
    guard hex.utf8.count == 64, hex.utf8.allSatisfy("0123456789abcdef".utf8.contains) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a key has 64 hexadecimal digits in lower case")
    }
  }

  /// Writes the digits.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }

  /// The digits.
  package var description: String { hex }

  /// Orders keys by their digits.
  package static func < (first: TrialKey, second: TrialKey) -> Bool { first.hex < second.hex }
}

/// A trial that a plan needs, with its key and its predicted cost.
package struct PlannedTrial: Sendable {
  /// The trial.
  package let trial: Trial
  /// The experiment that runs it.
  package let experiment: any Experiment
  /// Its key in a store.
  package let key: TrialKey
  /// Predicted memory and work.
  package let demand: Demand

  /// A planned trial from its parts.
  package init(trial: Trial, experiment: any Experiment, demand: Demand) {
    self.trial = trial
    self.experiment = experiment
    key = TrialKey(of: trial, by: experiment)
    self.demand = demand
  }

  /// The trial and its seed in a few words, for messages.
  package var words: String { "\(experiment.words(for: trial)), seed \(trial.seed)" }
}
