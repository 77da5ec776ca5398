import ClaimKit
import Claims
import Experiments
import Foundation
import MultiView
import MultiViewClaims
import TestSupport
import Testing
import Verification

@testable import Reporting
@testable import Training

/// A claim with one conclusion of every kind.
private struct EveryOrder: Claim {
  let source = Source("Every order", .chosen)
  let title = "Every order"
  let says = "Everything."
  let caveat = "It says nothing of the [rate](x)."
  let restsOn: [any Claim.Type] = [Foundation_1.self]

  var statement: [Clause] {
    Given(labels: .coarse)
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .hard), is: .bigOmega(1))
      Conclude(.ratio(.commonWeight, to: .rareWeight), is: .bigTheta(.k))
      Conclude(.observed(.biasRatio), is: .bigO(.oneOverPolylog))
    }
    Conclude(.timeToFit, is: .poly(.d))
    WithHighProbability(forEvery: .T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .hard), is: .bigOmega(1))
    }
  }

  var standIn: StandIn {
    StandIn(
      regime: .standard, window: .standard,
      materialities: [
        Materiality(of: .trainingLoss, shareOfFirst: 0.5, because: "a test"),
        Materiality(of: .error(on: .hard), 0.05, because: "a test"),
        Materiality(of: .ratio(.commonWeight, to: .rareWeight), slope: 0.15, band: 2, because: "a test"),
        Materiality(
          of: .observed(.biasRatio), slope: 0.15, band: 2, law: Rule("L⁻²", because: "a test") { 1 / ($0.L * $0.L) },
          because: "a test"),
        Materiality(of: .timeToFit, bend: 0.5, degree: 6, spacing: 2, because: "a test"),
        Materiality(of: .trainingLoss, tolerance: .twiceStandardBound),
        Materiality(of: .error(on: .hard), tolerance: 0.5, because: "a test"),
      ])
  }

  var controls: [Control] {
    Control("fine labels", refutes: .error(on: .hard), because: "a test") { $0.labels = .fine }
  }
}

/// The claim that ``EveryOrder`` rests on.
private struct Foundation_1: Claim {
  let source = Source("A foundation", .reconstructed)
  let title = "A foundation"
  let says = "Something."

  var statement: [Clause] {
    Given(labels: .fine)
    ForEvery(.T, from: .tStar, to: .poly(.d)) { Conclude(.error(on: .hard), is: .bigOmega(1)) }
  }

  var standIn: StandIn {
    StandIn(
      regime: .standard, window: .standard,
      materialities: [Materiality(of: .error(on: .hard), 0.05, because: "a test")])
  }

  var controls: [Control] {
    Control("fine labels", refutes: .error(on: .hard), because: "a test") { $0.seedOffset = 500 }
  }
}

/// The pages word each kind of conclusion in its own way.
@Suite struct ClaimPageTests {
  private let findings: [Finding]

  init() throws {
    let entries = [any Claim](arrayLiteral: EveryOrder(), Foundation_1()).map { ClaimEntry(folder: "Toys", claim: $0) }
    findings = try InventedWorld.findings(on: entries, runs: 20)
  }

