import ClaimKit
import Decision
import Verification

/// The section of a claim's page on its stand-in: every number that the statement leaves open, with its reason.
struct StandInText {
  private let finding: Finding
  private let profile: Profile
  private var axis: ClaimKit.Axis { finding.claim.standIn.axis }

  init(_ finding: Finding, profile: Profile) {
    self.finding = finding
    self.profile = profile
  }

  /// The section in Markdown, folded.
  var fold: [String] {
    let standIn = finding.claim.standIn
    let setup = standIn.setup
    let rules = setup.table.map { ["`\(Markup.code($0.name))`", Markup.prose($0.formula), Markup.prose($0.reason)] }
    let isOwn = finding.design.scales != profile.scales
    let scales = finding.design.scales.map(String.init).joined(separator: ", ")
    var numbers = [
      ["scales \(Markup.prose(axis.symbol))", scales, Markup.prose(isOwn ? axis.reason : profile.reason)],
      [
        "runs per scale", "\(finding.design.runs)",
        "seeds \(ReportText.seeds(of: finding)); the run is the unit"
          + (isOwn ? "; \(Markup.prose(profile.runsReason))" : ""),
      ],
    ]
    if let meaning = axis.meaning {
      numbers.append(["what grows", Markup.prose(meaning), Markup.prose(axis.reason)])
    }
    numbers.append(["window", Markup.prose(standIn.window.text), Markup.prose(standIn.window.reason)])
    if let bound = standIn.window.lossBound, let limit = standIn.window.fitLimit {
      numbers.append(["bound on the loss", Markup.prose(bound.formula), Markup.prose(bound.reason)])
      numbers.append(["step limit", Markup.prose(limit.formula), Markup.prose(standIn.window.limitReason)])
    }
    for materiality in standIn.materialities {
      numbers.append([
        "\(Self.name(of: materiality)) \(Markup.prose(materiality.quantity.text))", Markup.prose(materiality.text),
        Markup.prose(materiality.reason),
      ])
    }
    if finding.conclusions.contains(where: Self.isLimit) {
      numbers.append([
        "declared class of decays", Self.decays,
        "the same in every claim: on scales like these, slower decays cannot be distinguished from a floor",
      ])
    }
    let parts =
      [
        "## Stand-in: every number the statement leaves open",
        Markup.table(["what", "value", "because"], numbers),
        "\(setup.title.kind.prefix(1).uppercased() + setup.title.kind.dropFirst()) "
          + "`\(Markup.code(setup.title.name))`: \(Markup.prose(setup.summary))",
      ]
      + (rules.isEmpty
        ? [] : [Markup.table(["parameter", "as a function of \(Markup.prose(axis.base))", "because"], rules)])
    return Markup.fold("Every number that the statement leaves open, with its reason", parts)
  }

  /// The decays that can count as o(1).
  private static var decays: String {
    let defaults = DecisionRules()
    return "powers of the scale with exponents of at most −\(NumberText.short(defaults.slowestPower)), powers of its "
      + "logarithm with exponents of at most −\(NumberText.short(defaults.slowestLogarithmicPower)), exponentials"
  }

  /// Whether a conclusion is about the limit of a mean, so that it depends on which decays are admitted.
  private static func isLimit(_ finding: ConclusionFinding) -> Bool {
    finding.predicate.isLimit
  }

  private static func name(of materiality: Materiality) -> String {
    switch materiality.size {
    case .absolute, .shareOfFirst: "materiality of"
    case .tolerance: "tolerance of"
    case .growth: "allowed growth of"
    case .polynomial: "allowed bend of"
    case .exponent: "tolerance of the exponent of"
    case .curve: "tolerance of the curve of"
    }
  }
}
