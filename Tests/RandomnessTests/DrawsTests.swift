import Foundation
@testable import Randomness
import Testing

@Suite struct DrawsTests {
  /// Known-answer vectors of the Random123 distribution for Philox4x32-10.
  @Test(
    arguments: [
      (
        [0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
      ),
      (
        [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], [UInt32], [UInt32])])
  func philoxKnownAnswers(counter: [UInt32], key: [UInt32], expected: [UInt32]) {
    let block = Draws.block(counter: (counter[0], counter[1], counter[2], counter[3]), key: (key[0], key[1]))
    #expect([block.0, block.1, block.2, block.3] == expected)
  }

  @Test func sequencesAreFunctionsOfTheirPlace() {
    var first = Draws(seed: 7, stream: .trainingSignal, step: 3, sample: 5, patch: 1)
    var again = Draws(seed: 7, stream: .trainingSignal, step: 3, sample: 5, patch: 1)
    let words = (0..<9).map { _ in first.word() }
    #expect(words == (0..<9).map { _ in again.word() })
    let elsewhere = [
      Draws(seed: 8, stream: .trainingSignal, step: 3, sample: 5, patch: 1),
      Draws(seed: 7 + 1 << 32, stream: .trainingSignal, step: 3, sample: 5, patch: 1),
      Draws(seed: 7, stream: .easySignal, step: 3, sample: 5, patch: 1),
      Draws(seed: 7, stream: .trainingSignal, step: 4, sample: 5, patch: 1),
      Draws(seed: 7, stream: .trainingSignal, step: 3, sample: 6, patch: 1),
      Draws(seed: 7, stream: .trainingSignal, step: 3, sample: 5, patch: 2),
    ]
    for var other in elsewhere { #expect(words != (0..<9).map { _ in other.word() }) }
  }

  @Test func streamsKeepTheirNumbers() {
    #expect(Set(Stream.allCases.map(\.rawValue)).count == Stream.allCases.count)
    // The high bits of a step stand above the number of the stream in the counter.
    #expect(Stream.allCases.allSatisfy { $0.rawValue < 256 })
  }

  /// Up to step 2³² − 1 the counter is as it was before steps had 40 bits; from there on every step has its own.
  @Test func stepsOfFortyBitsHaveTheirOwnCounters() {
    let high = 1 << 40 - 1
    let known: [(step: Int, second: UInt32, fourth: UInt32)] = [
      (0, 0x0009_0005, 0), (0xFFFF_FFFF, 0x0009_0005, 0xFFFF_FFFF), (1 << 32, 0x0109_0005, 0),
      (high, 0xFF09_0005, 0xFFFF_FFFF),
    ]
    for (step, second, fourth) in known {
      var draws = Draws(seed: 7, stream: .trainingNoise, step: step, sample: 3, patch: 5)
      let block = Draws.block(counter: (0, second, 3, fourth), key: (7, 0))
      #expect([draws.word(), draws.word(), draws.word(), draws.word()] == [block.0, block.1, block.2, block.3])
    }
    var seen: Set<[UInt32]> = []
    let steps = [0, 1, 1 << 31, 1 << 32 - 1, 1 << 32, 1 << 32 + 1, 1 << 33, 3 << 32, 1 << 39, high]
    for stream in Stream.allCases {
      for patch in [0, 65535] {
        for step in steps {
          seen.insert([
            Draws.word(of: stream, patch: patch, step: step), UInt32(truncatingIfNeeded: step),
          ])
        }
      }
    }
    #expect(seen.count == Stream.allCases.count * 2 * steps.count)
    #expect(
      Self.row(count: 70, scale: 1, sample: 3, step: 1) != Self.row(count: 70, scale: 1, sample: 3, step: 1 << 32 + 1))
  }

  /// Single numbers have the bits of the whole rows, at every coordinate and on every instruction set.
  @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
  func gatheredNormalsAreThoseOfTheirRows(instructions: InstructionSet) {
    for (count, step) in [(1, 0), (15, 1), (16, 2), (17, 3), (64, 4), (65, 5), (300, 1 << 32 + 6)] {
      let rows = (0..<3).map { Self.row(count: count, scale: 0.3, sample: 2 * $0, step: step, patch: $0) }
      let places = (0..<3).flatMap { row in
        (0..<count).map { Draws.NormalPlace(sample: 2 * row, patch: row, coordinate: $0) }
      }
      for places in [places, places.reversed()] {
        var gathered = [Float](repeating: -99, count: places.count + 1)
        Draws.gatherNormals(
          &gathered, at: places, scale: 0.3, seed: 11, stream: .easyNoise, step: step, on: instructions)
        #expect(gathered.last == -99, "nothing is written after the last place")
        let bits = places.map { rows[$0.patch][$0.coordinate].bitPattern }
        #expect(gathered.dropLast().map(\.bitPattern) == bits)
      }
    }
    var none: Float = -99
    Draws.gatherNormals(&none, at: [], scale: 1, seed: 11, stream: .easyNoise, step: 0, on: instructions)
    #expect(none == -99)
  }

  /// A row is a pure function of its place, whatever its length: a longer row begins with the shorter one.
  @Test func rowsDoNotDependOnTheirLength() {
    let long = Self.row(count: 1024, scale: 1, sample: 3)
    for count in [1, 16, 63, 64, 100, 512] {
      #expect(Self.row(count: count, scale: 1, sample: 3) == Array(long.prefix(count)))
    }
    #expect(Self.row(count: 1024, scale: 1, sample: 4) != long)
    for (one, two) in zip(long, Self.row(count: 1024, scale: 2, sample: 3)) { #expect(two == 2 * one) }
  }

  /// Moments and distribution of the fast normals: six standard errors on each of 2²⁰ variates.
  @Test func rowsAreNormal() {
    let count = 1 << 20
    let values = Self.row(count: count, scale: 1, sample: 0).map(Double.init)
    let n = Double(count)
    func mean(_ f: (Double) -> Double) -> Double { values.reduce(0) { $0 + f($1) } / n }
    #expect(abs(mean { $0 }) < 6 / n.squareRoot())
    #expect(abs(mean { $0 * $0 } - 1) < 6 * (2 / n).squareRoot())
    #expect(abs(mean { $0 * $0 * $0 }) < 6 * (15 / n).squareRoot())
    #expect(abs(mean { $0 * $0 * $0 * $0 } - 3) < 6 * (96 / n).squareRoot())
    // Neighbours in a row, including the two halves of one Box–Muller pair, are uncorrelated.
    for lag in [1, 15, 16, 17, 32, 48, 64] {
      let product = (0..<(count - lag)).reduce(0.0) { $0 + values[$1] * values[$1 + lag] } / n
      #expect(abs(product) < 6 / n.squareRoot())
    }
    // Kolmogorov–Smirnov: √n·D exceeds 2.2 with probability 1.3·10⁻⁴.
    let sorted = values.sorted()
    var distance = 0.0
    for (index, value) in sorted.enumerated() {
      let below = 1 - NormalLaw.tail(value)
      distance = max(distance, abs(below - Double(index) / n), abs(below - Double(index + 1) / n))
    }
    #expect(distance * n.squareRoot() < 2.2)
  }

  /// The fast normals against the same Box–Muller map of the same counters in double precision.
  @Test func rowsAgreeWithDoublePrecision() {
    let row = Self.row(count: 6400, scale: 1, sample: 9)
    for group in 0..<100 {
      for lane in 0..<16 {
        let block = Draws.block(
          counter: (UInt32(group * 16 + lane), UInt32(Stream.easyNoise.rawValue) << 16, 9, 1), key: (11, 0))
        for (offset, (u, v)) in [(block.0, block.1), (block.2, block.3)].enumerated() {
          let radius = (-2 * log((Double(u) + 0.5) * 0x1p-32)).squareRoot()
          let angle = 2 * Double.pi * Double(v) * 0x1p-32
          let place = group * 64 + offset * 32 + lane
          #expect(abs(Double(row[place]) - radius * cos(angle)) < 2e-6)
          #expect(abs(Double(row[place + 16]) - radius * sin(angle)) < 2e-6)
        }
      }
    }
  }

  static func row(count: Int, scale: Float, sample: Int, step: Int = 1, patch: Int = 0) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let row = buffer.baseAddress else { return }
      Draws.fillNormals(
        row, count: count, scale: scale, seed: 11, stream: .easyNoise, step: step, sample: sample, patch: patch,
        on: .current)
      initialized = count
    }
  }
}
