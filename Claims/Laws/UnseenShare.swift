import ClaimKit
import MultiViewClaims

/// With few samples, the hard-sample error is the share of subclasses that were never seen.
public struct UnseenShare: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Hard-sample error with few samples", .chosen,
    remark: "The prediction is ours; the summary gives no number of samples.")
  public let title = "With few samples, the hard-sample error under fine labels is the share of subclasses never seen"
  public let says = """
    Under fine labels and with a fixed set of N samples, the error on hard samples equals e^(−N/(2k_y)), the expected \
    share of subclasses of which no sample was drawn.
    """
  public let restsOn: [any Claim.Type] = [SamplesPerClass.self]

  private let error = Quantity.under(SamplesPerClass.few, .error(on: .hard))

  public var statement: [Clause] {
    Given(labels: .fine)
    Given("N/(2k_y) constant")
    Conclude(error, is: .equals(Law(predicted: "e^(−N/(2k_y))")))
  }

  public var standIn: StandIn {
    StandIn(
      regime: SamplesPerClass.narrow, axis: .fewSamples, window: SamplesPerClass.times,
      materialities: [
        Materiality(
          of: error, curveWithin: 0.1,
          of: .unseenShare, because: "less than half of the distance to the share at twice as many samples")
      ])
  }

  public var controls: [Control] {
    Control(
      "twice as many samples", refutes: error, because: "the share falls from e⁻¹ = 0.37 to e⁻² = 0.14",
      changing: SamplesPerClass.few
    ) {
      $0.regime = SamplesPerClass.narrow.varied(
        as: "4 k samples", "As narrow, with a training set of 4 k samples.",
        [.sourceSize: Rule("4 k", because: "two samples of a subclass in the mean") { 4 * $0.value(.k) }])
      $0.samplesPerSubclass = nil
    }
  }
}
