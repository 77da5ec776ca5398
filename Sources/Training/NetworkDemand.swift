import Experiments
import MultiView
import Randomness

/// The memory and work that a trial needs, predicted before it runs.
package struct NetworkDemand: Hashable, Sendable {
  /// Memory in bytes.
  package var bytes: Double { networkBytes + batchBytes }
  /// Multiply–adds, roughly; used to balance trials over processes and to estimate the time left.
  ///
  /// T* is unknown in advance. The estimate assumes 16 steps for up to two labels and 128 for more, at most the step
  /// limit. It can be wrong by more than a factor of ten. `Workload` uses a forecast of T* instead.
  package let work: Double
  /// Multiply–adds of the forward pass of one training step: patches that show a feature × candidates × d.
  ///
  /// A neuron is a candidate for the features on which it exceeds the cut τσ0. In dense mode the count is all patches ×
  /// all neurons × d.
  package let stepWork: Double
  /// Bytes of the neurons held and of the masks that record which of them fired; about proportional to the width.
  let networkBytes: Double
  /// Bytes of a batch: patches, pooled responses and head outputs; independent of the width.
  let batchBytes: Double

  /// Predicts the demand of a trial, whether or not this machine has enough memory for it.
  package init(of trial: NetworkTrial) { self.init(of: trial, screen: Screen(for: trial)) }

  init(of trial: NetworkTrial, screen: Screen) {
    let parameters = trial.parameters
    if case .inspection(let samples) = trial.schedule {
      // No network. Memory holds both dictionaries, one of them temporarily in double precision, and a sample's
      // patches.
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
    let width = parameters.width
    var isWhole = parameters.mode == .dense
    // An audit trains the pruned network first, frees it, and then trains the dense one, which sets the demand.
    if case .audit = trial.schedule { isWhole = true }
    let features = Double(Features(subclasses: parameters.k).count)
    // The neurons of one head and feature share blocks. Where they fill whole blocks, their last block is half empty on
    // average.
    let living = screen.isMeaningful ? width * screen.livingShare : width
    let perFeature = living / features
    let padding = screen.isMeaningful && perFeature > 4 ? 8 * features : 0
    let held = heads * ((isWhole ? width : living) + padding + 8)
    let row = Double(parameters.d) * 4
    let batch = Double(parameters.batch)
    // With a finite training set, trained neurons are evaluated on pure noise too.
    let evaluatedPatches = isWhole || parameters.sourceSize > 0 ? parameters.P : 2 * parameters.s
    let patches = batch * Double(evaluatedPatches)
    // Per neuron: a row of weights; feature coordinates and reaches; bias, norm and identity; a mask bit for each
    // patch.
    // A new head keeps a copy of the pretrained weights, to measure how far they move.
    networkBytes =
      held * ((trial.newHead == nil ? 1 : 2) * row + 4.25 * features + 40) + batch * Double(parameters.P) * held / 8
    let rows = Double(ForwardPass.rowCapacity(parameters: parameters, recorded: parameters.batch))
    let largest = Double(Self.largestBatch(parameters))
    batchBytes =
      rows * (Double(ForwardPass.stride(for: parameters.d)) * 4 + heads * 4 + 64)
      + Double(Execution.maximalThreads) * (rows + batch * Double(parameters.P)) * 72
      + largest * (heads * 8 + Double(parameters.P) * 64 + 64)
    let candidates = isWhole ? heads * width : heads * width * NormalLaw.tail(screen.livingCut)
    stepWork = patches * candidates * Double(parameters.d)
    var steps = Double(trial.finetuning ?? 0)
    switch trial.schedule {
    case .steps(let count), .finish(let count): steps += Double(count)
    case .inspection: break
    case .audit(let count), .comparison(let count): steps += Double(count)
    case .window(_, let factor, let limit): steps += Double(factor) * Double(min(limit, trial.heads > 2 ? 128 : 16))
    }
    work = held * Double(parameters.d) + steps * stepWork * 2
  }

  /// The number of test samples evaluated together.
  static let examinedTogether = 512

  /// Returns the largest number of samples that are ever evaluated together, in training or in a test.
  static func largestBatch(_ parameters: ModelParameters) -> Int {
    max(parameters.batch, min(examinedTogether, parameters.testSamples))
  }

  /// Refuses a trial that needs more than `limit` bytes, or whose steps take too many patches for 32-bit numbers.
  ///
  /// The error names the parameters that cause it.
  func check(_ trial: NetworkTrial, limit: Double) throws(TrainingError) {
    let parameters = trial.parameters
    if case .inspection = trial.schedule {
      guard bytes <= limit else {
        throw TrainingError(
          "d = \(parameters.d) is out of range with k = \(parameters.k) and batch = \(parameters.batch): an inspection "
            + "needs \(Self.gibibytes(bytes)) GiB and this machine can give \(Self.gibibytes(limit)) GiB.")
      }
      return
    }
    guard batchBytes <= limit else {
      throw TrainingError(
        "batch = \(parameters.batch), P = \(parameters.P), testSamples = \(parameters.testSamples), \(trial.heads) "
          + "labels, mode = \(parameters.mode.rawValue) are out of range together at d = \(parameters.d): a batch "
          + "needs \(Self.gibibytes(batchBytes)) GiB and this machine can give \(Self.gibibytes(limit)) GiB.")
    }
    guard bytes <= limit else {
      throw TrainingError(
        "width = \(parameters.value(of: .width)) is out of range at d = \(parameters.d), batch = \(parameters.batch), "
          + "\(trial.heads) labels, mode = \(parameters.mode.rawValue): the trial needs \(Self.gibibytes(bytes)) GiB "
          + "and this machine can give \(Self.gibibytes(limit)) GiB, enough for a width of about "
          + "\(Int(parameters.width * (limit - batchBytes) / (bytes - batchBytes))).")
    }
    guard parameters.batch * parameters.P < 1 << 31 else {
      throw TrainingError(
        "batch = \(parameters.batch) is out of range at P = \(parameters.P): a step takes fewer than 2^31 patches.")
    }
  }

  static func gibibytes(_ bytes: Double) -> String {
    let tenths = (bytes / 0x1p30 * 10).rounded()
    return tenths < 1e15 ? "\(tenths / 10)" : "\(bytes / 0x1p30)"
  }
}
