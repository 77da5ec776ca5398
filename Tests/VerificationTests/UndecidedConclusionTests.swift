import ClaimKit
import Decision
import Experiments
import MultiView
import MultiViewClaims
import TestSupport
import Testing
import Training

@testable import Planning
@testable import Trials
@testable import Verification

/// What cannot be judged stays in its claim and its family: leaving it out would make support easier.
@Suite struct UndecidedConclusionTests {
  /// The toy claim without the materiality of its second conclusion.
  private struct Unweighed: Claim {
    let toy = ToyClaim()
    var source: Source { toy.source }
    var title: String { toy.title }
    var says: String { toy.says }
    var statement: [Clause] { return toy.statement }
    var controls: [Control] { return toy.controls }
    var standIn: StandIn {
      StandIn(regime: toy.regime, window: toy.window, materialities: [toy.standIn.materialities[0]])
    }
  }

  private func findings(on claim: any Claim) throws -> [ConclusionFinding] {
    let study = try Study(claim, control: nil, design: Design(scales: [16, 32, 64, 128, 256], runs: 20))
    var outcomes: [Trial: TrialOutcome] = [:]
    for trial in study.arms.flatMap({ study.trials(of: $0).joined() }) {
      let network = try NetworkTrial(trial)
      outcomes[trial] = .trained(Trace(try ToyTrainer.train(network), of: network))
    }
    return ConclusionFinding.all(of: study, from: outcomes)
  }

  @Test func conclusionWithoutMaterialityWithholdsSupport() throws {
    let sound = try findings(on: ToyClaim())
    #expect(sound.count == 2 && Conjunction(judging: sound.map(\.decision)).verdict().isSupport)
    let found = try findings(on: Unweighed())
    #expect(found.map(\.conclusion) == sound.map(\.conclusion))
    #expect(found[0].decision == sound[0].decision)
    #expect(found[1].decision.stop == .health && found[1].decision.pSupport == 1 && found[1].decision.pRefute == 1)
    #expect(found[1].decision.notes.count == 1 && found[1].decision.notes[0].contains("holds no materiality"))
    #expect(Conjunction(judging: found.map(\.decision)).verdict() == .inconclusive(.health))
  }

  @Test func planRefusesAConclusionWithoutMateriality() {
    #expect {
      try Plan([ClaimEntry(folder: "Toys", claim: Unweighed())], design: toyDesign)
    } throws: {
      "\($0)".contains("states no materiality that suits")
    }
  }

  @Test func claimThatWasNotJudgedIsUndecided() {
    #expect(ClaimFamily.Judgement.undecided.verdict == .inconclusive(.health))
    #expect(ClaimFamily.Judgement.undecided.adjustedSupport == 1 && ClaimFamily.Judgement.undecided.adjustedRefute == 1)
    #expect(Conjunction(judging: []).verdict() == .inconclusive(.health))
  }
}
