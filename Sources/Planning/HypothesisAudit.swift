import ClaimKit
import Experiments
import Foundation

/// A hypothesis of a claim, checked in the parameters of its trials at every registered scale.
///
/// No verdict depends on it, and it is no part of the registration.
package struct HypothesisAudit: Sendable {
  /// What the registered scales say about a hypothesis.
  package enum Standing: String, Sendable, CaseIterable {
    /// It holds at every registered scale.
    case holds
    /// It fails at some registered scale, or its growth is not there.
    case violated
    /// The statement leaves its constant open, so no finite set of scales decides it.
    case constantUnknown
    /// It is in words, or about something that the setup does not know.
    case notChecked
  }

  /// The two sides of a hypothesis at one scale.
  package struct Reading: Hashable, Sendable {
    /// The scale on the axis of the claim.
    package let scale: Int
    /// The scale of the experiment, such as the dimension d.
    package let base: Int
    /// The value of the symbol that is bounded.
    package let value: Double
    /// The value of the bound; nil for a growth class with an unstated constant.
    package let bound: Double?
    /// Whether the value respects the bound; true if there is none.
    package let isWithin: Bool
  }

  /// The readings of arms on which all numbers agree.
  package struct Row: Hashable, Sendable {
    /// The arms.
    package fileprivate(set) var arms: [Arm]
    /// One reading per registered scale.
    package let readings: [Reading]
    /// What they say.
    package let standing: Standing
  }

  /// The hypothesis.
  package let hypothesis: Hypothesis
  /// The gravest standing of its rows.
  package let standing: Standing
  /// The numbers, one row per group of arms; empty if it was not checked.
  package let rows: [Row]
  /// Why it is not simply seen to hold, in a clause; empty if it holds.
  package let reason: String

  /// Whether it is about a growth class with an unstated constant, and which one.
  package var order: Term.OpenOrder? {
    switch hypothesis {
    case .atLeast(_, let bound), .atMost(_, let bound):
      if case .open(let order) = bound.meaning { return order }
      return nil
    case .arm, .condition: return nil
    }
  }

  /// The symbol that is bounded; nil for a condition in words.
  package var symbol: Term? {
    switch hypothesis {
    case .atLeast(let symbol, _), .atMost(let symbol, _): symbol
    case .arm, .condition: nil
    }
  }

  /// Returns the hypotheses of a claim in its own world, in the order of its statement.
  ///
  /// The labels of an arm are no hypothesis here: trials have them by construction.
  ///
  /// - Parameter study: The trials of the claim's own world.
  package static func all(of study: Study) -> [HypothesisAudit] {
    study.claim.statement.compactMap { clause in
      guard case .given(let hypothesis) = clause else { return nil }
      switch hypothesis {
      case .arm: return nil
      case .condition: return unchecked(hypothesis, because: "it is in words")
      case .atLeast(let symbol, let bound):
        return check(hypothesis, Comparison(symbol, bound, isLower: true), in: study)
      case .atMost(let symbol, let bound):
        return check(hypothesis, Comparison(symbol, bound, isLower: false), in: study)
      }
    }
  }

  /// A hypothesis of which the trials say nothing.
  private static func unchecked(_ hypothesis: Hypothesis, because reason: String) -> HypothesisAudit {
    HypothesisAudit(hypothesis: hypothesis, standing: .notChecked, rows: [], reason: reason)
  }

  private static func check(
    _ hypothesis: Hypothesis, _ comparison: Comparison, in study: Study
  ) -> HypothesisAudit {
    var rows: [Row] = []
    for arm in study.claim.arms {
      guard let readings = comparison.readings(of: arm, in: study) else {
        return unchecked(hypothesis, because: comparison.gap)
      }
      if let place = rows.firstIndex(where: { $0.readings == readings }) {
        rows[place].arms.append(arm)
      } else {
        rows.append(Row(arms: [arm], readings: readings, standing: comparison.standing(of: readings)))
      }
    }
    let gravest = [Standing.violated, .constantUnknown].first { standing in rows.contains { $0.standing == standing } }
    let standing = gravest ?? .holds
    return HypothesisAudit(
      hypothesis: hypothesis, standing: standing, rows: rows,
      reason: reason(for: standing, comparison, rows, on: study.claim.standIn.axis))
  }

  private static func reason(
    for standing: Standing, _ comparison: Comparison, _ rows: [Row], on axis: Axis
  ) -> String {
    switch standing {
    case .holds, .notChecked: return ""
    case .constantUnknown:
      return rows.allSatisfy { $0.readings.first?.base == $0.readings.last?.base }
        ? "the statement leaves its constant open, and \(axis.base) is fixed"
        : "the statement leaves its constant open"
    case .violated:
      if comparison.order != nil { return comparison.missingGrowth }
      let places = rows.flatMap(\.readings).filter { !$0.isWithin }.map(\.scale)
      return "it fails at \(axis.symbol) = " + Set(places).sorted().map(String.init).joined(separator: ", ")
    }
  }
}

