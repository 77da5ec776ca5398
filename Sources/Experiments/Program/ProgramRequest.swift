import Foundation

/// The lines that LittleO writes to a program.
enum ProgramRequest {
  /// Asks for the description.
  static let describe = Data("{\"describe\": 1}\n".utf8)

  /// Returns the line that asks for a trial.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - name: Its identifier, which each line of the answer repeats.
  static func line(for trial: Trial, named name: String) -> Data {
    CanonicalJSON.data(
      Request(
        trial: name, scale: trial.scale, seed: trial.seed, settings: trial.settings.values, times: trial.times))
      + Data("\n".utf8)
  }

  private struct Request: Encodable {
    let trial: String
    let scale: Int
    let seed: UInt64
    let settings: [String: Setting]
    let times: [Int]
  }
}
