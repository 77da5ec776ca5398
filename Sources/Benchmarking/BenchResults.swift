/// Everything that a full benchmark measures.
public struct BenchResults: Encodable, Sendable {
  /// The machine.
  public let machine: Machine
  /// The forward product, by instructions.
  public let products: [KernelBench]
  /// The normals, by instructions.
  public let normals: [NormalsBench]
  /// Steps of pruned networks, by labels and dimension.
  public let steps: [StepBench]
  /// Whole trials, by dimension.
  public let trials: [TrialBench]
  /// The comparison with other frameworks, if one was made on this machine.
  public let peers: PeerResults?

  private enum CodingKeys: String, CodingKey {
    // Those of other frameworks are in the file they were read from.
    case machine, products, normals, steps, trials
  }

  /// Results from their parts.
  public init(
    machine: Machine, products: [KernelBench], normals: [NormalsBench], steps: [StepBench], trials: [TrialBench],
    peers: PeerResults?
  ) {
    self.machine = machine
    self.products = products
    self.normals = normals
    self.steps = steps
    self.trials = trials
    self.peers = peers
  }
}
