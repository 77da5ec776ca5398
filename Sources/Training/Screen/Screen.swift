import MultiView
import Randomness

/// The screen that proves a neuron silent on a patch without evaluating it (model.md §5).
///
/// A neuron with α⟨w, v⟩ + b + z σ_ζ‖w‖ ≤ 0 fires on that patch with probability at most Q(z). The multiplier z spends
/// half the budget δ, by the union bound over all (neuron, patch) pairs the trial can meet; a quarter pays for the event
/// that some initial ‖w‖ exceeds ρσ0 (a χ² bound of Laurent and Massart), and a quarter for ``BackgroundBound``.
struct Screen {
  /// The probability that any use of the screen is wrong.
  static let budget = 1e-9

  /// The least patches that the union bound allows for.
  static let patches = 0x1p34

  /// The most checkpoints that a trial can have: two per doubling of the time, and a window's ends and doublings.
  static let checkpoints = 128.0

  /// The multiplier z.
  let multiplier: Double
  /// ρ: no initial ‖w‖ exceeds ρσ0.
  let normBound: Double
  /// τ: a neuron none of whose feature coordinates exceeds τσ0 is dormant.
  let livingCut: Double
  /// The share of neurons with a feature coordinate above the cut, 1 − Φ(τ)^|U|.
  let livingShare: Double
  /// P(some initial norm exceeds ρσ0) plus what the bound on dominant noise spends, each at most δ/4.
  let otherRisk: Double

  /// The screen of a trial.
  init(for trial: Trial) {
    let parameters = trial.parameters
    let neurons = Double(parameters.width) * Double(trial.heads)
    // As for the longest trial there can be: the multiplier, and with it the sampled network, must not depend on how
    // long a trial runs.
    let samples =
      Double(Extent.longest) * Double(parameters.batch)
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

  /// Samples that a checkpoint evaluates at most: easy and hard ones, those of a probe, and some of a finite training set.
  private static func observed(by trial: Trial) -> Double {
    let parameters = trial.parameters
    return Double((parameters.sourceSize > 0 ? 3 : 2) * parameters.testSamples)
      + (trial.readout == .probe ? Double(parameters.probeSamples) : 0)
  }

  /// Whether elimination means anything: a neuron without luck is silent on every patch, pure noise included.
  var isMeaningful: Bool { livingCut > 0 }

  /// A factor a little above 1, by which noise terms are enlarged so that no rounding ever shortens the screen.
  ///
  /// Norms are sums of d squares in single precision, in four chains: what these lose grows with d.
  static func slack(dimension: Int) -> Double { 1.0001 + 1e-8 * Double(dimension) }

  /// Returns the noise norm σ_ζ√d at which the cut τ reaches zero, rounded down to three significant digits.
  static func largestNoiseNorm(for trial: Trial) -> Double {
    let screen = Screen(for: trial)
    let limit =
      trial.parameters.biasThreshold / (screen.multiplier * screen.normBound) * Double(trial.parameters.d).squareRoot()
    guard limit > 0 else { return 0 }
    var unit = 1.0
    while limit * unit < 100 { unit *= 10 }
    return (limit * unit).rounded(.down) / unit
  }

  /// Returns the certificate after `screened` uses.
  func certificate(screened: Double) -> Certificate {
    Certificate(
      delta: Self.budget, multiplier: multiplier, screened: screened,
      met: NormalLaw.tail(multiplier) * screened + otherRisk <= Self.budget)
  }
}

/// What neurons that were never trained can add to a head on a patch of dominant noise (model.md §5).
///
/// Given ζ*, the initial neurons of a head are m independent draws of X = ReLU(σ0‖ζ*‖g + b), g standard normal, and the
/// never-trained ones add no more than all of them. Since X beyond its threshold is log-concave, Bernstein's inequality
/// holds with scale σ0‖ζ*‖: with probability 1 − e^−x, Σ X ≤ m·E X + √(2 m E X² x) + σ0‖ζ*‖ x.
struct BackgroundBound {
  private let width: Double
  private let initScale: Double
  private let threshold: Double
  private let exponent: Double

  /// Heads, test samples and checkpoints share a quarter of the certificate's budget among them.
  init(for trial: Trial) {
    let parameters = trial.parameters
    width = Double(parameters.width)
    initScale = parameters.initScale
    threshold = parameters.biasThreshold
    let uses =
      Double(trial.heads) * Double(parameters.testSamples) * Screen.checkpoints
    exponent = Elementary.log(4 * uses / Screen.budget)
  }

  /// Returns a bound on the sum over a head, valid with the certificate's probability for all patches together.
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
