import ClaimKit
import Claims
import Foundation
import Planning
import TestSupport
import Testing
import Trials
import Verification

@testable import Reporting

/// The pages of a claim on a small experiment speak of no network, label or dimension d.
@Suite struct SmallExperimentPageTests {
  private static func page(of claim: any Claim) async throws -> [String: Data] {
    let plan = try Plan(
      [ClaimEntry(folder: "Known", claim: claim)],
      design: Design(scales: [16, 32, 64, 128, 256], runs: 20, firstSeed: 1))
    let findings = try await TrialRunner(archive: nil).findings(on: plan, isFamily: false)
    return Report(findings, profile: .quick, command: "littleo").files
  }

  @Test func pageSpeaksOfTheExperiment() async throws {
    let files = try await Self.page(of: CouponCollector())
    func text(_ path: String) throws -> String { String(decoding: try #require(files[path]), as: UTF8.self) }
    let page = try text("CouponCollector/README.md")
    #expect(page.contains("| n | runs | geometric mean over runs |"))
    #expect(page.contains("| scales n | 16, 32, 64, 128, 256 |"))
    #expect(page.contains("| window | one run, read once |"))
    #expect(page.contains("Experiment `couponCollector`: Version 1 of Claims/CouponCollector.swift."))
    #expect(page.contains("| `share` | 1 | standard value: share of the kinds that must be seen |"))
    #expect(page.contains("Slope of ln(number of draws / (n·ln n)) against ln h"))
    #expect(page.contains("`littleo trial` prints the numbers of run 1:"))
    #expect(page.contains("trial --experiment couponCollector --scale 16 --seed 1 --set coupons=equal --set share=1"))
    for word in ["label", "network", "training", "multiply", "T\\*", "step", "d = "] {
      #expect(!page.contains(word), "the page says “\(word)”")
    }
    #expect(try text("CouponCollector/draws.svg").contains("number of kinds of coupons n"))
    #expect(try text("CouponCollector/points.csv").hasPrefix("world,quantity,order,reading,scale,run,value\n"))
    #expect(try text("README.md").contains("Profile `quick`: 20 runs per scale. 1 claim has scales of its own."))
  }
}
