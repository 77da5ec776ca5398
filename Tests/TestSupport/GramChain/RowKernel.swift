/// Loops over rows of doubles, eight side by side, so that the compiler keeps them in vector registers.
enum RowKernel {
  private static let size = MemoryLayout<Double>.stride

  /// Adds `factor` times one row to another; positions are counted in doubles.
  @inline(__always)
  static func add(
    _ factor: Double, _ source: UnsafeRawBufferPointer, at first: Int, to target: UnsafeMutableRawBufferPointer,
    at second: Int, count: Int
  ) {
    var index = 0
    while index + 8 <= count {
      let place = (second + index) * size
      let old = target.loadUnaligned(fromByteOffset: place, as: SIMD8<Double>.self)
      let more = source.loadUnaligned(fromByteOffset: (first + index) * size, as: SIMD8<Double>.self)
      target.storeBytes(of: old + factor * more, toByteOffset: place, as: SIMD8<Double>.self)
      index += 8
    }
    while index < count {
      let place = (second + index) * size
      let old = target.loadUnaligned(fromByteOffset: place, as: Double.self)
      let more = source.loadUnaligned(fromByteOffset: (first + index) * size, as: Double.self)
      target.storeBytes(of: old + factor * more, toByteOffset: place, as: Double.self)
      index += 1
    }
  }

  /// Returns the inner product of two rows; positions are counted in doubles.
  @inline(__always)
  static func product(
    _ one: UnsafeRawBufferPointer, at first: Int, _ two: UnsafeRawBufferPointer, at second: Int, count: Int
  ) -> Double {
    var sums = SIMD8<Double>.zero
    var index = 0
    while index + 8 <= count {
      sums +=
        one.loadUnaligned(fromByteOffset: (first + index) * size, as: SIMD8<Double>.self)
        * two.loadUnaligned(fromByteOffset: (second + index) * size, as: SIMD8<Double>.self)
      index += 8
    }
    var sum = sums.sum()
    while index < count {
      sum +=
        one.loadUnaligned(fromByteOffset: (first + index) * size, as: Double.self)
        * two.loadUnaligned(fromByteOffset: (second + index) * size, as: Double.self)
      index += 1
    }
    return sum
  }
}
