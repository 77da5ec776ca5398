import Foundation
import Training

/// The results of `Benchmarks/peers.py`, which times LittleO and other frameworks on the same network in one run.
package struct PeerResults: Decodable, Sendable {
  /// One network, or one kind of loop, and how fast each competitor was.
  package struct Workload: Decodable, Sendable {
    /// Output heads of a network; absent for loops.
    package let heads: Int?
    /// Neurons per head of a network; absent for loops.
    let widthPerHead: Int?
    /// Median seconds per step, or rate, by competitor.
    let medians: [String: Double]?
    /// Median over rounds of the best peer against LittleO; above 1 where LittleO is faster.
    let bestPeerRatio: Double?
    /// Losses after the same number of steps.
    package let losses: Losses?
    /// Products by shape.
    package let shapes: [Shape]?
    /// The competitors that are missing, each with the reason.
    package let skipped: [String: String]?
  }

  /// The losses of all competitors after equally many steps, each with its own random numbers.
  package struct Losses: Decodable, Sendable {
    /// Steps taken.
    let step: Int
    /// The loss of that step's batch, by competitor.
    let values: [String: Double]
  }

  /// A product of one shape.
  package struct Shape: Decodable, Sendable {
    /// Patches, the rows of the first factor.
    let patches: Int
    /// Neurons, the rows of the second factor.
    let neurons: Int
    /// Coordinates of each row.
    let d: Int
    /// 10⁹ additions and multiplications per second, by competitor.
    let medians: [String: Double]
    /// LittleO's rate as a fraction of the best peer's.
    let bestPeerRatio: Double?
  }

  /// Versions of the frameworks; nil for one that is not installed.
  let versions: [String: String?]
  /// Threads of every competitor.
  package let threads: Int
  /// Interleaved rounds.
  package let rounds: Int
  /// The workloads by name.
  let workloads: [String: Workload]

  /// Reads a file that the script wrote with `--json`.
  ///
  /// - Throws: The error of reading or decoding the file.
  package init(file: URL) throws {
    self = try JSONDecoder().decode(PeerResults.self, from: Data(contentsOf: file))
  }
}
