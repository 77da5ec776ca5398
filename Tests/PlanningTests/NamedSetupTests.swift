import ClaimKit
import Experiments
import MultiViewClaims
import TestSupport
import Testing

@testable import Planning
@testable import Trials

/// A setup of named settings gives every trial all settings, and refuses axes and windows that would change nothing.
@Suite struct NamedSetupTests {
  private static let value = Observable("value", .positive)
  private static let experiment = SwiftExperiment(
    "toy", version: "1", settings: ["gamma": 2, "mode": "plain"], observables: [value]
  ) { run in
    for time in run.times { try run.read(Double(time) / Double(run.scale), as: "value", at: time) }
  }
  private static let scales: [Profile: [Int]] = [.quick: [16, 32, 64, 128, 256]]

  private struct ToyExperimentClaim: Claim {
    var settings: [String: Rule] = [:]
    var axis = ClaimKit.Axis.scale("n", "size", NamedSetupTests.scales, because: "a test")
    var window = Window.observed(at: [1, 2, 4], readFrom: .end, because: "a test")
    var change: @Sendable (inout World) -> Void = { $0["gamma"] = 3 }

    let source = Source("A test", .chosen)
    let title = "A toy"
    let says = "A toy."
    var statement: [Clause] { Conclude(.observed(NamedSetupTests.value), is: .littleO(1)) }
    var standIn: StandIn {
      StandIn(
        of: NamedSetupTests.experiment, settings: settings, axis: axis, window: window,
        materialities: [Materiality(of: .observed(NamedSetupTests.value), 0.05, because: "a test")])
    }
    var controls: [Control] {
      Control("changed", refutes: .observed(NamedSetupTests.value), because: "a test", change)
    }
  }

  private func plan(_ claim: ToyExperimentClaim) throws -> Plan {
    try Plan([ClaimEntry(folder: "Own", claim: claim)], design: Design(.quick, runs: 2), experiments: .multiView)
  }

  private func refusal(_ change: (inout ToyExperimentClaim) -> Void) -> String? {
    var claim = ToyExperimentClaim()
    change(&claim)
    do {
      _ = try plan(claim)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func everyTrialHasEverySetting() throws {
    let half = Rule("1/√n", because: "a test") { 1 / $0.d.squareRoot() }
    let plan = try plan(ToyExperimentClaim(settings: ["gamma": half]))
    let study = try #require(plan.claims.first)
    for (own, control) in zip(study.study.allTrials, study.controls[0].allTrials) {
      #expect(own.settings["gamma"] == .number(1 / Double(own.scale).squareRoot()))
      #expect(control.settings["gamma"] == 3 && control.settings["mode"] == "plain" && own.settings["mode"] == "plain")
      #expect(own.times == [4] && own.scale == control.scale && own.seed == control.seed)
    }
  }

  @Test func axesAndWindowsThatChangeNothingAreRefused() throws {
    let time = ClaimKit.Axis.time("T", at: 8, of: "n", Self.scales, because: "a test")
    #expect(try #require(refusal { $0.axis = time }).contains(".untilScale"))
    let isPlanned = refusal {
      $0.axis = time
      $0.window = .untilScale(because: "a test")
    }
    #expect(isPlanned == nil)
    #expect(
      try #require(refusal { $0.window = .observed(at: [1, 2], readFrom: .timeToFit, because: "a test") })
        .contains("T*"))
    #expect(
      try #require(refusal { $0.window = .observed(at: [2, 2], readFrom: .end, because: "a test") }).contains("2, 2"))
  }

  /// A control of the setting that the axis varies would be overwritten at every scale.
  @Test func theAxisAndAControlCannotGiveOneSetting() throws {
    let gamma = ClaimKit.Axis.setting(
      "1/γ", "gamma", Rule("1/scale", because: "a test") { 1 / $0.d }, at: 8, of: "n", Self.scales, because: "a test")
    #expect(try #require(refusal { $0.axis = gamma }).contains("gives it already"))
    let isPlanned = refusal {
      $0.axis = gamma
      $0.change = { $0["mode"] = "other" }
    }
    #expect(isPlanned == nil)
  }

  /// A control that changes nothing could not fail, and an arm of another experiment would be ignored.
  @Test func controlsAndArmsMustChangeSomething() throws {
    #expect(try #require(refusal { $0.change = { _ in } }).contains("it changes nothing"))
    #expect(try #require(refusal { $0.change = { $0["gamma"] = 2 } }).contains("it changes nothing"))
    #expect(refusal { $0.change = { $0.seedOffset = 500 } } == nil)
    var foreign = World(.fine, standIn: ToyExperimentClaim().standIn)
    foreign.seedOffset = 1
    #expect(throws: SetupError.self) { try foreign.trial(on: ToyExperimentClaim().axis, at: 16) }
    let wide = World(Arm("wide", settings: ["batch": 128]), standIn: .loudTheorem)
    #expect(throws: SetupError.self) { try wide.trial(on: .dimension, at: 64) }
  }

  @Test func windowsAndQuantitiesMustFit() throws {
    #expect(try #require(refusal { $0.window = .once(because: "a test") }).contains("times to be read at"))
    #expect(try #require(refusal { $0.window = .untilScale(because: "a test") }).contains("no time"))
  }

  @Test func settingsAreCheckedWhateverGivesThem() throws {
    #expect(try #require(refusal { $0.change = { $0["delta"] = 1 } }).contains("“delta” is unknown"))
    #expect(try #require(refusal { $0.change = { $0["gamma"] = "large" } }).contains("it is a number"))
    #expect(try #require(refusal { $0.change = { $0["mode"] = 1 } }).contains("it is a word"))
    // A rule cannot read another setting: which of the two comes first would decide.
    let rule = Rule("1/gamma", because: "a test") { 1 / $0.value(named: "gamma") }
    #expect(try #require(refusal { $0.settings = ["gamma": rule] }).contains("gamma = nan"))
  }

  /// The eleventh scale of the quick profile would have the seeds of the standard one.
  @Test func profilesShareNoSeeds() throws {
    let many: [Profile: [Int]] = [.quick: Array(2...12), .deep: Array(2...12)]
    let axis = ClaimKit.Axis.scale("n", "size", many, because: "a test")
    #expect(try #require(refusal { $0.axis = axis }).contains("11 scales"))
    var claim = ToyExperimentClaim()
    claim.axis = axis
    _ = try Plan([ClaimEntry(folder: "Own", claim: claim)], design: Design(.deep, runs: 1), experiments: .multiView)
  }
}
