/// Consecutive samples of a place, without their noise; refilled in place from step to step.
public struct Batch: Sendable {
  /// Where the samples stand.
  public private(set) var place = SampleSource.Place.training(step: 0)
  /// Number of the first sample within its place.
  public private(set) var first = 0
  /// Whether each sample is easy or hard.
  public private(set) var kinds: [Sample.Kind] = []
  /// The subclass of each sample.
  public private(set) var subclasses: [Subclass] = []
  /// For each sample, how many patches carry a signal: those at the first positions.
  public private(set) var signalCounts: [Int32] = []
  /// The signal patches of all samples, sample by sample.
  public private(set) var patches: [SignalPatch] = []
  /// For each of ``patches``, the sample of this batch that it belongs to.
  public private(set) var owners: [Int32] = []

  /// An empty batch.
  public init() {}

  /// The given samples, standing at `first`, `first + 1`, … of a place.
  public init(_ samples: [Sample], first: Int, at place: SampleSource.Place) {
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
  public var count: Int { subclasses.count }

  /// Replaces the content by the samples of a range of numbers of a place.
  public mutating func fill(_ range: Range<Int>, at place: SampleSource.Place, from source: SampleSource) {
    self.place = place
    first = range.lowerBound
    kinds.removeAll(keepingCapacity: true)
    subclasses.removeAll(keepingCapacity: true)
    signalCounts.removeAll(keepingCapacity: true)
    patches.removeAll(keepingCapacity: true)
    owners.removeAll(keepingCapacity: true)
    for index in range {
      let owner = Int32(index - range.lowerBound)
      let before = patches.count
      let (kind, subclass) = source.draw(index, at: place) {
        patches.append($0)
        owners.append(owner)
      }
      kinds.append(kind)
      subclasses.append(subclass)
      signalCounts.append(Int32(patches.count - before))
    }
  }
}
