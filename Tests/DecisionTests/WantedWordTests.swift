import Foundation
import Testing
import struct Decision.Predicate

@testable import Decision

/// Tables of known truth with the word that each of them must be given.
@Suite("Wanted words")
struct WantedWordTests {
  private static let repetitions = 20

  private func count(_ verdict: Verdict, in verdicts: [Verdict]) -> Int { verdicts.count { $0 == verdict } }

  /// Which verdicts were reached, and how often.
  private func tally(_ verdicts: [Verdict]) -> Comment {
    "\(Dictionary(grouping: verdicts, by: \.description).mapValues(\.count))"
  }

  // MARK: o(1) means that the limit is 0

  @Test("a loss that tends to 40 % of its first mean is a floor, although 50 % count as 0") func floorOfLosses() throws
  {
    let table = PlantedTable(scales: PlantedTable.doublings(from: 64, to: 1024), scatter: .relative(0.03)) {
      0.4 + 0.6 * 64 / $0
    }
    let verdicts = try table.verdicts(Self.repetitions, seed: 1, that: .littleO, rules: .losses)
    #expect(count(.inconclusive(.floor), in: verdicts) >= 19, tally(verdicts))
  }

  @Test("flat errors of 3 % are a floor, although 5 % count as 0", arguments: [32.0, 64.0])
  func flatErrors(first: Double) throws {
    for (scatter, least) in [(PlantedTable.Scatter.binomial(trials: 500), 20), (.beta(trials: 500, s: 200), 17)] {
      let table = PlantedTable(scales: PlantedTable.doublings(from: first, to: 16 * first), scatter: scatter) { _ in
        0.03
      }
      let verdicts = try table.verdicts(Self.repetitions, seed: 2, that: .littleO)
      #expect(count(.inconclusive(.floor), in: verdicts) >= least, tally(verdicts))
      #expect(count(.supported, in: verdicts) == 0 && count(.extrapolated, in: verdicts) == 0, tally(verdicts))
    }
  }

  /// 2⁶ … 2⁴⁰, as in the theorems.
  private static let decades = [6.0, 7, 8, 10, 14, 20, 40].map { pow(2, $0) }

  @Test("a decay to 0 in three phases, which no curve fits, is no floor while it still halves", arguments: [0.02, 0.1])
  func phases(spread: Double) throws {
    // Orders −0.3, −0.65 and −0.4, as of the coarse loss.
    let table = PlantedTable(scales: Self.decades, runs: 32, scatter: .relative(spread)) { d in
      let x = d / 64
      return 0.04 * pow(min(x, 16), -0.3) * pow(min(max(x / 16, 1), 0x1p10), -0.65) * pow(max(x / 0x1p14, 1), -0.4)
    }
    let verdicts = try table.verdicts(Self.repetitions, seed: 21, that: .littleO, rules: .losses)
    #expect(count(.supported, in: verdicts) == Self.repetitions, tally(verdicts))
  }

  @Test("the same decay that levels off below ε is a floor", arguments: [0.02, 0.1])
  func levelledPhases(spread: Double) throws {
    let table = PlantedTable(scales: Self.decades, runs: 32, scatter: .relative(spread)) { d in
      let x = min(d / 64, 0x1p14)
      return 0.04 * pow(min(x, 16), -0.3) * pow(max(x / 16, 1), -0.65)
    }
    let verdicts = try table.verdicts(Self.repetitions, seed: 22, that: .littleO, rules: .losses)
    #expect(count(.inconclusive(.floor), in: verdicts) >= 19, tally(verdicts))
  }

  @Test("a floor behind a fast decay is a floor, however far the last step fell") func flooredPower() throws {
    // Between the last two scales the mean falls to a third. A curve of the class fits, and it has the limit 10⁻⁴.
    let table = PlantedTable(scales: Array(Self.decades.prefix(6)), runs: 32, scatter: .relative(0.03)) { d in
      1e-4 + 0.04 * pow(d / 64, -0.7)
    }
    let verdicts = try table.verdicts(Self.repetitions, seed: 23, that: .littleO, rules: .losses)
    #expect(count(.inconclusive(.floor), in: verdicts) >= 19, tally(verdicts))
  }

  @Test("no error at all does not contradict o(1)") func noError() throws {
    let table = PlantedTable(scales: PlantedTable.doublings(from: 32, to: 512), scatter: .binomial(trials: 500)) { _ in
      0
    }
    #expect(try table.verdicts(1, seed: 8, that: .littleO) == [.notContradicted])
  }

