import MultiView
import Randomness
import Testing

@testable import Training

/// The initial neurons of a concentrated trial are those of the exact network, or follow the same law.
@Suite struct ConcentratedStartTests {
  private func initial(_ trial: NetworkTrial) -> ConcentratedStart {
    let source = SampleSource(trial)
    let stage = Stage(pretraining: trial, source: source, headOfBlock: (0..<Int32(trial.heads)).map { $0 })
    return ConcentratedStart(
      of: trial, screen: Screen(for: trial), law: ConcentratedWorld.law(trial),
      own: OwnFeatures(of: trial, stage.features), on: Execution())
  }

  @Test(arguments: [LabelMap.coarse, .fine, .random(5)])
  func neuronsAreThoseOfTheExactNetwork(labels: LabelMap) throws {
    for seed in UInt64(1)...3 {
      let trial = try ConcentratedWorld.trial(labels, seed: seed)
      let exact = try ConcentratedWorld.trial(labels, seed: seed, mode: .pruned)
      let start = initial(trial)
      let screen = Screen(for: trial)
      let network = Network(of: exact, screen: Screen(for: exact), on: Execution())
      #expect(!start.dropsForeignPairs)
      var neurons: [Int32: SingleNeuron] = [:]
      for neuron in start.neurons { neurons[neuron.place] = neuron }
      #expect(neurons.count == start.neurons.count && neurons.count == network.slots.count)
      let scale = trial.parameters.initScale
      for slot in network.slots {
        let neuron = try #require(neurons[Int32(slot)])
        #expect(neuron.head == network.headOfBlock[slot / NetworkLayout.lanes])
        #expect(abs(neuron.bias / Double(network.bias[slot]) - 1) < 1e-6)
        let above = (0..<network.features).filter {
          Double(network.weight(slot, $0)) > scale * screen.livingCut
        }
        #expect(neuron.ears.map { Int($0.feature) } == above)
        for ear in neuron.ears {
          #expect(abs(ear.weight / Double(network.weight(slot, Int(ear.feature))) - 1) < 1e-6)
        }
        let largest = neuron.ears.map(\.weight).max() ?? 0
        #expect(neuron.isExcitable == (trial.parameters.maximalStrength * largest + neuron.bias > 0))
        #expect(!neuron.isTrained && !neuron.isOpened && neuron.grown == 0)
      }
    }
  }

  /// The counts of lucky neurons are those of the exact trial, and so is all else that a census says.
  @Test(arguments: [LabelMap.coarse, .fine]) func censusesAreThoseOfExactTrials(labels: LabelMap) throws {
    for seed in UInt64(1)...4 {
      func census(_ mode: NetworkMode) throws -> LuckyCensus {
        let trial = try ConcentratedWorld.trial(labels, [.testSamples: 1], seed: seed, mode: mode)
        return try #require(try Trainer.train(trial).census)
      }
      let (one, two) = (try census(.concentrated), try census(.pruned))
      #expect(one.counts == two.counts && one.lucky == two.lucky && one.overlapping == two.overlapping)
      #expect(one.common == two.common && one.rare == two.rare && one.fewest == two.fewest)
    }
  }

  /// Squared norms have the mean of χ² with one degree less for each coordinate held.
  @Test func normsAreThoseOfNormals() throws {
    let trial = try ConcentratedWorld.trial(.fine, d: 256)
    let neurons = initial(trial).neurons
    let scale = trial.parameters.initScale
    let count = Double(neurons.count)
    let mean = neurons.reduce(0) { $0 + $1.rest / (scale * scale * Double(256 - $1.ears.count)) } / count
    #expect(abs(mean - 1) < 5 * (2 / 255 / count).squareRoot())
  }

