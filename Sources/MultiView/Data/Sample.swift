import Randomness

/// One patch that carries a signal: strength · v_feature + noise (Definition 4.2).
package struct SignalPatch: Hashable, Sendable {
  /// Number of the patch within its sample; selects the patch's noise.
  package let position: Int
  /// Coordinate of the feature it shows (see ``Features``).
  package let feature: Int
  /// α_p for a full feature, α†_p = ι† α_p for a distractor.
  package let strength: Float
}

/// An input X without its noise: kind, subclass, and the feature and strength of each signal patch (Definition 4.2).
///
/// Noise is not stored. The noise of patch p is a pure function of (seed, stream, step, sample, p) and is written out
/// only where some neuron may fire. Patches not listed in ``signals`` are pure noise. The last patch of a hard sample
/// is dominant noise if the regime has any.
public struct Sample: Hashable, Sendable {
  /// Easy or hard.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Shows the common feature and the rare feature of its subclass.
    case easy
    /// Shows the rare feature, and a weak common feature of the other superclass, but never its own common feature.
    case hard
  }

  /// Easy or hard.
  package let kind: Kind
  /// The subclass (y, c) it belongs to.
  package let subclass: Subclass
  /// The patches that carry a signal, by position.
  package let signals: [SignalPatch]

  /// A sample from its subclass and its signal patches, which have the positions 0 ..< `signals.count` in any order.
  package init(kind: Kind = .easy, subclass: Subclass, signals: [SignalPatch]) {
    self.kind = kind
    self.subclass = subclass
    self.signals = signals
  }
}

/// Consecutive samples of one ``SampleSource/Place``, without their noise; its storage is reused from step to step.
package struct Batch: Sendable {
  /// The training step or test set that the samples belong to.
  package private(set) var place = SampleSource.Place.training(step: 0)
  /// Number of the first sample within its place.
  package private(set) var first = 0
  /// Whether each sample is easy or hard.
  package private(set) var kinds: [Sample.Kind] = []
  /// The subclass of each sample.
  package private(set) var subclasses: [Subclass] = []
  /// For each sample, the number of patches that carry a signal; they have the first positions.
  package private(set) var signalCounts: [Int32] = []
  /// The signal patches of all samples, sample by sample.
  package private(set) var patches: [SignalPatch] = []
  /// For each of ``patches``, the sample of this batch that it belongs to.
  package private(set) var owners: [Int32] = []

  /// An empty batch.
  package init() {}

  /// A batch of given samples, with the numbers `first`, `first + 1`, … of a place.
  package init(_ samples: [Sample], first: Int, at place: SampleSource.Place) {
    self.place = place
    self.first = first
    for (index, sample) in samples.enumerated() {
      kinds.append(sample.kind)
      subclasses.append(sample.subclass)
      signalCounts.append(Int32(sample.signals.count))
      patches += sample.signals
      owners += sample.signals.map { _ in Int32(index) }
    }
  }

  /// The number of samples.
  package var count: Int { subclasses.count }

  /// Replaces the content by the samples of a place with a range of numbers.
  ///
  /// - Parameters:
  ///   - range: The numbers of the samples.
  ///   - place: Where the samples are used.
  ///   - source: The source of the samples.
  ///   - instructions: The instruction set to compute with; the samples do not depend on it.
  package mutating func fill(
    _ range: Range<Int>, at place: SampleSource.Place, from source: SampleSource,
    on instructions: InstructionSet = .current
  ) {
    self.place = place
    first = range.lowerBound
    kinds.removeAll(keepingCapacity: true)
    subclasses.removeAll(keepingCapacity: true)
    signalCounts.removeAll(keepingCapacity: true)
    patches.removeAll(keepingCapacity: true)
    owners.removeAll(keepingCapacity: true)
    var before = 0
    source.draw(range, at: place, on: instructions) {
      patches.append($0)
    } end: { kind, subclass in
      owners.append(contentsOf: repeatElement(Int32(kinds.count), count: patches.count - before))
      signalCounts.append(Int32(patches.count - before))
      before = patches.count
      kinds.append(kind)
      subclasses.append(subclass)
    }
  }
}
