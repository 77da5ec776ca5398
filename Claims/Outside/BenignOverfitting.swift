import ClaimKit
import MultiView

/// From outside the paper: whether it is harmless to memorise noisy samples depends on how loud the noise is.
public struct BenignOverfitting: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Outside the paper: benign overfitting in two-layer convolutional networks", .chosen,
    remark: """
      A fact from outside this paper, known from Cao, Chen, Belkin and Gu (“Benign Overfitting in Two-layer \
      Convolutional Neural Networks”, 2022) and, for ReLU, from Kou, Chen, Chen and Gu (“Benign Overfitting in \
      Two-layer ReLU Convolutional Neural Networks”, 2023). The wording here is ours, and so is every number; nothing is \
      quoted.
      """)
  public let title = "Overfitting is benign in noise of constant norm, and harmful in noise that outgrows the signal"
  public let says = """
    Trained in every step on the same N samples, whose patches carry noise of norm ν beside a signal of constant \
    strength, the network errs on fresh samples with probability o(1) where N·d/ν⁴ grows, and with probability Ω(1) \
    where N·d/ν⁴ vanishes. Its loss on the training samples is o(1) with high probability in both cases.
    """
  public let restsOn: [any Claim.Type] = [Definition4_2_Patches.self, Definition4_4_SourceSet.self]
  public let caveat = """
    Two laws of the noise are compared, a constant ν and ν ∝ d; where between them the error turns is not located. \
    With one subclass per superclass the signal is the common and the rare feature together. Noise lies on its patches \
    as on all others, and the signals of the two classes are orthogonal instead of opposite; both are not so in the \
    sources. No training label is flipped, as some are in the second of them. The tolerance for the loss on the \
    training set, 0.1, is constant in d: what is tested is that nearly every run stays below it, not that this loss is \
    o(1).
    """

  private static let constant = Arm(.coarse)

  /// The same noise as under the constant norm at the smallest d, 3 = 0.1875·16, and growing like d: N·d/ν⁴ falls like
  /// d^(−3).
  private static let growing = Arm(.coarse, multiples: [.noiseNorm: 0.1875])

  private static let fewSamples = Regime.loudNarrow.varied(
    as: "fewSamples", "As loudNarrow, with one subclass per superclass and few fixed samples, all in every step.",
    [
      .k: .constant(1, because: "every sample of a class shows the same signal, as in the sources"),
      .sourceSize: .constant(16, because: "as many as the smallest d: beyond it, dimensions outnumber samples"),
      .batch: .constant(16, because: "the whole training set: gradient descent, as in the sources"),
      .stepSize: Rule(
        "0.1 (3/noiseNorm)²",
        because:
          "0.1 as in loud where the noise is as loud; a step changes the answer to its own samples by about η ν², "
          + "which must not grow with the noise"
      ) {
        let ratio = 3 / $0.value(.noiseNorm)
        return 0.1 * ratio * ratio
      },
    ])

  private static let fit = "a training sample is then answered rightly with nine tenths of the probability"

  private let benign = Quantity.under(Self.constant, .error(on: .easy))
  private let harmful = Quantity.under(Self.growing, .error(on: .easy))
  private let benignFit = Quantity.under(Self.constant, .sourceLoss)
  private let harmfulFit = Quantity.under(Self.growing, .sourceLoss)

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given("one subclass per superclass; N fixed training samples, all of them in every step")
    Given("ν is constant under the first arm, and ν ∝ d under the second")
    Conclude(benign, is: .o(1))
    Conclude(harmful, is: .omega(1))
    WithHighProbability {
      Conclude(benignFit, is: .o(1))
      Conclude(harmfulFit, is: .o(1))
    }
  }

  public var instance: Instance {
    Instance(
      regime: Self.fewSamples,
      axis: .dense,
      window: Window(
        .steps(64), readFrom: .end,
        because: "as many as in loud noise with fresh samples; the loss on the training set is then below 0.01 under "
          + "either noise, as seen with exploratory seeds"),
      materialities: [
        Materiality(of: benign, 0.05, because: "the bound of Theorems 5.1 and 5.2 on the same error"),
        Materiality(
          of: harmful, 0.25, because: "half of what guessing gives: nearer to chance than to having learned"),
        Materiality(of: benignFit, tolerance: 0.1, because: Self.fit),
        Materiality(of: harmfulFit, tolerance: 0.1, because: Self.fit),
      ])
  }

  public var controls: [Control] {
    Control(
      "noise norm growing like √d", refutes: benign,
      because: "with constant noise in every coordinate N·d/ν⁴ falls like 1/d: it vanishes, though far more slowly",
      changing: Self.constant
    ) {
      $0.regime = Self.fewSamples.varied(
        as: "few deafening samples", "As fewSamples, with noise whose norm grows like √d.",
        [
          .noiseNorm: Rule("3 √(d/16)", because: "as loud as the constant noise at d = 16, and growing like √d") {
            3 * ($0.d / 16).squareRoot()
          }
        ])
    }
    Control(
      "tested on the training samples", refutes: harmful,
      because: "the network has memorised them, noise and all; only fresh samples show what it has not learned",
      changing: Self.growing
    ) {
      $0.fault = .testOnTraining
    }
    Control(
      "a step size of zero", refutes: harmfulFit,
      because: "what does not train fits nothing: its loss stays at ln 2", changing: Self.growing
    ) {
      $0.regime = Self.fewSamples.varied(
        as: "few samples untrained", "As fewSamples, with a step size of zero.",
        [.stepSize: .constant(0, because: "nothing is learned")])
    }
  }
}
