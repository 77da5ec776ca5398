import MultiView

/// The patches of a batch in order of evaluation: feature by feature, the strongest first, pure noise last.
///
/// A head's output is summed over patches in this order, whichever neurons are evaluated.
struct PatchOrder {
  /// One patch of a batch.
  struct Patch {
    /// The index of the sample within the batch.
    let sample: Int32
    /// The index of the patch within the sample.
    let position: Int32
    /// The feature that the patch shows; for pure noise, the number of features.
    let feature: Int32
    let strength: Float
    fileprivate let key: UInt64
  }

  private(set) var patches: [Patch] = []

  /// Replaces the content with the signal patches of a batch, in order.
  mutating func fill(_ batch: Batch) {
    patches.removeAll(keepingCapacity: true)
    for (patch, owner) in zip(batch.patches, batch.owners) {
      // Strengths are not negative, so their bit patterns are ordered as the strengths are.
      let key = UInt64(patch.feature) << 32 | UInt64(~patch.strength.bitPattern)
      patches.append(
        Patch(
          sample: owner, position: Int32(patch.position), feature: Int32(patch.feature), strength: patch.strength,
          key: key))
    }
    patches.sort { ($0.key, $0.sample, $0.position) < ($1.key, $1.sample, $1.position) }
  }

  /// Appends a patch of pure noise after all others.
  mutating func addNoise(sample: Int, position: Int, features: Int) {
    patches.append(
      Patch(sample: Int32(sample), position: Int32(position), feature: Int32(features), strength: 0, key: .max))
  }

  /// Returns the end of the run of patches that show the same feature as the one at `start`.
  func endOfFeature(from start: Int) -> Int {
    let feature = patches[start].feature
    var end = start + 1
    while end < patches.count, patches[end].feature == feature { end += 1 }
    return end
  }
}

/// Uninitialised memory for trivial values, aligned to a cache line, that only grows.
struct Buffer<Element: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var capacity: Int

  init(_ capacity: Int) {
    self.capacity = capacity
    base = Self.allocate(capacity)
  }

  deinit { base.deallocate() }

  /// Makes room for `count` elements; if the buffer has to grow, its content is lost.
  mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    base.deallocate()
    capacity = max(count, 2 * capacity)
    base = Self.allocate(capacity)
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer.allocate(byteCount: max(64, count * MemoryLayout<Element>.stride), alignment: 64)
      .bindMemory(to: Element.self, capacity: count)
  }
}
