import Foundation
@testable import MultiView
import Testing

@Suite struct SampleTests {
  let parameters: ModelParameters
  let source: SampleSource

  init() throws {
    parameters = try Regime.standard.parameters(at: 64)
    source = SampleSource(parameters: parameters, seed: 1)
  }

  /// Definition 4.2: an easy sample shows its common and its rare feature, each on s patches, with full strength.
  @Test func easySamplesShowBothFeatures() {
    for index in 0..<500 {
      let sample = source.sample(index, at: .training(step: 0))
      let shown = Dictionary(grouping: sample.signals, by: \.feature).mapValues(\.count)
      #expect(
        shown == [
          source.features.common(sample.subclass.superclass): parameters.s,
          source.features.rare(sample.subclass): parameters.s,
        ])
      for patch in sample.signals {
        #expect(patch.strength >= Float((1 - parameters.iota).squareRoot()))
        #expect(patch.strength <= Float((1 + parameters.iota).squareRoot()))
      }
    }
  }

  /// Definition 4.2: a hard sample never shows its own common feature, and exactly s† weak ones of the other
  /// superclass.
  @Test func hardSamplesHideTheirCommonFeature() {
    for index in 0..<500 {
      let sample = source.sample(index, at: .test(.hard, time: 4))
      let shown = Dictionary(grouping: sample.signals, by: \.feature).mapValues(\.count)
      let other = source.features.common(sample.subclass.superclass.other)
      #expect(shown == [source.features.rare(sample.subclass): parameters.s, other: parameters.distractors])
      for patch in sample.signals where patch.feature == other {
        #expect(patch.strength <= Float((1 + parameters.iota).squareRoot() * parameters.distractorStrength))
      }
    }
  }

  /// Subclasses are uniform and strengths have mean ½(√(1−ι) + √(1+ι)).
  @Test func classesAreBalanced() {
    let n = 20000
    var seen: [Subclass: Int] = [:]
    var strength = 0.0
    for index in 0..<n {
      let sample = source.sample(index, at: .training(step: 1))
      seen[sample.subclass, default: 0] += 1
      strength += Double(sample.signals[0].strength)
    }
    let classes = 2 * parameters.k
    #expect(seen.count == classes)
    let expected = Double(n) / Double(classes)
    let chiSquared = seen.values.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    #expect(chiSquared < Double(classes - 1) + 6 * (2 * Double(classes)).squareRoot())
    let low = (1 - parameters.iota).squareRoot()
    let high = (1 + parameters.iota).squareRoot()
    #expect(abs(strength / Double(n) - 0.5 * (low + high)) < 6 * (high - low) / (12 * Double(n)).squareRoot())
  }

  /// Different steps and numbers give different samples; the same step and number give the same sample.
  @Test func placesDoNotRepeat() {
    var strengths: Set<Float> = []
    for step in 0..<50 {
      for index in 0..<20 { strengths.insert(source.sample(index, at: .training(step: step)).signals[0].strength) }
    }
    #expect(strengths.count > 990)
    #expect(source.sample(3, at: .training(step: 4)) == source.sample(3, at: .training(step: 4)))
  }

  /// Dominant noise stands on the last patch of hard samples only, with its own deviation.
  @Test func dominantNoiseIsLoud() throws {
    let parameters = try Regime.dominantNoise.parameters(at: 256)
    let source = SampleSource(parameters: parameters, seed: 1)
    let last = parameters.P - 1
    #expect(source.isDominantNoise(position: last, in: .hard))
    #expect(!source.isDominantNoise(position: last - 1, in: .hard))
    #expect(!source.isDominantNoise(position: last, in: .easy))
    for (position, scale) in [(last, parameters.dominantNoise), (last - 1, parameters.noiseScale)] {
      var sum = 0.0
      for sample in 0..<40 {
        let row = [Float](unsafeUninitializedCapacity: 256) { buffer, count in
          if let row = buffer.baseAddress {
            source.writeNoise(row, sample: sample, position: position, at: .test(.hard, time: 1), on: .current)
          }
          count = 256
        }
        sum += row.reduce(0) { $0 + Double($1) * Double($1) }
      }
      let variance = sum / (40 * 256)
      #expect(abs(variance / (scale * scale) - 1) < 6 * (2.0 / (40 * 256)).squareRoot())
    }
  }

  /// Definition 4.3: coarse and fine labels are functions of (y, c), random ones are not.
  @Test func labelMaps() {
    let k = parameters.k
    for index in 0..<200 {
      let place = SampleSource.Place.training(step: 2)
      let sample = source.sample(index, at: place)
      let coarse = source.label(of: sample.subclass, index: index, at: place, under: .coarse)
      let fine = source.label(of: sample.subclass, index: index, at: place, under: .fine)
      #expect(coarse == sample.subclass.superclass.rawValue)
      #expect(fine == coarse * k + sample.subclass.number)
      #expect((0..<9).contains(source.label(of: sample.subclass, index: index, at: place, under: .random(9))))
    }
  }
}
