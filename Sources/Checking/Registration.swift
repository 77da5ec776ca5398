import ClaimKit
import Foundation
import MultiView

/// What a claim commits to before any data are seen, and the digest that changes whenever any of it does.
///
/// Covered: the words and clauses of the statement, every regime rule's formula and value at the registered scales, the
/// window, the materialities, the controls with their worlds, scales, runs, decision rules and error levels. Not
/// covered, because nothing is decided by them: title, source, and the reasons given for the numbers of the stand-in.
public struct Registration: Hashable, Sendable {
  /// Everything registered, as canonical JSON.
  public let text: String
  /// SHA-256 of ``text`` in hexadecimal.
  public let digest: String
  /// The first twelve digits of ``digest``, for tables.
  public var short: String { String(digest.prefix(12)) }

  /// The registration of a planned claim.
  public init(of planned: PlannedClaim, levels: ErrorLevels = ErrorLevels()) {
    let claim = planned.claim
    let window = claim.instance.window
    let content = Content(
      name: claim.name, says: claim.says, statement: claim.statement.map(\.text),
      lossBound: window.lossBound.formula,
      lossBoundValues: planned.design.scales.map { window.lossBound.value(at: $0) },
      windowFactor: window.factor,
      materialities: claim.instance.materialities.map {
        Content.Size(quantity: $0.quantity.text, epsilon: $0.epsilon, isRelative: $0.isRelative)
      },
      design: planned.design, rules: Self._rules(levels), worlds: Self._worlds(of: planned.study),
      controls: planned.controls.map { study in
        Content.Variation(
          name: study.control?.name, refutes: study.control?.refutes.text, reason: study.control?.reason,
          worlds: Self._worlds(of: study))
      })
    let data = CanonicalJSON.data(content)
    text = String(decoding: data, as: UTF8.self)
    digest = SHA256.hex(data)
  }

  private static func _worlds(of study: Study) -> [Content.Place] {
    study.arms.map { arm in
      let world = study.world(of: arm)
      var formulas: [String: String] = [:]
      for parameter in RegimeParameter.allCases {
        formulas[parameter.rawValue] = world.regime.rule(parameter)?.formula
      }
      return Content.Place(
        arm: arm.rawValue, labels: world.labels.rawValue, seedOffset: world.seedOffset, stepLimit: world.stepLimit,
        regime: world.regime.name, mode: world.regime.mode.rawValue, formulas: formulas,
        parameters: study.trials(of: arm).compactMap { $0.first?.parameters })
    }
  }

  /// The constants of the decision procedure by name, so that one added later is registered without a change here.
  ///
  /// An optional one that is nil is left out: it changes no decision, so it must not change a digest either.
  private static func _rules(_ levels: ErrorLevels) -> [String: String] {
    var rules: [String: String] = [:]
    for (prefix, value) in [("", DecisionRules() as Any), ("level.", levels)] {
      for child in Mirror(reflecting: value).children {
        let mirror = Mirror(reflecting: child.value)
        guard mirror.displayStyle == .optional else {
          rules[prefix + (child.label ?? "")] = String(describing: child.value)
          continue
        }
        if let value = mirror.children.first?.value { rules[prefix + (child.label ?? "")] = String(describing: value) }
      }
    }
    return rules
  }

  private struct Content: Encodable {
    struct Size: Encodable {
      let quantity: String
      let epsilon: Double
      let isRelative: Bool
    }

    struct Place: Encodable {
      let arm: String
      let labels: String
      let seedOffset: Int
      let stepLimit: Int
      let regime: String
      let mode: String
      let formulas: [String: String]
      let parameters: [ModelParameters]
    }

    struct Variation: Encodable {
      let name: String?
      let refutes: String?
      let reason: String?
      let worlds: [Place]
    }

    let name: String
    let says: String
    let statement: [String]
    let lossBound: String
    let lossBoundValues: [Double]
    let windowFactor: Int
    let materialities: [Size]
    let design: Design
    let rules: [String: String]
    let worlds: [Place]
    let controls: [Variation]
  }
}
