import ClaimKit
import Decision
import Experiments
import Planning
import TestSupport
import Testing
import Trials

@testable import Reporting
@testable import Verification

/// False forms are decided on the claim's own trials, change no verdict, and are counted on the front page.
@Suite struct FalseFormTests {
  /// A known theorem about a share that falls like 1/n, with the false forms that a test gives it.
  private struct FallingShare: Claim {
    static let share = Observable("share", "share", .positive, isOfRun: true)
    static let experiment = SwiftExperiment(
      "falling", version: "1", settings: ["floor": 0], observables: [share]
    ) { run in
      try run.read((try run.number("floor")) + (1 + 0.1 * run.random.uniform()) / Double(run.scale), as: "share")
    }

    init() {}
    init(_ forms: [FalseForm]) { falseForms = forms }

    var falseForms: [FalseForm] = []
    let source = Source("A test", .known)
    let title = "A share"
    let says = "A share falls."
    var statement: [Clause] { Conclude(.observed(Self.share), is: .littleO(1)) }
    var standIn: StandIn {
      StandIn(
        of: Self.experiment, axis: .scale("n", "size", [.quick: [16, 32, 64, 128, 256]], because: "a test"),
        window: .once(because: "a test"),
        materialities: [Materiality(of: .observed(Self.share), shareOfFirst: 0.5, because: "a test")])
    }
    var controls: [Control] {
      Control("a floor", refutes: .observed(Self.share), because: "a test") { $0["floor"] = 1 }
    }
  }

  private static let share = Quantity.observed(FallingShare.share)
  private static let floor = FalseForm(
    share, is: .bigOmega(1), by: Materiality(of: share, shareOfFirst: 0.3, because: "a test"), because: "it falls")
  /// Not false at all: the share does fall like 1/n.
  private static let truth = FalseForm(
    share, is: .bigO(Law(Growth.d.power(-1), of: "n")),
    by: Materiality(of: share, slope: 0.2, band: 2, because: "a test"), because: "a test says so")

  private func finding(_ claim: any Claim) async throws -> Finding {
    let plan = try Plan([ClaimEntry(folder: "Known", claim: claim)], design: Design(.quick), experiments: .multiView)
    return try #require(try await TrialRunner(archive: nil, jobs: 2).findings(on: plan, isFamily: true).first)
  }

  @Test func aFalseFormIsDecidedAndChangesNoVerdict() async throws {
    let plain = try await finding(FallingShare())
    let tried = try await finding(FallingShare([Self.floor, Self.truth]))
    #expect(tried.falseForms.map { $0.verdict(levels: tried.levels) } == [.refuted, .supported])
    #expect(plain.verdict == tried.verdict && plain.adjustedSupport == tried.adjustedSupport)
    #expect(plain.totals == tried.totals)
    #expect(plain.registration.digest != tried.registration.digest)
  }

  @Test func aSupportedFalseFormIsCountedAndShown() async throws {
    let finding = try await finding(FallingShare([Self.floor, Self.truth]))
    let words = KnownTheoremsText([finding])
    #expect(words.words == "1 of 1 true forms supported, 0 open; 1 of 2 false forms supported")
    let files = Report([finding], profile: .quick, command: "littleo").files
    let front = String(decoding: try #require(files["README.md"]), as: UTF8.self)
    #expect(front.contains("**\(words.words)**; 0 of 1 controls supported."))
    #expect(front.contains("share = Ω(1): refuted<br>share = O(1/n): supported"))
    let page = String(decoding: try #require(files["FallingShare/README.md"]), as: UTF8.self)
    #expect(page.contains("## False forms: statements that must not be supported"))
    #expect(page.contains("| share = Ω(1) | it falls |"))
  }

  @Test func aReportWithoutKnownTheoremsSaysNothingOfThem() throws {
    #expect(KnownTheoremsText([]).section.isEmpty)
  }

  @Test func aFormThatCannotBeDecidedIsADefect() throws {
    let size = Materiality(of: Self.share, 0.1, because: "a test")
    let cases: [(FalseForm, String)] = [
      (FalseForm(Self.share, is: .littleO(1), by: size, because: "a test"), "is a conclusion of the statement"),
      (FalseForm(Self.share, is: .bigO(.one), by: size, because: "a test"), "a materiality that does not suit it"),
      (
        FalseForm(
          .under(Arm("other"), Self.share), is: .bigOmega(1),
          by: Materiality(of: .under(Arm("other"), Self.share), 0.1, because: "a test"), because: "a test"),
        "reads the trials under other, which the claim does not read"
      ),
    ]
    for (form, words) in cases {
      let defect = try #require(FallingShare([form]).defect())
      #expect(defect.contains("FallingShare: false form “") && defect.contains(words), "\(defect)")
    }
    let broken = FalseForm(
      Self.share, is: .bigOmega(1), by: Materiality(of: Self.share, .nan, because: "a test"), because: "a test")
    #expect(throws: PlanError.self) {
      try Plan(
        [ClaimEntry(folder: "", claim: FallingShare([broken]))], design: Design(.quick), experiments: .multiView)
    }
  }
}
