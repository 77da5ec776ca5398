import Foundation
import Randomness

/// A mean as a function of the scale, with its formula; x = d/d₁.
struct PlantedLaw: Sendable {
  /// The formula.
  let text: String
  private let value: @Sendable (_ x: Double, _ d: Double) -> Double

  /// A law by its formula and its value at x and d.
  init(_ text: String, _ value: @escaping @Sendable (_ x: Double, _ d: Double) -> Double) {
    self.text = text
    self.value = value
  }

  /// Returns the mean at a scale of a design.
  func mean(_ scale: Double, _ design: PlantedDesign) -> Double { value(design.ratio(scale), scale) }

  /// Returns floor + amplitude·g for every decay g of a list.
  static func floors(_ floor: Double, _ decays: [PlantedLaw], amplitude: Double) -> [PlantedLaw] {
    decays.map { decay in
      PlantedLaw("\(floor) + \(amplitude)·\(decay.text)") { x, d in floor + amplitude * decay.value(x, d) }
    }
  }

  /// A constant.
  static func constant(_ value: Double) -> PlantedLaw { PlantedLaw("\(value)") { _, _ in value } }

  /// Decays from 1 at d₁ that the procedure must handle: fast, slow, and faster than any power.
  static let decays: [PlantedLaw] = [
    PlantedLaw("x^−1") { x, _ in 1 / x },
    PlantedLaw("x^−½") { x, _ in 1 / x.squareRoot() },
    PlantedLaw("x^−¼") { x, _ in pow(x, -0.25) },
    PlantedLaw("ln d₁/ln d") { x, d in log(d / x) / log(d) },
    PlantedLaw("e^−(x−1)") { x, _ in exp(1 - x) },
  ]
}

/// How the rate of one run scatters about the mean of its scale.
enum PlantedNoise: Sendable {
  /// The runs share the mean; only the trials are random.
  case binomial
  /// Beta with mean μ and variance μ(1−μ)/(s+1).
  case beta(Double)
  /// Beta whose s falls geometrically from the first to the last scale, so that dispersion grows.
  case growing(from: Double, to: Double)
  /// Beta with one s at the first scale, and another at all others.
  case firstApart(first: Double, rest: Double)
  /// Beta with one s, and another at the last scale.
  case jump(from: Double, to: Double)
  /// Beta with one s at the first scale, and another at all later ones.
  case atFirst(Double, then: Double)
  /// A run errs either always, with probability μ, or never.
  case allOrNothing
  /// A share of runs always errs, and the others share one rate; the drawn runs may contain no run that always errs.
  case failing(Double)
  /// As ``failing(_:)`` at the last scale only; at smaller scales all runs share one rate.
  case failingAtLast(Double)

  /// The name in tables.
  var text: String {
    switch self {
    case .binomial: "binomial"
    case .beta(let s): "beta s = \(Int(s))"
    case .growing(let first, let last): "beta s = \(Int(first)) → \(Int(last))"
    case .firstApart(let first, let rest): "beta s = \(first) at d₁, \(Int(rest)) elsewhere"
    case .jump(let first, let last): "beta s = \(Int(first)), \(Int(last)) at d_K"
    case .atFirst(let first, let rest): "beta s = \(Int(first)) at d₁, then \(Int(rest))"
    case .allOrNothing: "all-or-nothing"
    case .failing(let share): "\(Int((100 * share).rounded())) % of runs fail"
    case .failingAtLast(let share): "\(Int((100 * share).rounded())) % of runs fail at d_K"
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
    case .firstApart(let first, let rest):
      return draws.beta(mean: mean, concentration: scale == design.scales.first ? first : rest)
    case .jump(let first, let last):
      return draws.beta(mean: mean, concentration: scale == design.scales.last ? last : first)
    case .atFirst(let first, let rest):
      return draws.beta(mean: mean, concentration: scale == design.scales.first ? first : rest)
    case .allOrNothing: return draws.uniform() <= mean ? 1 : 0
    case .failing(let share): return draws.uniform() <= share ? 1 : (mean - share) / (1 - share)
    case .failingAtLast(let share):
      guard scale == design.scales.last else { return mean }
      return draws.uniform() <= share ? 1 : (mean - share) / (1 - share)
    }
  }

  /// Returns the errors of one run.
  func count(_ draws: inout Draws, mean: Double, scale: Double, design: PlantedDesign) -> Double {
    let rate = rate(&draws, mean: mean, scale: scale, design: design)
    return Double(draws.successes(among: design.trials, probability: rate))
  }
}
