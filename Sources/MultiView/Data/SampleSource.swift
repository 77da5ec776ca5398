import Randomness

/// The distribution of samples; each sample is a pure function of the seed, its place and its number.
package struct SampleSource: Sendable {
  /// The set that a sample belongs to: a training batch, a test or probe set, or the finite training set.
  package enum Place: Hashable, Sendable {
    /// Training step t = 0, 1, …, samples 0 ..< B; all are easy, except a share ρ (Definition 4.4).
    case training(step: Int)
    /// Test samples of one kind, fresh at each checkpoint time T.
    case test(Sample.Kind, time: Int)
    /// Easy samples that a probe is fitted on, fresh at each checkpoint time T.
    case probe(time: Int)
    /// The finite training set, samples 0 ..< N.
    case source
    /// Step t = 0, 1, … of training a new head: the next ``tuningBatch(of:)`` samples of its set, in shuffled epochs.
    case tuning(step: Int, TuningSet)
    /// The set that a new head is trained on, samples 0 ..< N.
    case tuningSet(TuningSet)
  }

  /// The model's constants.
  package let parameters: ModelParameters
  /// The numbering of the features.
  package let features: Features
  /// The trial's seed.
  package let seed: UInt64
  /// The dictionary that samples are made with; a planted defect may change it.
  package let vectors: FeatureVectors
  /// The nominal dictionary, with which patches and weights are read; no defect changes it.
  package let readingVectors: FeatureVectors

  private let fault: Fault?
  private let noiseScale: Double
  private let dominantScale: Double
  /// The least and the largest strength: √(1−ι) and √(1+ι), without a planted defect.
  private let low: Double
  private let high: Double
  private let testsOnTraining: Bool
  private let isOneSided: Bool

  /// The source for one trial.
  ///
  /// - Parameters:
  ///   - parameters: The model's constants.
  ///   - seed: The trial's seed.
  ///   - frame: The coordinates in which features are given.
  ///   - fault: A planted defect; defects of the trainer have no effect here.
  package init(parameters: ModelParameters, seed: UInt64, frame: Frame = .standard, fault: Fault? = nil) {
    self.parameters = parameters
    self.seed = seed
    features = Features(subclasses: parameters.k)
    self.fault = fault
    func vectors(_ frame: Frame) -> FeatureVectors {
      switch frame {
      case .standard: FeatureVectors(standard: Features(subclasses: parameters.k), dimension: parameters.d)
      case .rotated: FeatureVectors(rotated: Features(subclasses: parameters.k), dimension: parameters.d, seed: seed)
      }
    }
    readingVectors = vectors(frame)
    var noiseFactor = 1.0
    switch fault {
    case .correlatedFeatures: self.vectors = readingVectors.withCorrelatedRareFeatures()
    // In the rotated frame samples are read with rotated vectors, so there the faulty samples use the standard ones.
    case .rotatedDataOnly: self.vectors = vectors(frame == .standard ? .rotated : .standard)
    case .noiseScaled(let factor):
      self.vectors = readingVectors
      noiseFactor = factor
    default: self.vectors = readingVectors
    }
    noiseScale = parameters.noiseScale * noiseFactor
    dominantScale = parameters.dominantNoise * noiseFactor
    var strengthFactor = 1.0
    if case .strengthScaled(let factor) = fault { strengthFactor = factor }
    low = strengthFactor * (1 - parameters.iota).squareRoot()
    high = strengthFactor * (1 + parameters.iota).squareRoot()
    testsOnTraining = fault == .testOnTraining
    isOneSided = fault == .oneSuperclassOnly
  }

  // MARK: Samples

  /// Returns sample number `index` of a place.
  ///
  /// Easy: s patches α v_y, s patches α v_{y,c}. Hard: s patches α v_{y,c}, s† patches ι† α v_{−y}. The subclass is
  /// uniform on the 2k, α uniform on [√(1−ι), √(1+ι)] (Definition 4.2).
  package func sample(_ index: Int, at place: Place) -> Sample {
    var signals: [SignalPatch] = []
    let (kind, subclass) = draw(index, at: place) { signals.append($0) }
    return Sample(kind: kind, subclass: subclass, signals: signals)
  }

  /// Draws sample number `index` of a place, patch by patch, and returns its kind and subclass; see ``sample(_:at:)``.
  func draw(_ index: Int, at place: Place, add: (SignalPatch) -> Void) -> (kind: Sample.Kind, subclass: Subclass) {
    let origin = self.origin(of: index, at: place)
    var draws = Draws(seed: seed, stream: origin.signal, step: origin.step, sample: origin.sample)
    let subclass = subclass(number: draws.index(below: 2 * parameters.k))
    forEachSignal(of: subclass, origin.kind) { position, feature, factor in
      add(signal(position, feature, factor, uniform: draws.uniform()))
    }
    return (origin.kind, subclass)
  }

  /// Draws consecutive samples of a place, as ``draw(_:at:add:)`` draws each of them.
  ///
  /// - Parameters:
  ///   - add: Gets the signal patches of each sample before the sample itself.
  ///   - end: Gets the samples.
  @inline(__always)
  func draw(
    _ range: Range<Int>, at place: Place, on instructions: InstructionSet, add: (SignalPatch) -> Void,
    end: (Sample.Kind, Subclass) -> Void
  ) {
    let together = Draws.sequencesTogether
    let most = mostSignals
    withUnsafeTemporaryAllocation(of: Double.self, capacity: together * most) { uniforms in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: together) { indices in
        withUnsafeTemporaryAllocation(of: Draws.Sequence.self, capacity: together) { sequences in
          guard let strengths = uniforms.baseAddress, let numbers = indices.baseAddress else { return }
          for first in stride(from: range.lowerBound, to: range.upperBound, by: together) {
            let count = min(together, range.upperBound - first)
            for lane in 0..<count {
              let origin = self.origin(of: first + lane, at: place)
              sequences.initializeElement(
                at: lane,
                to: Draws.Sequence(stream: origin.signal, step: origin.step, sample: origin.sample))
            }
            Draws.fillUniforms(
              strengths, count: most, indices: numbers, below: 2 * parameters.k,
              of: UnsafeBufferPointer(rebasing: sequences[..<count]), seed: seed, on: instructions)
            for lane in 0..<count {
              let kind = self.origin(of: first + lane, at: place).kind
              let subclass = subclass(number: numbers[lane])
              forEachSignal(of: subclass, kind) { position, feature, factor in
                add(signal(position, feature, factor, uniform: strengths[lane * most + position]))
              }
              end(kind, subclass)
            }
          }
        }
      }
    }
  }

  private func subclass(number: Int) -> Subclass {
    let k = parameters.k
    if isOneSided { return Subclass(.positive, number % k) }
    return number < k ? Subclass(.positive, number) : Subclass(.negative, number - k)
  }

  /// The largest number of patches of a sample that carry a signal.
  private var mostSignals: Int { parameters.s + max(parameters.s, parameters.distractors + 1) }

  @inline(__always)
  private func signal(_ position: Int, _ feature: Int, _ factor: Double, uniform: Double) -> SignalPatch {
    SignalPatch(position: position, feature: feature, strength: Float(factor * (low + (high - low) * uniform)))
  }

  /// Passes the position and feature of every signal patch of a sample to a function, with what multiplies its strength.
  @inline(__always)
  private func forEachSignal(
    of subclass: Subclass, _ kind: Sample.Kind, _ body: (_ position: Int, _ feature: Int, _ factor: Double) -> Void
  ) {
    var position = 0
    @inline(__always)
    func show(_ feature: Int, on count: Int, times factor: Double) {
      for _ in 0..<count {
        body(position, feature, factor)
        position += 1
      }
    }
    show(features.rare(subclass), on: parameters.s, times: 1)
    switch kind {
    case .easy:
      show(features.common(subclass.superclass), on: parameters.s, times: 1)
    case .hard:
      let other = features.common(subclass.superclass.other)
      if fault != .distractorsSilenced {
        show(other, on: parameters.distractors, times: parameters.distractorStrength)
      }
      let room = parameters.P - (parameters.dominantNoise > 0 ? 1 : 0)
      if fault == .commonPatchInHardSamples && position < room {
        show(features.common(subclass.superclass), on: 1, times: 1)
      }
    }
  }

  // MARK: Labels

  /// Returns the label that a label map gives to sample `index` of a place.
  ///
  /// The map never changes the samples themselves, so trials of one seed see the same inputs under every map.
  package func label(of subclass: Subclass, index: Int, at place: Place, under map: LabelMap) -> Int {
    // A sample of a finite set keeps its label from epoch to epoch.
    map.label(of: subclass, subclasses: parameters.k, number: { self.origin(of: index, at: place).sample }) { count in
      if fault == .drawnLabelsTellSubclass {
        return (subclass.superclass.rawValue * parameters.k + subclass.number) * count / (2 * parameters.k)
      }
      let origin = self.origin(of: index, at: place)
      var draws = Draws(
        seed: seed, stream: .label, step: origin.step, sample: origin.sample, patch: Int(origin.signal.rawValue))
      return draws.index(below: count)
    }
  }

  /// Returns the meaning of every label of a map; nil for labels that tell no superclass.
  package func meanings(of map: LabelMap) -> [LabelMeaning?] {
    (0..<map.heads(subclasses: parameters.k, sourceSize: parameters.sourceSize)).map { label in
      guard map == .instance else { return map.meaning(ofLabel: label, subclasses: parameters.k) }
      let subclass = draw(label, at: .source) { _ in }.subclass
      return LabelMeaning(superclass: subclass.superclass, numbers: subclass.number..<(subclass.number + 1))
    }
  }

  /// Returns the labels that a batch is trained under, changed by the planted defect if it is one of training labels.
  package func labels(of batch: Batch, under map: LabelMap) -> [Int] {
    let labels = batch.subclasses.enumerated().map {
      label(of: $1, index: batch.first + $0, at: batch.place, under: map)
    }
    guard let fault else { return labels }
    let step: Int
    switch batch.place {
    case .training(let number), .tuning(let number, _): step = number
    case .test, .probe, .source, .tuningSet: return labels
    }
    switch fault {
    case .labelsShifted:
      return batch.subclasses.enumerated().map {
        label(of: $1.next(of: parameters.k), index: batch.first + $0, at: batch.place, under: map)
      }
    case .labelsShuffled:
      let order = Permutation(
        of: max(1, batch.count), drawnFrom: Draws(seed: seed, stream: .shuffledLabels, step: step))
      return labels.indices.map { labels[order[$0]] }
    default: return labels
    }
  }

  // MARK: Patches

  /// Returns whether a patch of a sample is the dominant-noise patch ζ* of Definition 4.2.
  package func isDominantNoise(position: Int, in kind: Sample.Kind) -> Bool {
    kind == .hard && parameters.dominantNoise > 0 && position == parameters.P - 1
  }

  /// Writes a patch's noise: N(0, σ_ζ²) per coordinate, or N(0, σ*²) for the dominant-noise patch.
  ///
  /// - Parameters:
  ///   - row: Room for d floats.
  ///   - sample: The sample's number.
  ///   - position: The patch within the sample.
  ///   - place: The set that the sample belongs to.
  ///   - instructions: The instruction set to use; the numbers do not depend on it.
  package func writeNoise(
    _ row: UnsafeMutablePointer<Float>, sample: Int, position: Int, at place: Place, on instructions: InstructionSet
  ) {
    let origin = self.origin(of: sample, at: place)
    Draws.fillNormals(
      row, count: parameters.d, scale: noiseDeviation(position: position, in: origin.kind), seed: seed,
      stream: origin.noise, step: origin.step, sample: origin.sample, patch: position, on: instructions)
  }

  /// Returns the deviation per coordinate of a patch's noise.
  private func noiseDeviation(position: Int, in kind: Sample.Kind) -> Float {
    Float(isDominantNoise(position: position, in: kind) ? dominantScale : noiseScale)
  }

  /// Writes the noise that every signal patch of a batch has on the coordinate of the feature it shows.
  ///
  /// In the standard frame this is the noise on the feature. Each number has the bits that
  /// ``writeNoise(_:sample:position:at:on:)`` writes there.
  ///
  /// - Parameters:
  ///   - output: Room for one float per patch, in the order of ``Batch/patches``.
  ///   - batch: The samples.
  ///   - instructions: The instruction set to use; the numbers do not depend on it.
  /// - Complexity: O(number of signal patches), whatever the dimension.
  package func heardNoise(_ output: UnsafeMutablePointer<Float>, of batch: Batch, on instructions: InstructionSet) {
    let patches = batch.patches.count
    withUnsafeTemporaryAllocation(of: Draws.NormalPlace.self, capacity: patches) { places in
      // Patches that share stream, step and deviation are written together: all of a batch, except with planted defects.
      var start = 0
      var shared: (stream: Stream, step: Int, scale: Float)?
      func write(until end: Int) {
        guard let shared, end > start else { return }
        Draws.gatherNormals(
          output + start, at: UnsafeBufferPointer(rebasing: places[start..<end]), scale: shared.scale, seed: seed,
          stream: shared.stream, step: shared.step, on: instructions)
        start = end
      }
      var first = 0
      for sample in 0..<batch.count {
        let origin = self.origin(of: batch.first + sample, at: batch.place)
        let end = first + Int(batch.signalCounts[sample])
        // Only the last patch of a sample may be dominant noise, so all patches of most samples have one deviation.
        let mayDiffer = origin.kind == .hard && parameters.dominantNoise > 0
        for index in first..<end {
          let position = batch.patches[index].position
          if index == first || mayDiffer {
            let scale = noiseDeviation(position: position, in: origin.kind)
            if shared?.stream != origin.noise || shared?.step != origin.step || shared?.scale != scale {
              write(until: index)
              shared = (origin.noise, origin.step, scale)
            }
          }
          places.initializeElement(
            at: index,
            to: Draws.NormalPlace(sample: origin.sample, patch: position, coordinate: batch.patches[index].feature))
        }
        first = end
      }
      write(until: patches)
    }
  }

  /// Writes a patch as training gets it: its noise, and strength · v of the feature it shows.
  ///
  /// - Parameters:
  ///   - row: Room for d floats.
  ///   - sample: The sample's number.
  ///   - position: The patch within the sample.
  ///   - feature: The feature shown; one outside the dictionary for a patch of pure noise.
  ///   - strength: The strength of the signal.
  ///   - place: The set that the sample belongs to.
  ///   - instructions: The instruction set to use; the numbers do not depend on it.
  package func writePatch(
    _ row: UnsafeMutablePointer<Float>, sample: Int, position: Int, showing feature: Int, strength: Float,
    at place: Place, on instructions: InstructionSet
  ) {
    writeNoise(row, sample: sample, position: position, at: place, on: instructions)
    if feature < features.count { vectors.add(strength, of: feature, to: row) }
  }

  // MARK: Origins

  /// The kind and the counters that, with the seed, determine a sample.
  private struct Origin {
    let kind: Sample.Kind
    let signal: Stream
    let noise: Stream
    let step: Int
    let sample: Int
  }

  private func origin(of index: Int, at place: Place) -> Origin {
    switch place {
    case .training(let step): return trainingOrigin(step: step, index: index)
    case .test(let kind, let time):
      if testsOnTraining { return trainingOrigin(step: index / parameters.batch, index: index % parameters.batch) }
      return kind == .easy
        ? Origin(kind: .easy, signal: .easySignal, noise: .easyNoise, step: time, sample: index)
        : Origin(kind: .hard, signal: .hardSignal, noise: .hardNoise, step: time, sample: index)
    case .probe(let time):
      return Origin(kind: .easy, signal: .probeSignal, noise: .probeNoise, step: time, sample: index)
    case .source: return sourceOrigin(index)
    case .tuning(let step, let set):
      return tuningOrigin(shuffled(step * tuningBatch(of: set) + index, of: set.samples, by: .tuningOrder), set)
    case .tuningSet(let set): return tuningOrigin(index, set)
    }
  }

  /// Returns which of `count` samples stands at a place in a sequence of shuffled epochs.
  private func shuffled(_ position: Int, of count: Int, by stream: Stream) -> Int {
    let (epoch, place) = position.quotientAndRemainder(dividingBy: count)
    // A small set can have more epochs than a 32-bit counter holds, so the epoch number takes two counters.
    let draws = Draws(seed: seed, stream: stream, step: epoch & 0xFFFF_FFFF, sample: epoch >> 32)
    return Permutation(of: count, drawnFrom: draws)[place]
  }

  private func trainingOrigin(step: Int, index: Int) -> Origin {
    guard parameters.sourceSize > 0 else {
      return Origin(
        kind: trainingKind(.trainingSignal, step: step, sample: index), signal: .trainingSignal, noise: .trainingNoise,
        step: step, sample: index)
    }
    return sourceOrigin(shuffled(step * parameters.batch + index, of: parameters.sourceSize, by: .epochOrder))
  }

  private func sourceOrigin(_ number: Int) -> Origin {
    Origin(
      kind: trainingKind(.sourceSignal, step: 0, sample: number), signal: .sourceSignal, noise: .sourceNoise, step: 0,
      sample: number)
  }

  private func tuningOrigin(_ number: Int, _ set: TuningSet) -> Origin {
    Origin(
      kind: kind(.tuningSignal, step: 0, sample: number, hardShare: set.hardShare ?? 0), signal: .tuningSignal,
      noise: .tuningNoise, step: 0, sample: number)
  }

  private func trainingKind(_ signal: Stream, step: Int, sample: Int) -> Sample.Kind {
    kind(signal, step: step, sample: sample, hardShare: parameters.hardShare)
  }

  private func kind(_ signal: Stream, step: Int, sample: Int, hardShare: Double) -> Sample.Kind {
    guard hardShare > 0 else { return .easy }
    var draws = Draws(
      seed: seed, stream: .sampleKind, step: step, sample: sample, patch: Int(signal.rawValue))
    return draws.uniform() <= hardShare ? .hard : .easy
  }
}
