import Randomness

extension Regime {
  private static let _even = Rule(
    "2 round(L²/4)", because: "k_y ≥ polylog(d) as in standard, and even, so that subclasses can be paired"
  ) {
    max(2, 2 * ($0.L * $0.L / 4).rounded())
  }

  /// As standard, with an even number of subclasses, so that there are label sets of pairs.
  public static let evenSubclasses = standard.varied(
    as: "evenSubclasses", "As standard, with an even number of subclasses.", [.k: _even])

  /// A small fixed training set and few full-batch steps, in which every label shares the growth of weights with all others.
  ///
  /// All that competes is of the order of the initial threshold c_bσ0√L ∝ √L/d, at every d: growth along a rare feature is η s/(2k)
  /// a step under fine labels, and η s/N under one label per sample. Under coarse labels, growth along the common feature is
  /// half of η s a step, k times as much as fine labels give a rare feature.
  public static let scarce = evenSubclasses.varied(
    as: "scarce", "A fixed, small budget: 16 samples per subclass, in a few full-batch steps.",
    [
      .distractorStrength: Rule(
        "9 / (4 L)",
        because: "o(1), far above 1/k, and strong enough to be heard by weights that have grown for a few steps only"
      ) {
        2.25 / $0.L
      },
      .lucky: .constant(4, because: "one head per sample: the network must stay small"),
      .initExponent: .constant(
        1, because: "σ0 = 1/poly(d), and large enough for what few samples per label teach to compete with it"),
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
