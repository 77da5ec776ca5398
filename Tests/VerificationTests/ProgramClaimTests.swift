import ClaimKit
import Decision
import Experiments
import Foundation
import Planning
import TestSupport
import Testing

@testable import Reporting
@testable import Trials
@testable import Verification

/// A claim on a program goes the same way as the paper's claims: plan, store, shards, replay, controls, report.
@Suite(.serialized) struct ProgramClaimTests {
  /// A program of the shell whose gap to zero falls like 1/scale, above a floor that a setting gives.
  ///
  /// - Parameters:
  ///   - folder: The folder that it is written to.
  ///   - trouble: A line of the shell that runs before the answer to a trial; it may read `$seed` and `$scale`.
  private func program(in folder: URL, trouble: String = "", timeLimit: Double = 20) throws -> ClaimKit.Program {
    let file = folder.appending(path: "gap.sh")
    let text = #"""
      field() { echo "$line" | sed "s/.*\"$1\":\"\{0,1\}\([^,\"}]*\).*/\1/"; }
      while read -r line; do
        case $line in
        *describe*)
          echo '{"experiment": "gap", "settings": {"floor": {"default": 0, "min": 0, "max": 1}},
            "faults": {"stuck": {"words": "never below a half", "settings": {"floor": 0.5}},
              "harmless": {"words": "nothing", "settings": {"floor": 0}}},
            "quantities": {"gap": {"kind": "positive", "per": "run", "words": "gap"}}}' | tr -d '\n'
          echo ;;
        *)
          trial=$(field trial); scale=$(field scale); seed=$(field seed); floor=$(field floor)
          \#(trouble)
          awk "BEGIN { printf \"{\\\"trial\\\": \\\"$trial\\\", \\\"gap\\\": %.9f}\\n\", $floor + (1 + ($seed % 7) / 50) / $scale }"
          echo "{\"trial\": \"$trial\", \"done\": true, \"work\": $scale}" ;;
        esac
      done
      """#
    try Data(text.utf8).write(to: file)
    return ClaimKit.Program("gap", ["/bin/sh", file.path], timeLimit: timeLimit)
  }

  private struct GapClaim: Claim {
    private static let quantity = Quantity.observed(Observable("gap", "gap", .positive, isOfRun: true))
    var program: ClaimKit.Program?

    let source = Source("A test", .chosen)
    let title = "The gap closes"
    let says = "The gap is o(1)."

    var statement: [Clause] { Conclude(Self.quantity, is: .littleO(1)) }

    var standIn: StandIn {
      StandIn(
        of: program ?? ClaimKit.Program("gap", ["/bin/false"]),
        axis: .scale("n", "size", [.quick: [16, 32, 64, 128, 256]], because: "a test"),
        window: .once(because: "a test"),
        materialities: [Materiality(of: Self.quantity, shareOfFirst: 0.5, because: "a test")])
    }

    var controls: [Control] {
      Control("a floor", refutes: Self.quantity, because: "a test") { $0["floor"] = 1 }
    }
  }

  private func plan(_ program: ClaimKit.Program) throws -> Plan {
    var claim = GapClaim()
    claim.program = program
    return try Plan([ClaimEntry(folder: "Own", claim: claim)], design: Design(.quick), experiments: .multiView)
  }

  private func files(_ findings: [Finding]) -> [String: Data] {
    Report(findings, profile: .quick, command: "littleo verify").files
  }

  /// Eight machines train a share each; their stores, merged, give the report of one process, byte for byte.
  @Test func shardsGiveTheSameBytesAsOneProcess() async throws {
    try await withFolder { folder in
      let plan = try plan(program(in: folder))
      let alone = try await TrialRunner(archive: nil, jobs: 2).findings(on: plan, isFamily: true)
      #expect(alone.map(\.verdict) == [.supported] && alone.allSatisfy(\.discriminates))
      var sources: [TrialStore] = []
      for (index, share) in Share.shares(of: plan.trials, count: 8).enumerated() {
        let store = try TrialStore(folder: folder.appending(path: "store\(index)"), experiments: plan.experiments)
        _ = try await TrialRunner(archive: store, jobs: 2).run(share.trials)
        sources.append(store)
      }
      let target = try TrialStore(folder: folder.appending(path: "all"), experiments: plan.experiments)
      let merge = try StoreMerge(sources, into: target)
      #expect(merge.additions == plan.trials.count && merge.conflicts.isEmpty && merge.notices.isEmpty)
      try merge.write()
      let log = Log()
      let merged = try await TrialRunner(archive: target, jobs: 1).findings(on: plan, isFamily: true, report: log.add)
      #expect(log.last?.fromStore == plan.trials.count)
      #expect(files(merged) == files(alone))
    }
  }

  /// Defects that a program declares are planted like those of the shared trainer.
  @Test func declaredDefectsArePlanted() async throws {
    try await withFolder { folder in
      let program = try program(in: folder)
      var claim = GapClaim()
      claim.program = program
      let defects = try program.description().defects
      #expect(Set(defects.map(\.name)) == ["stuck", "harmless"])
      let hunt = MutantHunt(
        [ClaimEntry(folder: "Own", claim: claim)], design: Design(.quick), experiments: .multiView,
        runner: TrialRunner(archive: nil, jobs: 2))
      let matrix = try await hunt.matrix(of: defects.sorted { $0.name < $1.name })
      #expect(matrix.rows.map(\.isEmpty) == [true, false])
      // A defect of another experiment cannot be planted, which is said and is no notice.
      let foreign = try await hunt.matrix(of: [Mutant("bias-frozen", .biasFrozen)])
      #expect(foreign.rows.map(\.marks) == [[.impossible]])
    }
  }

  /// Trials that hang or die are missing runs with one sentence each; the others finish.
  @Test func troubleIsAMissingRun() async throws {
    try await withFolder { folder in
      let trouble = "[ $seed = 11003 ] && { echo 'out of luck' >&2; exit 7; }; [ $seed = 12004 ] && sleep 600"
      let plan = try plan(program(in: folder, trouble: trouble, timeLimit: 3))
      let finding = try #require(
        try await TrialRunner(archive: nil, jobs: 2).findings(on: plan, isFamily: true).first)
      // Each seed is used by the claim and by its control.
      // The worst value that a missing run of a metric without a range could have had is unbounded.
      #expect(finding.totals.failures.count == 4 && finding.verdict == .inconclusive(.health))
      #expect(finding.totals.failures.count { $0.contains("11003") && $0.contains("out of luck") } == 2)
      #expect(finding.totals.failures.count { $0.contains("12004") && $0.contains("3") } == 2)
      #expect(finding.totals.failures.allSatisfy { !$0.contains("\n") })
    }
  }

  /// A replay names a program that is not a function of its seed.
  @Test func aProgramThatIsNoFunctionOfItsSeedIsNamed() async throws {
    try await withFolder { folder in
      let counter = folder.appending(path: "count").path
      for (trouble, isSame) in [("", true), ("echo x >> \(counter); seed=$(wc -l < \(counter))", false)] {
        let plan = try plan(program(in: folder, trouble: trouble))
        let store = try TrialStore(
          folder: folder.appending(path: "store-\(isSame)"), experiments: plan.experiments)
        _ = try await TrialRunner(archive: store, jobs: 1).run(Array(plan.trials.prefix(5)))
        let audit = ReplayAudit(
          try store.records(), runner: TrialRunner(archive: nil, jobs: 1), experiments: plan.experiments)
        let outcomes = try await audit.outcomes()
        #expect(outcomes.count == 5)
        for outcome in outcomes.values { #expect((outcome == .same) == isSame, "\(outcome)") }
      }
    }
  }

  /// The version is a hash of the program's files: a change of the file gives other keys, and no old record is read.
  @Test func aChangedFileIsAnotherExperiment() async throws {
    try await withFolder { folder in
      let before = try plan(program(in: folder))
      let after = try plan(program(in: folder, trouble: ": a comment"))
      #expect(Set(before.trials.map(\.key)).isDisjoint(with: after.trials.map(\.key)))
    }
  }

  /// What the claim asks of the program and the program does not declare is refused before anything runs.
  @Test func undeclaredNamesAreRefused() async throws {
    try await withFolder { folder in
      let program = try program(in: folder)
      func refusal(_ quantity: Quantity, setting: String) -> String? {
        var claim = LooseClaim(program: program, quantity: quantity)
        claim.setting = setting
        do {
          _ = try Plan([ClaimEntry(folder: "Own", claim: claim)], design: Design(.quick), experiments: .multiView)
          return nil
        } catch {
          return error.description
        }
      }
      let gap = Quantity.observed(Observable("gap", "gap", .positive, isOfRun: true))
      #expect(refusal(gap, setting: "floor") == nil)
      #expect(try #require(refusal(gap, setting: "flor")).contains("“flor” is unknown"))
      let other = Quantity.observed(Observable("gasp", "gasp", .positive, isOfRun: true))
      #expect(try #require(refusal(other, setting: "floor")).contains("yields gap"))
      let count = Quantity.observed(Observable("gap", "gap", .count, isOfRun: true))
      #expect(try #require(refusal(count, setting: "floor")).contains("positive"))
    }
  }

  private struct LooseClaim: Claim {
    let program: ClaimKit.Program
    let quantity: Quantity
    var setting = "floor"

    init(program: ClaimKit.Program, quantity: Quantity) { (self.program, self.quantity) = (program, quantity) }
    init() {
      self.init(
        program: ClaimKit.Program("gap", ["/bin/false"]), quantity: .observed(Observable("gap", "gap", .positive)))
    }

    let source = Source("A test", .chosen)
    let title = "A test"
    let says = "A test."
    var statement: [Clause] { Conclude(quantity, is: .littleO(1)) }
    var standIn: StandIn {
      StandIn(
        of: program, axis: .scale("n", "size", [.quick: [16, 32, 64, 128, 256]], because: "a test"),
        window: .once(because: "a test"), materialities: [Materiality(of: quantity, 0.05, because: "a test")])
    }
    var controls: [Control] {
      let name = setting
      Control("a floor", refutes: quantity, because: "a test") { $0[name] = 1 }
    }
  }
}