  private func text(_ path: String, of findings: [Finding]? = nil) throws -> String {
    let files = Report(findings ?? self.findings, profile: .quick, command: "littleo").files
    return String(decoding: try #require(files[path]), as: UTF8.self)
  }

  @Test func everyOrderIsQuotedByItsOwnWords() throws {
    let finding = findings[0]
    let sentences = finding.conclusions.indices.compactMap { ReportText.sentence(for: $0, of: finding) }
    #expect(finding.conclusions.count == 8 && sentences.count == 8)
    #expect(finding.verdict.isSupport, "\(finding.conclusions.map { ($0.text, $0.decision.verdict()) })")
    #expect(sentences[0].contains("A limit above") && sentences[1].contains("A limit below"))
    for index in [2, 3] {
      #expect(sentences[index].contains("the geometric mean ⟨w, v\\_y⟩ / ⟨w, v\\_{y,c}⟩"), "\(sentences[index])")
      #expect(sentences[index].contains("beyond ±0.15") && sentences[index].contains("/ k\\_y)"))
    }
    #expect(sentences[2].contains("largest of each run's window") && sentences[3].contains("smallest of each run's"))
    #expect(sentences[4].contains("above 0.15 is excluded, and so is a rise of that ratio"))
    #expect(sentences[5].contains("A bend above 0.5"))
    #expect(sentences[6].contains("is above its tolerance, 2 d^(−1/2), in 0 of 100 runs"), "\(sentences[6])")
    #expect(
      sentences[7].contains("is below its tolerance, 0.5, in")
        && sentences[7].contains("violating runs above 10 % at the largest scale"))
    for sentence in sentences[2...] { #expect(!sentence.lowercased().contains("a limit")) }
  }

  @Test func chartsHaveNamesOfTheirOwn() throws {
    let charts = FindingCharts(findings[0]).all
    let files = charts.map(\.file)
    #expect(Set(files).count == files.count)
    #expect(files.contains("common-weight-over-rare-weight-theta-largest.svg"))
    #expect(files.contains("common-weight-over-rare-weight-theta-smallest.svg"))
    #expect(files.contains("training-loss-o.svg") && files.contains("training-loss-of-runs-o.svg"))
    let runs = try #require(charts.first { $0.file == "training-loss-of-runs-o.svg" }).chart
    #expect(runs.bound.count == 5 && runs.threshold == nil)
    #expect(ChartDrawing(runs).svg.contains("tolerance of a single run"))
    let errors = try #require(charts.first { $0.file == "hard-error-of-runs-omega.svg" }).chart
    #expect(errors.threshold == 0.5 && errors.bound.isEmpty)
    // The law is drawn with the claim's own series.
    let law = try #require(charts.first { $0.file.hasSuffix("theta-largest.svg") }).chart
    #expect(law.series[0].curve.count == 5)
  }

  @Test func pagesHoldEveryPart() throws {
    let page = try text("EveryOrder/README.md")
    for part in [
      "## What this verdict does not say\n\nIt says nothing of the \\[rate\\](x).",
      "| runs that violate | share that violates |",
      "| h = k\\_y | local order of h |", "| h = 1/polylog(d) = L⁻² |", "Slope of ln((|b| / ‖w‖) / (1/polylog(d)))",
      "Bend on log–log axes",
      "trained on fine labels",
      "The decision uses the share of runs", "tolerance of training loss", "allowed growth of",
      "allowed bend of T\\*",
      "Rests on: [Foundation\\_1](../Foundation_1/README.md).",
    ] {
      #expect(page.replacing("\\|", with: "|").contains(part), "\(part)")
    }
    #expect(!page.contains("not verified here") && !page.contains("Support is withheld"))
    #expect(try !text("Foundation_1/README.md").contains("## What this verdict does not say"))
  }

  /// A refuted step under a supported claim is named on the claim's page, on the front page and in the graph;
  /// environment.json has the claim's own verdict.
  @Test func weakStepsAreNamed() throws {
    let verdict = findings[0].verdict
    let words = "**\(verdict)**, but rests on a refuted step: Foundation\\_1"
    #expect(try text("EveryOrder/README.md").contains("> " + words))
    #expect(try text("README.md").contains(words))
    #expect(try text("README.md").contains("; 1 of them rests on a step that is not supported"))
    let graph = try text("graph.md")
    #expect(graph.contains(words) && graph.contains(#"  EveryOrder -- "standard" --> Foundation_1"#))
    let fill = VerdictWord(verdict).rawValue
    #expect(graph.contains("EveryOrder[\"EveryOrder [C]<br/>\(verdict)\"]:::\(fill)_chosen"))
    #expect(graph.contains("Foundation_1[\"Foundation_1 [R]<br/>refuted\"]:::refuted_reconstructed"))
    #expect(try text("environment.json").contains("\"EveryOrder\" : \"\(verdict)\""))
  }

  /// A step that was tried in another regime than the claim that rests on it is drawn with a dotted arrow.
  @Test func edgesCarryTheRegime() throws {
    let findings = try InventedWorld.findings(runs: 4) { ["OtherClassIsSilenced", "LuckyNeurons"].contains($0) }
    let graph = GraphPage(findings).markdown
    #expect(graph.contains(#"  OtherClassIsSilenced -. "asymptotic / standard" .-> LuckyNeurons"#))
    #expect(graph.contains("LuckyNeurons (in standard)"))
  }

  @Test func foundationsThatWereNotVerifiedAreSaidOnce() throws {
    let findings = Array(self.findings.prefix(1))
    let page = try text("EveryOrder/README.md", of: findings)
    #expect(page.contains("> **\(findings[0].verdict)**<br>"))
    #expect(page.contains("Rests on: Foundation\\_1. Those without a link were not verified here."))
    #expect(try text("graph.md", of: findings).contains("<br/>not verified here\"]:::notVerified_reconstructed"))
    #expect(try text("README.md", of: findings).contains("were not verified here: Foundation\\_1."))
  }

  /// A claim whose control is not refuted is undiscriminating everywhere, and supports nothing.
  @Test func undiscriminatingClaimsAreCalledSo() throws {
    let entries = [any Claim](arrayLiteral: EveryOrder(), Foundation_1()).map { ClaimEntry(folder: "Toys", claim: $0) }
    let findings = try InventedWorld.findings(on: entries, runs: 20) { trial in
      InventedWorld.trace(
        of: NetworkTrial(parameters: trial.parameters, labels: .coarse, seed: trial.seed, schedule: trial.schedule))
    }
    #expect(findings.allSatisfy { $0.verdict.isSupport && !$0.discriminates })
    let words = "undiscriminating (else \(findings[0].verdict))"
    for path in ["EveryOrder/README.md", "README.md", "graph.md"] {
      #expect(try text(path, of: findings).contains("**\(words)**"))
    }
    #expect(try text("environment.json", of: findings).contains(": \"\(words)\""))
    #expect(
      try text("README.md", of: findings).contains(
        "**0 of 2 claims supported**, with every control refuted; 2 are undiscriminating. "
          + "**0 of 8 conclusions discriminated**; 5 have no control, 3 have controls of which none refuted them."))
    #expect(try text("README.md", of: findings).contains("fine labels: \(findings[0].controls[0].verdict)"))
  }