/// A symbol and its bound.
private struct Comparison {
  let symbol: Term
  let bound: Term
  /// Whether the symbol is at least the bound, rather than at most.
  let isLower: Bool

  init(_ symbol: Term, _ bound: Term, isLower: Bool) {
    self.symbol = symbol
    self.bound = bound
    self.isLower = isLower
  }

  /// The growth class of the bound; nil for a bound that is a number at every scale.
  var order: Term.OpenOrder? {
    if case .open(let order) = bound.meaning { return order }
    return nil
  }

  /// Why there is nothing to compare.
  var gap: String {
    if case .word = bound.meaning { return "\(bound.text) has no value in a trial" }
    return "a trial does not say what \(symbol.text) or \(bound.text) is"
  }

  /// What is seen where the growth of a growth class is missing.
  var missingGrowth: String {
    switch order {
    case .rising: "\(symbol.text) does not grow over the registered scales"
    case .falling: isLower ? "\(symbol.text) is 0" : "\(symbol.text) does not fall over the registered scales"
    case nil: ""
    }
  }

  /// Returns the two sides at every registered scale; nil if one of them has no value.
  func readings(of arm: Arm, in study: Study) -> [HypothesisAudit.Reading]? {
    let setup = study.world(of: arm).setup
    let trials = study.trials(of: arm)
    guard trials.count == study.design.scales.count else { return nil }
    var readings: [HypothesisAudit.Reading] = []
    for (scale, runs) in zip(study.design.scales, trials) {
      guard let trial = runs.first, let value = Self.value(of: symbol, in: trial, setup) else { return nil }
      var limit: Double?
      if order == nil {
        guard let number = Self.value(of: bound, in: trial, setup) else { return nil }
        limit = number
      }
      readings.append(
        HypothesisAudit.Reading(
          scale: scale, base: trial.scale, value: value, bound: limit,
          isWithin: limit.map { respects(value, $0) } ?? true))
    }
    return readings.isEmpty ? nil : readings
  }

  /// Whether a value respects a bound; rounding in the last digits never decides.
  private func respects(_ value: Double, _ bound: Double) -> Bool {
    let slack = 1e-12 * max(abs(value), abs(bound))
    return isLower ? value >= bound - slack : value <= bound + slack
  }

  private static func value(of term: Term, in trial: Trial, _ setup: any Setup) -> Double? {
    let value: Double? =
      switch term.meaning {
      case .scale: Double(trial.scale)
      case .setting(let name, let factor): setup.value(of: name, in: trial).map { factor * $0 }
      case .growth(let growth): growth.value(d: Double(trial.scale))
      case .word, .open: nil
      }
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  /// Returns what the readings of an arm say.
  func standing(of readings: [HypothesisAudit.Reading]) -> HypothesisAudit.Standing {
    guard let order else { return readings.allSatisfy(\.isWithin) ? .holds : .violated }
    guard let first = readings.first, let last = readings.last else { return .notChecked }
    let isFixed = first.base == last.base
    switch (order, isLower) {
    // At least some growing function: what does not grow at all is below every one of them in the end.
    case (.rising, true): return !isFixed && last.value <= first.value ? .violated : .constantUnknown
    case (.rising, false): return .constantUnknown
    // At most some function that tends to 0: zero is, and what does not fall at all is not.
    case (.falling, false):
      if readings.allSatisfy({ $0.value <= 0 }) { return .holds }
      return !isFixed && last.value >= first.value ? .violated : .constantUnknown
    case (.falling, true): return readings.contains { $0.value <= 0 } ? .violated : .constantUnknown
    }
  }
}
