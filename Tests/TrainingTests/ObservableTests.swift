import MultiView
import Randomness
import Testing

@testable import Training

/// Tests of the observables against a second, slow implementation of their definitions.
@Suite struct ObservableTests {
  /// The census agrees with a direct count over the dense network, and with the census of the pruned network.
  @Test(arguments: [LabelMap.coarse, .fine, .random(3)])
  func theCensusIsARecount(labels: LabelMap) throws {
    let overrides: [RegimeParameter: Double] = [.lucky: 5, .testSamples: 2]
    let trial = try trial(24, labels, overrides, mode: .dense)
    let bench = Bench(trial)
    let features = bench.source.features
    var counts = Array(repeating: Array(repeating: 0, count: features.count), count: trial.heads)
    var lucky = 0
    var overlapping = 0
    for slot in bench.network.slots {
      let mine = (0..<features.count).filter { bench.network.weight(slot, $0) + bench.network.bias[slot] > 0 }
      for feature in mine { counts[Int(bench.network.headOfBlock[slot / NetworkLayout.lanes])][feature] += 1 }
      if mine.count > 0 { lucky += 1 }
      if mine.count > 1 { overlapping += 1 }
    }
    let census = try #require(try Trainer.train(trial).census)
    #expect(census.counts == counts)
    #expect(census.lucky == lucky && census.overlapping == overlapping && overlapping > 0)
    #expect(census == (try Trainer.train(try self.trial(24, labels, overrides)).census))
    var common: [Int] = []
    var rare: [Int] = []
    for head in 0..<trial.heads {
      for superclass in [Superclass.positive, .negative] {
        for number in 0..<features.subclasses {
          let isOwn =
            labels == .coarse && superclass.rawValue == head
            || labels == .fine && superclass.rawValue * features.subclasses + number == head
          guard isOwn else { continue }
          rare.append(counts[head][features.rare(Subclass(superclass, number))])
          if number == 0 || labels == .fine { common.append(counts[head][features.common(superclass)]) }
        }
      }
    }
    #expect(census.common == common.reduce(0, +) && census.rare == rare.reduce(0, +))
    #expect(census.fewest == (common + rare).min())
  }

  /// Counts are Binomial(m, Q(c_b√L)) for every head and feature.
  @Test(arguments: [LabelMap.coarse, .random(2)])
  func theCensusFollowsTheTail(labels: LabelMap) throws {
    var total = 0.0
    var squares = 0.0
    var cells = 0.0
    var expected = 0.0
    for seed in UInt64(1)...20 {
      let trial = try trial(64, labels, [.testSamples: 1, .batch: 1], seed: seed)
      let census = try #require(try Trainer.train(trial).census)
      expected = Double(trial.parameters.width) * NormalLaw.tail(trial.parameters.biasThreshold)
      #expect(census.expected == expected)
      for count in census.counts.joined() {
        total += Double(count)
        squares += (Double(count) - expected) * (Double(count) - expected)
        cells += 1
      }
    }
    #expect(abs(total - cells * expected) < 5 * (cells * expected).squareRoot())
    #expect(abs(squares / cells / expected - 1) < 5 * (2 / cells).squareRoot())
  }

