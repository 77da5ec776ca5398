import ClaimKit
import MultiViewClaims

/// Fine labels need samples of every subclass.
public struct SamplesPerClass: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Summary: benefits when per-class sample counts are adequate", .chosen,
    remark: "The summary gives no number of samples. That N/(2k_y) = Ω(log d) is adequate here is our reading.")
  public let title = "Fine labels solve hard samples if the samples per subclass grow, but not if there is only one"
  public let says = """
    Under fine labels, training uses a fixed set of N samples. The error on hard samples is o(1) when N/(2k_y) grows \
    like ln d, and Ω(1) when N/(2k_y) stays 1.
    """
  public let restsOn: [any Claim.Type] = [Theorem5_2.self]
  public let caveat = """
    With few samples, a share of about e^(−N/(2k_y)) of the subclasses never occurs in training, so their rare \
    features are not learned. Only this effect of few samples is seen here. Overfitting of the subclasses that occur \
    plays no part at the noise of the standard regime.
    """

  private static let many = Arm(.fine, samplesPerSubclass: .log)
  /// The arm with one sample per subclass.
  static let few = Arm(.fine, samplesPerSubclass: .one)

  /// The standard regime with half the width.
  static let narrow = Regime.standard.varied(
    as: "narrow", "As standard, with half the width.",
    [.lucky: .constant(8, because: "cheap, and each (head, feature) has a lucky neuron with probability 1 − e⁻⁸")])

  /// The dimensions.
  static let sizes = Axis.dimension(
    [.quick: [16, 32, 64, 128, 256], .standard: [16, 32, 64, 128, 256], .deep: [16, 32, 64, 128, 256, 512]],
    because:
      "training on a finite set is expensive: every neuron that was ever updated must be evaluated on every patch")
  /// The length of trials.
  static let times = Window(
    .steps(16), readFrom: .end,
    because: "with fresh samples and fine labels, so many steps suffice to solve hard samples")

  private let growing = Quantity.under(Self.many, .error(on: .hard))
  private let bounded = Quantity.under(Self.few, .error(on: .hard))

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    Conclude(growing, is: .littleO(1))
    Conclude(bounded, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: Self.narrow,
      axis: Self.sizes,
      window: Self.times,
      materialities: [
        Materiality(of: growing, 0.05, because: "the same bound as in Theorem 5.2"),
        Materiality(of: bounded, 0.05, because: "the same bound as for the other arm"),
      ])
  }

  public var controls: [Control] {
    Control(
      "few samples in place of many", refutes: growing,
      because: "with one sample per subclass, a third of the subclasses is never seen", changing: Self.many
    ) {
      $0.samplesPerSubclass = .one
    }
    Control(
      "many samples in place of few", refutes: bounded,
      because: "with 2 ln d samples per subclass, only a share d^(−2) of the subclasses is missed", changing: Self.few
    ) {
      $0.regime = Self.narrow.varied(
        as: "4 k ln d samples", "As narrow, with a training set of 4 k ln d samples.",
        [
          .sourceSize: Rule("round(4 k L)", because: "twice the number that the claim takes as enough") {
            (4 * $0.value(.k) * $0.L).rounded()
          }
        ])
      $0.samplesPerSubclass = nil
    }
  }
}
