import ClaimKit
import Claims
import MultiView
import Testing
import Training
import Trials

@testable import MultiViewClaims
@testable import Planning

/// A claim over decades of d runs exact trials up to d = 1,024 and concentrated ones beyond.
@Suite struct ReachTests {
  private func study(_ profile: Profile, runs: Int = 2) throws -> Study {
    try Study(Theorem5_1(), control: nil, design: Design(profile, runs: runs))
  }

  private func networks(_ study: Study) throws -> [NetworkTrial] {
    try study.trials(of: .coarse).compactMap(\.first).map { try NetworkTrial($0) }
  }

  @Test(arguments: [(Profile.quick, 1 << 20), (.standard, 1 << 30), (.deep, 1 << 40)])
  func concentratedTrialsBeginAboveTheReach(profile: Profile, largest: Int) throws {
    let study = try study(profile)
    #expect(study.design.scales.last == largest)
    for trial in try networks(study) {
      let isExact = trial.parameters.d <= 1024
      #expect(trial.parameters.mode == (isExact ? .pruned : .concentrated))
      #expect(trial.parameters.macro == (isExact ? 0 : 0.01))
    }
    #expect(study.kinds == study.design.scales.map { $0 <= 1024 ? "exact" : "concentrated" })
  }

  /// Claims over decades share their exact trials with the other claims.
  @Test func exactTrialsAreThoseOfOtherClaims() throws {
    let ordinary = StandIn.standard(.halvedLoss)
    let decades = StandIn.decades(.halvedLoss)
    for d in [64, 256, 1024] {
      let trials = try [ordinary, decades].map { standIn in
        try World(.coarse, standIn: standIn).trial(on: standIn.axis, at: d)
      }
      #expect(trials[0] == trials[1])
    }
  }

  /// T* grows like √d under fine labels, and the search for it may not end before.
  @Test func theStepLimitGrowsWithTheDimension() throws {
    let limits = try networks(try study(.standard)).map { trial -> Int? in
      guard case .window(_, _, let limit) = trial.schedule else { return nil }
      return limit
    }
    #expect(limits == [4096, 4096, 4096, 4096, 4096, 16384, 65536, 262_144, 1_048_576, 4_194_304])
    var world = World(.fine, standIn: .decades(.halvedLoss))
    world.window.lowerLimit(to: 512)
    let lowered = try NetworkTrial(world.trial(on: .decades, at: 1 << 30))
    #expect(lowered.schedule == .window(lossBound: 1 / Double(1 << 15), factor: 4, stepLimit: 512))
  }

  /// Where both kinds run, they have the same seeds; they run nowhere else.
  @Test func overlapRunsBesideTheExactTrials() throws {
    let study = try study(.standard)
    let overlap = try #require(try Study.overlap(of: study))
    #expect(overlap.design.scales == [256, 512, 1024])
    for (place, trials) in zip(2..., overlap.trials(of: .coarse)) {
      let own = study.trials(of: .coarse)[place]
      #expect(trials.map(\.seed) == own.map(\.seed))
      for (other, own) in zip(try trials.map { try NetworkTrial($0) }, try own.map { try NetworkTrial($0) }) {
        #expect(other.parameters.mode == .concentrated)
        #expect(other.schedule == own.schedule)
        #expect(other.parameters.k == own.parameters.k)
      }
    }
    let ordinary = try Study(ExactClaim(), control: nil, design: Design(.quick, runs: 2))
    #expect(try Study.overlap(of: ordinary) == nil)
    #expect(ordinary.kinds.isEmpty)
  }

  /// A plan without pictures has no trials that no verdict rests on.
  @Test func overlapIsAPicture() throws {
    let entry = ClaimEntry(folder: "Theorems", claim: Theorem5_1())
    let design = Design(.quick, runs: 2)
    let full = try Plan([entry], design: design)
    let bare = try Plan([entry], design: design, hasPictures: false)
    #expect(full.trials.count == bare.trials.count + 4)
  }

  /// A defect of single samples cannot be planted into macro steps, so every step is taken.
  @Test func defectsOfSingleSamplesTakeEveryStep() throws {
    for (fault, macro) in [
      (Fault.labelsShuffled, 0.0), (.distractorsSilenced, 0), (.oneSuperclassOnly, 0), (.biasFrozen, 0.01),
    ] {
      let defect = MultiViewExperiment.defect("planted", fault)
      let study = try Study(Theorem5_1(), control: nil, design: Design(scales: [64, 1 << 20], runs: 1), defect: defect)
      let trials = try study.trials(of: .coarse).joined().map { try NetworkTrial($0) }
      #expect(trials.map(\.parameters.macro) == [0, macro] && trials.allSatisfy { $0.fault == fault })
      for trial in trials { #expect(throws: Never.self) { try NetworkDemand.checked(trial) } }
    }
  }

  /// A world that has no concentrated law is refused by name before anything is trained.
  @Test func aDenseControlCannotReachLargeDimensions() {
    #expect(throws: PlanError.self) {
      try Study(
        Theorem5_1(), control: Control("loud", refutes: .error(on: .easy), because: "a test") { $0.regime = .loud },
        design: Design(scales: [1 << 30], runs: 1))
    }
  }

  /// A change of the reach is a change of the registration.
  @Test func theReachIsRegistered() throws {
    func digest(_ claim: any Claim, _ design: Design) throws -> String {
      let study = try Study(claim, control: nil, design: design)
      let planned = PlannedClaim(
        entry: ClaimEntry(folder: "Theorems", claim: claim), study: study, controls: [], overlap: nil, diagram: nil)
      return Registration(of: planned).text
    }
    let design = Design(scales: [64, 256], runs: 2)
    #expect(try digest(Theorem5_1(), design).contains("pruned up to d = 1024, concentrated beyond"))
    #expect(try !digest(ExactClaim(), design).contains("concentrated"))
  }
}

/// A claim whose trials are all exact.
private struct ExactClaim: Claim {
  let source = Source("a test", .chosen, remark: "It tests the plan.")
  let title = "A test"
  let says = "A test."
  let caveat = ""
  var statement: [Clause] {
    Given(labels: .coarse)
    Conclude(.error(on: .easy), is: .littleO(1))
  }
  var standIn: StandIn { .standard(.certifiable(.error(on: .easy))) }
  var controls: [Control] { Control.deafening }
}
