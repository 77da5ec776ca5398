import CKernels

extension Draws {
  /// A sequence of a seed, at its first number.
  package struct Sequence: Sendable {
    /// What the numbers are for.
    let stream: Stream
    /// The training step or the checkpoint time; 0 ..< 2⁴⁰.
    let step: Int
    /// The sample within the step; 0 ..< 2³².
    let sample: Int

    /// A sequence from its parts.
    package init(stream: Stream, step: Int, sample: Int) {
      self.stream = stream
      self.step = step
      self.sample = sample
    }
  }

  /// The number of sequences that ``fillUniforms(_:count:indices:below:of:seed:on:)`` takes at most.
  package static let sequencesTogether = Int(LITTLEO_LANES)

  /// Draws an index and then uniform numbers from several sequences at once.
  ///
  /// The numbers are those of ``index(below:)`` and then ``uniform()`` on each sequence by itself.
  ///
  /// - Parameters:
  ///   - uniforms: Gets `count` numbers of each sequence, sequence by sequence.
  ///   - count: The number of uniform numbers of each sequence.
  ///   - indices: Gets one index of each sequence.
  ///   - below: The bound of the indices; 1 ... 2³².
  ///   - sequences: At most ``sequencesTogether``.
  ///   - seed: The trial's seed.
  ///   - instructions: The instruction set to compute with; the numbers do not depend on it.
  package static func fillUniforms(
    _ uniforms: UnsafeMutablePointer<Double>, count: Int, indices: UnsafeMutablePointer<Int>, below: Int,
    of sequences: UnsafeBufferPointer<Sequence>, seed: UInt64, on instructions: InstructionSet
  ) {
    let lanes = sequencesTogether
    // One word for the index and two for each uniform number, four in a block.
    let blocks = (1 + 2 * count + 3) / 4
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: (4 * blocks + 3) * lanes + 2) { rows in
      guard let words = rows.baseAddress else { return }
      let counters = words + 4 * blocks * lanes
      counters.initialize(repeating: 0, count: 3 * lanes)
      for (lane, sequence) in sequences.enumerated() {
        counters[lane] = word(of: sequence.stream, step: sequence.step)
        counters[lanes + lane] = UInt32(sequence.sample)
        counters[2 * lanes + lane] = UInt32(truncatingIfNeeded: sequence.step)
      }
      let key = counters + 3 * lanes
      (key[0], key[1]) = Self.key(of: seed)
      littleo_fill_words(
        instructions.path, words, blocks, counters, counters + lanes, counters + 2 * lanes, key)
      let range = UInt64(below)
      let floor = (UInt64(1) << 32) % range
      for (lane, sequence) in sequences.enumerated() {
        let row = uniforms + lane * count
        let product = UInt64(words[lane]) * range
        guard product & 0xFFFF_FFFF >= floor else {
          // The first word is rejected, as few are, and all later ones move up.
          var draws = Draws(seed: seed, stream: sequence.stream, step: sequence.step, sample: sequence.sample)
          indices[lane] = draws.index(below: below)
          for number in 0..<count { row[number] = draws.uniform() }
          continue
        }
        indices[lane] = Int(product >> 32)
        for number in 0..<count {
          let place = (1 + 2 * number) * lanes + lane
          row[number] = uniform(words[place], words[place + lanes])
        }
      }
    }
  }
}
