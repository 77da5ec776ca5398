import ClaimKit
import Decision
import Foundation
import MultiViewClaims
import TestSupport
import Testing

@testable import Planning

/// A law grows along the axis of its claim, and its words follow from its form.
@Suite struct LawTests {
  private struct LawClaim: Claim {
    var law = Law.one
    var axis = ClaimKit.Axis.dimension

    init() {}

    init(_ law: Law, on axis: ClaimKit.Axis) { (self.law, self.axis) = (law, axis) }

    let source = Source("A test", .chosen)
    let title = "A law"
    let says = "A law."
    var statement: [Clause] {
      Given(labels: .coarse)
      Conclude(.trainingLoss, is: .bigO(law))
    }
    var standIn: StandIn {
      StandIn(
        regime: .standard, axis: axis,
        window: Window(.scaledSteps, readFrom: .end, because: "a test"),
        materialities: [Materiality(of: .trainingLoss, slope: 0.15, band: 2, because: "a test")])
    }
    var controls: [Control] {
      Control("two subclasses", refutes: .trainingLoss, because: "a test") { $0.regime = .constantK }
    }
  }

  private static let times = ClaimKit.Axis.time(
    "T", at: 64, of: "d", [.quick: [16, 32, 64, 128, 256]], because: "a test")

  private func reference(_ law: Law, on axis: ClaimKit.Axis) throws -> [Double] {
    let claim = LawClaim(law, on: axis)
    let study = try Study(claim, control: nil, design: Design(.quick, runs: 1))
    let conclusion = try #require(claim.conclusions.first)
    let materiality = try #require(claim.standIn.materiality(of: conclusion))
    let reading = try #require(Reading.all(of: conclusion, in: study, by: materiality).first)
    return try #require(reading.predicate.reference).values
  }

  /// A law ln T on an axis of times is the logarithm of the time.
  ///
  /// It was once the logarithm of the fixed d, a constant.
  @Test func lawsOnAnAxisUseThatAxis() throws {
    let seen = try reference(Law(.log, of: "T"), on: Self.times)
    for (value, time) in zip(seen, [16, 32, 64, 128, 256]) { #expect(abs(value - log(Double(time))) < 1e-12) }
    let powers = try reference(.oneOverTime, on: Self.times)
    #expect(powers == [16, 32, 64, 128, 256].map { 1 / $0 })
    let dimensions = try reference(Law(.log), on: .dimension)
    for (value, d) in zip(dimensions, Profile.quick.scales) { #expect(abs(value - log(Double(d))) < 1e-12) }
  }

  /// A law in a symbol that does not grow along the axis is refused in one sentence that says what to write.
  @Test(arguments: [
    (Law(.log), times, "ln d is in d"), (Law(.log, of: "n"), times, "ln n is in n"),
    (Law(.log, of: "T"), ClaimKit.Axis.dimension, "ln T is in T"),
  ])
  func lawsInAnotherSymbolAreRefused(law: Law, axis: ClaimKit.Axis, words: String) throws {
    let error = #expect(throws: PlanError.self) {
      try Plan([ClaimEntry(folder: "Toys", claim: LawClaim(law, on: axis))], design: Design(.quick, runs: 1))
    }
    let sentence = try #require(error?.description)
    #expect(sentence.contains(words) && sentence.contains("of: \"\(axis.symbol)\""), "\(sentence)")
    // Constants and powers of k do not depend on the symbol.
    for law in [Law.one, .k, .oneOverK] {
      _ = try Plan([ClaimEntry(folder: "Toys", claim: LawClaim(law, on: axis))], design: Design(.quick, runs: 1))
    }
  }

  /// The words of a law cannot contradict its form, because they are made from it.
  @Test func wordsFollowFromTheForm() {
    let laws: [(Law, String)] = [
      (.one, "1"), (.k, "k_y"), (.oneOverK, "1/k_y"), (.distractorStrength, "ι†"), (.oneOverTime, "1/T"),
      (.oneOverPolylog, "1/polylog(d)"), (Law(.log, of: "T"), "ln T"), (Law(.d * .log, of: "n"), "n·ln n"),
      (Law(Growth.log.power(2), of: "t"), "ln² t"), (Law(Growth.d.power(0.5)), "√d"),
      (Law(Growth.log.power(-0.5), of: "n"), "1/√(ln n)"),
      (Law(setting: "gamma", writtenAs: "γ", exponent: 2), "γ²"),
      (Law(setting: "gamma", writtenAs: "γ", exponent: -1), "1/γ"),
    ]
    for (law, words) in laws { #expect(law.text == words) }
  }
}
