import ClaimKit
import Claims
import Experiments
import Planning
import TestSupport
import Testing
import Trials

@testable import Reporting
@testable import Verification

/// Claims about one experiment are corrected together, and claims about others change nothing for them.
@Suite struct FamilyTextTests {
  private struct CoinClaim: Claim {
    private static let heads = Observable("heads", "share of heads", .positive, isOfRun: true)

    var source: Source { Source("A test", provenance) }
    let provenance: Provenance
    let name: String
    init() { self.init(.chosen) }
    init(_ provenance: Provenance, experiment name: String = "coin") {
      (self.provenance, self.name) = (provenance, name)
    }
    let title = "A coin"
    let says = "A coin."
    var statement: [Clause] { Conclude(.observed(Self.heads), is: .littleO(1)) }
    var standIn: StandIn {
      StandIn(
        of: SwiftExperiment(name, version: "1", settings: ["floor": 0], observables: [Self.heads]) { run in
          try run.read((try run.number("floor")) + (1 + 0.1 * run.random.uniform()) / Double(run.scale), as: "heads")
        },
        axis: .scale("n", "throws", [.quick: [16, 32, 64, 128, 256]], because: "a test"),
        window: .once(because: "a test"),
        materialities: [Materiality(of: .observed(Self.heads), shareOfFirst: 0.5, because: "a test")])
    }
    var controls: [Control] {
      Control("a floor", refutes: .observed(Self.heads), because: "a test") { $0["floor"] = 1 }
    }
  }

  private func findings(_ entries: [ClaimEntry]) async throws -> [Finding] {
    let plan = try Plan(entries, design: Design(.quick), experiments: .multiView)
    let runner = TrialRunner(
      archive: nil, jobs: 2,
      substitute: { planned, threads throws(ExperimentError) in
        if planned.trial.experiment != "multi-view" {
          return try await planned.experiment.session(jobs: 1).run(planned.trial, threads: threads)
        }
        return InventedWorld.trace(of: planned.trial)
      })
    return Verifier(plan, isFamily: true).judge(try await runner.run(plan.trials))
  }

  @Test func anotherExperimentChangesNoPValue() async throws {
    let paper = [Theorem5_1() as any Claim, Theorem5_2()].map { ClaimEntry(folder: "Theorems", claim: $0) }
    let alone = try await findings(paper)
    let both = try await findings(paper + [ClaimEntry(folder: "Known", claim: CoinClaim())])
    #expect(both.map(\.familySize) == [2, 2, 1])
    #expect(both.map(\.controlFamilySize) == [alone[0].controlFamilySize, alone[0].controlFamilySize, 1])
    for (with, without) in zip(both, alone) {
      #expect(with.adjustedSupport == without.adjustedSupport && with.adjustedRefute == without.adjustedRefute)
      #expect(with.controls.map(\.adjustedRefute) == without.controls.map(\.adjustedRefute))
      #expect(with.registration.digest == without.registration.digest)
    }
    #expect(both[2].adjustedSupport == both[2].conjunction.pSupport && both[2].verdict.isSupport)
    let text = FamilyText(both)
    #expect(text.claimsByFamily == "2 about multi-view and 1 about coin" && text.isCorrected && !text.isSingle)
    #expect(FamilyText(alone).isSingle)
    let page = HowToReadPage(both).markdown
    #expect(page.contains("2 about multi-view and 1 about coin"))
    let single = HowToReadPage(alone).markdown
    #expect(single.contains("The 2 claims verified here form two Holm families"))
  }

  /// Known theorems have an experiment each and are corrected together; the paper's p-values stay.
  @Test func knownTheoremsAreOneFamily() async throws {
    let paper = [ClaimEntry(folder: "Theorems", claim: Theorem5_1())]
    let known = ["coin", "die", "urn"].map {
      ClaimEntry(folder: "Known", claim: CoinClaim(.known, experiment: $0))
    }
    let alone = try await findings(paper)
    let all = try await findings(paper + known)
    #expect(all.map(\.familySize) == [1, 3, 3, 3] && all.dropFirst().allSatisfy { $0.controlFamilySize == 3 })
    #expect(all[0].adjustedSupport == alone[0].adjustedSupport)
    #expect(FamilyText(all).claimsByFamily == "1 about multi-view and 3 about known theorems")
  }
}