  /// Weights, shares, ratios and responses of a trained network agree with their definitions in both frames.
  @Test(arguments: [LabelMap.coarse, .fine], [false, true])
  func weightsAndResponsesFollowTheirDefinitions(labels: LabelMap, isRotated: Bool) throws {
    let trial = try trial(24, labels, [.lucky: 4, .noiseNorm: 0.3, .batch: 32], mode: .dense)
    let parameters = trial.parameters
    var bench = Bench(trial)
    // A frame rotated by a small angle in every pair of neighbouring coordinates.
    let features = bench.source.features.count
    let (cosine, sine): (Float, Float) = (0.96, 0.28)
    var rotation = Array(repeating: Float(0), count: features * parameters.d)
    for j in 0..<features {
      rotation[j * parameters.d + j] = cosine
      rotation[j * parameters.d + (j ^ 1)] = j % 2 == 0 ? sine : -sine
    }
    let vectors = isRotated ? rotation : nil
    let heads = bench.stage.features
    let lucky = LuckyNeurons(bench.network, heads: heads, parameters: parameters, vectors: vectors)
    let first = Neuron.all(bench.network, vectors: vectors)
    var optimizer = Optimizer(of: trial, stage: bench.stage, network: bench.network, on: Execution())
    for step in 0..<12 {
      let place = SampleSource.Place.training(step: step)
      let samples = (0..<parameters.batch).map { bench.source.sample($0, at: place) }
      let labelled = samples.enumerated().map {
        bench.source.label(of: $1.subclass, index: $0, at: place, under: labels)
      }
      bench.run(Batch(samples, first: 0, at: place), recording: true)
      optimizer.step(bench.pass, labels: labelled, network: bench.network, candidates: &bench.candidates)
    }
    var seen = Checkpoint(time: 12, trainingLoss: 0)
    lucky.observe(bench.network, into: &seen)
    let last = Neuron.all(bench.network, vectors: vectors)
    let brute = Brute(first: first, last: last, heads: heads, strength: parameters.maximalStrength)
    #expect(Self.agree(seen.commonWeight, brute.mean { $0 == $1.common }))
    #expect(Self.agree(seen.rareWeight, brute.mean { $1.rare.contains($0) }))
    #expect(Self.agree(seen.otherCommonWeight, brute.mean { $0 == $1.otherCommon }))
    #expect(Self.agree(seen.otherRareWeight, brute.mean { $1.otherRare.contains($0) }))
    #expect(Self.agree(seen.leastCommonWeight, brute.least { $0 == $1.common }))
    #expect(Self.agree(seen.leastRareWeight, brute.least { $1.rare.contains($0) }))
    #expect(Self.agree(seen.firingShare, brute.firingShare { $0 == $1.common || $1.rare.contains($0) }))
    #expect(
      Self.agree(
        seen.otherClassShare, brute.firingShare { $0 == $1.otherCommon || $1.otherRare.contains($0) }))
    #expect(Self.agree(seen.offFeatureShare, brute.offFeatureShare))
    #expect(Self.agree(seen.biasRatio, brute.biasRatio))
    #expect(seen.awakened == brute.awakened)
    let weakness = 0.7
    let answers = Responses(
      of: bench.network, heads: heads, headOfBlock: bench.network.headOfBlock, weakness: weakness, vectors: vectors)
    let responses = try #require(answers)
    for (seen, features) in [
      (responses.common, { [$0.common] }), (responses.rare, { Array($0.rare) }),
    ] as [(Responses.Summary, (HeadFeatures) -> [Int])] {
      let answers = brute.responses(1, features)
      #expect(Self.agree(seen.mean, answers.reduce(0, +) / Double(answers.count)))
      #expect(Self.agree(seen.least, answers.min()) && Self.agree(seen.largest, answers.max()))
      #expect(seen.least < seen.mean && seen.mean < seen.largest)
    }
    let weak = brute.responses(weakness) { [$0.common] }
    #expect(Self.agree(responses.distractor, weak.reduce(0, +) / Double(weak.count)) && responses.distractor > 0)
  }

  /// Returns whether two numbers agree up to rounding, as the two sides are summed in different orders.
  static func agree(_ one: Double?, _ two: Double?) -> Bool {
    guard let one, let two else { return one == nil && two == nil }
    return abs(one - two) <= 1e-6 * abs(two) + 1e-12
  }

  /// Under labels without superclasses, the observables about own features are nil.
  @Test func randomLabelsHaveNoOwnFeatures() throws {
    let last = try #require(try Trainer.train(try trial(24, .random(3), [.lucky: 4], steps: 4)).checkpoints.last)
    let values = [
      last.commonWeight, last.rareWeight, last.otherCommonWeight, last.otherRareWeight, last.commonGrowth,
      last.otherClassShare, last.offFeatureShare, last.biasRatio, last.commonResponse, last.rareResponse,
      last.distractorResponse, last.easyErrors, last.hardMargin?.median, last.leastCommonWeight, last.leastRareWeight,
      last.firingShare, last.leastCommonResponse, last.leastRareResponse, last.largestRareResponse,
      last.residualConcentration,
    ]
    #expect(values.allSatisfy { $0 == nil })
  }

  /// Under coarse labels, the common feature grows as the gradient predicts, to within 3 % from the second step on.
  @Test(arguments: [64, 256])
  func theCommonFeatureGrowsAsPredicted(d: Int) throws {
    var first = 0.0
    let seeds = 12
    for seed in 1...UInt64(seeds) {
      let trace = try Trainer.train(try trial(d, .coarse, [.testSamples: 2], seed: seed, steps: 64))
      let growth = trace.checkpoints.compactMap(\.commonGrowth)
      #expect(growth.count == trace.checkpoints.count)
      #expect(growth.dropFirst().allSatisfy { abs($0 - 1) < 0.03 }, "\(growth)")
      first += growth[0] / Double(seeds)
    }
    // In the first step, barely lucky neurons do not fire on the weakest patches, a share of c_b² L ι / 8 of all.
    let parameters = try Regime.standard.parameters(at: d)
    let missed = parameters.biasThreshold * parameters.biasThreshold * parameters.iota / 8
    #expect(abs(first - (1 - missed)) < 0.03, "\(first) against \(1 - missed)")
  }

  /// Quiet noise makes no neuron fire, and loud noise makes many fire.
  @Test func noiseFiresOnlyWhereItIsLoud() throws {
    let quiet = try Trainer.train(try trial(128, .fine, [.testSamples: 2], steps: 32))
    #expect(quiet.checkpoints.allSatisfy { $0.noiseFirings == 0 })
    let parameters = try Regime.loud.parameters(at: 16, overrides: [.testSamples: 2])
    let loud = try Trainer.train(NetworkTrial(parameters: parameters, labels: .fine, seed: 1, schedule: .steps(8)))
    let firings = loud.checkpoints.map(\.noiseFirings)
    #expect(firings[0] > 1000 && firings == firings.sorted())
    let pairs = loud.aliveNeurons * parameters.batch * (parameters.P - 2 * parameters.s) * 8
    #expect(try #require(firings.last) < pairs / 2)
  }

  /// Firings on noise agree with a direct count, in the dense network and in a screened one whose biases are soon
  /// negligible.
  @Test(arguments: [NetworkMode.dense, .pruned])
  func firingsOnNoiseAreCountedOneByOne(mode: NetworkMode) throws {
    let trial = try trial(
      16, .coarse, [.lucky: 3, .noiseNorm: 0.05, .initExponent: 3, .biasDecay: 0, .batch: 16], mode: mode)
    let parameters = trial.parameters
    var bench = Bench(trial)
    var optimizer = Optimizer(of: trial, stage: bench.stage, network: bench.network, on: Execution())
    var firings = 0
    for step in 0..<8 {
      let place = SampleSource.Place.training(step: step)
      let samples = (0..<parameters.batch).map { bench.source.sample($0, at: place) }
      bench.run(Batch(samples, first: 0, at: place), recording: true)
      var expected = 0
      let slots = bench.network.slots.filter { bench.network.panels[$0 / NetworkLayout.lanes] != nil }
      for index in samples.indices {
        for position in (2 * parameters.s)..<parameters.P {
          let noise = [Float](unsafeUninitializedCapacity: parameters.d) { buffer, count in
            if let row = buffer.baseAddress {
              bench.source.writeNoise(row, sample: index, position: position, at: place, on: .portable)
            }
            count = parameters.d
          }
          for slot in slots {
            var value = bench.network.bias[slot]
            for j in 0..<parameters.d { value.addProduct(bench.network.weight(slot, j), noise[j]) }
            if value > 0 { expected += 1 }
          }
        }
      }
      #expect(bench.pass.noiseFirings == expected)
      firings += expected
      let labels = samples.map(\.subclass.superclass.rawValue)
      optimizer.step(bench.pass, labels: labels, network: bench.network, candidates: &bench.candidates)
    }
    #expect(firings > 0)
  }

  /// The loss is that of the training distribution, which is linear in the share of hard samples.
  @Test func theLossWeighsKindsAsTrainingDoes() throws {
    func loss(_ share: Double) throws -> Double {
      let overrides: [RegimeParameter: Double] = [
        .hardShare: share, .stepSize: 0, .initExponent: 0.2, .lucky: 4, .testSamples: 50,
      ]
      return try #require(try Trainer.train(try trial(24, .coarse, overrides)).checkpoints.first).trainingLoss
    }
    let (easy, hard) = (try loss(0), try loss(1))
    #expect(abs(easy - hard) > 0.01)
    #expect(try loss(0.25) == 0.75 * easy + 0.25 * hard)
  }

  @Test func quantilesOfAKnownList() {
    let values = (0...100).map { Double(($0 * 37) % 101) }
    #expect(Examiner.quantiles(values) == Quantiles(low: 5, median: 50, high: 95))
    #expect(Examiner.quantiles([3, 1]) == Quantiles(low: 1.1, median: 2, high: 2.9))
    #expect(Examiner.quantiles([7]) == Quantiles(low: 7, median: 7, high: 7))
  }

  func trial(
    _ d: Int, _ labels: LabelMap, _ overrides: [RegimeParameter: Double] = [:], mode: NetworkMode? = nil,
    seed: UInt64 = 3, steps: Int = 1
  ) throws -> NetworkTrial {
    let parameters = try Regime.standard.parameters(at: d, overrides: overrides, mode: mode)
    return NetworkTrial(parameters: parameters, labels: labels, seed: seed, schedule: .steps(steps))
  }
}

