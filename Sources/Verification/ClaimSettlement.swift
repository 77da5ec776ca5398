import ClaimKit
import Decision
import Foundation
import Planning
import Training
import Trials

/// Why a claim is open, and what it would take to settle it as a whole.
///
/// The claim is supported when every open conclusion is, and refuted by any one of them; its conclusions are read from the
/// same trials, so its design is the largest of theirs, or the cheapest that refutes.
package struct ClaimSettlement: Sendable, Equatable {
  /// Per conclusion, in the claim's order; nil for one that is already decided at the claim's levels.
  package let conclusions: [Settlement?]
  /// The design for the claim; nil if nothing tried settles it.
  package let design: SettlementDesign?
  /// The verdict that it would give if the best-fitting curves are the truth; nil if nobody can say.
  package let wouldBe: Verdict?
  /// The smallest power among the conclusions that have to be decided.
  package let power: Double?
  /// Multiply–adds of the additional trials of the claim's own world, its label sets taken together; not of its controls.
  package let work: Double?

  /// The open conclusions' plans, taken together.
  ///
  /// - Parameter price: The price of a run at a scale.
  init(_ conclusions: [Settlement?], registered: [Int], price: Settlement.Price) {
    self.conclusions = conclusions
    let open = conclusions.compactMap { $0 }
    let refuting = open.filter { $0.wouldBe == .refuted }
      .min { ($0.price ?? .infinity) < ($1.price ?? .infinity) }
    let needed = refuting.map { [$0] } ?? open
    let designs = needed.compactMap(\.design)
    guard !needed.isEmpty, designs.count == needed.count,
      let largest = designs.max(by: { $0.scales.count < $1.scales.count })
    else {
      (design, wouldBe, power, work) = (nil, nil, nil, nil)
      return
    }
    let joint = SettlementDesign(
      scales: largest.scales, runs: designs.reduce(0) { max($0, $1.runs) }, registered: registered)
    design = joint
    let isKnown = needed.allSatisfy { $0.wouldBe != nil }
    wouldBe = isKnown ? (refuting == nil ? .supported : .refuted) : nil
    power = isKnown ? needed.compactMap(\.power).min() : nil
    work = try? SettlementSearch.price(of: joint, by: price)
  }
}

extension ClaimSettlement {
  /// Plans for a claim whose verdict is open; nil otherwise.
  ///
  /// - Parameters:
  ///   - familySize: The claims that p-values are corrected over: each is planned at α divided by it.
  init?(
    _ planned: PlannedClaim, conclusions: [ConclusionFinding], verdict: Verdict, familySize: Int, levels: ErrorLevels,
    outcomes: [Trial: TrialOutcome]
  ) {
    guard case .inconclusive = verdict else { return nil }
    let runPrice = RunPrice(planned.study, outcomes)
    let price: Settlement.Price = { scale throws(PriceError) in try runPrice.price(at: scale) }
    let divided = levels.divided(claims: familySize, conclusions: conclusions.count)
    let settlements = conclusions.map { conclusion -> Settlement? in
      let settlement = try? Settlement.estimate(
        conclusion.evidence, that: conclusion.predicate, rules: conclusion.materiality.rules,
        levels: divided, price: price)
      return settlement ?? nil
    }
    self.init(
      settlements, registered: planned.design.scales.map { _ in planned.design.runs }, price: price)
  }
}

/// What one more run of a claim costs at any d, in multiply–adds: one trial per arm that it reads.
///
/// At a registered d it is the mean of what the trials there took. Beyond, what they took at the largest d grows as the
/// trainer's own prediction does, or as the trials did over the registered d where that is faster: the prediction does not
/// know that fitting takes longer at larger d.
struct RunPrice: Sendable {
  private let study: Study
  /// Mean multiply–adds by arm and d; only where a trial was trained.
  private let seen: [Arm: [Int: Double]]

  init(_ study: Study, _ outcomes: [Trial: TrialOutcome]) {
    self.study = study
    var seen: [Arm: [Int: Double]] = [:]
    for arm in study.arms {
      for (d, trials) in zip(study.design.scales, study.trials(of: arm)) {
        let work = trials.compactMap { outcomes[$0]?.trace?.work }
        if !work.isEmpty { seen[arm, default: [:]][d] = work.reduce(0) { $0 + Double($1) } / Double(work.count) }
      }
    }
    self.seen = seen
  }

  /// Returns the price of a run.
  ///
  /// - Throws: ``PriceError`` with the reason where no trial is possible: no model, no certificate, or too little memory on
  ///   this machine.
  func price(at scale: Double) throws(PriceError) -> Double {
    guard let d = Int(exactly: scale) else { throw PriceError("d = \(scale) is no whole number.") }
    var sum = 0.0
    for arm in study.arms { sum += try self.price(of: arm, at: d) }
    return sum
  }

  private func price(of arm: Arm, at d: Int) throws(PriceError) -> Double {
    let seen = self.seen[arm] ?? [:]
    if let known = seen[d] { return known }
    let predicted = try demand(of: arm, at: d)
    guard let last = seen.keys.max(), let first = seen.keys.min(), let work = seen[last], let least = seen[first] else {
      return predicted
    }
    let byPrediction = predicted / (try demand(of: arm, at: last))
    var byGrowth = 0.0
    if first < last, d > last, least > 0 {
      byGrowth = pow(Double(d) / Double(last), log(work / least) / log(Double(last) / Double(first)))
    }
    return work * max(byPrediction, byGrowth)
  }

  private func demand(of arm: Arm, at d: Int) throws(PriceError) -> Double {
    let single = Design(scales: [d], runs: 1, firstSeed: self.study.design.firstSeed)
    let study: Study
    do { study = try Study(self.study.claim, control: self.study.control, design: single) } catch {
      throw PriceError(error.description)
    }
    guard let trial = study.trials(of: arm).first?.first else {
      throw PriceError("\(self.study.place) has no trial under \(arm.text) labels.")
    }
    do {
      return try Demand.checked(trial).work
    } catch {
      throw PriceError("\(arm.text) labels, d = \(d): \(error.description)")
    }
  }
}
