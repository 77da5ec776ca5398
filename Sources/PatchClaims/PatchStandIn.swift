import ClaimKit
import Experiments
import PatchAugmentation

extension StandIn {
  /// The stand-in of the claims on Cutout and CutMix: one set of orders for all of them, and one window.
  ///
  /// - Parameter materialities: The sizes that count as material.
  public static func patches(_ materialities: Materiality...) -> StandIn {
    StandIn(
      of: Patches.experiment, settings: Patches.orders,
      axis: .scale(
        "d", "dimension",
        [
          .quick: [8, 10, 12, 14, 16].map { 1 << $0 }, .standard: [8, 10, 12, 14, 16, 18].map { 1 << $0 },
          .deep: [8, 10, 12, 14, 16, 18, 20, 22].map { 1 << $0 },
        ],
        because: """
          the orders differ by d^0.05 from one to the next, so d must grow by factors; n, and with it the cost of a run, \
          grows like d^¼ only
          """),
      window: .observed(
        at: [1000, 2000], readFrom: .firstStep,
        because: """
          exploratory runs with CutMix respond to extremely rare features as strongly as to common ones after about 1,000 \
          steps at d = 2^16; twice as many steps show whether a conclusion lasts
          """),
      materialities: materialities)
  }
}

extension Materiality {
  /// An error of 5 % and less counts as none.
  public static func noError(_ quantity: Quantity) -> Materiality {
    Materiality(of: quantity, 0.05, because: "one sample in twenty, the bound of the first paper's theorems here")
  }

  /// An error of a quarter and more counts as not learned.
  public static func notLearned(_ quantity: Quantity) -> Materiality {
    Materiality(
      of: quantity, 0.25, because: "half the error of guessing; a larger error is nearer to guessing than to 0")
  }
}

extension Rule {
  /// α, the strength of the common feature in the patch of the dominant noise.
  public static let featureNoise = Rule(
    "0.6 d^−0.02",
    because: """
      the exponent is that of the source's example; α must exceed the relative response to a feature that is not learned, and \
      stay below that to one that is
      """
  ) { 0.6 * SameBits.power($0.d, -0.02) }
}

extension Control {
  /// Fresh samples and training samples meet the initial weights: half of them are wrong.
  public static func untrained(refutes quantity: Quantity) -> Control {
    Control("before the first step", refutes: quantity, because: "the initial weights are random") {
      $0.window = .observed(at: [0], readFrom: .firstStep, because: "nothing is learned yet")
    }
  }
}

extension Patches {
  /// n, the powers of the noise and the frequencies as functions of d.
  ///
  /// With n_k for the number of training samples of one class with a feature of kind k, they satisfy
  /// n_common ≫ σ_d² d ≫ n_rare ≫ σ_b² d ≫ n_extreme, each by a factor that grows like d^0.05.
  static let orders: [String: Rule] = [
    "samples": Rule("round(24 d^¼)", because: "about 100 to 500 samples; n is far below d, as in the source") {
      (24 * $0.d.squareRoot().squareRoot()).rounded()
    },
    "rareShare": Rule(
      "0.45 d^−0.1", because: "n ρ_R/2 = 5.4 d^0.15 lies between the two powers of noise, and n_common above both"
    ) { 0.45 * SameBits.power($0.d, -0.1) },
    "extremeShare": Rule(
      "0.25 d^−0.2", because: "n ρ_E/2 = 3 d^0.05 lies below the power of the background noise, and is at least 3.9"
    ) { 0.25 * SameBits.power($0.d, -0.2) },
    "dominantPower": Rule("7 d^0.2", because: "σ_d = √7 d^−0.4; between n_common and n_rare") {
      7 * SameBits.power($0.d, 0.2)
    },
    "backgroundPower": Rule("4 d^0.1", because: "σ_b = 2 d^−0.45; between n_rare and n_extreme") {
      4 * SameBits.power($0.d, 0.1)
    },
    "featureNoise": .featureNoise,
    "stepSize": .constant(
      16,
      because: """
        one step in place of 16 of the source's η = 1; exploratory runs at η = 1, 8 and 16 agree, except that without \
        augmentation large steps raise the response to rare features by up to a fifth, which speaks against the claims
        """),
    "mixings": .constant(2, because: "2n fresh pairs per step, each with all 8 ways to mix"),
  ]
}
