import ClaimKit
import Decision
import Experiments
import Foundation
import Planning
import Trials

/// Why a claim is open, and which additional runs and scales would settle it.
///
/// A claim is supported when every conclusion is, and refuted when one conclusion is. All conclusions are read from the
/// same trials. The claim therefore needs the cheapest design that refutes one conclusion. If none would be refuted, it
/// needs the largest of the designs of its open conclusions.
package struct ClaimSettlement: Sendable, Equatable {
  /// The plan for each conclusion, in the claim's order; nil for one that is already decided at the claim's levels.
  package let conclusions: [Settlement?]
  /// The design for the claim; nil if no design that was tried settles it.
  package let design: SettlementDesign?
  /// The most frequent verdict of the design over the curves that fit equally well; nil if it cannot be predicted.
  package let wouldBe: Verdict?
  /// The smallest power among the conclusions that have to be decided.
  package let power: Double?
  /// The largest number of curves that the power of such a conclusion is averaged over; 0 where none was simulated.
  package let curves: Int
  /// Work of the additional trials of the claim over all its label sets, without those of its controls.
  package let work: Double?

  /// Combines the plans of the open conclusions.
  ///
  /// - Parameters:
  ///   - conclusions: The plan for each conclusion; nil for a decided one.
  ///   - decided: What the weakest support of a decided conclusion rests on.
  ///   - registered: The runs that are already registered at each scale.
  ///   - price: The price of a run at a scale.
  init(
    _ conclusions: [Settlement?], decided: Strength = .observed, registered: [Int], price: Settlement.Price
  ) {
    self.conclusions = conclusions
    let open = conclusions.compactMap { $0 }
    let refuting = open.filter { $0.wouldBe == .refuted }
      .min { ($0.price ?? .infinity) < ($1.price ?? .infinity) }
    let needed = refuting.map { [$0] } ?? open
    let designs = needed.compactMap(\.design)
    guard !needed.isEmpty, designs.count == needed.count,
      let largest = designs.max(by: { $0.scales.count < $1.scales.count })
    else {
      (design, wouldBe, power, curves, work) = (nil, nil, nil, 0, nil)
      return
    }
    let joint = SettlementDesign(
      scales: largest.scales, runs: designs.reduce(0) { max($0, $1.runs) }, registered: registered)
    design = joint
    let predicted = needed.compactMap(\.wouldBe)
    let isKnown = predicted.count == needed.count
    let strengths = Strength.allCases.filter { $0 == decided || predicted.contains($0.verdict) }
    wouldBe = isKnown ? (refuting == nil ? strengths.max()?.verdict : .refuted) : nil
    curves = needed.reduce(0) { max($0, $1.curves) }
    power = isKnown ? needed.compactMap(\.power).min() : nil
    work = try? SettlementSearch.price(of: joint, by: price)
  }
}

extension ClaimSettlement {
  /// Plans for a claim with an inconclusive verdict; nil for other verdicts.
  ///
  /// - Parameters:
  ///   - planned: The claim with its design.
  ///   - conclusions: The findings on its conclusions.
  ///   - verdict: The verdict on the claim.
  ///   - familySize: The number of claims that the p-values are adjusted over; the claim is planned at α divided by it.
  ///   - levels: The error rates of the family.
  ///   - experiments: The experiments of the plan.
  ///   - outcomes: The outcomes of the trials, from which the price of a run is estimated.
  init?(
    _ planned: PlannedClaim, conclusions: [ConclusionFinding], verdict: Verdict, familySize: Int, levels: ErrorLevels,
    experiments: ExperimentCatalogue, outcomes: [Trial: TrialOutcome]
  ) {
    guard case .inconclusive = verdict else { return nil }
    let runPrice = RunPrice(planned.study, experiments, outcomes)
    let price: Settlement.Price = { scale throws(PriceError) in try runPrice.price(at: scale) }
    let divided = levels.divided(claims: familySize, conclusions: conclusions.count)
    let settlements = conclusions.map { conclusion -> Settlement? in
      do {
        return try Settlement.estimate(
          conclusion.evidence, that: conclusion.predicate, rules: conclusion.materiality.rules,
          levels: divided, price: price)
      } catch {
        // A conclusion that cannot be judged stays open; nil would say that it is decided.
        return .impossible(because: "\(error)", levels: divided)
      }
    }
    let decided = zip(conclusions, settlements).compactMap { $1 == nil ? $0.decision.strength : nil }.max()
    self.init(
      settlements, decided: decided ?? .observed,
      registered: planned.design.scales.map { _ in planned.design.runs }, price: price)
  }
}

/// The price of one more run of a claim at any d, in units of work: one trial per arm.
///
/// At a registered d the price is the mean work of the trials there. At any other d the mean work at the largest d is
/// extrapolated. Two growth rates are compared, the predicted one and the measured one over the registered d; the
/// faster is used. The prediction alone does not include that fitting takes longer at larger d.
struct RunPrice: Sendable {
  private let study: Study
  private let experiments: ExperimentCatalogue
  /// Mean work of the trained trials by arm and d.
  private let seen: [Arm: [Int: Double]]

  init(_ study: Study, _ experiments: ExperimentCatalogue, _ outcomes: [Trial: TrialOutcome]) {
    self.study = study
    self.experiments = experiments
    var seen: [Arm: [Int: Double]] = [:]
    for arm in study.arms {
      for (d, trials) in zip(study.design.scales, study.trials(of: arm)) {
        let work = trials.compactMap { outcomes[$0]?.trace?.work }
        if !work.isEmpty { seen[arm, default: [:]][d] = work.reduce(0) { $0 + Double($1) } / Double(work.count) }
      }
    }
    self.seen = seen
  }

  /// Returns the price of a run at a scale.
  ///
  /// - Throws: ``PriceError`` with the reason if no trial is possible: no model, no certificate, or too little memory
  ///   on this machine.
  func price(at scale: Double) throws(PriceError) -> Double {
    guard let d = Int(exactly: scale) else { throw PriceError("d = \(scale) is not a whole number.") }
    var sum = 0.0
    for arm in study.arms { sum += try price(of: arm, at: d) }
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
      throw PriceError("\(self.study.place) has no trial under \(arm.words).")
    }
    guard let experiment = experiments[trial.experiment] else {
      throw PriceError("the experiment “\(trial.experiment)” is unknown here.")
    }
    do {
      return try experiment.demand(of: trial, memory: MachineMemory.limit).work
    } catch {
      throw PriceError("\(arm.words), \(self.study.claim.standIn.axis.base) = \(d): \(error.description)")
    }
  }
}
