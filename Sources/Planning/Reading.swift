import ClaimKit
import Decision
import struct Decision.Predicate
import Experiments
import Foundation
import Trials

/// Reads a conclusion from the trials of a study: one number per run, the worst value in the run's window.
///
/// Upper bounds are read from the largest value in the window and lower bounds from the smallest, so "for every T"
/// needs no correction for multiplicity. Θ, exponents, curves and o(1) of signed quantities are upper and lower bounds.
/// In a window with several checkpoints they are read twice. A difference takes the worst value of each side in that side's own window, and pairs runs by number.
/// With high probability, the number is 1 if the run's worst value violates the tolerance, otherwise 0.
package struct Reading {
  let study: Study
  package let conclusion: Conclusion
  let materiality: Materiality
  /// Which extreme of the window is read.
  package let extreme: WindowExtreme

  /// Returns the readings of a conclusion: two for bounds on both sides over a window with several checkpoints,
  /// otherwise one.
  package static func all(of conclusion: Conclusion, in study: Study, by materiality: Materiality) -> [Reading] {
    let extremes: [WindowExtreme]
    if isTwoSided(conclusion) {
      let window = study.claim.standIn.window
      let isSingle =
        conclusion.quantity.isOfRun || window.start == .end || (window.start == .timeToFit && window.factor == 1)
      extremes = isSingle ? [.only] : [.largest, .smallest]
    } else {
      extremes = [conclusion.order.isUpperBound ? .largest : .smallest]
    }
    return extremes.map { Reading(study: study, conclusion: conclusion, materiality: materiality, extreme: $0) }
  }

  /// Whether large and small values speak against a conclusion alike.
  private static func isTwoSided(_ conclusion: Conclusion) -> Bool {
    switch conclusion.order {
    case .bigTheta, .exponent, .equals: true
    case .littleO: conclusion.quantity.kind == .signed && !conclusion.isWithHighProbability
    case .atMostLittleO, .bigOmega, .bigO, .poly, .negligible: false
    }
  }

  /// The kind of the numbers, which selects the statistics.
  ///
  /// Before trials are run, a count may not know what it is out of; then n counts as 1.
  var kind: MetricKind { kind(from: [:]) }

  private func kind(from outcomes: [Trial: TrialOutcome]) -> MetricKind {
    conclusion.isWithHighProbability ? .boolean : kind(of: conclusion.quantity, under: arm, outcomes)
  }

  /// The statement about the numbers that the decision procedure tests.
  ///
  /// The reference h always comes from the claim's own world, even in a control, because the claim fixes how its
  /// quantity grows.
  package var predicate: Predicate {
    if conclusion.isWithHighProbability { return .withHighProbability }
    switch conclusion.order {
    // A share is never negative, so its upper side is all that o(1) asks about.
    case .littleO: return conclusion.quantity.kind == .share ? .atMostLittleO : .littleO
    case .negligible: return .littleO
    case .atMostLittleO: return .atMostLittleO
    case .exponent(let exponent):
      guard case .exponent(let tolerance) = materiality.size else { return .exponent(exponent, within: .nan) }
      return .exponent(exponent, within: tolerance)
    case .equals(let factor, let law):
      let values = reference(law).values.map { factor * $0 }
      guard case .curve(let tolerance, let isShare, _) = materiality.size else {
        return .curve(values, within: .difference(.nan))
      }
      return .curve(values, within: isShare ? .share(tolerance) : .difference(tolerance))
    case .bigOmega: return .bigOmega
    case .bigO(let law): return .bigO(reference(law))
    case .bigTheta(let law): return .bigTheta(reference(law))
    case .poly:
      guard case .polynomial(_, _, let spacing) = materiality.size else { return .poly(quantum: 0) }
      return .poly(quantum: log(spacing))
    }
  }

  /// Returns one number per run and scale; nil if the trial failed or its labels do not define the quantity.
  ///
  /// With high probability, the evidence also carries how far each run is from its tolerance.
  package func evidence(from outcomes: [Trial: TrialOutcome]) -> Evidence {
    let runs = self.runs(from: outcomes)
    let scales = study.design.scales.map(Double.init)
    let kind = kind(from: outcomes)
    guard conclusion.isWithHighProbability else { return Evidence(scales: scales, runs: runs, kind: kind) }
    let bounds = study.design.scales.map(tolerance)
    let violations = zip(runs, bounds).map { values, bound in values.map { $0.map { violation($0, bound) } } }
    // A tolerance that falls with d would shrink every distance, so a distance is stated in units of the tolerance.
    let isDivided = bounds.allSatisfy { $0 > 0 }
    let margins = zip(runs, bounds).map { values, bound in
      values.map { $0.flatMap { margin($0, bound).map { isDivided ? $0 / bound : $0 } } }
    }
    return Evidence(scales: scales, runs: violations, kind: kind, margins: margins)
  }

  /// Returns the worst value of every run, for tables of a conclusion with high probability; errors are shares.
  package func values(from outcomes: [Trial: TrialOutcome]) -> [[Double?]] { runs(from: outcomes) }

  /// Returns the evidence of the two sides of a difference; empty for other quantities.
  package func sides(from outcomes: [Trial: TrialOutcome]) -> [(quantity: Quantity, arm: Arm, evidence: Evidence)] {
    guard case .difference(let quantity, let first, let second) = conclusion.quantity,
      !conclusion.isWithHighProbability
    else {
      return []
    }
    let largest = extreme != .smallest
    return [(first, largest), (second, !largest)].map { arm, largest in
      let runs = values(of: quantity, under: arm, largest: largest, outcomes)
      let scales = study.design.scales.map(Double.init)
      return (quantity, arm, Evidence(scales: scales, runs: runs, kind: kind(of: quantity, under: arm, outcomes)))
    }
  }

  // MARK: Runs

  private func runs(from outcomes: [Trial: TrialOutcome]) -> [[Double?]] {
    let largest = extreme != .smallest
    switch conclusion.quantity {
    case .difference(let quantity, let first, let second):
      return paired(quantity, first, second, largest, !largest, outcomes) { $0 - $1 }
    case .distance(let quantity, let first, let second):
      let isRelative = quantity.kind == .positive
      return paired(quantity, first, second, largest, largest, outcomes) { first, second in
        let size = isRelative ? max(abs(first), abs(second)) : 1
        return size > 0 ? abs(first - second) / size : 0
      }
    case let quantity:
      guard let arm = self.arm else {
        return study.design.scales.map { _ in Array(repeating: nil, count: study.design.runs) }
      }
      let values = self.values(of: quantity, under: arm, largest: largest, outcomes)
      // A tolerance on single runs is a share, so counts are divided by the number of test samples.
      guard conclusion.isWithHighProbability else { return values }
      let kind = kind(of: quantity, under: arm, outcomes)
      return values.map { $0.map { $0.map(kind.share(of:)) } }
    }
  }

  private func paired(
    _ quantity: Quantity, _ first: Arm, _ second: Arm, _ firstLargest: Bool, _ secondLargest: Bool,
    _ outcomes: [Trial: TrialOutcome], _ combine: (Double, Double) -> Double
  ) -> [[Double?]] {
    let firsts = values(of: quantity, under: first, largest: firstLargest, outcomes)
    let seconds = values(of: quantity, under: second, largest: secondLargest, outcomes)
    let firstKind = kind(of: quantity, under: first, outcomes)
    let secondKind = kind(of: quantity, under: second, outcomes)
    return zip(firsts, seconds).map { firsts, seconds in
      zip(firsts, seconds).map { left, right in
        guard let left, let right else { return nil }
        return combine(firstKind.share(of: left), secondKind.share(of: right))
      }
    }
  }

  private func values(
    of quantity: Quantity, under arm: Arm, largest: Bool, _ outcomes: [Trial: TrialOutcome]
  ) -> [[Double?]] {
    let window = study.world(of: arm).window
    var total: Int?
    if case .count(let count) = kind(of: quantity, under: arm, outcomes) { total = count }
    return study.trials(of: arm).map { trials in
      trials.map { trial in
        outcomes[trial]?.trace.flatMap { trace in
          let reader = RunReader(trial: trial, trace: trace, window: window)
          // Counts out of different numbers have no common law, so they are not judged.
          if let total, let own = reader.total(of: quantity), own != total { return .nan }
          return reader.extreme(of: quantity, largest: largest)
        }
      }
    }
  }

  /// The arm of a quantity that names at most one arm.
  private var arm: Arm? { conclusion.quantity.arms.first ?? study.arms.first }

  private func kind(of quantity: Quantity, under arm: Arm?, _ outcomes: [Trial: TrialOutcome]) -> MetricKind {
    switch quantity.kind {
    case .count: .count(trials: countTotal(of: quantity, under: arm, outcomes) ?? 1)
    case .positive: .positive
    case .share, .signed: .signed
    }
  }

  /// Returns n of the counts of an arm: what its setup says, otherwise what its first reading says.
  private func countTotal(of quantity: Quantity, under arm: Arm?, _ outcomes: [Trial: TrialOutcome]) -> Int? {
    guard let arm else { return nil }
    let trials = study.trials(of: arm)
    if let first = trials.first?.first, let total = study.world(of: arm).setup.countTotal(of: first) { return total }
    for trial in trials.joined() {
      guard let trace = outcomes[trial]?.trace else { continue }
      let reader = RunReader(trial: trial, trace: trace, window: study.world(of: arm).window)
      if let total = reader.total(of: quantity) { return total }
    }
    return nil
  }

  // MARK: Tolerances and references

  private func tolerance(at scale: Int) -> Double {
    guard case .tolerance(let rule) = materiality.size else { return .nan }
    return rule.value(at: study.claim.standIn.axis.dimension(at: scale))
  }

  private func violation(_ value: Double, _ bound: Double) -> Double {
    if value.isNaN || bound.isNaN { return .nan }
    return (conclusion.order.isUpperBound ? value > bound : value < bound) ? 1 : 0
  }

  /// The distance of a value to its tolerance, positive where the property holds; nil for a value that is not a number.
  private func margin(_ value: Double, _ bound: Double) -> Double? {
    let distance = conclusion.order.isUpperBound ? bound - value : value - bound
    return distance.isNaN ? nil : distance
  }

  /// Returns the reference h at the scales.
  ///
  /// A value is NaN, which the plan refuses, if the claim's own world does not define h at that scale.
  private func reference(_ law: Law) -> GrowthReference {
    let standIn = study.claim.standIn
    let axis = standIn.axis
    let values = study.design.scales.map { scale -> Double in
      let world = arm.map { World($0, standIn: standIn) }
      let settings = (try? world?.trial(on: axis, at: scale))?.settings
      switch law.form {
      case .growth(let growth, let symbol):
        // The symbol of the axis is the scale, and that of a fixed scale the fixed one; any other is refused.
        let base = symbol == axis.symbol ? Double(scale) : Double(axis.dimension(at: scale))
        return growth.value(d: base, k: settings?.number("k") ?? .nan)
      case .setting(let name, _, let exponent): return pow(settings?.number(name) ?? .nan, exponent)
      case .oneOverPolylog, .predicted:
        return materiality.size.rule?.evaluate(
          Rule.Context(d: Double(axis.dimension(at: scale)), resolved: settings?.numbers ?? [:])) ?? .nan
      }
    }
    let isConstant = values.allSatisfy { $0 == values.first }
    return GrowthReference(values: values, regressor: isConstant ? .scale : .reference)
  }
}

extension Materiality.Size {
  /// The rule of a law that the statement leaves to the stand-in; nil if there is none.
  fileprivate var rule: Rule? {
    switch self {
    case .growth(_, _, let rule), .curve(_, _, let rule): rule
    case .absolute, .shareOfFirst, .tolerance, .polynomial, .exponent: nil
    }
  }
}

extension Law {
  /// Returns one sentence on why the law cannot be one of an axis; nil if it can.
  ///
  /// A law in a symbol that does not grow along the axis would be a constant under another name.
  func defect(on axis: Axis) -> String? {
    guard case .growth(let growth, let symbol) = form, growth.mentionsScale, symbol != axis.symbol else { return nil }
    let remedy = "write the law in \(axis.symbol), as in Law(…, of: \"\(axis.symbol)\")"
    return "the law \(text) is in \(symbol), which does not grow on the axis \(axis.symbol): \(remedy)."
  }
}

/// The value in a run's window from which a conclusion is read.
package enum WindowExtreme: String, Hashable, Sendable {
  /// The largest value, for upper bounds.
  case largest
  /// The smallest value, for lower bounds.
  case smallest
  /// The only value, in a window with one checkpoint or for a quantity of a whole run.
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
    case .tolerance, .exponent, .curve: break
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
