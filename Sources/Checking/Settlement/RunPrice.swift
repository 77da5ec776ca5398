import ClaimKit
import Foundation
import Training

/// What one more run of a claim costs at any d, in multiply–adds: one trial per arm that it reads.
///
/// At a registered d it is the mean of what the trials there took. Beyond, what they took at the largest d grows as the
/// trainer's own prediction does, or as the trials did over the registered d where that is faster: the prediction does not
/// know that fitting takes longer at larger d.
struct RunPrice: Sendable {
  private let _study: Study
  /// Mean multiply–adds by arm and d; only where a trial was trained.
  private let _seen: [Arm: [Int: Double]]

  init(_ study: Study, _ outcomes: [Trial: TrialOutcome]) {
    _study = study
    var seen: [Arm: [Int: Double]] = [:]
    for arm in study.arms {
      for (d, trials) in zip(study.design.scales, study.trials(of: arm)) {
        let work = trials.compactMap { outcomes[$0]?.trace?.work }
        if !work.isEmpty { seen[arm, default: [:]][d] = work.reduce(0) { $0 + Double($1) } / Double(work.count) }
      }
    }
    _seen = seen
  }

  /// Returns the price of a run.
  ///
  /// - Throws: ``PlanError`` with the reason where no trial is possible: no model, no certificate, or too little memory on
  ///   this machine.
  func price(at scale: Double) throws(PlanError) -> Double {
    guard let d = Int(exactly: scale) else { throw PlanError("d = \(scale) is no whole number.") }
    var sum = 0.0
    for arm in _study.arms { sum += try _price(of: arm, at: d) }
    return sum
  }

  private func _price(of arm: Arm, at d: Int) throws(PlanError) -> Double {
    let seen = _seen[arm] ?? [:]
    if let known = seen[d] { return known }
    let predicted = try _demand(of: arm, at: d)
    guard let last = seen.keys.max(), let first = seen.keys.min(), let work = seen[last], let least = seen[first] else {
      return predicted
    }
    let byPrediction = predicted / (try _demand(of: arm, at: last))
    var byGrowth = 0.0
    if first < last, d > last, least > 0 {
      byGrowth = pow(Double(d) / Double(last), log(work / least) / log(Double(last) / Double(first)))
    }
    return work * max(byPrediction, byGrowth)
  }

  private func _demand(of arm: Arm, at d: Int) throws(PlanError) -> Double {
    let single = Design(scales: [d], runs: 1, firstSeed: _study.design.firstSeed)
    guard let trial = try Study(_study.claim, control: _study.control, design: single).trials(of: arm).first?.first
    else { throw PlanError("\(_study.place) has no trial under \(arm.text) labels.") }
    do {
      return try Demand.checked(trial).work
    } catch {
      throw PlanError("\(arm.text) labels, d = \(d): \(error.description)")
    }
  }
}
