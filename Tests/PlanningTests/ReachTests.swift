import ClaimKit
import Claims
import Experiments
import Foundation
import MultiView
import Testing
import Training
import Trials

@testable import MultiViewClaims
@testable import Planning

/// A claim over decades of d runs exact trials up to d = 256 and concentrated ones beyond.
@Suite struct ReachTests {
  private func study(_ profile: Profile, runs: Int = 2) throws -> Study {
    try Study(Theorem5_1(), control: nil, design: Design(profile, runs: runs))
  }

  private func networks(_ study: Study) throws -> [NetworkTrial] {
    try study.trials(of: .coarse).compactMap(\.first).map { try NetworkTrial($0) }
  }

  @Test(arguments: [(Profile.quick, 1 << 12), (.standard, 1 << 30), (.deep, 1 << 40)])
  func concentratedTrialsBeginAboveTheReach(profile: Profile, largest: Int) throws {
    let study = try study(profile)
    #expect(study.design.scales.last == largest)
    for trial in try networks(study) {
      let isExact = trial.parameters.d <= 256
      #expect(trial.parameters.mode == (isExact ? .pruned : .concentrated))
      #expect(trial.parameters.macro == (isExact ? 0 : 0.02))
    }
    #expect(study.kinds == study.design.scales.map { $0 <= 256 ? "exact" : "concentrated" })
  }

  /// Exact trials do not depend on whether concentrated ones take over later.
  @Test func exactTrialsAreThoseOfOtherClaims() throws {
    let ordinary = StandIn(
      regime: .asymptotic, axis: .tenDecades, window: .coarseTimes, materialities: [.halvedLoss])
    let decades = StandIn.overDecades(window: .coarseTimes, .halvedLoss)
    for d in [64, 128, 256] {
      let trials = try [ordinary, decades].map { standIn in
        try World(.coarse, standIn: standIn).trial(on: standIn.axis, at: d)
      }
      #expect(trials[0] == trials[1])
    }
  }

  /// The trials of all theorems end at 4 max(8, k) √d, so that claims share them.
  @Test func theTimesArePowersOfTheDimension() throws {
    for window in [Window.coarseTimes, .fineTimes, .asymptoticThroughout, .asymptoticEnd] {
      var world = World(.fine, standIn: .overDecades(window: window, .halvedLoss))
      for (d, k) in [(64, 9), (256, 15), (1 << 20, 96), (1 << 40, 384)] {
        let trial = try world.trial(on: .tenDecades, at: d)
        let root = Double(d).squareRoot()
        #expect(try NetworkTrial(trial).schedule == .steps(Int((4 * Double(k) * root).rounded())))
        let first = window.start == .timetable ? window.firstTime(of: trial) : nil
        let expected = window.text == Window.fineTimes.text ? Double(k) * root / 2 : root / 2
        #expect(first == nil || first == Int(expected.rounded()))
      }
      // With few subclasses the coarse window still covers a factor of 64.
      world.regime = .asymptoticConstantK
      #expect(try NetworkTrial(world.trial(on: .tenDecades, at: 1 << 20)).schedule == .steps(64 * 512))
    }
  }

  /// A run is read from the first checkpoint of its timetable on, and at the end if it has none so late.
  @Test func timetablesAreReadFromTheirFirstTime() throws {
    let standIn = StandIn.overDecades(window: .fineTimes, .halvedLoss)
    let trial = try World(.fine, standIn: standIn).trial(on: standIn.axis, at: 64)
    func places(_ times: [Int]) -> Range<Int> {
      let trace = Trace(
        stages: [Trace.Stage(times: times, columns: [:])], ofRun: [:], timeToFit: nil, notes: [:], work: 0,
        content: Data())
      return RunReader(trial: trial, trace: trace, window: standIn.window).places
    }
    // k √d/2 = 36.
    #expect(places([1, 16, 35, 36, 64, 288]) == 3..<6)
    #expect(places([1, 16, 32, 45, 64, 288]) == 3..<6)
    #expect(places([1, 2]) == 1..<2)
  }

  /// Where both kinds run, they have the same seeds; they run nowhere else.
  @Test func overlapRunsBesideTheExactTrials() throws {
    let study = try study(.standard)
    let overlap = try #require(try Study.overlap(of: study))
    #expect(overlap.design.scales == [64, 96, 128])
    for (place, trials) in zip(0..., overlap.trials(of: .coarse)) {
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
    // Both kinds run at d = 64 and 96, twice each.
    #expect(full.trials.count == bare.trials.count + 4)
  }

  /// A defect of single samples cannot be planted into macro steps, so every step is taken.
  @Test func defectsOfSingleSamplesTakeEveryStep() throws {
    for (fault, macro) in [
      (Fault.labelsShuffled, 0.0), (.distractorsSilenced, 0), (.oneSuperclassOnly, 0), (.gradientScaled(1.2), 0.02),
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
    #expect(try digest(Theorem5_1(), design).contains("pruned up to d = 256, concentrated beyond"))
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
  var controls: [Control] { Control.deafening(refutes: .error(on: .easy)) }
}