/// A neuron with its weights read one by one in double precision.
private struct Neuron {
  let head: Int
  let bias: Double
  let along: [Double]
  let square: Double
  let isTrained: Bool

  static func all(_ network: borrowing Network, vectors: [Float]?) -> [Neuron] {
    network.slots.map { slot in
      let weights = (0..<network.dimension).map { Double(network.weight(slot, $0)) }
      let block = slot / NetworkLayout.lanes
      let along = (0..<network.features).map { feature in
        guard let vectors else { return weights[feature] }
        return weights.indices.reduce(0) { $0 + weights[$1] * Double(vectors[feature * network.dimension + $1]) }
      }
      return Neuron(
        head: Int(network.headOfBlock[block]), bias: Double(network.bias[slot]), along: along,
        square: weights.reduce(0) { $0 + $1 * $1 },
        isTrained: network.trained[block] >> UInt16(slot % NetworkLayout.lanes) & 1 == 1)
    }
  }
}

/// The definitions of ``Checkpoint``, computed neuron by neuron.
private struct Brute {
  let first: [Neuron]
  let last: [Neuron]
  let heads: [HeadFeatures?]
  let strength: Double

  /// Returns the pairs of a neuron and a feature that the neuron was lucky for, restricted to wanted features.
  func pairs(_ isWanted: (Int, HeadFeatures) -> Bool) -> [(neuron: Int, feature: Int)] {
    first.indices.flatMap { index in
      first[index].along.indices.compactMap { feature in
        guard let mine = heads[first[index].head], isWanted(feature, mine) else { return nil }
        return first[index].along[feature] + first[index].bias > 0 ? (index, feature) : nil
      }
    }
  }

