import Randomness

extension Regime {
  /// As standard, with initial weights and biases that are negligible beside the trained ones at every d.
  ///
  /// Under standard, at d = 32, half of a rare weight is initialisation, and the initial bias silences half of a distractor.
  public static let smallInit = standard.varied(
    as: "smallInit", "Initial weights that are negligible at every d.",
    [
      .initExponent: .constant(
        3,
        because: "σ0 = 1/poly(d), and small enough that neither growth ratios nor responses are shaped by it at d = 32")
    ])

  /// As smallInit, with distractors whose strength does not fall with d.
  public static let constantDistractors = smallInit.varied(
    as: "constantDistractors", "Distractors of constant strength.",
    [.distractorStrength: .constant(0.25, because: "about 1/L at the smallest d, and the same at every d")])

  /// As standard, with a step size that falls faster than any power of d.
  public static let vanishingStep = standard.varied(
    as: "vanishingStep", "A step size below every power of d.", [.stepSize: vanishing])

  /// As constantK, with a step size that falls faster than any power of d; its few heads keep long training cheap.
  public static let vanishingStepConstantK = constantK.varied(
    as: "vanishingStepConstantK", "Two subclasses, and a step size below every power of d.", [.stepSize: vanishing])

  /// Bends ln T* by 1 on log–log axes, whatever the scales; 2^(−L²/4) would bend it by 0.17 only, like a polynomial.
  private static let vanishing = Rule(
    "0.1 e^(−(L − ln 128)²)",
    because: "e^(−L²) falls faster than any power of d, and bends T* twice as much as the tolerance allows"
  ) {
    let distance = $0.L - 4.852030263919617
    return 0.1 * Elementary.exp(-distance * distance)
  }
}
