/// What a trial yields: observables at every checkpoint, and the certificate under which neurons were left out.
public struct Trace: Hashable, Sendable, Codable {
  /// Number of output heads H.
  public let heads: Int
  /// Neurons held in memory, over all heads.
  public let aliveNeurons: Int
  /// The certificate of dormant-neuron elimination.
  public let certificate: Certificate
  /// T*, where the extent asks for it and the trial reached it.
  public let timeToFit: Int?
  /// Who was lucky at initialisation; nil where nothing was trained.
  public let census: LuckyCensus?
  /// The observables, in order of time.
  public let checkpoints: [Checkpoint]
  /// The observables while fine-tuning, in order of time, which goes on from the end of pretraining; nil without.
  public let finetuning: [Checkpoint]?
  /// What an inspection of the generator found, where the extent asks for one.
  public let inspection: Inspection?
  /// What an audit of the screen found, where the extent asks for one.
  public let audit: Audit?
  /// Multiply–adds spent in products and updates: the trial's cost in a unit no clock disturbs.
  public let work: Int

  /// A trace from its parts.
  public init(
    heads: Int, aliveNeurons: Int, certificate: Certificate, timeToFit: Int?, census: LuckyCensus? = nil,
    checkpoints: [Checkpoint], finetuning: [Checkpoint]? = nil, inspection: Inspection? = nil, audit: Audit? = nil,
    work: Int
  ) {
    self.heads = heads
    self.aliveNeurons = aliveNeurons
    self.certificate = certificate
    self.timeToFit = timeToFit
    self.census = census
    self.checkpoints = checkpoints
    self.finetuning = finetuning
    self.inspection = inspection
    self.audit = audit
    self.work = work
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case heads, aliveNeurons, certificate, timeToFit, census, checkpoints, finetuning, inspection, audit, work
  }
}
