import Experiments

// MARK: Regimes for the theorems

extension Regime {
  /// A regime in which every hypothesis on a growing or shrinking parameter grows or shrinks.
  ///
  /// T* is of the order √d/(ηs²λ) under coarse labels and k times as long under fine ones.
  public static let asymptotic = smallInit.varied(
    as: "asymptotic", "Every parameter follows its asymptotic condition, and batches grow with the number of labels.",
    [
      .s: Rule("max(2, round(L/3))", because: "polylog many signal patches") { max(2, ($0.L / 3).rounded()) },
      .iota: Rule("0.2 / L", because: "o(1) jitter; it wakes a bounded multiple of λ neurons, whatever d is") {
        0.2 / $0.L
      },
      .noiseNorm: Rule(
        "0.15 / L²", because: "1/polylog(d), so that trained neurons stay silent on pure noise from d = 32 on"
      ) {
        0.15 / ($0.L * $0.L)
      },
      .lucky: Rule("4 L", because: "every one of poly(d) many (head, feature) pairs has a lucky neuron w.h.p.") {
        4 * $0.L
      },
      .stepSize: Rule("0.3 d^(−1/4)", because: "1/poly(d), so that fitting takes a power of d") {
        0.3 / $0.d.squareRoot().squareRoot()
      },
      .batch: Rule(
        "round(2k max(16, 4L))",
        because: """
          at least 16 samples of every fine label in a step, and so many that w.h.p. every label has half of its share: \
          with less, the other labels push its head down, and its neurons die for good
          """
      ) {
        (2 * $0.value(.k) * max(16, 4 * $0.L)).rounded()
      },
    ])

  /// As asymptotic, with fewer subclasses than d^0.4.
  public static let asymptoticFewer = asymptotic.varied(
    as: "asymptoticFewer", "As asymptotic, with at most d^0.4 subclasses.",
    [
      .k: Rule(
        "max(2, ⌊0.6 L^1.5⌋)",
        because: "polylog(d), at most d^0.4 from d = 32 on, and above s/(s†ι†) = L from d = 32 on"
      ) {
        max(2, (0.6 * $0.L * $0.L.squareRoot()).rounded(.down))
      }
    ])

  /// As asymptotic, with s/(s†ι†) = L subclasses: the lower edge of k_y ≥ polylog(d).
  public static let asymptoticEdge = asymptotic.varied(
    as: "asymptoticEdge", "As asymptotic, at the smallest k at which coarse labels fail.",
    [
      .k: Rule("max(2, round(L))", because: "s/(s†ι†), where rare features and distractors weigh the same") {
        max(2, $0.L.rounded())
      }
    ])

  /// As asymptotic, with half as many subclasses as at the edge.
  public static let asymptoticBelowEdge = asymptotic.varied(
    as: "asymptoticBelowEdge", "As asymptotic, with half of s/(s†ι†) subclasses.",
    [
      .k: Rule("max(2, round(L/2))", because: "half of s/(s†ι†): rare features outweigh distractors twofold") {
        max(2, ($0.L / 2).rounded())
      }
    ])

  /// As asymptotic, with distractors whose strength does not fall with d.
  public static let asymptoticConstantDistractors = asymptotic.varied(
    as: "asymptoticConstantDistractors", "As asymptotic, with distractors of constant strength.",
    [.distractorStrength: .constant(0.25, because: "about 1/L at the smallest d, and the same at every d")])

  /// As asymptotic, with two subclasses.
  public static let asymptoticConstantK = asymptotic.varied(
    as: "asymptoticConstantK", "As asymptotic, with two subclasses at every d.",
    [.k: .constant(2, because: "below s/(s†ι†) at every d: coarse labels reach the rare features too")])

  /// As asymptotic, with one patch of dominant noise in hard samples instead of distractors.
  public static let asymptoticDominantNoise = asymptotic.varied(
    as: "asymptoticDominantNoise", "As asymptotic, with dominant noise in hard samples instead of distractors.",
    [
      .distractors: .constant(0, because: "dominant noise takes their place"),
      .dominantNoise: .constant(0.3, because: "strong enough to outweigh a response of order 1/k"),
    ])
}
