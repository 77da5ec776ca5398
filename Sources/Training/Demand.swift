import MultiView
import Randomness

/// What a trial will need, predicted before it runs.
package struct Demand: Hashable, Sendable {
  /// Memory in bytes.
  package var bytes: Double { networkBytes + batchBytes }
  /// Multiply–adds, roughly; for balancing and for estimates of the time left.
  ///
  /// A trial that goes on until T* is counted with one T* for two labels and one for more, which may be off by more
  /// than a factor of ten; `Workload` counts with a forecast.
  package let work: Double
  /// Multiply–adds of the forward pass of one training step: patches that show a feature × candidates × d (all patches ×
  /// all neurons × d in dense mode), where a neuron is a candidate for the features on which it exceeds the cut.
  package let stepWork: Double
  /// Bytes of the neurons held and of the notes on who fired; about proportional to the width.
  let networkBytes: Double
  /// Bytes of a batch: patches, pooled responses and head outputs; independent of the width.
  let batchBytes: Double

  /// What a trial would need, whether or not this machine could train it.
  package init(of trial: Trial) { self.init(of: trial, screen: Screen(for: trial)) }

  init(of trial: Trial, screen: Screen) {
    let parameters = trial.parameters
    if case .inspection(let samples) = trial.extent {
      // No network: both dictionaries, one of them in double precision on its way, and a sample's patches.
      let features = Double(Features(subclasses: parameters.k).count)
      let d = Double(parameters.d)
      let projection = trial.frame == .rotated ? features : 0
      networkBytes = features * d * 24 + Double(parameters.P) * (d * 4 + features * 8)
      batchBytes = Double(parameters.batch) * Double(parameters.P) * 64
      stepWork = 0
      work = 3 * Double(samples) * Double(parameters.P) * d * (8 + projection) + 4 * features * features * d
      return
    }
    let heads = Double(trial.heads)
    let width = Double(parameters.width)
    var isWhole = parameters.mode == .dense
    // An audit trains the pruned network first, lets go of it, and trains the dense one.
    if case .audit = trial.extent { isWhole = true }
    let features = Double(Features(subclasses: parameters.k).count)
    // Neurons of one head and feature stand together: a last block that is half empty on average where they fill blocks.
    let living = screen.isMeaningful ? width * screen.livingShare : width
    let perFeature = living / features
    let padding = screen.isMeaningful && perFeature > 4 ? 8 * features : 0
    let held = heads * ((isWhole ? width : living) + padding + 8)
    let row = Double(parameters.d) * 4
    let batch = Double(parameters.batch)
    // Where samples come again, trained neurons hear pure noise too.
    let heard = isWhole || parameters.sourceSize > 0 ? parameters.P : 2 * parameters.s
    let patches = batch * Double(heard)
    // A row of weights; feature coordinates and reaches; bias, norm, identity; a bit for each patch that a neuron may hear.
    networkBytes = held * (row + 4.25 * features + 40) + batch * Double(parameters.P) * held / 8
    let rows = Double(ForwardPass.rowCapacity(parameters: parameters, recorded: parameters.batch))
    let largest = Double(Self.largestBatch(parameters))
    batchBytes =
      rows * (Double(ForwardPass.stride(for: parameters.d)) * 4 + heads * 4 + 64)
      + Double(Execution.maximalThreads) * (rows + batch * Double(parameters.P)) * 72
      + largest * (heads * 8 + Double(parameters.P) * 64 + 64)
    let candidates = isWhole ? heads * width : heads * width * NormalLaw.tail(screen.livingCut)
    stepWork = patches * candidates * Double(parameters.d)
    var steps = Double(trial.finetuning ?? 0)
    switch trial.extent {
    case .steps(let count), .finish(let count): steps += Double(count)
    case .inspection: break
    case .audit(let count): steps += Double(count)
    case .window(_, let factor, let limit): steps += Double(factor) * Double(min(limit, trial.heads > 2 ? 128 : 16))
    }
    work = held * Double(parameters.d) + steps * stepWork * 2
  }

  /// Test samples evaluated together.
  static let examinedTogether = 512

  /// The most samples that are ever evaluated together.
  static func largestBatch(_ parameters: ModelParameters) -> Int {
    max(parameters.batch, min(examinedTogether, parameters.testSamples))
  }

  /// Refuses a trial that needs more memory than there is, naming what asks for it.
  func check(_ trial: Trial, limit: Double) throws(TrainingError) {
    let parameters = trial.parameters
    if case .inspection = trial.extent {
      guard bytes <= limit else {
        throw TrainingError(
          "d = \(parameters.d) is out of range with k = \(parameters.k) and batch = \(parameters.batch): an inspection needs "
            + "\(Self.gibibytes(bytes)) GiB and this machine can give \(Self.gibibytes(limit)) GiB.")
      }
      return
    }
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
    guard parameters.batch * parameters.P < 1 << 31 else {
      throw TrainingError(
        "batch = \(parameters.batch) is out of range at P = \(parameters.P): a step takes fewer than 2^31 patches.")
    }
  }

  private static func gibibytes(_ bytes: Double) -> String {
    let tenths = (bytes / 0x1p30 * 10).rounded()
    return tenths < 1e15 ? "\(tenths / 10)" : "\(bytes / 0x1p30)"
  }
}
