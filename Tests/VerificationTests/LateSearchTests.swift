import ClaimKit
import Experiments
import MultiViewClaims
import Statistics
import TestSupport
import Testing

@testable import Planning
@testable import Trials
@testable import Verification

/// Bounds that hold in the registered window and fail later.
@Suite struct LateSearchTests {
  /// A quantity that is right up to a time and a scale, and ten times too large beyond them.
  private struct Late: Claim {
    let source = Source("a planted law", .chosen, remark: "it fails late")
    let title = "a bound that fails late"
    let says = "the error is o(1), and the size is Θ(ln n)"
    var cost = 1e3

    private static let error = Observable("error", "error", .positive)
    private static let size = Observable("size", "size", .positive)

    private var experiment: SwiftExperiment {
      let cost = cost
      return SwiftExperiment(
        "late", version: "1", settings: ["failsAt": 224, "failsFrom": 1e9], observables: [Self.error, Self.size],
        work: { _ in cost }
      ) { run in
        let (time, scale) = (try run.number("failsAt"), try run.number("failsFrom"))
        for now in run.times {
          let isLate = Double(now) >= time || Double(run.scale) >= scale
          try run.read(isLate ? 0.1 : 0.01 / Double(run.scale), as: "error", at: now)
          let growth = SameBits.log(Double(run.scale))
          try run.read(Double(run.scale) >= scale ? 10 * growth : growth, as: "size", at: now)
        }
      }
    }

    var statement: [Clause] {
      Conclude(.observed(Self.error), is: .littleO)
      Conclude(.observed(Self.size), is: .bigTheta(Law(.log, of: "n")))
    }
    var failsFrom = 1e9
    var failsAt = 224.0
    var standIn: StandIn {
      StandIn(
        of: experiment,
        settings: [
          "failsAt": .constant(failsAt, because: "planted"), "failsFrom": .constant(failsFrom, because: "planted"),
        ],
        axis: .scale(
          "n", "size", [.standard: [16, 32, 64, 128, 256]],
          because: "five scales"),
        window: .observed(at: [16, 32, 64], readFrom: .firstStep, because: "it looks long enough"),
        materialities: [
          Materiality(of: .observed(Self.error), 0.05, because: "planted"),
          Materiality(of: .observed(Self.size), slope: 0.2, band: 2, because: "planted"),
        ])
    }
    var controls: [Control] {
      Control("from the first scale on", refutes: .observed(Self.error), because: "planted") { $0["failsFrom"] = 1 }
    }
  }

  private func search(_ claim: Late, _ reach: FarReach) async throws -> (FarClaim, LateSearch) {
    let entry = ClaimEntry(folder: "Late", claim: claim)
    let far = try FarClaim(entry, profile: .standard, reach: reach, experiments: ExperimentCatalogue([]))
    let trials = far.studies.flatMap(\.trials)
    let outcomes = try await TrialRunner(archive: nil, jobs: 1).run(trials)
    return (far, LateSearch([far], outcomes: outcomes))
  }

  /// The first violation is at t = 224; a search to 128 does not see it, and one to 256 does.
  @Test func aBoundThatFailsAtALaterTimeIsFound() async throws {
    let (_, short) = try await search(Late(), FarReach(scales: 0, stretch: 2))
    #expect(short.violated.isEmpty && short.searched.count == 3)
    let (far, long) = try await search(Late(), FarReach(scales: 0, stretch: 4))
    #expect(far.studies.map(\.scale) == [256] && far.studies.map(\.stretch) == [4])
    let found = try #require(long.violated.first?.violation)
    #expect(long.violated.map(\.text) == ["error = o(1)"])
    #expect(found.scale == 256 && found.time == 256 && found.value == 0.1 && found.bound == 0.05)
    #expect(found.seed == 1_901_001)
  }

  /// A law that breaks at n = 1000 is found at the first scale beyond it, for both kinds of bound.
  @Test func aBoundThatFailsAtALargerScaleIsFound() async throws {
    var claim = Late()
    (claim.failsAt, claim.failsFrom) = (1e9, 1000)
    let (_, short) = try await search(claim, FarReach(scales: 1, stretch: 1))
    #expect(short.violated.isEmpty)
    let (far, long) = try await search(claim, FarReach(scales: 3, stretch: 1))
    #expect(far.studies.map(\.scale) == [512, 1024, 2048])
    #expect(long.violated.allSatisfy { $0.violation?.scale == 1024 && $0.violation?.time == 16 })
    #expect(Set(long.violated.map(\.text)).contains("error = o(1)"))
    #expect(long.violated.contains { $0.text.hasPrefix("size = Θ(ln n)") })
  }

  /// What a budget does not allow is not called searched.
  @Test func aBudgetIsKept() async throws {
    var claim = Late()
    claim.cost = 40e9
    let (far, found) = try await search(claim, FarReach(seconds: 30))
    #expect(far.studies.isEmpty && found.searched.isEmpty)
    #expect(found.rows.allSatisfy { $0.obstacle == "the first step beyond it costs more than 30 s" })
    claim.cost = 1e9
    let (some, _) = try await search(claim, FarReach(seconds: 13))
    #expect(some.studies.count == 2 && some.studies.reduce(0) { $0 + $1.seconds } <= 13)
  }

  /// Every step runs as many seeds as asked, none of which a verdict uses, and rests on the smallest scale.
  @Test func stepsAreReferredToTheSmallestScale() async throws {
    let (far, found) = try await search(Late(), FarReach(runs: 2))
    for study in far.studies {
      #expect(study.study.design.scales == [16, study.scale])
      #expect(study.trials.allSatisfy { $0.trial.seed >= 1_000_000 } && study.trials.count == 4)
    }
    #expect(found.rows.allSatisfy { $0.steps.allSatisfy { $0.runs == 2 } })
  }

  @Test func windowsBecomeLonger() throws {
    var times = Window.observed(at: [1, 3], readFrom: .firstStep, because: "")
    times.stretch(by: 5)
    guard case .times(let list) = times.length else { throw Missing() }
    #expect(list == [1, 3, 6, 12, 15])
    var steps = Window(.steps(10), readFrom: .firstStep, because: "")
    steps.stretch(by: 4)
    #expect(steps.stepLimit == 40)
    var fit = Window(
      .fit(lossBound: .constant(0.1, because: ""), factor: 8, stepLimit: 100), readFrom: .timeToFit, because: "")
    fit.stretch(by: 2)
    #expect(fit.factor == 16 && fit.stepLimit == 100)
    // A statement about one time is not one about later times.
    var end = Window(.steps(10), readFrom: .end, because: "")
    end.stretch(by: 4)
    #expect(end.stepLimit == 10 && !end.isStretchable)
  }

  private struct Missing: Error {}
}
