import MultiView
import Testing

@testable import Training

/// What the concentrated engine reads off hand-made neurons.
@Suite struct ConcentratedReadingsTests {
  /// Two heads and k = 2: features 0 and 1 are common, 2 and 3 the rare ones of head 0, 4 and 5 those of head 1.
  private static let heads = Superclass.allCases.map { superclass -> HeadFeatures? in
    HeadFeatures(LabelMeaning(superclass: superclass, numbers: 0..<2), features: Features(subclasses: 2))
  }

  private static func neuron(_ head: Int32, _ ears: [(Int32, Double)], bias: Double) -> SingleNeuron {
    ConcentratedWorld.made(
      head: head, place: 0, ears: ears.map { Ear(feature: $0.0, weight: $0.1, isLucky: true) }, bias: bias, rest: 1,
      ceiling: 0)
  }

  private static let neurons = [
    neuron(0, [(0, 3)], bias: -1), neuron(0, [(0, 2), (2, 5)], bias: -1), neuron(1, [(1, 1)], bias: -0.5),
    neuron(0, [(3, 0.5)], bias: -1), neuron(1, [(4, -2)], bias: -1), neuron(1, [(5, 7)], bias: -1),
  ]

  @Test func responsesAreReadHeadByHead() throws {
    var sums = ResponseSums(Self.heads, weakness: 0.5)
    for neuron in Self.neurons { sums.add(neuron, SharedPart(), output: Int(neuron.head)) }
    var seen = Checkpoint(time: 1, trainingLoss: 1)
    sums.store(in: &seen)
    // Common: 2 + 1 of head 0, 0.5 of head 1. Rare: 4, 0, 0 and 6.
    #expect(seen.commonResponse == 1.75 && seen.leastCommonResponse == 0.5)
    #expect(seen.rareResponse == 2.5 && seen.leastRareResponse == 0 && seen.largestRareResponse == 6)
    #expect(seen.distractorResponse == 0.25)
  }

  @Test func weightsAreReadPairByPair() {
    var sums = PairSums(PairKinds(Self.heads))
    for neuron in Self.neurons { sums.add(neuron) }
    // A shared displacement counts for the first ear only.
    sums.add(Self.neuron(0, [(0, 1), (2, 4)], bias: -1), SharedPart(shift: 0.5, biasShift: -4, noiseNorm: 0))
    var seen = Checkpoint(time: 1, trainingLoss: 1)
    sums.store(in: &seen)
    #expect(seen.leastCommonWeight == 1 && seen.commonWeight == 1.875)
    #expect(seen.leastRareWeight == -2 && seen.rareWeight == 2.9)
    // Of nine pairs, those of weights 3, 2, 5, 1 and 7 still fire.
    #expect(seen.firingShare == 5.0 / 9)
    #expect(seen.otherClassShare == nil)
  }

  /// Both engines read the same initial neurons, and both count neurons that only noise woke.
  @Test(arguments: [LabelMap.coarse, .fine]) func bothEnginesReadTheSameStart(labels: LabelMap) throws {
    let trial = try ConcentratedWorld.trial(labels, d: 64, [.k: 3, .testSamples: 4, .stepSize: 0])
    let exact = try #require(try Trainer.train(trial.held(.pruned, for: trial.schedule)).checkpoints.last)
    let law = try #require(try Trainer.train(trial).checkpoints.last)
    let readings: [(Checkpoint) -> Double?] = [
      { $0.leastCommonWeight }, { $0.leastRareWeight }, { $0.firingShare }, { $0.leastCommonResponse },
      { $0.leastRareResponse }, { $0.largestRareResponse },
    ]
    for reading in readings {
      let (one, two) = (try #require(reading(exact)), try #require(reading(law)))
      #expect(abs(one - two) <= 1e-6 * abs(one))
    }
    #expect(exact.firingShare == 1 && exact.awakened != nil && law.awakened != nil)
  }

  /// A trial that leaves out pairs does not hold the neurons that only those pairs' patches would wake.
  @Test func awakeningsAreNotCountedWherePairsAreLeftOut() throws {
    let trial = try ConcentratedWorld.trial(.fine, d: 1024, [.k: 3, .testSamples: 4], .steps(2))
    #expect(try Trainer.train(trial).checkpoints.allSatisfy { $0.awakened != nil })
    let dropped = try Trainer.train(trial.with(.otherFeaturesDropped)).checkpoints
    #expect(dropped.allSatisfy { $0.awakened == nil && $0.firingShare != nil })
  }
}
