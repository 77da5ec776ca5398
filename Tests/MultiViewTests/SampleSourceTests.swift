@testable import MultiView
import Randomness
import Testing

/// Training sets of Definition 4.4, online and finite, and the effects of planted defects on them.
@Suite struct SampleSourceTests {
  func parameters(_ overrides: [RegimeParameter: Double] = [:], regime: Regime = .standard) throws -> ModelParameters {
    try regime.parameters(at: 64, overrides: overrides)
  }

  // MARK: Hard samples in training

  /// A share ρ of training samples is hard.
  ///
  /// A separate draw decides which samples are hard, so subclasses and easy samples do not change.
  @Test(arguments: [0.05, 0.5, 1])
  func theShareOfHardSamplesIsStated(share: Double) throws {
    let source = SampleSource(parameters: try parameters([.hardShare: share]), seed: 3)
    let plain = SampleSource(parameters: try parameters(), seed: 3)
    let n = 4000
    var hard = 0
    for index in 0..<n {
      let place = SampleSource.Place.training(step: index / 64)
      let sample = source.sample(index % 64, at: place)
      let usual = plain.sample(index % 64, at: place)
      #expect(usual.kind == .easy)
      #expect(sample.subclass == usual.subclass)
      if sample.kind == .hard { hard += 1 } else { #expect(sample == usual) }
    }
    let deviation = (Double(n) * share * (1 - share)).squareRoot()
    #expect(abs(Double(hard) - Double(n) * share) <= 5 * deviation)
  }

  /// Hard training samples are made as hard test samples are.
  @Test func hardTrainingSamplesHideTheirCommonFeature() throws {
    let source = SampleSource(parameters: try parameters([.hardShare: 1]), seed: 1)
    for index in 0..<64 {
      let sample = source.sample(index, at: .training(step: 2))
      let shown = Dictionary(grouping: sample.signals, by: \.feature).mapValues(\.count)
      let other = source.features.common(sample.subclass.superclass.other)
      #expect(
        shown == [source.features.rare(sample.subclass): source.parameters.s, other: source.parameters.distractors])
    }
  }

  // MARK: Finite sets

