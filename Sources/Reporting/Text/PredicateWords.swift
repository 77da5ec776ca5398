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
  /// What that slope is taken against, such as `ln d`.
  var regressor = "ln d"
  /// The scale, such as `d`.
  var scale = "d"
  /// Whether ε is printed as a share in percent.
  var isShare = false
  /// Whether o(1) is about both sides, as for signed numbers.
  var isTwoSided = false

  /// Whether the text before an exclusion says already that means, or shares, do not rise with the scale.
  var isRiseSaid = false
  /// Whether a limit below ε rests on the declared class of decays.
  var isClassAssumed = true

  /// ε as a number, or its name where the decision has no number.
  var epsilon: String { threshold.map(amount) ?? "ε" }

  /// Returns a mean as ε is printed.
  func amount(_ mean: Double) -> String { isShare ? NumberText.percent(mean) : NumberText.short(mean) }

  /// The sentences for a significant side; each names the number that is excluded.
  ///
  /// - Parameters:
  ///   - supported: Whether the evidence is for the predicate; otherwise it is against it.
  ///   - level: The level of the test as text, such as ` at level 2.5 %`; empty to leave it out.
  func exclusion(supported: Bool, level: String = "") -> String {
    switch predicate.relation {
    case .littleO, .atMostLittleO, .bigOmega:
      let (limit, mean) = isTwoSided ? ("A limit beyond ±", "|mean|") : ("A limit above ", "the mean")
      return predicate.relation.isLittleO == supported
        ? "\(limit)\(epsilon) is excluded\(level)\(proviso(mean, "its decay is of the declared class"))."
        : "A limit \(isTwoSided ? "within ±" : "below ")\(epsilon) is excluded\(level), unless \(mean) falls more slowly "
          + "than \(slowestDecays)."
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
    case .exponent, .curve: return exclusion(from: predicate.zone, supported: supported, level: level)
    case .withHighProbability:
      let rate = NumberText.percent(rules.failureRate)
      return supported
        ? "A share of violating runs above \(rate) at the largest scale is excluded\(level)\(proviso("the share"))."
        : "A share of violating runs below \(rate) at the largest scale is excluded\(level)."
    }
  }

  /// The assumptions of an exclusion that were not said before, with a comma in front; empty without any.
  private func proviso(_ quantity: String, _ membership: String? = nil) -> String {
    let rise = isRiseSaid ? nil : "that \(quantity) does not rise with \(scale)"
    let parts = [rise, isClassAssumed ? membership.map { "that \($0)" } : nil].compactMap { $0 }
    return parts.isEmpty ? "" : ", provided " + parts.joined(separator: " and ")
  }

  /// The sentence part for two sides of which neither is significant, without a full stop.
  var neither: String {
    switch predicate.relation {
    case .littleO, .atMostLittleO, .bigOmega: "Neither a limit above \(epsilon) nor one below it is excluded"
    case .bigTheta: "Neither a slope of \(logarithm) beyond ±\(short(rules.slopeTolerance)) nor one within is excluded"
    case .bigO: "Neither a slope of \(logarithm) above \(short(rules.slopeTolerance)) nor a smaller one is excluded"
    case .poly:
      "Neither a bend above \(short(rules.bendTolerance)) on log–log axes nor a smaller one is excluded"
    case .withHighProbability:
      "Neither a share of violating runs above \(NumberText.percent(rules.failureRate)) nor a smaller one is excluded"
    case .exponent: "Neither an exponent outside the zone nor one within it is excluded"
    case .curve: "Neither a mean outside the zone nor means within it are excluded"
    }
  }

  private func exclusion(from zone: EquivalenceZone?, supported: Bool, level: String) -> String {
    switch zone {
    case .exponent(let exponent, let tolerance):
      return "An exponent \(supported ? "outside" : "within") \(short(exponent)) ± \(short(tolerance)) is "
        + "excluded\(level) on the scales that were run."
    case .curve(_, let tolerance):
      let size = Self.size(of: tolerance)
      return supported
        ? "A mean that is farther than \(size) from its prediction is excluded\(level) at every scale. Each scale is "
          + "tested by itself, so their number needs no correction."
        : "At some scale the mean is farther than \(size) from its prediction"
          + "\(level.isEmpty ? "" : " (tested\(level), corrected for the number of scales)")."
    case nil: return "No zone was stated."
    }
  }

  /// A tolerance in words, such as `10 %` or `0.02`.
  private static func size(of tolerance: CurveTolerance) -> String {
    switch tolerance {
    case .difference(let size): NumberText.short(size)
    case .share(let size): "\(NumberText.short(100 * size)) %"
    }
  }

  /// The laws that a support cannot distinguish; nil where the exclusion says it already.
  var blindSpot: String? {
    switch predicate.relation {
    case .bigTheta, .exponent: "Laws so close to f that these runs cannot tell them apart are not excluded."
    case .bigO: "Growth so slow that these runs cannot tell it from none is not excluded."
    case .littleO, .atMostLittleO, .bigOmega, .poly, .curve, .withHighProbability: nil
    }
  }

  /// The thresholds of the question, label by label.
  var facts: [(label: String, text: String)] {
    switch predicate.relation {
    case .littleO, .atMostLittleO, .bigOmega:
      let share = "\(percent(rules.materiality)) of the mean at the smallest scale"
      let here = threshold.map { ", here \(NumberText.short($0))" } ?? ""
      let epsilon = rules.isRelative ? share + here : short(rules.materiality)
      return [
        (
          "materiality",
          "ε = \(epsilon); the limit is tested against it from both sides"
            + (isTwoSided ? "; both signs are judged" : "")
        ),
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
    case .exponent, .curve:
      switch predicate.zone {
      case .exponent(let exponent, let tolerance):
        return [("claimed exponent", "\(short(exponent)), tolerance ±\(short(tolerance)) on the slope against ln d")]
      case .curve(_, let tolerance):
        return [("tolerance", "the mean at every scale is within \(Self.size(of: tolerance)) of its prediction")]
      case nil: return []
      }
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
