import Foundation

/// What `Benchmarks/peers.py` measured: other frameworks training the same network in the same run.
public struct PeerResults: Decodable, Sendable {
  /// One network, or one kind of loop, and how fast each competitor was.
  public struct Workload: Decodable, Sendable {
    /// Output heads of a network; absent for loops.
    public let heads: Int?
    /// Neurons per head of a network; absent for loops.
    public let widthPerHead: Int?
    /// Median seconds per step, or rate, by competitor.
    public let medians: [String: Double]?
    /// Median over rounds of the best peer against LittleO; above 1 where LittleO is faster.
    public let bestPeerRatio: Double?
    /// Losses after the same number of steps.
    public let losses: Losses?
    /// Products by shape.
    public let shapes: [Shape]?
    /// Who is missing, and why.
    public let skipped: [String: String]?
  }

  /// Losses of networks of one age that drew different numbers.
  public struct Losses: Decodable, Sendable {
    /// Steps taken.
    public let step: Int
    /// The loss of that step's batch, by competitor.
    public let values: [String: Double]
  }

  /// A product of one shape.
  public struct Shape: Decodable, Sendable {
    /// Rows of the one factor.
    public let patches: Int
    /// Rows of the other.
    public let neurons: Int
    /// Coordinates d that they share.
    public let d: Int
    /// 10⁹ additions and multiplications per second, by competitor.
    public let medians: [String: Double]
    /// LittleO's rate as a fraction of the best peer's.
    public let bestPeerRatio: Double?
  }

  /// Versions of the frameworks; nil for one that is not installed.
  public let versions: [String: String?]
  /// Threads of every competitor.
  public let threads: Int
  /// Interleaved rounds.
  public let rounds: Int
  /// The workloads by name.
  public let workloads: [String: Workload]

  /// Reads a file that the script wrote with `--json`.
  ///
  /// - Throws: what reading or decoding throws.
  public init(file: URL) throws {
    self = try JSONDecoder().decode(PeerResults.self, from: Data(contentsOf: file))
  }
}
