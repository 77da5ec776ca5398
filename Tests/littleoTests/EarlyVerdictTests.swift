import ClaimKit
import Planning
import Synchronization
import TestSupport
import Testing
import Trials
import Verification

@testable import littleo

/// A claim of another name that needs some of the toy claim's trials.
private struct LaterToy: Claim {
  let source = Source("Later toy", .chosen)
  let title = "A later toy"
  let says = "A toy."

  var statement: [Clause] {
    Given(labels: .coarse)
    Conclude(.error(on: .hard), is: .bigOmega(1))
  }

  var standIn: StandIn {
    StandIn(
      regime: .standard, window: .standard,
      materialities: [Materiality(of: .error(on: .hard), 0.05, because: "a test")])
  }

  var controls: [Control] {
    Control("fine", refutes: .error(on: .hard), because: "a test") { $0.labels = .fine }
  }
}

/// Verdicts that are said while other claims still wait for their trials.
@Suite struct EarlyVerdictTests {
  private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
  }

  private func plan() throws -> Plan {
    try Plan(
      [ToyClaim().entry, ClaimEntry(folder: "Toys", claim: LaterToy())], design: Design(.quick))
  }

  /// A claim is decided with its last trial, once, and as it is decided alone.
  @Test func everyClaimIsDecidedOnceWithItsLastTrial() async throws {
    let plan = try plan()
    let verifier = Verifier(plan, isFamily: false)
    let lines = Lines()
    let early = EarlyVerdicts(verifier, say: lines.add)
    let outcomes = try await TrialRunner.toy(nil).run(plan.trials) { early.report($0) }
    let findings = verifier.judge(outcomes)
    #expect(lines.all.count == 2)
    #expect(lines.all.contains("ToyClaim: \(findings[0].verdict), 2 of 2 controls refuted"))
    #expect(lines.all.contains("LaterToy: \(findings[1].verdict), 1 of 1 control refuted"))
  }

  /// What the store already holds is not said: the table comes at once.
  @Test func claimsFromTheStoreAreNotSaid() async throws {
    let plan = try plan()
    let memory = TrialMemory()
    _ = try await TrialRunner.toy(memory).run(plan.trials)
    let lines = Lines()
    let early = EarlyVerdicts(Verifier(plan, isFamily: true), say: lines.add)
    _ = try await TrialRunner.toy(memory).run(plan.trials) { early.report($0) }
    #expect(lines.all.isEmpty)
  }

  /// The trials of the first name come first, each trial once, and none is lost.
  @Test func theHeadlinesComeFirst() throws {
    let names = Catalogue.names
    #expect(Catalogue.headlines.allSatisfy(names.contains))
    let order = Catalogue.decisionOrder(of: names)
    #expect(order.sorted() == names.sorted())
    #expect(Array(order.prefix(Catalogue.headlines.count)) == Catalogue.headlines)
    let entries = try ["Theorem5_2", "Theorem5_1", "LossDecay"].map(Catalogue.entry)
    let plan = try Plan(entries, design: Design(.quick))
    let first = plan.trials(deciding: ["LossDecay", "Theorem5_1", "Absent"])
    #expect(first.map(\.key).sorted() == plan.trials.map(\.key).sorted())
    let own = Set(plan.claims[2].study.allTrials + plan.claims[2].controls.flatMap(\.allTrials))
    #expect(first.prefix(own.count).allSatisfy { own.contains($0.trial) })
  }

  /// The time that is left is known before the first trial is trained.
  @Test func theTimeLeftIsKnownFromTheStart() async throws {
    let plan = try plan()
    let log = Log()
    _ = try await TrialRunner.toy(nil).run(plan.trials, report: log.add)
    let first = try #require(log.first)
    let work = plan.trials.reduce(0) { $0 + $1.demand.seconds }
    let left = try #require(first.secondsLeft)
    #expect(first.done == 0 && left > 0 && left <= work)
  }
}
