import ClaimKit
import Decision
import Experiments
import Foundation

/// Everything that a claim commits to before any data are seen, and a digest that changes with it.
///
/// Covered are:
/// - the words and clauses of the statement,
/// - every setting's formula, and its value at the registered scales,
/// - the window, the materialities and the values of every law h,
/// - the controls with their reasons and worlds, and the false forms,
/// - scales, runs, seeds, decision rules and error levels.
///
/// Not covered, because no verdict depends on them: title, source, caveat, the claims that the claim rests on, pictures
/// (companions and diagrams), and the reasons for the numbers of the stand-in.
package struct Registration: Hashable, Sendable {
  /// Everything registered, as canonical JSON.
  package let text: String
  /// SHA-256 of ``text`` in hexadecimal.
  package let digest: String
  /// The first twelve digits of ``digest``, for tables.
  package var short: String { String(digest.prefix(12)) }

  /// The registration of a planned claim.
  package init(of planned: PlannedClaim, levels: ErrorLevels = ErrorLevels()) {
    let claim = planned.claim
    let window = claim.standIn.window
    let content = Content(
      name: claim.name, says: claim.says, statement: claim.statement.map(\.text),
      axis: claim.standIn.axis.registered, window: window.text, readFrom: Self.start(of: window, in: planned.study),
      lossBoundValues: window.lossBound.map { bound in
        planned.study.design.scales.map { bound.value(at: claim.standIn.axis.dimension(at: $0)) }
      } ?? [],
      materialities: claim.standIn.materialities.map { materiality in
        Content.Size(
          quantity: materiality.quantity.text, size: materiality.text,
          values: Self.rule(of: materiality).map { rule in
            planned.study.design.scales.map { rule.value(at: claim.standIn.axis.dimension(at: $0)) }
          } ?? [])
      },
      references: Self.references(of: planned.study), seedsBetweenScales: Study.seedsBetweenScales,
      design: planned.study.design, rules: Self.rules(levels), worlds: Self.worlds(of: planned.study),
      controls: planned.controls.map { study in
        Content.Variation(
          name: study.control?.name, refutes: study.control?.refutes.text, order: study.control?.order?.text,
          reason: study.control?.reason, worlds: Self.worlds(of: study))
      },
      falseForms: Self.falseForms(of: planned.study))
    let data = CanonicalJSON.data(content)
    text = String(decoding: data, as: UTF8.self)
    digest = SHA256.hex(data)
  }

  private static func worlds(of study: Study) -> [Content.Place] {
    // No verdict depends on companions, so they are not registered.
    study.claim.arms.map { arm in
      let world = study.world(of: arm)
      return Content.Place(
        arm: arm.text, seedOffset: world.seedOffset, window: world.window.text,
        readFrom: start(of: world.window, in: study),
        lossBounds: bounds(of: world, at: study),
        // Settings are registered at every scale, even if a control runs this arm at the largest scale only.
        setup: world.setup.registered(
          at: study.design.scales.map { TrialRequest(on: study.claim.standIn.axis, at: $0, window: world.window) }))
    }
  }

  /// Returns the false forms of a claim with the values of their laws; nil if it has none, so that its hash stays.
  private static func falseForms(of study: Study) -> [Content.Form]? {
    let forms = study.claim.falseForms.map { form in
      Content.Form(
        conclusion: form.conclusion.text, size: form.materiality.text, reason: form.reason,
        references: Reading.all(of: form.conclusion, in: study, by: form.materiality).compactMap(\.predicate.registered)
      )
    }
    return forms.isEmpty ? nil : forms
  }

  /// Returns the values of h or of a curve at the scales, by conclusion; for poly(d), the ln-spacing of neighbouring
  /// values; for an exponent, the exponent and its tolerance.
  private static func references(of study: Study) -> [String: [Double]] {
    var references: [String: [Double]] = [:]
    for conclusion in study.claim.conclusions {
      guard let materiality = study.claim.standIn.materiality(of: conclusion) else { continue }
      for reading in Reading.all(of: conclusion, in: study, by: materiality) {
        if let values = reading.predicate.registered { references[conclusion.text] = values }
      }
    }
    return references
  }

  /// Returns the first time that is read, with its values at the scales where it has a rule.
  private static func start(of window: Window, in study: Study) -> String {
    let trials = study.claim.arms.flatMap { study.trials(of: $0).compactMap(\.first) }
    let times = trials.compactMap { window.firstTime(of: $0) }.map(String.init)
    return window.start.rawValue + (times.isEmpty ? "" : " = \(times.joined(separator: ", "))")
  }

  /// Returns the bounds on the loss that define T* in a world, by scale; empty if the window does not search for T*.
  private static func bounds(of world: World, at study: Study) -> [Double] {
    world.window.lossBound.map { bound in
      study.design.scales.map { bound.value(at: study.claim.standIn.axis.dimension(at: $0)) }
    } ?? []
  }

  /// Returns the function of d in a materiality; nil if it has none.
  ///
  /// The values of the function are registered beside the text of the materiality.
  private static func rule(of materiality: Materiality) -> Rule? {
    switch materiality.size {
    case .tolerance(let rule): rule
    case .growth(_, _, let law): law
    case .absolute, .shareOfFirst, .polynomial, .exponent, .curve: nil
    }
  }

  /// Returns the constants of the decision procedure and the error levels, by name.
  private static func rules(_ levels: ErrorLevels) -> [String: String] {
    var rules = DecisionRules().registered
    for (name, value) in levels.registered { rules["level." + name] = value }
    return rules
  }

  /// The registered content; its property names are hashed, so they must not change.
  private struct Content: Encodable {
    struct Size: Encodable {
      let quantity: String
      let size: String
      let values: [Double]
    }

    struct Place: Encodable {
      let arm: String
      let seedOffset: Int
      let window: String
      let readFrom: String
      let lossBounds: [Double]
      let setup: [String: any Encodable & Sendable]

      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        try container.encode(arm, forKey: Name("arm"))
        try container.encode(seedOffset, forKey: Name("seedOffset"))
        try container.encode(window, forKey: Name("window"))
        try container.encode(readFrom, forKey: Name("readFrom"))
        try container.encode(lossBounds, forKey: Name("lossBounds"))
        for (name, value) in setup { try container.encode(value, forKey: Name(name)) }
      }
    }

    struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(_ name: String) { stringValue = name }
      init?(stringValue: String) { self.init(stringValue) }
      init?(intValue: Int) { nil }
    }

    struct Form: Encodable {
      let conclusion: String
      let size: String
      let reason: String
      let references: [[Double]]
    }

    struct Variation: Encodable {
      let name: String?
      let refutes: String?
      let order: String?
      let reason: String?
      let worlds: [Place]
    }

    let name: String
    let says: String
    let statement: [String]
    let axis: String
    let window: String
    let readFrom: String
    let lossBoundValues: [Double]
    let materialities: [Size]
    let references: [String: [Double]]
    let seedsBetweenScales: Int
    let design: Design
    let rules: [String: String]
    let worlds: [Place]
    let controls: [Variation]
    let falseForms: [Form]?
  }
}
