import Foundation
import MultiView

/// What a trial will need, predicted before it runs.
public struct Demand: Hashable, Sendable {
  /// Memory in bytes.
  public let bytes: Double
  /// Multiply–adds, to the order of magnitude; for balancing and for estimates of the time left.
  public let work: Double

  init(of trial: Trial, screen: Screen) {
    let parameters = trial.parameters
    let heads = Double(trial.heads)
    let width = Double(parameters.width)
    let isWhole = parameters.mode == .dense || !screen.isMeaningful
    let held = heads * width * (isWhole ? 1 : screen.livingShare)
    let features = Double(Features(subclasses: parameters.k).count)
    let row = Double(Network.stride(for: parameters.d)) * 4
    // A row of weights; head, bias, norm, group and list entries; a bit and a reach per feature.
    let perNeuron = row + 48 + features / 8 + 8 + 4 * features
    let firings = 24 * Double(parameters.batch) * Double(parameters.P) * min(held, 4 * parameters.lucky * heads + 4)
    bytes =
      held * perNeuron + firings
      + ForwardPass.bytes(parameters: parameters, heads: trial.heads, batch: Self.largestBatch(parameters))
    let steps: Double
    switch trial.extent {
    case .steps(let count): steps = Double(count)
    case .window(_, let factor, let limit): steps = Double(factor * min(limit, trial.heads > 2 ? 128 : 16))
    }
    let audience = isWhole ? held : parameters.lucky * (heads / 2 + 1)
    let patches = Double(parameters.batch) * Double(isWhole ? parameters.P : 2 * parameters.s)
    work = held * Double(parameters.d) + steps * patches * audience * Double(parameters.d) * 2
  }

  /// The most samples that are ever evaluated together.
  static func largestBatch(_ parameters: ModelParameters) -> Int {
    max(parameters.batch, min(Examiner.batch, parameters.testSamples))
  }
}
