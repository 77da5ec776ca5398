import Randomness

/// The distribution that samples come from, with the counters that make each a pure function of its place.
public struct SampleSource: Sendable {
  /// Where a sample stands: a batch of training, or a test set at a checkpoint.
  public enum Place: Hashable, Sendable {
    /// Training step t = 0, 1, …; easy samples only (Definition 4.4, online mode).
    case training(step: Int)
    /// Test samples of one kind, fresh at each checkpoint time T.
    case test(Sample.Kind, time: Int)

    /// The kind of sample drawn there.
    public var kind: Sample.Kind {
      switch self {
      case .training: .easy
      case .test(let kind, _): kind
      }
    }

    var step: Int {
      switch self {
      case .training(let step): step
      case .test(_, let time): time
      }
    }

    var signalStream: Stream {
      switch self {
      case .training: .trainingSignal
      case .test(.easy, _): .easySignal
      case .test(.hard, _): .hardSignal
      }
    }

    var noiseStream: Stream {
      switch self {
      case .training: .trainingNoise
      case .test(.easy, _): .easyNoise
      case .test(.hard, _): .hardNoise
      }
    }
  }

  /// The model's constants at one dimension.
  public let parameters: ModelParameters
  /// The dictionary.
  public let features: Features
  /// The trial's seed.
  public let seed: UInt64

  /// The source for one trial.
  public init(parameters: ModelParameters, seed: UInt64) {
    self.parameters = parameters
    self.features = Features(subclasses: parameters.k)
    self.seed = seed
  }

  /// Returns sample number `index` of a place.
  ///
  /// Easy: s patches α v_y, s patches α v_{y,c}. Hard: s patches α v_{y,c}, s† patches ι† α v_{−y}. The subclass is
  /// uniform on the 2k, α uniform on [√(1−ι), √(1+ι)] (Definition 4.2).
  public func sample(_ index: Int, at place: Place) -> Sample {
    var signals: [SignalPatch] = []
    let subclass = draw(index, at: place) { signals.append($0) }
    return Sample(subclass: subclass, signals: signals)
  }

  /// Draws sample number `index` of a place, patch by patch, and returns its subclass; see ``sample(_:at:)``.
  func draw(_ index: Int, at place: Place, add: (SignalPatch) -> Void) -> Subclass {
    var draws = Draws(seed: seed, stream: place.signalStream, step: place.step, sample: index)
    let class_ = draws.index(below: 2 * parameters.k)
    let subclass = Subclass(class_ < parameters.k ? .positive : .negative, class_ % parameters.k)
    let low = (1 - parameters.iota).squareRoot()
    let high = (1 + parameters.iota).squareRoot()
    var position = 0
    func show(_ feature: Int, on count: Int, times factor: Double) {
      for _ in 0..<count {
        let strength = factor * (low + (high - low) * draws.uniform())
        add(SignalPatch(position: position, feature: feature, strength: Float(strength)))
        position += 1
      }
    }
    show(features.rare(subclass), on: parameters.s, times: 1)
    switch place.kind {
    case .easy:
      show(features.common(subclass.superclass), on: parameters.s, times: 1)
    case .hard:
      let other = features.common(subclass.superclass.other)
      show(other, on: parameters.distractors, times: parameters.distractorStrength)
    }
    return subclass
  }

  /// Returns the label of training sample `index` of a place under a label map.
  ///
  /// The map never changes the samples themselves, so trials of one seed see the same inputs under every map.
  public func label(of subclass: Subclass, index: Int, at place: Place, under map: LabelMap) -> Int {
    map.label(of: subclass, subclasses: parameters.k) { count in
      var draws = Draws(
        seed: seed, stream: .label, step: place.step, sample: index, patch: Int(place.signalStream.rawValue))
      return draws.index(below: count)
    }
  }

  /// Returns whether a patch of a sample is the dominant-noise patch ζ* of Definition 4.2.
  public func isDominantNoise(position: Int, at place: Place) -> Bool {
    place.kind == .hard && parameters.dominantNoise > 0 && position == parameters.P - 1
  }

  /// Writes a patch's noise: N(0, σ_ζ²) per coordinate, or N(0, σ*²) for the dominant-noise patch.
  ///
  /// - Parameters:
  ///   - row: Room for d floats.
  ///   - instructions: What to compute with; the numbers do not depend on it.
  public func writeNoise(
    _ row: UnsafeMutablePointer<Float>, sample: Int, position: Int, at place: Place, on instructions: InstructionSet
  ) {
    let dominant = isDominantNoise(position: position, at: place)
    let scale = dominant ? parameters.dominantNoise : parameters.noiseScale
    Draws.fillNormals(
      row, count: parameters.d, scale: Float(scale), seed: seed, stream: place.noiseStream, step: place.step,
      sample: sample, patch: position, on: instructions)
  }
}
