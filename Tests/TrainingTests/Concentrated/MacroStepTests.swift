import Foundation
import MultiView
import Testing
import TestSupport

@testable import Training

/// A macro step stands for the steps that it leaves out.
@Suite struct MacroStepTests {
  private func drawn(
    _ trial: NetworkTrial, times: Range<Int>, span: Int, noise: Double = 0,
    _ body: (GroupedSamples, [MacroStep.Representative]) -> Void
  ) {
    let stage = Stage(
      pretraining: trial, source: SampleSource(trial), headOfBlock: (0..<Int32(trial.heads)).map { $0 })
    let macro = MacroStep(of: trial, labels: stage.labels, noise: noise)
    var tape = ConcentratedWorld.tape()
    for time in times {
      tape.open(.sharedNoise, step: time)
      let (samples, representatives) = macro.draw(time: time, span: span, &tape)
      #expect(samples.count == representatives.count)
      body(samples, representatives)
    }
  }

  /// The weights add up to the number of samples, and those of a label are a multinomial count.
  @Test(arguments: [LabelMap.fine, .coarse, .split(2), .random(3)])
  func classesAreMultinomial(labels: LabelMap) throws {
    let trial = try ConcentratedWorld.trial(labels, [.macro: 0.01, .hardShare: 0.25])
    let (span, repeats) = (40, 400)
    let total = Double(span * trial.parameters.batch)
    var sums = Array(repeating: 0.0, count: trial.heads)
    var squares = sums
    drawn(trial, times: 1..<(repeats + 1), span: span) { _, representatives in
      var counts = Array(repeating: 0.0, count: trial.heads)
      for representative in representatives { counts[representative.label] += representative.weight }
      #expect(abs(counts.reduce(0, +) - total) < 1e-8)
      for (label, count) in counts.enumerated() {
        #expect(abs(count - count.rounded()) < 1e-8)
        sums[label] += count
        squares[label] += count * count
      }
    }
    let n = Double(repeats)
    let share = 1 / Double(trial.heads)
    let variance = total * share * (1 - share)
    for label in sums.indices {
      let mean = sums[label] / n
      #expect(abs(mean - total * share) < 5 * (variance / n).squareRoot())
      #expect(abs((squares[label] / n - mean * mean) / variance - 1) < 5 * (2 / n).squareRoot())
    }
  }

  /// No sample is lost to rounding, however many there are and however many classes.
  @Test func hugeStepsLoseNoSample() throws {
    for (d, k) in [(1 << 40, 95), (1 << 40, 1000), (1 << 40, 1)] {
      let trial = try ConcentratedWorld.trial(.coarse, d: d, [.macro: 0.05, .k: Double(k), .batch: 4096])
      for span in [1, 7, 1 << 35] {
        drawn(trial, times: 1..<5, span: span) { _, representatives in
          let total = Double(span) * 4096
          #expect(abs(representatives.reduce(0) { $0 + $1.weight } - total) <= 1e-9 * total)
        }
      }
    }
  }

  /// The strongest of n patches is the largest of n uniform strengths.
  @Test func strongestPatchesAreLargestOfAll() throws {
    let trial = try ConcentratedWorld.trial(.coarse, [.macro: 0.01, .hardShare: 0.5, .distractors: 3])
    let parameters = trial.parameters
    let low = (1 - parameters.iota).squareRoot()
    let high = parameters.maximalStrength
    let distractors = Set([0, 1])
    var places: [Double] = []
    drawn(trial, times: 1..<400, span: 60) { samples, representatives in
      // Each class ends with the representative that carries its strongest patches.
      for (index, representative) in representatives.enumerated() where !representative.strongest.isEmpty {
        let count = (representative.weight * 8).rounded()
        let groups = samples.groups(of: index)
        let isHard = samples.groups[groups.lowerBound + 1].most < 0.9
        for strongest in representative.strongest {
          let isWeak = isHard && distractors.contains(strongest.feature)
          let factor = isWeak ? parameters.distractorStrength : 1
          let patches = Double(isWeak ? 3 : parameters.s)
          let place = (strongest.strength / factor - low) / (high - low)
          #expect(place > 0 && place <= 1)
          places.append(pow(place, count * patches))
          #expect(strongest.heard / factor >= low && strongest.heard / factor <= high)
        }
      }
    }
    let n = Double(places.count)
    let distance = places.sorted().enumerated().reduce(0.0) {
      max($0, abs($1.element - (Double($1.offset) + 0.5) / n))
    }
    #expect(n > 5000 && distance < 2.2 / n.squareRoot())
  }

