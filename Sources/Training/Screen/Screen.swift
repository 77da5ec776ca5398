import MultiView
import Randomness

/// The screen that proves a neuron silent on a patch without evaluating it (model.md §5).
///
/// A neuron with α⟨w, v⟩ + b + z σ_ζ‖w‖ ≤ 0 fires on that patch with probability at most Q(z). The budget δ is divided:
///
/// - Half is spent by the multiplier z, by the union bound over all (neuron, patch) pairs of the longest possible
///   trial.
/// - A quarter is for the event that some initial ‖w‖ exceeds ρσ0 (a χ² bound of Laurent and Massart).
/// - A quarter is for ``BackgroundBound``.
struct Screen {
  /// The budget δ, a bound on the probability that any use of the screen is wrong.
  static let budget = 1e-9

  /// The smallest number of patches that the union bound assumes.
  static let patches = 0x1p34

  /// A bound on the number of checkpoints of a trial: two per doubling of the time, and a window's ends and doublings.
  static let checkpoints = 128.0

  /// The multiplier z.
  let multiplier: Double
  /// ρ: no initial ‖w‖ exceeds ρσ0.
  let normBound: Double
  /// τ: a neuron without a feature coordinate above τσ0 is dormant.
  let livingCut: Double
  /// The share of neurons with a feature coordinate above the cut, 1 − Φ(τ)^|U|.
  let livingShare: Double
  /// P(some initial ‖w‖ exceeds ρσ0) plus the probability that the bound on dominant noise fails, each at most δ/4.
  let otherRisk: Double

  /// Computes the screen of a trial.
  init(for trial: NetworkTrial) {
    let parameters = trial.parameters
    let neurons = parameters.width * Double(trial.heads)
    // The samples of the longest possible trial, because the multiplier, and with it the sampled network, must not
    // depend on how long a trial runs.
    let samples =
      Double(trial.longest) * Double(parameters.batch)
      + Self.checkpoints * Self.observed(by: trial)
    let patches = samples * Double(parameters.P)
    if case .multiplier(let planted) = trial.fault {
      multiplier = planted
    } else {
      multiplier = NormalLaw.multiplier(tail: Self.budget / 2 / (neurons * max(patches, Self.patches)))
    }
    let x = Elementary.log(4 * neurons / Self.budget)
    let d = Double(parameters.d)
    normBound = (d + 2 * (d * x).squareRoot() + 2 * x).squareRoot()
    otherRisk = neurons * Elementary.exp(-x) + (parameters.dominantNoise > 0 ? Self.budget / 4 : 0)
    livingCut =
      (parameters.biasThreshold - multiplier * parameters.noiseScale * normBound) / parameters.maximalStrength
    let features = Double(Features(subclasses: parameters.k).count)
    livingShare = -Elementary.expm1(features * Elementary.log1p(-NormalLaw.tail(livingCut)))
  }

  /// Returns the largest number of samples that a checkpoint evaluates: easy and hard ones, those of a probe, and some
  /// of a finite training set.
  private static func observed(by trial: NetworkTrial) -> Double {
    let parameters = trial.parameters
    return Double((parameters.sourceSize > 0 ? 3 : 2) * parameters.testSamples)
      + (trial.readout == .probe ? Double(parameters.probeSamples) : 0)
  }

  /// Whether neurons can be left out: the cut is positive, so a dormant neuron is silent on every patch, pure noise
  /// included.
  var isMeaningful: Bool { livingCut > 0 }

  /// Returns a factor a little above 1, which enlarges noise terms so that rounding never makes the screen too narrow.
  ///
  /// Norms are sums of d squares in single precision, in four chains, and their rounding error grows with d.
  static func slack(dimension: Int) -> Double { 1.0001 + 1e-8 * Double(dimension) }

  /// Returns the noise norm σ_ζ√d at which the cut τ reaches zero, rounded down to three significant digits.
  static func largestNoiseNorm(for trial: NetworkTrial) -> Double {
    let screen = Screen(for: trial)
    let limit =
      trial.parameters.biasThreshold / (screen.multiplier * screen.normBound) * Double(trial.parameters.d).squareRoot()
    guard limit > 0 else { return 0 }
    var unit = 1.0
    while limit * unit < 100 { unit *= 10 }
    return (limit * unit).rounded(.down) / unit
  }

  /// Returns the certificate after `screened` uses of the screen.
  func certificate(screened: Double) -> Certificate {
    Certificate(
      delta: Self.budget, multiplier: multiplier, screened: screened,
      met: NormalLaw.tail(multiplier) * screened + otherRisk <= Self.budget)
  }
}

/// A bound on the sum that never-trained neurons can add to a head on a patch of dominant noise (model.md §5).
///
/// Given ζ*, the responses of the m initial neurons of a head are independent draws of X = ReLU(σ0‖ζ*‖g + b), g
/// standard normal. The never-trained neurons add at most the sum over all m. Since X beyond its threshold is
/// log-concave, Bernstein's inequality holds with scale σ0‖ζ*‖: with probability 1 − e^−x,
/// Σ X ≤ m·E X + √(2 m E X² x) + σ0‖ζ*‖ x.
struct BackgroundBound {
  private let width: Double
  private let initScale: Double
  private let threshold: Double
  private let exponent: Double

  /// Computes the bound of a trial; all heads, test samples and checkpoints together share a quarter of the budget δ.
  init(for trial: NetworkTrial) {
    let parameters = trial.parameters
    width = parameters.width
    initScale = parameters.initScale
    threshold = parameters.biasThreshold
    let uses =
      Double(trial.heads) * Double(parameters.testSamples) * Screen.checkpoints
    exponent = Elementary.log(4 * uses / Screen.budget)
  }

  /// Returns a bound on the sum over a head; all such bounds of a trial hold together except with probability δ/4.
  ///
  /// - Parameter norm: ‖ζ*‖.
  func value(norm: Double) -> Double {
    guard norm > 0 else { return 0 }
    let scale = initScale * norm
    let cut = threshold / norm
    let density = Elementary.exp(-0.5 * cut * cut) / (2 * Double.pi).squareRoot()
    let tail = NormalLaw.tail(cut)
    let mean = scale * max(0, density - cut * tail)
    let square = scale * scale * max(0, (1 + cut * cut) * tail - cut * density)
    return width * mean + (2 * width * square * exponent).squareRoot() + scale * exponent
  }
}
