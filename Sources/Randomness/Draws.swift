import CKernels

/// A sequence of random numbers that is a pure function of (seed, stream, step, sample, patch).
///
/// The generator is counter-based: number i of a sequence is a word of the Philox4x32-10 block whose key is the seed
/// and whose counter is (i / 4, word of stream, sample, step). The word of the stream holds the patch in its 16 low bits,
/// the stream in the next 8, and bits 32 ... 39 of the step in the 8 high ones. Sequences share no state, so results do not depend on
/// the order of evaluation (model.md §7).
package struct Draws: Sendable {
  private let key: (UInt32, UInt32)
  private var counter: (UInt32, UInt32, UInt32, UInt32)
  private var block: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
  private var unused = 0

  /// Opens the sequence at its first number.
  ///
  /// - Parameters:
  ///   - seed: The trial's seed; all 64 bits count.
  ///   - stream: What the numbers are for.
  ///   - step: Training step, checkpoint time or head, depending on the stream; 0 ..< 2⁴⁰.
  ///   - sample: Sample or neuron, depending on the stream; 0 ..< 2³².
  ///   - patch: Patch within the sample; 0 ..< 2¹⁶.
  package init(seed: UInt64, stream: Stream, step: Int = 0, sample: Int = 0, patch: Int = 0) {
    key = Self.key(of: seed)
    counter = (
      0, Self.word(of: stream, patch: patch, step: step), UInt32(sample), UInt32(truncatingIfNeeded: step)
    )
  }

  /// Returns the next 32 random bits.
  package mutating func word() -> UInt32 {
    if unused == 0 {
      block = Self.block(counter: counter, key: key)
      counter.0 += 1
      unused = 4
    }
    defer { unused -= 1 }
    switch unused {
    case 4: return block.0
    case 3: return block.1
    case 2: return block.2
    default: return block.3
    }
  }

  /// Returns a number uniform on the multiples of 2⁻⁵³ in (0, 1]; never 0, so that its logarithm exists.
  package mutating func uniform() -> Double {
    let high = word()
    return Self.uniform(high, word())
  }

  /// Returns the number that two words give.
  @inline(__always)
  static func uniform(_ high: UInt32, _ low: UInt32) -> Double {
    let bits = (UInt64(high) << 32 | UInt64(low)) >> 11
    return (Double(bits) + 1) * 0x1p-53
  }

  /// Returns an integer uniform on 0 ..< `count`, without bias.
  ///
  /// - Parameter count: 1 ... 2³².
  package mutating func index(below count: Int) -> Int {
    // Lemire's method: reject the few words that would favour low results.
    let range = UInt64(count)
    let floor = (UInt64(1) << 32) % range
    while true {
      let product = UInt64(word()) * range
      if product & 0xFFFF_FFFF >= floor { return Int(product >> 32) }
    }
  }

  /// Returns a standard normal variate in double precision (Box–Muller, first component).
  package mutating func normal() -> Double {
    let radius = (-2 * Elementary.log(uniform())).squareRoot()
    return radius * Elementary.cosine(turns: uniform())
  }

  /// Returns one Philox4x32-10 block.
  package static func block(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var output: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    withWords(of: counter, key) { counter, key in
      withUnsafeMutableBytes(of: &output) { output in
        littleo_philox(counter, key, output.assumingMemoryBound(to: UInt32.self).baseAddress)
      }
    }
    return output
  }

  /// Fills a row with single-precision normal variates N(0, scale²), many at a time.
  ///
  /// The row is a pure function of the same coordinates as a sequence, but its numbers are not those of ``normal()``.
  ///
  /// - Parameters:
  ///   - row: Where to write; has room for `count` floats.
  ///   - count: How many variates are wanted.
  ///   - scale: Standard deviation.
  ///   - seed: The trial's seed.
  ///   - stream: What the numbers are for.
  ///   - step: The training step or the checkpoint time; 0 ..< 2⁴⁰.
  ///   - sample: The sample within the step.
  ///   - patch: The patch within the sample.
  ///   - instructions: The instruction set to compute with; the numbers do not depend on it.
  package static func fillNormals(
    _ row: UnsafeMutablePointer<Float>, count: Int, scale: Float, seed: UInt64, stream: Stream, step: Int, sample: Int,
    patch: Int, on instructions: InstructionSet
  ) {
    let counter = (
      UInt32(0), word(of: stream, patch: patch, step: step), UInt32(sample), UInt32(truncatingIfNeeded: step)
    )
    withWords(of: counter, key(of: seed)) { counter, key in
      littleo_fill_normals(instructions.path, row, count, scale, counter, key)
    }
  }

  /// Returns the words of the key of a seed.
  package static func key(of seed: UInt64) -> (UInt32, UInt32) {
    (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// Returns the second word of every counter of a stream, patch and step.
  ///
  /// Streams have numbers below 256, so the high bits of a step meet no bit of the stream. Below step 2³² they are 0.
  ///
  /// - Parameters:
  ///   - stream: What the numbers are for.
  ///   - patch: Patch within the sample; 0 ..< 2¹⁶.
  ///   - step: The step; 0 ..< 2⁴⁰. The fourth word holds its low 32 bits.
  package static func word(of stream: Stream, patch: Int = 0, step: Int = 0) -> UInt32 {
    UInt32(UInt8(step >> 32)) << 24 | UInt32(stream.rawValue) << 16 | UInt32(UInt16(patch))
  }

  private static func withWords(
    of counter: (UInt32, UInt32, UInt32, UInt32), _ key: (UInt32, UInt32),
    _ body: (UnsafePointer<UInt32>?, UnsafePointer<UInt32>?) -> Void
  ) {
    withUnsafeBytes(of: counter) { counter in
      withUnsafeBytes(of: key) { key in
        body(
          counter.assumingMemoryBound(to: UInt32.self).baseAddress, key.assumingMemoryBound(to: UInt32.self).baseAddress
        )
      }
    }
  }
}
