import MultiView
import TestSupport
import Testing

@testable import Training

/// Sums of single neurons are those of their firings, in whatever order these come.
@Suite struct SingleSumsTests {
  @Test func sumsAreThoseOfTheFirings() {
    var dice = SplitMix64(seed: 11)
    var sums = SingleSums()
    for round in 0..<20 {
      sums.removeAll()
      #expect(sums.isEmpty)
      var expected: [Int32: [Int32: (along: Double, patches: Double)]] = [:]
      for _ in 0..<(round * 40) {
        let neuron = Int32(dice.next() % 60)
        let ear = Int32(dice.next() % 4) - 1
        let slope = dice.uniform()
        sums.add(neuron: neuron, ear: ear) {
          $0.add(slope: slope, strength: 2, patches: 1, weight: 3, own: true, share: 1)
        }
        let before = expected[neuron]?[ear] ?? (0, 0)
        expected[neuron, default: [:]][ear] = (before.along + 3 * slope * 2, before.patches + 1)
      }
      #expect(Set(sums.neurons) == Set(expected.keys) && sums.neurons.count == expected.count)
      for (neuron, ears) in expected {
        let heard = sums.ears(of: neuron)
        #expect(heard.map(\.ear) == ears.keys.sorted())
        for part in heard {
          #expect(part.sums.along == ears[part.ear]?.along && part.sums.patches == ears[part.ear]?.patches)
        }
      }
    }
  }

  /// In a large batch with macro steps, few samples stand for many from the first step on.
  @Test(arguments: [LabelMap.coarse, .fine]) func largeBatchesHaveRepresentatives(labels: LabelMap) throws {
    func trial(_ macro: Double, seed: UInt64) throws -> NetworkTrial {
      try ConcentratedWorld.trial(
        labels, d: 1 << 14, [.k: 4, .batch: 4096, .macro: macro, .iota: 0.01], seed: seed, .steps(12),
        regime: .asymptotic)
    }
    var differences: [Double] = []
    for seed in 1...12 as ClosedRange<UInt64> {
      let losses = try [0, 0.01].map { macro in
        try #require(try Trainer.train(trial(macro, seed: seed)).checkpoints.last).trainingLoss
      }
      differences.append(losses[1] / losses[0] - 1)
    }
    let n = Double(differences.count)
    let mean = differences.reduce(0, +) / n
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    // The networks have the same initial weights, so that only the samples differ.
    #expect(abs(mean) < 0.01 + 4 * (variance / n).squareRoot(), "\(mean)")
    #expect(variance.squareRoot() < 0.1)
  }
}