  /// The demand of a trial counts the pairs as the trial does.
  ///
  /// It once counted two for every head, and took 33 MiB for the 4 GiB of a trial with random labels at d = 2^30.
  @Test(arguments: [
    LabelMap.coarse, .merged(3), .fine, .mixed, .split(2), .misaligned(1), .misaligned(3), .random(5),
  ])
  func pairsAreCounted(labels: LabelMap) throws {
    for hardShare in [0, 0.2] {
      let trial = try ConcentratedWorld.trial(labels, [.hardShare: hardShare])
      let stage = Stage(
        pretraining: trial, source: SampleSource(trial), headOfBlock: (0..<Int32(trial.heads)).map { $0 })
      #expect(OwnFeatures.pairs(of: trial) == Double(OwnFeatures(of: trial, stage.features).pairs))
    }
    let parameters = try Regime.standard.parameters(at: 1 << 30, mode: .concentrated)
    func bytes(_ labels: LabelMap) -> Double {
      NetworkDemand(concentrated: NetworkTrial(parameters: parameters, labels: labels, seed: 1, schedule: .steps(64)))
        .bytes
    }
    #expect(bytes(.random(432)) > 2 * 1_073_741_824 && bytes(.fine) < 100 * 1_048_576)
  }

  /// Without pairs outside the label map, counts and coordinates of the other pairs follow their old laws.
  @Test(arguments: [LabelMap.coarse, .fine, .mixed, .misaligned(3)])
  func ownFeaturesFollowTheLawOfAll(labels: LabelMap) throws {
    var lucky: [Double] = []
    var coordinates: [Double] = []
    var pairs = 0.0
    var tail = 0.0
    var cut = 0.0
    var parameters: ModelParameters?
    for seed in UInt64(1)...30 {
      let trial = try ConcentratedWorld.trial(labels, seed: seed, fault: .otherFeaturesDropped)
      let start = initial(trial)
      parameters = trial.parameters
      #expect(start.dropsForeignPairs)
      let stage = Stage(
        pretraining: trial, source: SampleSource(trial), headOfBlock: (0..<Int32(trial.heads)).map { $0 })
      let own = OwnFeatures(of: trial, stage.features)
      for head in 0..<trial.heads {
        let features = own.features(of: head)
        pairs += Double(features.count)
        lucky += features.map { Double(start.counts[head][$0]) }
        #expect((0..<start.counts[head].count).allSatisfy { features.contains($0) || start.counts[head][$0] == 0 })
      }
      #expect(
        start.neurons.allSatisfy { neuron in
          neuron.ears.allSatisfy { own.features(of: Int(neuron.head)).contains(Int($0.feature)) }
        })
      cut = Screen(for: trial).livingCut
      tail = NormalLaw.tail(cut)
      coordinates += start.neurons.flatMap { $0.ears.map { $0.weight / trial.parameters.initScale } }
    }
    let known = try #require(parameters)
    // Lucky neurons per pair: Poisson(λ).
    let count = Double(lucky.count)
    let mean = lucky.reduce(0, +) / count
    let variance = lucky.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    #expect(abs(mean - known.lucky) < 5 * (known.lucky / count).squareRoot())
    #expect(abs(variance / known.lucky - 1) < 5 * (2 / count + 1 / known.lucky / count).squareRoot())
    // Coordinates above the cut: their number, and the law of each.
    let expected = pairs * known.width * tail
    #expect(abs(Double(coordinates.count) - expected) < 5 * expected.squareRoot())
    let number = Double(coordinates.count)
    let distance = coordinates.sorted().enumerated().reduce(0.0) {
      max($0, abs(1 - NormalLaw.tail($1.element) / tail - (Double($1.offset) + 0.5) / number))
    }
    #expect(distance < 2.2 / number.squareRoot())
  }

  /// A neuron stripped of second features keeps its largest coordinate.
  @Test func plantedDefectsDropCoordinates() throws {
    let whole = initial(try ConcentratedWorld.trial(.fine)).neurons
    let stripped = initial(try ConcentratedWorld.trial(.fine, fault: .secondEarsDropped)).neurons
    #expect(whole.count == stripped.count && whole.contains { $0.ears.count > 1 })
    for (one, two) in zip(whole, stripped) {
      #expect(two.ears.count == 1 && two.ears.first?.weight == one.ears.map(\.weight).max())
    }
  }
}