  /// The conclusion whose control was not refuted says so, in the table of conclusions and in its sentence.
  @Test func undiscriminatedConclusionsSaySo() throws {
    let entry = ClaimEntry(folder: "Toys", claim: EveryOrder())
    let findings = try InventedWorld.findings(on: [entry], runs: 20) { trial in
      InventedWorld.trace(
        of: NetworkTrial(parameters: trial.parameters, labels: .coarse, seed: trial.seed, schedule: trial.schedule))
    }
    let finding = try #require(findings.first)
    let words = ", but undiscriminated: its control “fine labels” was not refuted"
    let without = ", but it has no control"
    let page = try text("EveryOrder/README.md", of: findings)
    for (index, conclusion) in finding.conclusions.enumerated() {
      let isConcerned = conclusion.conclusion.quantity == .error(on: .hard)
      let own = conclusion.decision.verdict(levels: finding.levels)
      #expect(ReportText.status(of: conclusion, in: finding) == "\(own)\(isConcerned ? words : without)")
      #expect(ReportText.sentence(for: index, of: finding)?.contains("\(own)\(words)") == isConcerned)
      #expect(ReportText.sentence(for: index, of: finding)?.contains("\(own)\(without)") == !isConcerned)
      let row = "| \(Markup.prose(conclusion.text)) | **\(own)**\(isConcerned ? words : without) |"
      #expect(page.contains(row), "\(row)")
      #expect(finding.controls(of: conclusion).isEmpty != isConcerned)
    }
    #expect(page.components(separatedBy: "| 0 of 1 refuted |").count == 3)
  }
}

/// A claim's own scales stand on the claim's page; the front page has those of the profile.
@Suite struct AxisPageTests {
  @Test func ownScalesStandOnTheClaimsPage() throws {
    let findings = try InventedWorld.findings(runs: 20) { ["LossDecay", "EnoughNeuronsNeeded"].contains($0) }
    let files = Report(findings, profile: .quick, command: "littleo").files
    func text(_ path: String) throws -> String { String(decoding: try #require(files[path]), as: UTF8.self) }
    let page = try text("LossDecay/README.md")
    #expect(page.contains("| T | runs |") && page.contains("| scales T | 16, 32, 64, 128, 256 |"))
    #expect(page.contains("11001 … 11020 at the smallest scale, shifted by 1000 at each further scale"))
    #expect(page.contains("At T = 16…256 the geometric mean training loss"))
    #expect(try text("LossDecay/training-loss.svg").contains("training time T in steps, at d = 256"))
    #expect(
      try text("README.md").contains("d = 32, 64, 128, 256, 512; 20 runs per scale. 1 claim has scales of its own"))
    #expect(try text("environment.json").contains("\"LossDecay\" : ["))
  }
}
