import Foundation
import Randomness

/// How the rate of one run scatters about the mean of its scale.
enum PlantedNoise: Sendable {
  /// The runs share the mean; only the trials are random.
  case binomial
  /// Beta with mean μ and variance μ(1−μ)/(s+1).
  case beta(Double)
  /// Beta whose s falls geometrically from the first to the last scale, so that dispersion grows.
  case growing(from: Double, to: Double)
  /// Beta with one s, and another at the last scale.
  case jump(from: Double, to: Double)
  /// The run errs always, with probability μ, or never.
  case allOrNothing

  /// The name in tables.
  var text: String {
    switch self {
    case .binomial: "binomial"
    case .beta(let s): "beta s = \(Int(s))"
    case .growing(let first, let last): "beta s = \(Int(first)) → \(Int(last))"
    case .jump(let first, let last): "beta s = \(Int(first)), \(Int(last)) at d_K"
    case .allOrNothing: "all-or-nothing"
    }
  }

  /// Returns the rate of one run.
  func rate(_ draws: inout Draws, mean: Double, scale: Double, design: PlantedDesign) -> Double {
    switch self {
    case .binomial: return mean
    case .beta(let s): return draws.beta(mean: mean, concentration: s)
    case .growing(let first, let last):
      let span = log(design.ratio(design.scales.last ?? 1))
      let s = first * pow(last / first, log(design.ratio(scale)) / span)
      return draws.beta(mean: mean, concentration: s)
    case .jump(let first, let last):
      return draws.beta(mean: mean, concentration: scale == design.scales.last ? last : first)
    case .allOrNothing: return draws.uniform() <= mean ? 1 : 0
    }
  }

  /// Returns the errors of one run.
  func count(_ draws: inout Draws, mean: Double, scale: Double, design: PlantedDesign) -> Double {
    let rate = rate(&draws, mean: mean, scale: scale, design: design)
    return Double(draws.successes(among: design.trials, probability: rate))
  }
}
