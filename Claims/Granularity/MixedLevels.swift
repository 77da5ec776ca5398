import ClaimKit
import MultiViewClaims

/// Fine labels in one of the two superclasses suffice.
public struct MixedLevels: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "A question of the paper's reviewers: what if labels of several levels are mixed?", .chosen,
    remark: """
      The summary says nothing about mixed levels. We expected an error of one half, that of the superclass with the \
      coarse label. Exploratory runs refuted this, so what is claimed here was found in the data. The registered seeds \
      are other ones.
      """)
  public let title = "Fine labels in one of the two superclasses suffice for the hard samples of both"
  public let says = """
    The mixed map gives every subclass of one superclass a label, and the other superclass one label. Under it the error \
    on hard samples is o(1) for T from T₀ on.
    """
  public let restsOn: [any Claim.Type] = [RareResponseFine.self]
  public let caveat = """
    Why it is so is not tested. A likely reason: k_y heads against one win on the first superclass from the start, so they \
    hardly learn its common feature. Then the distractors of the second superclass's hard samples have no effect, \
    although its rare features are learned weakly. Three superclasses or more are outside the model, because \
    Definition 4.1 has two. The claim on Definition 4.3 checks the coarse and the fine map, of which this one is composed, \
    but not the composition. The unit tests check that.
    """

  public var statement: [Clause] {
    Given(labels: .mixed)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.error(on: .hard), is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .fineTimes,
      Materiality(
        of: .error(on: .hard), 0.05, because: "the bound of both theorems, between which mixed labels stand"))
  }

  public var controls: [Control] {
    Control("coarse labels", refutes: .error(on: .hard), because: "coarse labels do not teach the rare features") {
      $0.labels = .coarse
    }
  }
}
