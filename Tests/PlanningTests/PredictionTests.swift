import ClaimKit
import Experiments
import Foundation
import MultiView
import Randomness
import TestSupport
import Testing

@testable import MultiViewClaims
@testable import Planning

/// Predicted curves are known where they can be computed otherwise.
@Suite struct PredictionTests {
  private func value(_ rule: Rule, _ settings: [RegimeParameter: Double], d: Double = 1024) -> Double {
    let resolved = settings.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
    return rule.evaluate(Rule.Context(d: d, resolved: resolved))
  }

  /// Exchanging the counts turns right answers into wrong ones.
  @Test(arguments: [0.5, 1, 16, 55.0]) func exchangingTheCountsExchangesTheAnswers(mean: Double) {
    for ratio in [0.25, 0.6, 1, 1.7, 4] {
      let sum =
        LuckyCounts.shareAnswered(ratio: ratio, mean: mean) + LuckyCounts.shareAnswered(ratio: 1 / ratio, mean: mean)
      #expect(abs(sum - 1) < 1e-9)
    }
    // Without distractors only a head without neurons fails to answer, and then half of its ties are right.
    #expect(abs(LuckyCounts.shareAnswered(ratio: 0, mean: mean) - (1 - exp(-mean) / 2)) < 1e-9)
    #expect(abs(LuckyCounts.shareAnswered(ratio: 1, mean: mean) - 0.5) < 1e-9)
  }

  /// Drawn counts give the same share as the double sum.
  @Test func drawnCountsAgree() {
    var dice = SplitMix64(seed: 3)
    func poisson(_ mean: Double) -> Int {
      var (count, product) = (0, dice.uniform())
      while product > exp(-mean) { (count, product) = (count + 1, product * dice.uniform()) }
      return count
    }
    let runs = 40_000
    var right = 0.0
    for _ in 0..<runs {
      let (own, other) = (Double(poisson(16)), Double(poisson(16)))
      right += own > 0.75 * other ? 1 : own == 0.75 * other ? 0.5 : 0
    }
    let expected = LuckyCounts.shareAnswered(ratio: 0.75, mean: 16)
    #expect(abs(right / Double(runs) - expected) < 5 * (expected * (1 - expected) / Double(runs)).squareRoot())
  }

  @Test func knownValues() {
    #expect(abs(value(.unseenShare, [.k: 1, .sourceSize: 3]) - 0.125) < 1e-12)
    // 2k = 4 and N = 4: (3/4)⁴.
    #expect(abs(value(.unseenShare, [.k: 2, .sourceSize: 4]) - 0.31640625) < 1e-12)
    let margin = value(.coarseMarginRatio, [.k: 4, .s: 2, .distractors: 2, .distractorStrength: 0.5])
    #expect(abs(margin + 0.2) < 1e-12)
    #expect(value(.coarseMarginRatio, [.k: 2, .s: 2, .distractors: 2, .distractorStrength: 0.5]) == 0)
    let quiet: [RegimeParameter: Double] = [.k: 4, .iota: 0, .biasFactor: 1.5]
    #expect(abs(value(.coarseLossConstant, quiet) - 0.8) < 1e-12)
    #expect(abs(value(.fineLossConstant, quiet) - 4) < 1e-12)
    var jittered = quiet
    jittered[.iota] = 0.05
    #expect(value(.fineLossConstant, jittered) < 4)
    // The bias decay makes a distractor weaker, so fewer answers are wrong.
    let luck: [RegimeParameter: Double] = [
      .k: 24, .s: 2, .distractors: 2, .distractorStrength: 1.0 / 24, .lucky: 16, .biasDecay: 0,
    ]
    #expect(abs(value(.errorByLuck, luck) - 0.5) < 1e-9)
    var decayed = luck
    decayed[.biasDecay] = 0.01
    #expect(value(.errorByLuck, decayed) < 0.5)
  }

  /// A prediction that the statement leaves open needs a rule, and a law that it gives needs none.
  @Test func openPredictionsNeedARule() {
    let error = Quantity.error(on: .hard)
    let open = Conclusion(quantity: error, order: .equals(Law(predicted: "e^(−N/(2k_y))")))
    let stated = Conclusion(quantity: error, order: .equals(.one))
    let ruled = StandIn(
      regime: .standard, window: .standard,
      materialities: [Materiality(of: error, curveWithin: 0.1, of: .unseenShare, because: "a test")])
    let bare = StandIn(
      regime: .standard, window: .standard,
      materialities: [Materiality(of: error, curveWithin: 0.1, because: "a test")])
    #expect(ruled.materiality(of: open) != nil && ruled.materiality(of: stated) == nil)
    #expect(bare.materiality(of: open) == nil && bare.materiality(of: stated) != nil)
    #expect(ruled.materialities.first?.text.contains("prediction (1 − 1/(2k))^N") == true)
    #expect(open.text.contains("e^(−N/(2k_y))"))
  }
}
