import ClaimKit
import MultiViewClaims

/// From outside the paper: memorising noisy samples is harmless if the noise is small and harmful if it is large.
public struct BenignOverfitting: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Outside the paper: benign overfitting in two-layer convolutional networks", .chosen,
    remark: """
      A fact from outside this paper, known from Cao, Chen, Belkin and Gu (“Benign Overfitting in Two-layer \
      Convolutional Neural Networks”, 2022) and, for ReLU, from Kou, Chen, Chen and Gu (“Benign Overfitting in \
      Two-layer ReLU Convolutional Neural Networks”, 2023). The wording and every number are ours; nothing is quoted.
      """)
  public let title = "Overfitting is benign in noise of constant norm, and harmful in noise that outgrows the signal"
  public let says = """
    In every step the network trains on the same N samples. Their patches carry noise of norm ν beside a signal of \
    constant strength. On fresh samples it errs with probability o(1) where N·d/ν⁴ grows, and with probability Ω(1) \
    where N·d/ν⁴ vanishes. In both cases its loss on the training samples is o(1) with high probability.
    """
  public let restsOn: [any Claim.Type] = [Definition4_2_Patches.self, Definition4_4_SourceSet.self]
  public let caveat = """
    Only two laws of the noise are compared, a constant ν and ν ∝ d. The claim does not locate the law between them at \
    which the error changes from o(1) to Ω(1). With one subclass per superclass, the signal is the common and the rare \
    feature together. Unlike in the sources, signal patches carry noise like all others, and the signals of the two \
    classes are orthogonal instead of opposite. No training label is flipped, whereas the second source flips some. \
    The tolerance for the loss on the training set, 0.1, is constant in d. The test is whether nearly every run stays \
    below it, not whether this loss is o(1).
    """

  private static let constant = Arm(.coarse)

  /// Noise of norm ν = 0.1875·d, so that N·d/ν⁴ falls like d^(−3).
  ///
  /// At the smallest d, 16, it equals the constant norm of the other arm, 3.
  private static let growing = Arm(.coarse, multiples: [.noiseNorm: 0.1875])

  private static let fewSamples = Regime.loudNarrow.varied(
    as: "fewSamples",
    "As loudNarrow, with one subclass per superclass and few fixed samples, all of them in every step.",
    [
      .k: .constant(1, because: "every sample of a class shows the same signal, as in the sources"),
      .sourceSize: .constant(16, because: "the smallest d; at every larger d there are more dimensions than samples"),
      .batch: .constant(16, because: "the whole training set, for gradient descent as in the sources"),
      .stepSize: Rule(
        "0.1 (3/noiseNorm)²",
        because:
          "0.1 at ν = 3, as in loud; a step changes the outputs on its own samples by about η ν², which must not grow "
          + "with the noise"
      ) {
        let ratio = 3 / $0.value(.noiseNorm)
        return 0.1 * ratio * ratio
      },
    ])

  private static let untrained = fewSamples.varied(
    as: "few samples untrained", "As fewSamples, with a step size of zero.",
    [.stepSize: .constant(0, because: "nothing is learned")])

  private static let keepsItsLoss = "a network that is not trained keeps a loss of ln 2"
  private static let fit = "at a loss of 0.1 the right label of a training sample has probability 0.9"

  private let benign = Quantity.under(Self.constant, .error(on: .easy))
  private let harmful = Quantity.under(Self.growing, .error(on: .easy))
  private let benignFit = Quantity.under(Self.constant, .sourceLoss)
  private let harmfulFit = Quantity.under(Self.growing, .sourceLoss)

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given("one subclass per superclass; N fixed training samples, all of them in every step")
    Given("ν is constant under the first arm, and ν ∝ d under the second")
    Conclude(benign, is: .littleO(1))
    Conclude(harmful, is: .bigOmega(1))
    WithHighProbability {
      Conclude(benignFit, is: .littleO(1))
      Conclude(harmfulFit, is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    StandIn(
      regime: Self.fewSamples,
      axis: .dense,
      window: Window(
        .steps(64), readFrom: .end,
        because:
          "as many steps as for fresh samples in loud noise; the loss on the training set is then below 0.01 under "
          + "either noise, as seen with exploratory seeds"),
      materialities: [
        Materiality(of: benign, 0.05, because: "the bound of Theorems 5.1 and 5.2 on the same error"),
        Materiality(
          of: harmful, 0.25, because: "half the error of guessing; a larger error is nearer to guessing than to 0"),
        Materiality(of: benignFit, tolerance: 0.1, because: Self.fit),
        Materiality(of: harmfulFit, tolerance: 0.1, because: Self.fit),
      ])
  }

  public var controls: [Control] {
    Control(
      "noise norm growing like √d", refutes: benign,
      because: "with constant noise in every coordinate N·d/ν⁴ falls like 1/d, so it vanishes, too",
      changing: Self.constant
    ) {
      $0.regime = Self.fewSamples.varied(
        as: "few samples in growing noise", "As fewSamples, with noise whose norm grows like √d.",
        [
          .noiseNorm: Rule("3 √(d/16)", because: "equal to the constant norm at d = 16, and growing like √d") {
            3 * ($0.d / 16).squareRoot()
          }
        ])
    }
    Control(
      "tested on the training samples", refutes: harmful,
      because: "the network has memorised these samples with their noise, so it errs on fresh samples only",
      changing: Self.growing
    ) {
      $0.fault = .testOnTraining
    }
    Control(
      "a step size of zero, small noise", refutes: benignFit, because: Self.keepsItsLoss, changing: Self.constant
    ) {
      $0.regime = Self.untrained
    }
    Control(
      "a step size of zero, large noise", refutes: harmfulFit, because: Self.keepsItsLoss, changing: Self.growing
    ) {
      $0.regime = Self.untrained
    }
  }
}
