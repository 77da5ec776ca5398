import Experiments
import Randomness

extension Regime {
  /// As standard, with initial weights and biases that are negligible beside the trained ones at every d.
  ///
  /// Under standard at d = 32, half of a rare weight is initial, and the initial bias cancels half of a distractor.
  public static let smallInit = standard.varied(
    as: "smallInit", "Initial weights that are negligible at every d.",
    [
      .initExponent: .constant(
        3,
        because: "σ0 = 1/poly(d), and small enough that neither growth ratios nor responses are shaped by it at d = 32")
    ])

  /// As smallInit, with batches that grow with the number of labels, fewer subclasses and more neurons.
  ///
  /// A linear head adds up the k responses of a superclass to a distractor, which one rare response has to exceed.
  public static let wideBatch = smallInit.varied(
    as: "wideBatch", "As smallInit, with L^1.5 subclasses and batches that show every one of them often.",
    [
      .k: Rule(
        "round(L^1.5)",
        because:
          "k_y ≥ polylog(d) and above the crossing s/(s†ι†) = L, while the sum of k responses to a distractor, in "
          + "proportion to kι† = √L, grows slowly"
      ) { ($0.L * $0.L.squareRoot()).rounded() },
      .lucky: Rule(
        "6 L", because: "every (head, feature) has a lucky neuron with probability 1 − d⁻⁶, and counts scatter less"
      ) { 6 * $0.L },
      .batch: Rule(
        "32 k",
        because:
          "16 samples per subclass in every step: a head whose label a batch lacks gets only a downward step, which "
          + "is far above σ0 and silences its neurons for good"
      ) { 32 * $0.value(.k) },
    ])

  /// As wideBatch, with hard samples that show no distractor.
  public static let withoutDistractors = wideBatch.varied(
    as: "withoutDistractors", "As wideBatch, with hard samples that show no distractor.",
    [.distractors: .constant(0, because: "a hard sample then shows its rare feature alone")])

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

  /// Lets T* grow like e^(0.45·d/64), whatever power of d comes with it.
  ///
  /// A constant overhead plus a power of at most d^6 does not look like it. With e^(−ln² d) it did: on five scales
  /// such a sum fits times to within the spacing of the checkpoints.
  private static let vanishing = Rule(
    "0.1 e^(−0.45(d/64 − 1))",
    because: "e^(−b·d) falls faster than any power of d, and bends T* twice as much as the tolerance allows"
  ) {
    0.1 * Elementary.exp(-0.45 * ($0.d / 64 - 1))
  }
}

extension Regime {
  private static let even = Rule(
    "2 round(L²/4)", because: "k_y ≥ polylog(d) as in standard, and even, so that subclasses can be paired"
  ) {
    max(2, 2 * ($0.L * $0.L / 4).rounded())
  }

  /// As standard, with an even number of subclasses, so that labels of pairs exist.
  public static let evenSubclasses = standard.varied(
    as: "evenSubclasses", "As standard, with an even number of subclasses.", [.k: Self.even])

  /// A small fixed training set and few full-batch steps, so that all labels share a small growth of the weights.
  ///
  /// At every d, the competing weights are of the order of the initial threshold c_bσ0√L ∝ √L/d. A rare feature grows
  /// by η s/(2k) a step under fine labels, and by η s/N under one label per sample. Under coarse labels the common
  /// feature grows by half of η s a step, k times as much as a rare feature under fine labels.
  public static let scarce = evenSubclasses.varied(
    as: "scarce", "A fixed, small budget: 16 samples per subclass, in a few full-batch steps.",
    [
      .distractorStrength: Rule(
        "9 / (4 L)",
        because: "o(1), far above 1/k, and strong enough that neurons respond to it after only a few steps"
      ) {
        2.25 / $0.L
      },
      .lucky: .constant(4, because: "one head per sample: the network must stay small"),
      .initExponent: .constant(
        1, because: "σ0 = 1/poly(d), and large enough to compete with the growth from few samples per label"),
      .batch: Rule("32 k", because: "all of the training set in every step") { 32 * $0.value(.k) },
      .sourceSize: Rule("32 k", because: "16 samples per subclass, whatever the labels") { 32 * $0.value(.k) },
      .stepSize: Rule(
        "0.6 k √L / d",
        because: "two steps of it carry rare features past the initial threshold under fine labels, at every d alike"
      ) {
        0.6 * $0.value(.k) * $0.L.squareRoot() / $0.d
      },
      .testSamples: .constant(
        100, because: "errors of some tenths are compared; test samples cost as much as training"),
    ])
}

extension Regime {
  /// As loud, in the narrowest network: cheap enough to be trained in full at d = 512 under fine labels.
  public static let loudNarrow = loud.varied(
    as: "loudNarrow", "Loud noise in the narrowest network.",
    [
      .lucky: .constant(
        1,
        because: "every neuron is evaluated on every patch, and under fine labels there are 2k heads; loud noise also "
          + "makes neurons fire that were not lucky")
    ])

  /// As loudNarrow, with noise that outgrows every signal.
  public static let deafening = loudNarrow.varied(
    as: "deafening", "Noise whose norm grows like √d: nothing can be learned.",
    [
      .noiseNorm: Rule("3 √(d/16)", because: "as loud as in loudNarrow at d = 16, and growing like √d") {
        3 * ($0.d / 16).squareRoot()
      }
    ])
}

extension Regime {
  private static let manyTests = Rule.constant(
    2000, because: "an accuracy is compared with that of another trial on the same signals but other dominant noise")

  /// As dominantNoise, in trials without vectors of length d.
  public static let concentratedDominantNoise = dominantNoise.varied(
    as: "concentratedDominantNoise", "Dominant noise, in trials without vectors of length d.", mode: .concentrated,
    [.testSamples: manyTests])

  /// As standard, in trials without vectors of length d.
  public static let concentratedStandard = standard.varied(
    as: "concentratedStandard", "Standard, in trials without vectors of length d.", mode: .concentrated, [:])

  /// As concentratedSmallInit, with two subclasses and a bias that falls more slowly than noise grows.
  public static let concentratedSlowBias = smallInit.varied(
    as: "concentratedSlowBias", "Small initial weights and a slow bias, in trials without vectors of length d.",
    mode: .concentrated,
    [
      .k: .constant(2, because: "every trained neuron hears every patch, which many labels would make dear"),
      .biasDecay: Rule(
        "0.25 / (L² √d)", because: "as small as σ_ζ, so that noise on all other features outgrows the bias"
      ) {
        0.25 / ($0.L * $0.L * $0.d.squareRoot())
      },
    ])

  /// As smallInit, in trials without vectors of length d.
  public static let concentratedSmallInit = smallInit.varied(
    as: "concentratedSmallInit", "Small initial weights, in trials without vectors of length d.", mode: .concentrated,
    [:])
}
