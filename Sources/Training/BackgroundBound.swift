import MultiView
import Randomness

/// What neurons that were never trained can add to a head on a patch of dominant noise (model.md §5).
///
/// Given ζ*, the initial neurons of a head are m independent draws of X = ReLU(σ0‖ζ*‖g + b), g standard normal, and the
/// never-trained ones add no more than all of them. Since X beyond its threshold is log-concave, Bernstein's inequality
/// holds with scale σ0‖ζ*‖: with probability 1 − e^−x, Σ X ≤ m·E X + √(2 m E X² x) + σ0‖ζ*‖ x.
struct BackgroundBound {
  private let _width: Double
  private let _initScale: Double
  private let _threshold: Double
  private let _exponent: Double

  /// Heads, test samples and checkpoints share a quarter of the certificate's budget among them.
  init(for trial: Trial) {
    let parameters = trial.parameters
    _width = Double(parameters.width)
    _initScale = parameters.initScale
    _threshold = parameters.biasThreshold
    let uses =
      Double(trial.heads) * Double(parameters.testSamples) * Screen.checkpoints
    _exponent = Elementary.log(4 * uses / Screen.budget)
  }

  /// Returns a bound on the sum over a head, valid with the certificate's probability for all patches together.
  ///
  /// - Parameter norm: ‖ζ*‖.
  func value(norm: Double) -> Double {
    guard norm > 0 else { return 0 }
    let scale = _initScale * norm
    let cut = _threshold / norm
    let density = Elementary.exp(-0.5 * cut * cut) / (2 * Double.pi).squareRoot()
    let tail = NormalLaw.tail(cut)
    let mean = scale * max(0, density - cut * tail)
    let square = scale * scale * max(0, (1 + cut * cut) * tail - cut * density)
    return _width * mean + (2 * _width * square * _exponent).squareRoot() + scale * _exponent
  }
}