  @Test("a slow power is supported by extrapolation") func slowPower() throws {
    let table = PlantedTable(scales: PlantedTable.doublings(from: 64, to: 2048), scatter: .binomial(trials: 1000)) {
      0.3 * (64 / $0).squareRoot()
    }
    let verdicts = try table.verdicts(Self.repetitions, seed: 9, that: .littleO)
    #expect(count(.extrapolated, in: verdicts) >= 16, tally(verdicts))
    #expect(count(.supported, in: verdicts) == 0 && count(.refuted, in: verdicts) == 0, tally(verdicts))
  }

  @Test("−0.5 at every scale is not o(1), but ≤ o(1)") func negative() throws {
    let table = PlantedTable(scales: PlantedTable.doublings(from: 32, to: 512), scatter: .signed(0.05)) { _ in -0.5 }
    #expect(try table.verdicts(Self.repetitions, seed: 4, that: .littleO).allSatisfy { $0 == .refuted })
    #expect(try table.verdicts(Self.repetitions, seed: 4, that: .atMostLittleO).allSatisfy(\.isSupport))
  }

  @Test("a mean that rises only at the end does not support Ω(1)") func granularity() throws {
    let means = [32: 0, 64: -0.009, 128: 0.033, 256: 0.068, 512: 0.233]
    let table = PlantedTable(scales: PlantedTable.doublings(from: 32, to: 512), scatter: .signed(0.05)) {
      means[Int($0)] ?? .nan
    }
    let verdicts = try table.verdicts(Self.repetitions, seed: 7, that: .bigOmega)
    #expect(count(.inconclusive(.preAsymptotic), in: verdicts) == Self.repetitions, tally(verdicts))
  }

  // MARK: Slow growth

