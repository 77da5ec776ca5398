/// Uninitialised memory for trivial values, aligned to a cache line, that only grows.
struct Buffer<Element: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var capacity: Int

  init(_ capacity: Int) {
    self.capacity = capacity
    base = Self._allocate(capacity)
  }

  deinit { base.deallocate() }

  /// Makes room for `count` elements; what was there is lost if that takes more memory.
  mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    base.deallocate()
    capacity = max(count, 2 * capacity)
    base = Self._allocate(capacity)
  }

  private static func _allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer.allocate(byteCount: max(64, count * MemoryLayout<Element>.stride), alignment: 64)
      .bindMemory(to: Element.self, capacity: count)
  }
}
