import CKernels

/// The paths that this processor supports, and input numbers for the loops.
enum Loops {
  static let portable = Int32(LITTLEO_PORTABLE.rawValue)

  /// All supported paths, including the portable one.
  static let paths = [LITTLEO_PORTABLE, LITTLEO_AVX2, LITTLEO_AVX512].map { Int32($0.rawValue) }.filter {
    littleo_supports($0) != 0
  }

  /// Numbers in [−½, ½) without pattern, the same everywhere.
  static func numbers(_ count: Int, salt: UInt32) -> [Float] {
    (0..<count).map { index in
      var bits = (UInt32(truncatingIfNeeded: index) &+ salt &* 0x9E37) &* 2_654_435_761
      bits ^= bits >> 15
      bits = bits &* 2_246_822_519
      return Float((bits ^ bits >> 13) >> 8) * 0x1p-24 - 0.5
    }
  }
}