  func mean(_ isWanted: (Int, HeadFeatures) -> Bool) -> Double? {
    let pairs = pairs(isWanted)
    return pairs.isEmpty ? nil : pairs.reduce(0) { $0 + last[$1.neuron].along[$1.feature] } / Double(pairs.count)
  }

  func least(_ isWanted: (Int, HeadFeatures) -> Bool) -> Double? {
    pairs(isWanted).map { last[$0.neuron].along[$0.feature] }.min()
  }

  func firingShare(_ isWanted: (Int, HeadFeatures) -> Bool) -> Double {
    let pairs = pairs(isWanted)
    let firing = pairs.filter { last[$0.neuron].along[$0.feature] + last[$0.neuron].bias > 0 }
    return Double(firing.count) / Double(pairs.count)
  }

  private var own: [(neuron: Int, feature: Int)] {
    pairs { $0 == $1.common || $1.rare.contains($0) }.filter { last[$0.neuron].isTrained }
  }

  var offFeatureShare: Double? {
    var off = 0.0
    var whole = 0.0
    for (neuron, feature) in own {
      whole += last[neuron].square
      off += last[neuron].square - last[neuron].along[feature] * last[neuron].along[feature]
    }
    return off / whole
  }

  var biasRatio: Double? {
    let neurons = Set(own.map(\.neuron))
    return neurons.reduce(0) { $0 + abs(last[$1].bias) / last[$1].square.squareRoot() } / Double(neurons.count)
  }

  var awakened: Int {
    first.indices.count {
      last[$0].isTrained && strength * (first[$0].along.max() ?? 0) + first[$0].bias <= 0
    }
  }

  /// The response of every head to each of its features of a kind.
  func responses(_ strength: Double, _ features: (HeadFeatures) -> [Int]) -> [Double] {
    heads.indices.flatMap { head -> [Double] in
      guard let mine = heads[head] else { return [] }
      return features(mine).map { feature in
        last.filter { $0.head == head }.reduce(0) { $0 + max(0, strength * $1.along[feature] + $1.bias) }
      }
    }
  }
}
