import Training

/// The name of a trial in a store: SHA-256 of everything that its trace depends on.
package struct TrialKey: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The 64 hexadecimal digits.
  package let hex: String

  /// The key of a trial.
  ///
  /// It is SHA-256 of the canonical JSON of the trial and the trainer's version. The trial consists of its parameters,
  /// labels, seed, schedule, frame, read-out, fine-tuning and planted defect.
  package init(of trial: Trial, trainerVersion: String = Trainer.version) {
    hex = SHA256.hex(CanonicalJSON.data(Content(trainerVersion: trainerVersion, trial: trial)))
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

  /// The content that a key is the hash of.
  private struct Content: Encodable {
    let trainerVersion: String
    let trial: Trial
  }
}

/// A trial that a plan needs, with its key and its predicted cost.
package struct PlannedTrial: Hashable, Sendable {
  /// The trial.
  package let trial: Trial
  /// Its key in a store.
  package let key: TrialKey
  /// Predicted memory and work.
  package let demand: Demand

  /// A planned trial from its parts.
  package init(trial: Trial, key: TrialKey, demand: Demand) {
    self.trial = trial
    self.key = key
    self.demand = demand
  }
}