  /// Every epoch shows every sample once, with the same noise and label, in a new order.
  @Test(arguments: [1, 7, 64, 100])
  func epochsArePermutations(size: Int) throws {
    let source = SampleSource(parameters: try parameters([.sourceSize: Double(size), .batch: 8]), seed: 4)
    var epochs: [[Member]] = []
    for epoch in 0..<3 {
      epochs.append(
        (0..<size).map { offset in
          let position = epoch * size + offset
          let place = SampleSource.Place.training(step: position / 8)
          let sample = source.sample(position % 8, at: place)
          return Member(
            sample: sample, noise: noise(source, position % 8, 3, place),
            label: source.label(of: sample.subclass, index: position % 8, at: place, under: .random(1000)))
        })
    }
    #expect(Set(epochs[0]).count == size)
    for epoch in epochs.dropFirst() { #expect(Set(epoch) == Set(epochs[0])) }
    if size > 7 { #expect(epochs[0] != epochs[1] && epochs[1] != epochs[2]) }
  }

  struct Member: Hashable {
    let sample: Sample
    let noise: [Float]
    let label: Int
  }

  /// The order changes with the seed, test sets stay fresh, and the last epochs of the longest trial have an order too.
  @Test func finiteSetsBelongToTheirSeed() throws {
    let finite = try parameters([.sourceSize: 3, .batch: 65536])
    let source = SampleSource(parameters: finite, seed: 4)
    _ = source.sample(65535, at: .training(step: 1 << 24))
    let plain = SampleSource(parameters: try parameters(), seed: 4)
    for kind in Sample.Kind.allCases {
      #expect(source.sample(9, at: .test(kind, time: 4)) == plain.sample(9, at: .test(kind, time: 4)))
    }
    let other = SampleSource(parameters: finite, seed: 5)
    #expect(source.sample(0, at: .training(step: 0)) != other.sample(0, at: .training(step: 0)))
  }

  /// The counters of the longest concentrated trial hold its steps, and its last test set.
  @Test func placesOfLateStepsAreTheirOwn() throws {
    let last = NetworkMode.concentrated.longestTrial
    let steps = [1, 1 << 32, 1 << 32 + 1, last]
    for overrides in [[:], [.hardShare: 0.5], [.sourceSize: 1, .batch: 65536]] as [[RegimeParameter: Double]] {
      let source = SampleSource(parameters: try parameters(overrides), seed: 4)
      for step in steps { _ = source.sample(63, at: .training(step: step)) }
      let tests = steps.map { noise(source, 3, 1, .test(.hard, time: $0)) }
      #expect(Set(tests).count == steps.count)
      #expect(Set(steps.map { source.sample(3, at: .probe(time: $0)) }).count == steps.count)
    }
    let shuffled = SampleSource(parameters: try parameters(), seed: 4, fault: .labelsShuffled)
    var batch = Batch()
    batch.fill(0..<64, at: .training(step: last), from: shuffled)
    #expect(shuffled.labels(of: batch, under: .random(9)).count == 64)
  }

  // MARK: Batches

  @Test func batchesKnowTheirSamples() throws {
    let source = SampleSource(parameters: try parameters([.hardShare: 0.5, .distractors: 5, .P: 9]), seed: 1)
    let place = SampleSource.Place.training(step: 3)
    var batch = Batch()
    batch.fill(4..<40, at: place, from: source)
    let samples = (4..<40).map { source.sample($0, at: place) }
    let other = Batch(samples, first: 4, at: place)
    #expect(batch.kinds == samples.map(\.kind) && other.kinds == batch.kinds)
    #expect(batch.signalCounts == samples.map { Int32($0.signals.count) } && other.signalCounts == batch.signalCounts)
    #expect(Set(batch.signalCounts) == [4, 7])
    #expect(batch.patches == other.patches && batch.owners == other.owners)
  }

  /// Samples drawn together are those drawn one by one, on every instruction set.
  @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
  func batchesDrawWhatSamplesDraw(instructions: InstructionSet) throws {
    let places: [SampleSource.Place] = [
      .training(step: 3), .training(step: 1 << 32 + 3), .test(.easy, time: 4), .test(.hard, time: 4), .probe(time: 4),
    ]
    for (overrides, regime) in [
      ([:], .standard), ([.hardShare: 0.5, .distractors: 5, .P: 9], .standard),
      ([.s: 3, .P: 7, .k: 7], .dominantNoise),
      ([.sourceSize: 10, .batch: 8], .standard),
    ] as [([RegimeParameter: Double], Regime)] {
      for fault in [nil, .testOnTraining, .commonPatchInHardSamples, .distractorsSilenced] as [Fault?] {
        let source = SampleSource(parameters: try parameters(overrides, regime: regime), seed: 1, fault: fault)
        for place in source.parameters.sourceSize > 0 ? [places[0]] + places[2...] + [.source] : places {
          for range in [5..<5, 2..<9, 0..<16, 3..<53] {
            var batch = Batch()
            batch.fill(range, at: place, from: source, on: instructions)
            let expected = Batch(range.map { source.sample($0, at: place) }, first: range.lowerBound, at: place)
            #expect(
              batch.kinds == expected.kinds && batch.subclasses == range.map { source.sample($0, at: place).subclass })
            #expect(batch.patches == expected.patches && batch.owners == expected.owners)
            #expect(batch.signalCounts == expected.signalCounts && batch.first == expected.first)
          }
        }
      }
    }
  }

  /// The noise on the feature of a patch is the number that stands there in the patch's row of noise.
  @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
  func heardNoiseIsThatOfTheRow(instructions: InstructionSet) throws {
    let places: [SampleSource.Place] = [
      .training(step: 3), .training(step: 1 << 32 + 3), .test(.easy, time: 4), .test(.hard, time: 4), .probe(time: 4),
    ]
    for (overrides, regime) in [
      ([:], .standard), ([.hardShare: 0.5, .distractors: 5, .P: 9], .standard), ([.hardShare: 0.5], .dominantNoise),
      ([.sourceSize: 10, .batch: 8], .standard),
    ] as [([RegimeParameter: Double], Regime)] {
      for fault in [nil, .noiseScaled(2), .testOnTraining, .commonPatchInHardSamples, .distractorsSilenced] as [Fault?]
      {
        let source = SampleSource(parameters: try parameters(overrides, regime: regime), seed: 1, fault: fault)
        for place in places + (source.parameters.sourceSize > 0 ? [.source] : []) {
          var batch = Batch()
          batch.fill(2..<9, at: place, from: source)
          try expectHeardNoise(of: batch, from: source, on: instructions)
        }
      }
    }
    // The last patch of a hard sample has the deviation of dominant noise.
    let loud = SampleSource(parameters: try parameters(regime: .dominantNoise), seed: 1)
    let signals = (0..<loud.parameters.P).map { SignalPatch(position: $0, feature: $0, strength: 1) }
    let sample = Sample(kind: .hard, subclass: Subclass(.positive, 0), signals: signals)
    let batch = Batch([sample, sample], first: 5, at: .test(.hard, time: 2))
    try expectHeardNoise(of: batch, from: loud, on: instructions)
    try expectHeardNoise(of: Batch(), from: loud, on: instructions)
  }

  private func expectHeardNoise(of batch: Batch, from source: SampleSource, on instructions: InstructionSet) throws {
    var heard = [Float](repeating: -99, count: batch.patches.count + 1)
    source.heardNoise(&heard, of: batch, on: instructions)
    #expect(heard.last == -99, "nothing is written after the last patch")
    let expected = zip(batch.patches, batch.owners).map { patch, owner in
      noise(source, batch.first + Int(owner), patch.position, batch.place)[patch.feature].bitPattern
    }
    #expect(heard.dropLast().map(\.bitPattern) == expected)
  }

  // MARK: Planted defects

  @Test func labelFaultsTouchTrainingLabelsOnly() throws {
    let parameters = try parameters()
    let sound = SampleSource(parameters: parameters, seed: 2)
    let shifted = SampleSource(parameters: parameters, seed: 2, fault: .labelsShifted)
    let shuffled = SampleSource(parameters: parameters, seed: 2, fault: .labelsShuffled)
    var batch = Batch()
    batch.fill(0..<64, at: .training(step: 5), from: sound)
    for map in [LabelMap.coarse, .fine, .random(7)] {
      let labels = sound.labels(of: batch, under: map)
      #expect(shuffled.labels(of: batch, under: map) != labels)
      #expect(shuffled.labels(of: batch, under: map).sorted() == labels.sorted())
    }
    let fine = sound.labels(of: batch, under: .fine)
    #expect(shifted.labels(of: batch, under: .fine) == fine.map { ($0 + 1) % (2 * parameters.k) })
    #expect(shifted.labels(of: batch, under: .coarse) != sound.labels(of: batch, under: .coarse))
    batch.fill(0..<64, at: .test(.easy, time: 5), from: sound)
    for source in [shifted, shuffled] {
      #expect(source.labels(of: batch, under: .fine) == sound.labels(of: batch, under: .fine))
    }
  }

  @Test func faultsOfHardSamples() throws {
    let place = SampleSource.Place.test(.hard, time: 1)
    let parameters = try parameters()
    let common = SampleSource(parameters: parameters, seed: 2, fault: .commonPatchInHardSamples).sample(3, at: place)
    let silent = SampleSource(parameters: parameters, seed: 2, fault: .distractorsSilenced).sample(3, at: place)
    let sound = SampleSource(parameters: parameters, seed: 2)
    let sample = sound.sample(3, at: place)
    #expect(common.signals.dropLast() == sample.signals[...])
    #expect(common.signals.last?.feature == sound.features.common(sample.subclass.superclass))
    #expect(common.signals.last?.strength ?? 0 > 0.9)
    #expect(silent.signals == Array(sample.signals.prefix(parameters.s)))
    for fault in [Fault.commonPatchInHardSamples, .distractorsSilenced] {
      let source = SampleSource(parameters: parameters, seed: 2, fault: fault)
      #expect(source.sample(3, at: .training(step: 0)) == sound.sample(3, at: .training(step: 0)))
    }
  }

  @Test func testSetsMayBeTrainingSets() throws {
    let parameters = try parameters([.batch: 8])
    let faulty = SampleSource(parameters: parameters, seed: 2, fault: .testOnTraining)
    for kind in Sample.Kind.allCases {
      let test = SampleSource.Place.test(kind, time: 100)
      let training = SampleSource.Place.training(step: 2)
      #expect(faulty.sample(19, at: test) == faulty.sample(3, at: training))
      #expect(noise(faulty, 19, 7, test) == noise(faulty, 3, 7, training))
    }
  }

  @Test func noiseAndFrameFaults() throws {
    let parameters = try parameters()
    let place = SampleSource.Place.training(step: 2)
    let sound = SampleSource(parameters: parameters, seed: 2)
    let loud = SampleSource(parameters: parameters, seed: 2, fault: .noiseScaled(2))
    for (one, two) in zip(noise(sound, 1, 1, place), noise(loud, 1, 1, place)) { #expect(abs(two - 2 * one) < 1e-6) }
    #expect(sound.vectors.vectors == nil)
    let rotatedData = SampleSource(parameters: parameters, seed: 2, fault: .rotatedDataOnly)
    let rotated = SampleSource(parameters: parameters, seed: 2, frame: .rotated)
    #expect(rotatedData.readingVectors.vectors == nil && rotatedData.vectors.vectors != nil)
    #expect(rotatedData.vectors.vectors == rotated.vectors.vectors && rotated.readingVectors.vectors != nil)
    let correlated = SampleSource(parameters: parameters, seed: 2, fault: .correlatedFeatures)
    #expect(correlated.readingVectors.vectors == nil && correlated.vectors.vectors != nil)
  }

  /// A patch is its noise plus its signal; in the standard frame the signal changes one coordinate.
  @Test func patchesAreNoisePlusSignal() throws {
    let place = SampleSource.Place.training(step: 2)
    for frame in Frame.allCases {
      let source = SampleSource(parameters: try parameters(), seed: 2, frame: frame)
      let row = [Float](unsafeUninitializedCapacity: 64) { buffer, count in
        if let row = buffer.baseAddress {
          source.writePatch(row, sample: 1, position: 0, showing: 3, strength: 0.9, at: place, on: .current)
        }
        count = 64
      }
      let quiet = noise(source, 1, 0, place)
      for coordinate in 0..<64 {
        let vector = source.vectors.vectors.map { $0[3 * 64 + coordinate] } ?? (coordinate == 3 ? 1 : 0)
        #expect(row[coordinate] == quiet[coordinate] + 0.9 * vector)
      }
    }
  }

  func noise(_ source: SampleSource, _ sample: Int, _ position: Int, _ place: SampleSource.Place) -> [Float] {
    [Float](unsafeUninitializedCapacity: source.parameters.d) { buffer, count in
      if let row = buffer.baseAddress {
        source.writeNoise(row, sample: sample, position: position, at: place, on: .current)
      }
      count = source.parameters.d
    }
  }
}