  /// The fall of a bias in a macro step is that of K explicit steps, whether samples agree or disagree.
  @Test(arguments: [(1.0, 0.05), (1, 0.2), (1, 0.25), (1, 0.26), (0.1, 0.9), (2, 0.0), (1, 8)])
  func biasesFallAsInExplicitSteps(rise: Double, lowering: Double) throws {
    let trial = try ConcentratedWorld.trial(.fine, d: 1 << 20, [.macro: 0.01, .stepSize: 0.5])
    let law = ConcentratedWorld.law(trial)
    let batch = trial.parameters.batch
    let rate = trial.parameters.stepSize / Double(batch)
    var step = ConcentratedStep(of: trial, outputs: trial.heads, pairs: 4, features: 4, defect: nil)
    let span = 2000
    step.begin(time: 200_000, span: span)
    for (share, noise) in [(1 / 256.0, 1e-4), (1 / 256.0, 1e-2), (1 / 16.0, 1e-4), (0.5, 1e-2)] {
      var dice = SplitMix64(seed: 8)
      let repeats = 20
      var (fall, rises, count) = (0.0, 0.0, 0.0)
      for _ in 0..<(repeats * span) {
        let own = Double((0..<batch).count { _ in dice.uniform() < share })
        let move = own * rise - lowering
        // A step that shows no patch moves nothing.
        fall += move == 0 ? 0 : (move * move + noise).squareRoot()
        rises += own * rise
        count += own
      }
      let n = Double(repeats)
      let sums = ConcentratedStep.Sums(
        along: (rises / n - lowering * Double(span)) / rate, squares: 1, rise: rises / n / rate, own: count / n)
      let expected = law.decay * fall / n
      let value = step.fall(sums, noise: noise * Double(span), law)
      #expect(abs(value / expected - 1) < 0.02, "share \(share), noise \(noise): \(value / expected)")
    }
  }

  /// Macro trials end where trials of every step end.
  ///
  /// With ε = 10⁻⁶ these trials take every step too, from the same neurons: with ε = 0 the screen, and with it the
  /// initial network, would be another one.
  @Test(
    arguments: [
      (LabelMap.coarse, 1024, 2048), (.fine, 1024, 1024), (.coarse, 1_000_000, 1024), (.fine, 1_000_000, 400),
    ])
  func macroTrialsEndAlike(labels: LabelMap, d: Int, steps: Int) throws {
    func last(_ macro: Double, _ seed: UInt64) throws -> Checkpoint {
      let trial = try ConcentratedWorld.trial(
        labels, d: d, [.macro: macro, .testSamples: 200], seed: seed, .finish(steps: steps))
      return try #require(try Trainer.train(trial).checkpoints.last)
    }
    let seeds = UInt64(1)...(d == 1024 ? 3 : 1)
    var ratios = (loss: 0.0, common: 0.0, rare: 0.0)
    for seed in seeds {
      let (one, two) = (try last(1e-6, seed), try last(0.01, seed))
      ratios.loss += log(two.trainingLoss / one.trainingLoss) / Double(seeds.count)
      ratios.common += try log(#require(two.commonWeight) / #require(one.commonWeight)) / Double(seeds.count)
      ratios.rare += try log(#require(two.rareWeight) / #require(one.rareWeight)) / Double(seeds.count)
    }
    #expect(abs(ratios.loss) < 0.01, "\(ratios)")
    #expect(abs(ratios.rare) < 0.005, "\(ratios)")
    // Under fine labels the common weight is what is left of gradients that cancel: it depends on the samples drawn.
    #expect(abs(ratios.common) < (labels == .fine ? 0.03 : 0.005), "\(ratios)")
  }

  /// Fine-tuning begins with single steps, however long the pretraining was.
  @Test func fineTuningBeginsWithSingleSteps() throws {
    func macroSteps(finetuning: Int) throws -> Int {
      let trial = try ConcentratedWorld.trial(
        .fine, d: 1024, [.macro: 0.05, .k: 4, .testSamples: 4], .finish(steps: 4000), finetuning: finetuning)
      return try #require(try Trainer.train(trial).law).macroSteps
    }
    let alone = try macroSteps(finetuning: 0)
    #expect(try macroSteps(finetuning: 40) == alone)
    #expect(try macroSteps(finetuning: 400) > alone + 10)
  }
}
