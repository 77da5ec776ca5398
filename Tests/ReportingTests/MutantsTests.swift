import ClaimKit
import Claims
import Decision
import Experiments
import Foundation
import MultiView
import MultiViewClaims
import Planning
import TestSupport
import Testing
import Trials

@testable import Reporting
@testable import Training
@testable import Verification

/// The mutation matrix and its page, tested on invented verdicts and traces.
@Suite struct MutantsTests {
  private static let claims = ["A", "B", "C"]
  private static let baseline: [String: Verdict] = [
    "A": .supported, "B": .supported, "C": .inconclusive(.power),
  ]
  private static let noise = Mutant("noise-doubled", .noiseScaled(2))
  private static let frozen = Mutant("bias-frozen", .biasFrozen)

  private static func answers(
    _ verdicts: [String: Verdict], tried: [String] = Self.claims
  ) -> MutationMatrix.Answers {
    var answers = MutationMatrix.Answers()
    answers.add(tried, verdicts: verdicts)
    return answers
  }

  private static func matrix() -> MutationMatrix {
    MutationMatrix(
      claims: Self.claims, baseline: Self.answers(Self.baseline),
      mutants: [
        (Self.noise, Self.answers(["A": .refuted, "B": .supported, "C": .refuted])),
        (Self.frozen, Self.answers(["A": .supported, "B": .supported, "C": .refuted])),
        (Mutant("data-rotated", .rotatedDataOnly), Self.answers(["A": .inconclusive(.health), "C": .supported])),
        (
          Mutant("step-halved", .stepHalved(after: 10)),
          Self.answers(["A": .inconclusive(.slowDecay), "B": .supported], tried: ["A", "B"])
        ),
      ])
  }

  @Test func onlySupportedClaimsNotice() {
    let matrix = Self.matrix()
    #expect(
      matrix.rows.map(\.marks) == [
        [.refuted, .unnoticed, .unsupported], [.unnoticed, .unnoticed, .unsupported],
        [.health, .impossible, .unsupported], [.inconclusive, .unnoticed, .unsupported],
      ])
    #expect(matrix.unnoticed == [Self.frozen])
    #expect(matrix.unnoticing == ["B"])
    #expect(matrix.claims(marked: .refuted, in: matrix.rows[0]) == ["A"])
  }

  @Test func pageListsUnnoticedDefects() {
    let page = MutantsPage(Self.matrix(), design: Design(.quick), trainerVersion: "9", command: "littleo mutants")
    let text = page.markdown
    for part in [
      "**1 of 4 planted defects are noticed by no claim: bias-frozen.**",
      "| 1 | `noise-doubled` | noise × 2 | 1 | A | — | — |", "| A | supported | R | · | H | ? |",
      "| C | inconclusive(power) | – | – | – | – |", "notice none of these defects: B.",
      "Without a defect, 2 of 3 claims supported.",
      "seeds 11001 … 11020 at the smallest scale, shifted by 1000 at each further scale; trainer version 9",
    ] { #expect(text.contains(part), "\(part) in \(text)") }
    #expect(text.hasPrefix(ReportText.marker) && text == page.markdown)
  }

  /// Each word of support is tried with a defect and counts as not noticed under it; no other word is.
  @Test func everyWordOfSupportIsTried() {
    for verdict in everyVerdict {
      let baseline = Self.answers(["A": verdict], tried: ["A"])
      for other in everyVerdict {
        let mark = MutationMatrix.mark(of: "A", baseline: baseline, answers: Self.answers(["A": other], tried: ["A"]))
        #expect((mark == .unsupported) != verdict.isSupport)
        if verdict.isSupport { #expect(mark.isNotice != other.isSupport, "\(verdict) → \(other)") }
      }
    }
  }

  @Test func mutantsHaveNamesOfTheirOwn() {
    let defects = MultiViewExperiment.defects
    #expect(defects.count == 27)
    #expect(Set(defects.map(\.name)).count == 27 && Set(defects.map(\.settings)).count == 27)
    #expect(Set(defects.map(\.words)).count == 27)
  }

  /// Every trial has the defect, and no key of a sound trial changes; controls are not planned.
  @Test func faultsReachEveryTrial() throws {
    let entry = ClaimEntry(folder: "Theorems", claim: Theorem5_2())
    let sound = try Plan.faulty([entry], design: Design(.quick), fault: nil)
    let faulty = try Plan.faulty([entry], design: Design(.quick), fault: .gradientScaled(1.2))
    #expect(sound.claims[0].controls.isEmpty && sound.trials.allSatisfy { $0.trial.fault == nil })
    #expect(faulty.trials.count == sound.trials.count)
    #expect(faulty.trials.allSatisfy { $0.trial.fault == .gradientScaled(1.2) })
    #expect(Set(sound.trials.map(\.key)).isDisjoint(with: faulty.trials.map(\.key)))
    func verdicts(_ plan: Plan) -> [String: Verdict] {
      let outcomes = plan.trials.map { planned -> (Trial, TrialOutcome) in
        let trial = planned.trial
        let seen = NetworkTrial(
          parameters: trial.parameters, labels: trial.fault == nil ? trial.labels : .coarse, seed: trial.seed,
          schedule: trial.schedule)
        return (trial, .trained(InventedWorld.trace(of: seen), of: trial))
      }
      return Verifier(plan, isFamily: false).verdicts(
        Dictionary(outcomes, uniquingKeysWith: { first, _ in first }))
    }
    #expect(verdicts(sound)["Theorem5_2"]?.isSupport == true)
    #expect(verdicts(faulty) == ["Theorem5_2": .refuted])
  }
}
