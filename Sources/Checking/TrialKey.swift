import Training

/// The name of a trial in a store: SHA-256 of everything that its trace depends on.
public struct TrialKey: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The 64 hexadecimal digits.
  public let hex: String

  /// The key of a trial.
  ///
  /// SHA-256 of the canonical JSON of its parameters, labels, seed, extent, frame, fault and the trainer's version.
  public init(of trial: Trial, trainerVersion: String = Trainer.version) {
    hex = SHA256.hex(CanonicalJSON.data(Content(trainerVersion: trainerVersion, trial: trial)))
  }

  /// Reads a key from its digits, as they stand in a record.
  public init(from decoder: any Decoder) throws {
    hex = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the digits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }

  /// The digits.
  public var description: String { hex }

  /// Orders keys by their digits.
  public static func < (first: TrialKey, second: TrialKey) -> Bool { first.hex < second.hex }

  private struct Content: Encodable {
    let trainerVersion: String
    let trial: Trial
  }
}
