import Testing

@testable import Randomness

/// Numbers drawn from several sequences at once are those of each sequence by itself.
@Suite struct SequencesTests {
  /// With a bound of 3 · 2³⁰, a quarter of the first words is rejected.
  @Test(arguments: InstructionSet.allCases.filter(\.isSupported), [1, 2, 434, 3 << 30, 1 << 32])
  func numbersAreThoseOfEachSequence(instructions: InstructionSet, below: Int) {
    for count in [0, 1, 2, 3, 8, 21] {
      for sequences in 1...Draws.sequencesTogether {
        // Streams, steps and samples of all sizes side by side, as in a finite training set.
        let streams = Array(Stream.allCases.prefix(sequences))
        let places = streams.enumerated().map {
          Draws.Sequence(stream: $1, step: $0 << (2 * $0), sample: ($0 * 0x1234_5677) & 0xFFFF_FFFF)
        }
        var uniforms = [Double](repeating: -1, count: sequences * count + 1)
        var indices = [Int](repeating: -1, count: sequences + 1)
        places.withUnsafeBufferPointer {
          Draws.fillUniforms(
            &uniforms, count: count, indices: &indices, below: below, of: $0, seed: 0xFEDC_BA98_7654_3210,
            on: instructions)
        }
        #expect(uniforms.last == -1 && indices.last == -1, "nothing is written after the last number")
        for (lane, place) in places.enumerated() {
          var draws = Draws(
            seed: 0xFEDC_BA98_7654_3210, stream: place.stream, step: place.step, sample: place.sample)
          #expect(indices[lane] == draws.index(below: below))
          for number in 0..<count { #expect(uniforms[lane * count + number] == draws.uniform()) }
        }
      }
    }
  }
}
