import MultiView

/// What a trial will need, predicted before it runs.
public struct Demand: Hashable, Sendable {
  /// Memory in bytes.
  public var bytes: Double { networkBytes + batchBytes + 32 * firings }
  /// Multiply–adds, to the order of magnitude; for balancing and for estimates of the time left.
  public let work: Double
  /// Bytes of the neurons held; proportional to the width.
  let networkBytes: Double
  /// Bytes of a batch: patches, pre-activations and head outputs; independent of the width.
  let batchBytes: Double
  /// The most (neuron, patch) pairs that a training step may record; proportional to the width.
  ///
  /// Each takes 32 bytes: it is recorded once, in an array that grows by doubling, and sorted into two more.
  let firings: Double

  init(of trial: Trial, screen: Screen) {
    let parameters = trial.parameters
    let heads = Double(trial.heads)
    let width = Double(parameters.width)
    let isWhole = parameters.mode == .dense || !screen.isMeaningful
    let held = heads * width * (isWhole ? 1 : screen.livingShare)
    let features = Double(Features(subclasses: parameters.k).count)
    let row = Double(Network.stride(for: parameters.d)) * 4
    // A row of weights; head, bias, norm, group and list entries; a bit and a reach per feature.
    networkBytes = held * (row + 56 + features / 8 + 4 * features)
    let batch = Double(parameters.batch)
    // In a pruned network the lucky and nearly lucky hear a signal patch; in a whole one anybody may hear anything.
    firings =
      isWhole
      ? batch * Double(parameters.P) * held
      : batch * Double(2 * parameters.s) * min(held, 4 * parameters.lucky * heads + 64)
    let largest = Double(Self.largestBatch(parameters))
    batchBytes =
      16 * largest * heads + 256 * largest * Double(parameters.s)
      + ForwardPass.bytes(parameters: parameters, heads: trial.heads, batch: Self.largestBatch(parameters))
    let steps: Double
    switch trial.extent {
    case .steps(let count): steps = Double(count)
    case .window(_, let factor, let limit): steps = Double(factor) * Double(min(limit, trial.heads > 2 ? 128 : 16))
    }
    let audience = isWhole ? held : parameters.lucky * (heads / 2 + 1)
    let patches = batch * Double(isWhole ? parameters.P : 2 * parameters.s)
    work = held * Double(parameters.d) + steps * patches * audience * Double(parameters.d) * 2
  }

  /// The most samples that are ever evaluated together.
  static func largestBatch(_ parameters: ModelParameters) -> Int {
    max(parameters.batch, min(Examiner.batch, parameters.testSamples))
  }

  /// Refuses a trial that needs more memory than there is, naming what asks for it.
  func check(_ trial: Trial, limit: Double) throws(TrainingError) {
    let parameters = trial.parameters
    guard batchBytes <= limit else {
      throw TrainingError(
        "batch = \(parameters.batch), P = \(parameters.P), testSamples = \(parameters.testSamples), \(trial.heads) labels, "
          + "mode = \(parameters.mode.rawValue) are out of range together at d = \(parameters.d): a batch needs "
          + "\(Self.gibibytes(batchBytes)) GiB and this machine can give \(Self.gibibytes(limit)) GiB.")
    }
    guard bytes <= limit else {
      throw TrainingError(
        "width = \(parameters.width) is out of range at d = \(parameters.d), batch = \(parameters.batch), \(trial.heads) "
          + "labels, mode = \(parameters.mode.rawValue): the trial needs \(Self.gibibytes(bytes)) GiB and this machine can "
          + "give \(Self.gibibytes(limit)) GiB, enough for a width of about "
          + "\(Int(Double(parameters.width) * (limit - batchBytes) / (bytes - batchBytes))).")
    }
    guard firings < 0x1p31 else {
      throw TrainingError(
        "batch = \(parameters.batch) is out of range at P = \(parameters.P), width = \(parameters.width), "
          + "\(trial.heads) labels: up to \(firings) pairs of neuron and patch may fire in a step, and fewer than 2^31 "
          + "are possible.")
    }
  }

  private static func gibibytes(_ bytes: Double) -> String {
    let tenths = (bytes / 0x1p30 * 10).rounded()
    return tenths < 1e15 ? "\(tenths / 10)" : "\(bytes / 0x1p30)"
  }
}
