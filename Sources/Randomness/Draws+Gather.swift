import CKernels

extension Draws {
  /// The place of one number in the rows that ``fillNormals(_:count:scale:seed:stream:step:sample:patch:on:)`` writes.
  package struct NormalPlace: Sendable {
    /// The sample within the step; 0 ..< 2³².
    let sample: Int
    /// The patch within the sample; 0 ..< 2¹⁶.
    let patch: Int
    /// The position in the row of the patch; 0 ..< 2³⁴.
    let coordinate: Int

    /// A place from its parts.
    ///
    /// - Parameters:
    ///   - sample: The sample within the step; 0 ..< 2³².
    ///   - patch: The patch within the sample; 0 ..< 2¹⁶.
    ///   - coordinate: The position in the row of the patch; 0 ..< 2³⁴.
    package init(sample: Int, patch: Int, coordinate: Int) {
      self.sample = sample
      self.patch = patch
      self.coordinate = coordinate
    }
  }

  /// Writes single numbers of rows of normals without writing the rows, sixteen at a time.
  ///
  /// Each number has the bits that ``fillNormals(_:count:scale:seed:stream:step:sample:patch:on:)`` writes at its place.
  ///
  /// - Parameters:
  ///   - output: Where to write; has room for one float per place.
  ///   - places: The places, all of one stream and step.
  ///   - scale: Standard deviation.
  ///   - seed: The trial's seed.
  ///   - stream: What the numbers are for.
  ///   - step: The training step or the checkpoint time; 0 ..< 2⁴⁰.
  ///   - instructions: The instruction set to compute with; the numbers do not depend on it.
  /// - Complexity: O(number of places).
  package static func gatherNormals(
    _ output: UnsafeMutablePointer<Float>, at places: [NormalPlace], scale: Float, seed: UInt64,
    stream: Stream, step: Int, on instructions: InstructionSet
  ) {
    places.withUnsafeBufferPointer {
      gatherNormals(output, at: $0, scale: scale, seed: seed, stream: stream, step: step, on: instructions)
    }
  }

  /// Writes single numbers of rows of normals, from a list of places that is held elsewhere.
  package static func gatherNormals(
    _ output: UnsafeMutablePointer<Float>, at places: UnsafeBufferPointer<NormalPlace>, scale: Float, seed: UInt64,
    stream: Stream, step: Int, on instructions: InstructionSet
  ) {
    let count = places.count
    let low = UInt32(truncatingIfNeeded: step)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 5 * count + 2) { words in
      let second = word(of: stream, step: step)
      for index in 0..<count {
        let place = places[index]
        // Unsigned, the divisions are shifts.
        let coordinate = UInt(place.coordinate)
        words[index] = UInt32(coordinate / 64 * 16 + coordinate % 16)
        words[count + index] = UInt32(truncatingIfNeeded: coordinate / 16 % 4)
        words[2 * count + index] = second | UInt32(UInt16(place.patch))
        words[3 * count + index] = UInt32(place.sample)
        words[4 * count + index] = low
      }
      (words[5 * count], words[5 * count + 1]) = key(of: seed)
      guard let base = words.baseAddress else { return }
      littleo_gather_normals(
        instructions.path, output, count, scale, base, base + count, base + 2 * count, base + 3 * count,
        base + 4 * count, base + 5 * count)
    }
  }
}
