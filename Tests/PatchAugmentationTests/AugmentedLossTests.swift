import Foundation
import Testing

@testable import PatchAugmentation

@Suite struct AugmentedLossTests {
  private let loss = AugmentedLoss(labels: [1, -1, -1, 1], patches: 3)
  private let outputs = [0.3, -1.2, 0.8, -0.4, 0.1, -2.0, 1.5, 0.2, -0.7, 0.9, 0.6, -0.3]
  private let partners = [1, 0, 2, 3, 2, 2, 0, 1]

  private func logistic(_ z: Double) -> Double { log1p(exp(-z)) }

  /// The mean loss over samples, over cut samples, and over all mixtures, written out.
  private func value(_ augmentation: Augmentation, _ outputs: [Double]) -> Double {
    func output(_ sample: Int, _ patches: [Int]) -> Double { patches.reduce(0) { $0 + outputs[3 * sample + $1] } }
    switch augmentation {
    case .erm:
      return (0..<4).reduce(0) { $0 + logistic(loss.labels[$1] * output($1, [0, 1, 2])) / 4 }
    case .cutout:
      return (0..<4).reduce(0) { sum, sample in
        sum + [[1, 2], [0, 2], [0, 1]].reduce(0) { $0 + logistic(loss.labels[sample] * output(sample, $1)) / 12 }
      }
    case .cutmix:
      // Sizes 0 to 3 have probability 1/4, and the sets of one size are equally likely.
      let sets = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]
      return partners.enumerated().reduce(0) { sum, pair in
        let (sample, partner) = (pair.offset / 2, pair.element)
        return sets.reduce(sum) { sum, set in
          let weight = (set.isEmpty || set.count == 3 ? 1.0 / 4 : 1.0 / 12) / Double(partners.count)
          let f = output(sample, set) + output(partner, [0, 1, 2].filter { !set.contains($0) })
          let share = Double(set.count) / 3
          return sum + weight
            * (share * logistic(loss.labels[sample] * f) + (1 - share) * logistic(loss.labels[partner] * f))
        }
      }
    }
  }

  private func gradient(_ augmentation: Augmentation, _ outputs: [Double]) -> [Double] {
    switch augmentation {
    case .erm: loss.erm(outputs)
    case .cutout: loss.cutout(outputs)
    case .cutmix: loss.cutmix(outputs, partners: partners)
    }
  }

  @Test(arguments: Augmentation.allCases) func gradientsAreThoseOfTheLoss(augmentation: Augmentation) {
    let gradient = gradient(augmentation, outputs)
    for place in outputs.indices {
      var (above, below) = (outputs, outputs)
      above[place] += 1e-5
      below[place] -= 1e-5
      let slope = (value(augmentation, above) - value(augmentation, below)) / 2e-5
      #expect(abs(gradient[place] - slope) < 1e-9)
    }
  }

  /// A sample that is mixed with itself stays as it is.
  @Test func cutMixOfASampleWithItselfIsTheSample() {
    let mixed = loss.cutmix(outputs, partners: [0, 1, 2, 3])
    for (one, other) in zip(mixed, loss.erm(outputs)) { #expect(abs(one - other) < 1e-15) }
  }

  /// With all labels and outputs negated, every gradient is negated.
  @Test(arguments: Augmentation.allCases) func classesAreExchangeable(augmentation: Augmentation) {
    let mirrored = AugmentedLoss(labels: loss.labels.map { -$0 }, patches: 3)
    let negative = outputs.map { -$0 }
    let other =
      switch augmentation {
      case .erm: mirrored.erm(negative)
      case .cutout: mirrored.cutout(negative)
      case .cutmix: mirrored.cutmix(negative, partners: partners)
      }
    for (one, other) in zip(gradient(augmentation, outputs), other) { #expect(abs(one + other) < 1e-15) }
  }

  /// A network that knows nothing pulls with 1/2 of the weight of each output.
  @Test func theFirstPullIsOneHalf() {
    let zeros = [Double](repeating: 0, count: 12)
    for (place, slope) in loss.erm(zeros).enumerated() { #expect(slope == -loss.labels[place / 3] / 8) }
    // Each patch is in two of three cut samples.
    for (place, slope) in loss.cutout(zeros).enumerated() {
      #expect(abs(slope + loss.labels[place / 3] / 12) < 1e-15)
    }
  }

  /// Outputs ±c* on every patch are a minimum of the CutMix loss over all pairs of two classes of equal size.
  @Test func evenOutputsMinimiseCutMix() {
    let c = 1.3954000214471671
    let even = loss.labels.flatMap { [c * $0, c * $0, c * $0] }
    let everyPair = (0..<4).flatMap { _ in [0, 1, 2, 3] }
    for slope in loss.cutmix(even, partners: everyPair) { #expect(abs(slope) < 1e-12) }
  }
}
