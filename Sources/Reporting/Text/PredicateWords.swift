import Decision
import struct Decision.Predicate
import Foundation

/// The sentences that say what a predicate excludes and by which numbers; only this file words a relation of growth.
struct PredicateWords {
  /// The question.
  let predicate: Predicate
  /// The thresholds of the question.
  let rules: DecisionRules
  /// ε as a number, where the decision has one.
  let threshold: Double?
  /// The logarithm whose slope is tested, such as `ln(value/f)`.
  var logarithm = "ln y"
  /// The scale, such as `d`.
  var scale = "d"

  /// The sentences for a significant side.
  ///
  /// - Parameters:
  ///   - supported: Whether the evidence is for the predicate; otherwise it is against it.
  ///   - level: The level of the test as text, such as ` at level 2.5 %`; empty to leave it out.
  func exclusion(supported: Bool, level: String = "") -> String {
    let epsilon = threshold.map { NumberText.short($0) } ?? "ε"
    switch predicate.relation {
    case .littleO, .bigOmega:
      return (predicate.relation == .littleO) == supported
        ? "A limit above \(epsilon) is excluded\(level), provided that the mean does not rise with \(scale) and that "
          + "its decay is of the declared class."
        : "If the mean still fell to 0, it would fall more slowly than \(slowestDecays). Otherwise it stays "
          + "above \(epsilon)\(level.isEmpty ? "" : " (tested\(level))")."
    case .bigTheta:
      return supported
        ? "A slope of \(logarithm) beyond ±\(short(rules.slopeTolerance)) is excluded\(level), and so is a change of "
          + "that ratio by more than the factor \(short(rules.bandRatio)) between two scales."
        : "A slope of \(logarithm) within ±\(short(rules.slopeTolerance)) is excluded\(level)."
    case .bigO:
      return supported
        ? "A slope of \(logarithm) above \(short(rules.slopeTolerance)) is excluded\(level), and so is a rise of that "
          + "ratio by more than the factor \(short(rules.bandRatio)) between two scales."
        : "A slope of \(logarithm) of at most \(short(rules.slopeTolerance)) is excluded\(level)."
    case .poly:
      return supported
        ? "A bend above \(short(rules.bendTolerance)) on log–log axes is excluded\(level), and so is an exponent above "
          + "\(short(rules.largestDegree)) at the largest scale."
        : "A bend of at most \(short(rules.bendTolerance)) on log–log axes is excluded\(level)."
    case .withHighProbability:
      let rate = NumberText.percent(rules.failureRate)
      return supported
        ? "A share of violating runs above \(rate) at the largest scale is excluded\(level), provided that the share "
          + "does not rise with \(scale)."
        : "A share of violating runs below \(rate) at the largest scale is excluded\(level)."
    }
  }

  /// The laws that a support cannot distinguish; nil where the exclusion says it already.
  var blindSpot: String? {
    switch predicate.relation {
    case .bigTheta: "Laws that differ by less, such as by a power of ln d, cannot be distinguished."
    case .bigO: "Growth that is slower than the tolerance cannot be distinguished from no growth."
    case .littleO, .bigOmega, .poly, .withHighProbability: nil
    }
  }

  /// The thresholds of the question, label by label.
  var facts: [(label: String, text: String)] {
    switch predicate.relation {
    case .littleO, .bigOmega:
      let share = "\(percent(rules.materiality)) of the mean at the smallest scale"
      let here = threshold.map { ", here \(NumberText.short($0))" } ?? ""
      let epsilon = rules.isRelative ? share + here : short(rules.materiality)
      return [
        ("materiality", "ε = \(epsilon); a limit below it counts as o(1), above it as Ω(1)"),
        (
          "decays",
          "at least as fast as d^−\(short(rules.slowestPower)) or (ln d)^−\(short(rules.slowestLogarithmicPower)), "
            + "up to exponentials"
        ),
      ]
    case .bigO, .bigTheta:
      let against = predicate.reference?.regressor == .scale ? "ln d" : "ln f"
      return [
        (
          "tolerances",
          "slope κ = \(short(rules.slopeTolerance)) against \(against), ratio C = \(short(rules.bandRatio)) over the scales"
        )
      ]
    case .poly:
      let spacing = predicate.quantum > 0 ? "; values are a factor \(short(exp(predicate.quantum))) apart" : ""
      return [
        (
          "tolerances",
          "bend \(short(rules.bendTolerance)), largest degree \(short(rules.largestDegree))\(spacing)"
        )
      ]
    case .withHighProbability: return [("failure rate", "q* = \(short(rules.failureRate))")]
    }
  }

  /// The slowest decays of the declared class, such as `1/ln d and d^−0.25`.
  private var slowestDecays: String {
    let exponent = rules.slowestLogarithmicPower
    let logarithmic = exponent == 1 ? "1/ln \(scale)" : "(ln \(scale))^−\(short(exponent))"
    return "\(logarithmic) and \(scale)^−\(short(rules.slowestPower))"
  }

  private func short(_ value: Double) -> String { NumberText.short(value) }
  private func percent(_ share: Double) -> String { "\(NumberText.short(100 * share)) %" }
}
