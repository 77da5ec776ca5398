extension Regime {
  /// As loud, in the narrowest network: cheap enough to be trained in full at d = 512 under fine labels.
  public static let loudNarrow = loud.varied(
    as: "loudNarrow", "Loud noise in the narrowest network.",
    [
      .lucky: .constant(
        1,
        because: "every neuron is evaluated on every patch, and under fine labels there are 2k heads; loud noise wakes "
          + "the neurons that had no luck")
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
