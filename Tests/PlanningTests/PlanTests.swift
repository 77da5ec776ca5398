import ClaimKit
import Claims
import MultiViewClaims
import Randomness
import TestSupport
import Testing
import Training

@testable import Planning
@testable import Verification

/// A plan holds every trial once, the most expensive first, and refuses claims and designs that cannot be run.
@Suite struct PlanTests {
  @Test func theoremsAndGapShareTrials() throws {
    let design = Design(scales: [16, 32], runs: 3)
    func entry(_ claim: any Claim) -> ClaimEntry { ClaimEntry(folder: "Theorems", claim: claim) }
    let plan = try Plan([entry(Theorem5_1()), entry(Theorem5_2()), entry(CoarseLabelGap())], design: design)
    #expect(Set(plan.trials.map(\.trial)).count == plan.trials.count)
    #expect(Set(plan.trials.map(\.key)).count == plan.trials.count)
    // There are six worlds: coarse and fine labels, as they are, with two subclasses, and in a network too narrow.
    #expect(plan.trials.count == 6 * design.scales.count * design.runs)
    let alone = try Plan([entry(CoarseLabelGap())], design: design)
    #expect(Set(alone.trials.map(\.key)).isSubset(of: Set(plan.trials.map(\.key))))
    #expect(alone.trials.count == 4 * design.scales.count * design.runs)
  }

  @Test func mostExpensiveComesFirst() throws {
    let plan = try Plan([ToyClaim().entry], design: Design(scales: [16, 64, 32], runs: 2))
    let work = plan.trials.map(\.demand.work)
    #expect(work == work.sorted(by: >))
    #expect(plan.work == work.reduce(0, +))
  }

  /// A planted defect with a number out of range is refused.
  ///
  /// Hostile claim 3312 of a million inputs found this: the number was printed on the page unchecked.
  @Test(arguments: [
    Fault.noiseScaled(.infinity), .strengthScaled(.nan), .gradientScaled(.nan), .multiplier(-.infinity),
    .stepHalved(after: -1),
    .noiseNormScaled(-1), .displacementNoiseScaled(-1), .neuronsCorrelated(2),
  ])
  func faultsHaveNumbersThatCanBePlanted(fault: Fault) throws {
    #expect(throws: PlanError.self) { try Plan.faulty([ToyClaim().entry], design: toyDesign, fault: fault) }
    let defects = MultiViewExperiment.defects
    #expect(defects.count == 27)
  }

  @Test func seedsAreRunsPlusOffset() throws {
    let control = Control("other seeds", refutes: .error(on: .hard), because: "a test", changing: .coarse) {
      $0.labels = .fine
      $0.seedOffset = 500
    }
    let study = try Study(CoarseLabelGap(), control: control, design: toyDesign)
    #expect(study.trials(of: .coarse)[0].map(\.seed) == [501, 502])
    let later = try Study(
      CoarseLabelGap(), control: control, design: Design(scales: [16], runs: 2, firstSeed: 4001))
    #expect(later.trials(of: .coarse)[0].map(\.seed) == [4501, 4502])
    #expect(later.trials(of: .fine)[0].map(\.seed) == [4001, 4002])
    #expect(study.trials(of: .fine)[0].map(\.seed) == [1, 2])
    #expect(study.trials(of: .coarse)[0].allSatisfy { $0.labels == .fine })
  }

  /// Random draws do not depend on d, and statistics pooled over scales need independent runs.
  @Test(arguments: Profile.allCases) func noTwoScalesShareASeed(profile: Profile) throws {
    for claim in AllClaims.registered.map(\.claim) {
      // A claim on a program cannot be planned where its interpreter is missing.
      if claim.standIn.setup.instance?.lack != nil { continue }
      let study = try Study(claim, control: nil, design: Design(profile))
      for arm in study.arms {
        let seeds = study.trials(of: arm).flatMap { $0.map(\.seed) }
        #expect(Set(seeds).count == seeds.count, "\(claim.name)")
        let next = Profile.allCases.map(\.firstSeed).filter { $0 > profile.firstSeed }.min() ?? 1_000_000
        #expect(seeds.allSatisfy { Int($0) >= profile.firstSeed && Int($0) + 500 < next }, "\(claim.name)")
      }
    }
  }

  @Test func scheduleFollowsTheWindow() throws {
    let study = try Study(ToyClaim(), control: ToyClaim().controls[1], design: toyDesign)
    let schedules = study.trials(of: .coarse).map { $0[0].schedule }
    #expect(schedules[0] == .window(lossBound: 0.25, factor: 4, stepLimit: 64))
    #expect(schedules[1] == .window(lossBound: 1 / 32.0.squareRoot(), factor: 4, stepLimit: 64))
  }

  @Test func unfitScaleIsRefused() {
    let error = #expect(throws: PlanError.self) {
      try Plan([ToyClaim().entry], design: Design(scales: [4, 8], runs: 2))
    }
    #expect(error?.description.contains("ToyClaim") == true)
    #expect(error?.description.contains("d = 4") == true)
  }

  @Test func loudPrunedTrialIsRefused() {
    var claim = ToyClaim()
    claim.regime = .standard.varied(as: "noisy", "Noise.", [.noiseNorm: .constant(100, because: "a test")])
    #expect(throws: PlanError.self) { try Plan([claim.entry], design: toyDesign) }
  }

  @Test func tooWideForTheMachineIsRefused() {
    var claim = ToyClaim()
    claim.regime = .standard.varied(
      as: "wide", "Wide.", mode: .dense, [.width: .constant(1e12, because: "a test")])
    #expect(throws: PlanError.self) { try Plan([claim.entry], design: toyDesign) }
  }

  @Test func materialityOutOfRangeIsRefused() {
    var claim = ToyClaim()
    claim.hardEpsilon = 1.5
    let error = #expect(throws: PlanError.self) { try Plan([claim.entry], design: toyDesign) }
    #expect(error?.description.contains("1.5") == true)
  }

  @Test func noRunsIsRefused() {
    #expect(throws: PlanError.self) { try Plan([ToyClaim().entry], design: Design(scales: [16], runs: 0)) }
  }
}
