import ClaimKit
import Decision
import enum Decision.Predicate
import Foundation
import Training
import Trials

/// How a conclusion is read from the trials of a study: one number per run, the worst of the run's window.
///
/// Upper bounds are read from the largest value in the window and lower bounds from the smallest, so that "for every T"
/// costs no multiplicity; Θ is both and is read twice. A difference is read from the worst of both windows, each side in its
/// own, paired by run number. With high probability, a run is 1 where its worst value passes the tolerance.
package struct Reading {
  let study: Study
  let conclusion: Conclusion
  let materiality: Materiality
  /// Which extreme of the window is read.
  package let extreme: WindowExtreme

  /// Returns the readings of a conclusion: two for Θ over a window with several times, otherwise one.
  package static func all(of conclusion: Conclusion, in study: Study, by materiality: Materiality) -> [Reading] {
    let extremes: [WindowExtreme]
    if case .proportional = conclusion.order {
      let window = study.claim.instance.window
      let isSingle =
        conclusion.quantity.isOfRun || window.start == .end || (window.start == .timeToFit && window.factor == 1)
      extremes = isSingle ? [.only] : [.largest, .smallest]
    } else {
      extremes = [conclusion.order.isUpperBound ? .largest : .smallest]
    }
    return extremes.map { Reading(study: study, conclusion: conclusion, materiality: materiality, extreme: $0) }
  }

  /// What the numbers are.
  var kind: MetricKind { conclusion.isUsual ? .boolean : self.kind(of: conclusion.quantity, under: arm) }

  /// What is asked of the numbers.
  ///
  /// References are those of the claim's own world, whatever a control changes: the claim says how its quantity grows.
  package var predicate: Predicate {
    if conclusion.isUsual { return .holdsUsually }
    switch conclusion.order {
    case .vanishing, .negligible: return .vanishes
    case .boundedBelow: return .staysAway
    case .bounded(let law): return .isBounded(by: reference(law))
    case .proportional(let law): return .isProportional(to: reference(law))
    case .polynomial:
      guard case .polynomial(_, _, let spacing) = materiality.size else { return .isPolynomial(quantum: 0) }
      return .isPolynomial(quantum: log(spacing))
    }
  }

  /// Returns one number per run and scale; nil where the trial failed or labels do not define the quantity.
  package func evidence(from outcomes: [Trial: TrialOutcome]) -> Evidence {
    var runs = self.runs(from: outcomes)
    if conclusion.isUsual {
      runs = zip(study.design.scales, runs).map { scale, values in
        let bound = tolerance(at: scale)
        return values.map { value in value.map { violation($0, bound) } }
      }
    }
    return Evidence(scales: study.design.scales.map(Double.init), runs: runs, kind: kind)
  }

  /// Returns what single runs yielded, for tables of a conclusion that holds with high probability; errors as shares.
  package func values(from outcomes: [Trial: TrialOutcome]) -> [[Double?]] { runs(from: outcomes) }

  /// Returns what the two sides of a difference were read as; none for other quantities.
  package func sides(from outcomes: [Trial: TrialOutcome]) -> [(quantity: Quantity, arm: Arm, evidence: Evidence)] {
    guard case .difference(let quantity, let first, let second) = conclusion.quantity, !conclusion.isUsual else {
      return []
    }
    let largest = extreme != .smallest
    return [(first, largest), (second, !largest)].map { arm, largest in
      let runs = values(of: quantity, under: arm, largest: largest, outcomes)
      let scales = study.design.scales.map(Double.init)
      return (quantity, arm, Evidence(scales: scales, runs: runs, kind: kind(of: quantity, under: arm)))
    }
  }

  // MARK: Runs

  private func runs(from outcomes: [Trial: TrialOutcome]) -> [[Double?]] {
    let largest = extreme != .smallest
    switch conclusion.quantity {
    case .difference(let quantity, let first, let second):
      return paired(quantity, first, second, largest, !largest, outcomes) { $0 - $1 }
    case .departure(let quantity, let first, let second):
      let isRelative = quantity.range == .positive
      return paired(quantity, first, second, largest, largest, outcomes) { first, second in
        let size = isRelative ? max(abs(first), abs(second)) : 1
        return size > 0 ? abs(first - second) / size : 0
      }
    case let quantity:
      guard let arm = self.arm else {
        return study.design.scales.map { _ in Array(repeating: nil, count: study.design.runs) }
      }
      let values = self.values(of: quantity, under: arm, largest: largest, outcomes)
      // Single runs are compared with a tolerance, which is a share.
      guard conclusion.isUsual else { return values }
      return values.map { $0.map { value in value.map { $0 / unit(of: quantity, arm) } } }
    }
  }

  private func paired(
    _ quantity: Quantity, _ first: Arm, _ second: Arm, _ firstLargest: Bool, _ secondLargest: Bool,
    _ outcomes: [Trial: TrialOutcome], _ combine: (Double, Double) -> Double
  ) -> [[Double?]] {
    let firsts = values(of: quantity, under: first, largest: firstLargest, outcomes)
    let seconds = values(of: quantity, under: second, largest: secondLargest, outcomes)
    return zip(firsts, seconds).map { firsts, seconds in
      zip(firsts, seconds).map { left, right in
        guard let left, let right else { return nil }
        return combine(left / unit(of: quantity, first), right / unit(of: quantity, second))
      }
    }
  }

  private func values(
    of quantity: Quantity, under arm: Arm, largest: Bool, _ outcomes: [Trial: TrialOutcome]
  ) -> [[Double?]] {
    let window = study.world(of: arm).window
    return study.trials(of: arm).map { trials in
      trials.map { trial in
        outcomes[trial]?.trace.flatMap { trace in
          RunReader(trial: trial, trace: trace, window: window).extreme(of: quantity, largest: largest)
        }
      }
    }
  }

  /// The arm of a quantity of one arm.
  private var arm: Arm? { conclusion.quantity.arms.first ?? study.arms.first }

  private func kind(of quantity: Quantity, under arm: Arm?) -> MetricKind {
    switch quantity.range {
    case .count: .count(trials: testSamples(of: arm))
    case .positive: .positive
    case .share, .signed: .signed
    }
  }

  /// The number that a count is divided by before two are subtracted; 1 for other quantities.
  private func unit(of quantity: Quantity, _ arm: Arm) -> Double {
    quantity.range == .count ? Double(testSamples(of: arm)) : 1
  }

  private func testSamples(of arm: Arm?) -> Int {
    arm.flatMap { study.trials(of: $0).first?.first?.parameters.testSamples } ?? 1
  }

  // MARK: Tolerances and references

  private func tolerance(at scale: Int) -> Double {
    guard case .tolerance(let rule) = materiality.size else { return .nan }
    return rule.value(at: study.claim.instance.axis.dimension(at: scale))
  }

  private func violation(_ value: Double, _ bound: Double) -> Double {
    if value.isNaN || bound.isNaN { return .nan }
    return (conclusion.order.isUpperBound ? value > bound : value < bound) ? 1 : 0
  }

  /// The reference h at the scales; NaN, which the plan refuses, where the claim's own world does not define it.
  private func reference(_ law: Law) -> GrowthReference {
    let instance = study.claim.instance
    let values = study.design.scales.map { scale -> Double in
      let d = instance.axis.dimension(at: scale)
      let arm = self.arm ?? .coarse
      let parameters = try? World(arm, instance: instance).parameters(at: arm, of: instance.axis, scale: scale)
      switch law.form {
      case .growth(let growth): return growth.value(d: Double(d), k: parameters.map { Double($0.k) } ?? .nan)
      case .parameter(let parameter, let exponent):
        return pow(parameters.flatMap { Double($0.value(of: parameter)) } ?? .nan, exponent)
      case .scale(let exponent): return pow(Double(scale), exponent)
      case .open:
        guard case .growth(_, _, let rule?) = materiality.size else { return .nan }
        return rule.value(at: d)
      }
    }
    let isConstant = values.allSatisfy { $0 == values.first }
    return GrowthReference(values: values, regressor: isConstant ? .scale : .reference)
  }
}

/// Which value of a run's window a conclusion is read from.
package enum WindowExtreme: String, Hashable, Sendable {
  /// The largest.
  case largest
  /// The smallest.
  case smallest
  /// The only one there is.
  case only
}

extension Materiality {
  /// The rules of the decision procedure with this materiality in place of the default one.
  package var rules: DecisionRules {
    var rules = DecisionRules()
    switch size {
    case .absolute(let epsilon): rules.materiality = epsilon
    case .shareOfFirst(let epsilon):
      rules.materiality = epsilon
      rules.isRelative = true
    case .tolerance: break
    case .growth(let slope, let band, _):
      rules.slopeTolerance = slope
      rules.bandRatio = band
    case .polynomial(let bend, let degree, _):
      rules.bendTolerance = bend
      rules.largestDegree = degree
    }
    return rules
  }
}
