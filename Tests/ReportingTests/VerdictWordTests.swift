import ClaimKit
import Claims
import Decision
import Foundation
import TestSupport
import Testing

@testable import Reporting
@testable import Verification

/// Every verdict has a word, a fill, a place in the legend and a text in JSON, and is counted under one word.
@Suite struct VerdictWordTests {
  private let finding: Finding

  init() throws {
    finding = try #require(try InventedWorld.findings(runs: 20) { $0 == "Theorem5_2" }.first)
  }

  private func text(_ path: String, of finding: Finding) throws -> String {
    String(
      decoding: try #require(Report([finding], profile: .quick, command: "littleo").files[path]), as: UTF8.self)
  }

  @Test func wordsAreToldApart() {
    let words = VerdictWord.allCases
    #expect(Set(words.map(\.text)).count == words.count && Set(words.map(\.key)).count == words.count)
    #expect(Set(words.map(\.fill.name)).count == words.count && Set(words.map(\.fill.colour)).count == words.count)
    #expect(words.map { VerdictWord(leading: $0.text + "(else)") } == words)
    #expect(VerdictWord(leading: "stale") == nil)
  }

  @Test func wordsFollowTheirVerdicts() {
    for verdict in everyVerdict {
      let word = VerdictWord(verdict)
      #expect(verdict.description.hasPrefix(word.text) && VerdictWord(leading: "\(verdict)") == word)
      #expect(word.isSupport == verdict.isSupport && VerdictWord(finding.with(verdict)) == word)
    }
    // Some verdict has each word, except for the one that controls decide.
    #expect(Set(everyVerdict.map(VerdictWord.init)).union([.undiscriminating]) == Set(VerdictWord.allCases))
  }

  /// Page, front page, graph, JSON and environment show every verdict in the same words.
  @Test func everyVerdictIsShownEverywhere() throws {
    #expect(finding.discriminates)
    for verdict in everyVerdict {
      let finding = finding.with(verdict)
      let word = VerdictWord(verdict)
      for path in ["Theorem5_2/README.md", "README.md", "graph.md"] {
        #expect(try text(path, of: finding).contains("**\(verdict)**"), "\(path)")
      }
      let graph = try text("graph.md", of: finding)
      #expect(graph.contains("classDef \(word.rawValue)_") && graph.contains("fill:\(word.fill.colour)"))
      #expect(graph.contains("\(word.fill.name), \(word.text)") && graph.contains("<br/>\(verdict)\"]"))
      #expect(try text("environment.json", of: finding).contains(": \"\(verdict)\""))
      #expect(try text("how-to-read.md", of: finding).contains("**\(word.text)**"))
      let json = FindingsObject([finding], profile: .quick).value.document
      let object = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      let claim = try #require((object["claims"] as? [[String: Any]])?.first)
      #expect(claim["verdict"] as? String == "\(verdict)" && object["schema"] as? Int == JSONValue.schema)
      for other in VerdictWord.allCases { #expect(object[other.key] as? Int == (other == word ? 1 : 0)) }
    }
  }

  /// A step with any word of support is no weak step; every other verdict is one.
  @Test func weakStepsKnowEveryWord() throws {
    let graph = try ClaimGraph(InventedWorld.entries.map(\.claim))
    let name = try #require(graph.order.map(\.name).first { graph.foundations(of: $0).contains("Theorem5_2") })
    for verdict in everyVerdict {
      let steps = graph.weakSteps(of: name, in: ["Theorem5_2": finding.with(verdict)])
      #expect(steps.contains { $0.name == "Theorem5_2" } != verdict.isSupport, "\(verdict)")
    }
  }

  /// A single decision names its verdict in the title, in JSON, and in the chart.
  @Test func decisionsNameTheirVerdict() throws {
    for verdict in everyVerdict {
      let page = DecisionPage(
        question: "o(1)", metric: "value", kindReason: "",
        evidence: Evidence(scales: [32, 64], runs: [[0.1], [0.1]], kind: .positive), predicate: .littleO,
        rules: DecisionRules(), levels: ErrorLevels(), decision: .planted(verdict))
      #expect(page.text.hasPrefix("o(1) of value: \(verdict)\n"))
      let object = try #require(JSONSerialization.jsonObject(with: Data(page.json.utf8)) as? [String: Any])
      #expect(object["verdict"] as? String == "\(verdict)")
    }
  }

  /// The counts of a tally add up to the number of claims, in the sentence and in JSON.
  @Test func talliesAddUp() {
    let words = everyVerdict.map(VerdictWord.init) + [.undiscriminating, .supported]
    let tally = VerdictTally(words)
    #expect(tally.total == words.count)
    #expect(VerdictWord.allCases.reduce(0) { $0 + tally[$1] } == words.count)
    #expect(tally.object.count == VerdictWord.allCases.count)
    let numbers = "\(tally.support), \(tally.rest)".split(separator: " ").compactMap { Int($0) }
    #expect(numbers.reduce(0, +) == 2 * words.count, "the counts and their total")
    #expect(tally.support == "2 of \(words.count) claims supported, 1 supported by extrapolation, 1 not contradicted")
    #expect(
      VerdictTally([.supported]).support == "1 of 1 claims supported" && VerdictTally([.supported]).rest.isEmpty)
  }
}