  /// 0.5 + 0.38·ln d grows as d^0.16 from 32 to 512, which is more than the tolerance of 0.15.
  @Test("a + 0.38·ln d is never O(1) or Θ(1)", arguments: [0.5, 2, 5], [32.0, 64.0])
  func harmonic(start: Double, first: Double) throws {
    let table = PlantedTable(scales: PlantedTable.doublings(from: first, to: 16 * first), scatter: .absolute(0.1)) {
      start + 0.38 * log($0)
    }
    let constant = GrowthReference.constant(scales: 5)
    for predicate in [Predicate.bigO(constant), .bigTheta(constant)] {
      let verdicts = try table.verdicts(Self.repetitions, seed: 3, that: predicate)
      let slow = count(.inconclusive(.slowGrowth), in: verdicts)
      #expect(slow + count(.refuted, in: verdicts) == Self.repetitions, tally(verdicts))
      if start > 1 || first > 32 { #expect(slow == Self.repetitions, tally(verdicts)) }
    }
  }

  @Test("a transient of one per cent is no slow growth, however precise the runs are", arguments: [0.001, 0.01])
  func transient(spread: Double) throws {
    let law = GrowthReference(values: Self.decades.map { log($0) * log($0) })
    for sign in [-1.0, 1] {
      let table = PlantedTable(scales: Self.decades, runs: 32, scatter: .relative(spread)) { d in
        log(d) * log(d) * (1 + sign * 0.64 / d)
      }
      for predicate in [Predicate.bigO(law), .bigTheta(law)] {
        let verdicts = try table.verdicts(Self.repetitions, seed: 24, that: predicate)
        #expect(count(.supported, in: verdicts) == Self.repetitions, tally(verdicts))
      }
    }
  }

  @Test("a factor (ln d)^0.2 is slow growth") func smallPowerOfTheLogarithm() throws {
    let law = GrowthReference(values: Self.decades.map { log($0) * log($0) })
    let table = PlantedTable(scales: Self.decades, runs: 32, scatter: .relative(0.02)) { d in
      pow(log(d), 2.2)
    }
    for predicate in [Predicate.bigO(law), .bigTheta(law)] {
      let verdicts = try table.verdicts(Self.repetitions, seed: 25, that: predicate)
      #expect(count(.inconclusive(.slowGrowth), in: verdicts) == Self.repetitions, tally(verdicts))
    }
  }

  // MARK: With high probability

  @Test("failures that begin at d_K are never supported", arguments: [20, 32]) func onset(runs: Int) throws {
    let table = PlantedTable(
      scales: PlantedTable.doublings(from: 32, to: 512), runs: runs, scatter: .failures
    ) { $0 == 512 ? 0.12 : 0 }
    for repetition in 0..<(5 * Self.repetitions) {
      let evidence = table.evidence(repetition, seed: 5)
      let verdict = try DecisionEngine.decide(evidence, that: .withHighProbability).verdict()
      let failures = evidence.runs.joined().reduce(0) { $0 + ($1 ?? 0) }
      #expect(failures == 0 ? verdict == .notContradicted : !verdict.isSupport, "\(failures) failures: \(verdict)")
    }
  }

  @Test("medians that move towards the tolerance are pre-asymptotic") func approach() throws {
    let medians = [32: 1, 64: 0.94, 128: 0.90, 256: 0.76, 512: 0.66]
    let table = PlantedTable(scales: PlantedTable.doublings(from: 32, to: 512), scatter: .absolute(0.05)) {
      medians[Int($0)] ?? .nan
    }
    let verdicts = try table.verdicts(Self.repetitions, seed: 6, that: .withHighProbability) { evidence in
      evidence.margins = evidence.runs.map { $0.map { $0.map { $0 - 0.5 } } }
      evidence.runs = evidence.runs.map { $0.map { $0.map { $0 < 0.5 ? 1 : 0 } } }
      evidence.kind = .boolean
    }
    #expect(count(.inconclusive(.preAsymptotic), in: verdicts) == Self.repetitions, tally(verdicts))
  }

  // MARK: Missing runs

  private func losing(_ evidence: inout Evidence, at scale: Int) {
    evidence.runs[scale][0] = nil
    evidence.runs[scale][7] = nil
  }

  @Test("two missing runs of a positive metric are a matter of health") func missingLosses() throws {
    let table = PlantedTable(scales: PlantedTable.doublings(from: 32, to: 512), scatter: .relative(0.1)) { 32 / $0 }
    let whole = try table.verdicts(Self.repetitions, seed: 10, that: .littleO, rules: .losses)
    let torn = try table.verdicts(Self.repetitions, seed: 10, that: .littleO, rules: .losses) { losing(&$0, at: 3) }
    #expect(whole.allSatisfy { $0 == .supported }, tally(whole))
    #expect(torn.allSatisfy { $0 == .inconclusive(.health) }, tally(torn))
  }

  @Test("two missing counts are judged as if all their trials had failed") func missingCounts() throws {
    let table = PlantedTable(scales: PlantedTable.doublings(from: 32, to: 512), scatter: .binomial(trials: 500)) {
      0.3 * exp(1 - $0 / 32)
    }
    for repetition in 0..<Self.repetitions {
      let whole = table.evidence(repetition, seed: 11)
      var (torn, failed) = (whole, whole)
      losing(&torn, at: 4)
      failed.runs[4] = torn.runs[4].map { $0 ?? 500 }
      let decisions = try [whole, torn, failed].map { try DecisionEngine.decide($0, that: .littleO) }
      #expect(decisions[0].verdict() == .supported)
      #expect(!decisions[1].verdict().isSupport)
      #expect(decisions[1].pSupport == decisions[2].pSupport && decisions[1].gateSupport == decisions[2].gateSupport)
    }
  }

  // MARK: Power

  /// The shares of a verdict at 20, 40, 80 and 160 runs.
  private func shares(
    of isWanted: (Verdict) -> Bool, seed: UInt64, law: @escaping (Double) -> Double
  ) throws -> [Double] {
    let repetitions = 100
    return try [20, 40, 80, 160].map { runs in
      let table = PlantedTable(
        scales: PlantedTable.doublings(from: 64, to: 2048), runs: runs, scatter: .binomial(trials: 1000), law: law)
      let verdicts = try table.verdicts(repetitions, seed: seed, that: .littleO)
      return Double(verdicts.count(where: isWanted)) / Double(repetitions)
    }
  }

  /// Whether no share is below an earlier one by more than three standard errors of their difference.
  private func neverFalls(_ shares: [Double], repetitions: Double = 100) -> Bool {
    zip(shares, shares.dropFirst()).allSatisfy { before, after in
      let variance = (before * (1 - before) + after * (1 - after)) / repetitions
      return after >= before - 3 * max(variance, 1 / (repetitions * repetitions)).squareRoot()
    }
  }

  @Test("more runs do not lose the power to refute a floor") func powerToRefute() throws {
    let shares = try shares(of: { $0 == .refuted }, seed: 12) { 0.1 + 0.3 * exp(1 - $0 / 64) }
    #expect(neverFalls(shares), "\(shares)")
    #expect(shares[0] > 0.8 && shares[3] == 1, "\(shares)")
  }

  @Test("more runs do not lose the power to support a decay") func powerToSupport() throws {
    let shares = try shares(of: \.isSupport, seed: 13) { 0.3 * (64 / $0).squareRoot() }
    #expect(neverFalls(shares), "\(shares)")
    #expect(shares[0] > 0.8 && shares[3] > 0.95, "\(shares)")
  }
}
