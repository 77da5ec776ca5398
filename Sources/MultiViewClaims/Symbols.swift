import ClaimKit
import MultiView

// The symbols of the model in hypotheses; each is worth what the parameters of a trial say.
extension Term {
  /// The number of subclasses per superclass, k_y.
  public static let k = parameter(.k, "k_y")
  /// The time from which on the network fits the training distribution.
  public static let tStar = Term("T*")
  /// Patches per shown feature, s.
  public static let s = parameter(.s, "s")
  /// Patches per sample, P.
  public static let P = parameter(.P, "P")
  /// The jitter ι of the signal strength.
  public static let iota = parameter(.iota, "ι")
  /// The norm σ_ζ√d of the noise of a patch.
  public static let noiseNorm = parameter(.noiseNorm, "σ_ζ√d")
  /// Distractor patches s† of a hard sample.
  public static let distractors = parameter(.distractors, "s†")
  /// The strength ι† of distractors.
  public static let distractorStrength = parameter(.distractorStrength, "ι†")
  /// Expected lucky neurons λ per head and feature.
  public static let lucky = parameter(.lucky, "λ")
  /// Neurons per head, m.
  public static let width = parameter(.width, "m")
  /// The step size η.
  public static let stepSize = parameter(.stepSize, "η")
  /// The batch size B.
  public static let batch = parameter(.batch, "B")
  /// The bias decay β.
  public static let biasDecay = parameter(.biasDecay, "β")
  /// The number N of fixed training samples.
  public static let sourceSize = parameter(.sourceSize, "N")

  /// A multiple of the number of labels that an arm is trained on.
  ///
  /// - Parameter factor: The factor.
  public static func labels(times factor: Int) -> Term {
    Term(
      factor == 1 ? "number of labels" : "\(factor)·(number of labels)",
      .setting(numberOfLabels, times: Double(factor)))
  }

  /// The name under which the setup of the model knows the number of labels.
  static let numberOfLabels = "numberOfLabels"

  private static func parameter(_ parameter: RegimeParameter, _ symbol: String) -> Term {
    Term(setting: parameter.rawValue, writtenAs: symbol)
  }
}
