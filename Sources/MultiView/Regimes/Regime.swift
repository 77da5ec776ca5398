import Experiments

/// A named family of models: every parameter as a function of d (model.md §3).
public struct Regime: Sendable {
  /// The name on the command line and in reports.
  public let name: String
  /// One sentence on the purpose of the regime.
  public let summary: String
  /// How the network is held.
  public let mode: NetworkMode
  private let rules: [RegimeParameter: Rule]

  private init(name: String, summary: String, mode: NetworkMode, rules: [RegimeParameter: Rule]) {
    self.name = name
    self.summary = summary
    self.mode = mode
    self.rules = rules
  }

  /// Returns the rule of a parameter; nil for `mode`, for `lucky` or `width` if it follows from the other, and for
  /// `macro` where every step is taken.
  public func rule(_ parameter: RegimeParameter) -> Rule? { rules[parameter] }

  /// Returns this regime under another name with some rules replaced.
  ///
  /// A rule for `width` replaces the one for `lucky`, and a rule for `lucky` the one for `width`.
  public func varied(
    as name: String, _ summary: String, mode: NetworkMode? = nil, _ changes: [RegimeParameter: Rule]
  ) -> Regime {
    var rules = self.rules
    if changes[.width] != nil { rules[.lucky] = nil }
    if changes[.lucky] != nil { rules[.width] = nil }
    rules.merge(changes) { $1 }
    return Regime(name: name, summary: summary, mode: mode ?? self.mode, rules: rules)
  }

  /// Evaluates the regime at a dimension.
  ///
  /// - Parameters:
  ///   - d: Dimension.
  ///   - overrides: Values that replace rules; rules that depend on an overridden parameter follow it.
  ///   - mode: Replaces the regime's own mode unless nil.
  /// - Throws: ``RegimeError`` naming the value that is out of range.
  public func parameters(
    at d: Int, overrides: [RegimeParameter: Double] = [:], mode: NetworkMode? = nil
  ) throws(RegimeError) -> ModelParameters {
    if overrides[.width] != nil && overrides[.lucky] != nil {
      throw RegimeError("lucky and width determine each other: set only one of them.")
    }
    guard d >= 4 else { throw ModelParameters.outOfRange(d: d, mode: mode ?? self.mode) }
    var values: [RegimeParameter: Double] = [:]
    var resolved: [String: Double] = [:]
    for parameter in RegimeParameter.allCases {
      if let value = overrides[parameter] {
        values[parameter] = value
      } else if let rule = rules[parameter] {
        if parameter == .lucky && overrides[.width] != nil { continue }
        if parameter == .width && overrides[.lucky] != nil { continue }
        values[parameter] = rule.evaluate(Rule.Context(d: Double(d), resolved: resolved))
      }
      resolved[parameter.rawValue] = values[parameter]
    }
    return try ModelParameters(d: d, values: values, mode: mode ?? self.mode)
  }
}

extension Regime {
  /// The regimes that the command line knows by name.
  public static let named: [Regime] = [
    .standard, .constantK, .dominantNoise, .smallInit, .wideBatch, .loud, .loudNarrow, .deafening, .constantDistractors,
    .vanishingStep, .evenSubclasses, .scarce, .asymptotic, .asymptoticFewer, .asymptoticEdge, .asymptoticBelowEdge,
    .asymptoticConstantK, .asymptoticDominantNoise, .asymptoticConstantDistractors,
  ]

  /// Returns the regime of a name, nil if there is none.
  public init?(named name: String) {
    guard let regime = Regime.named.first(where: { $0.name == name }) else { return nil }
    self = regime
  }

  /// The defaults of model.md §3: quiet patches, weak distractors, polylog many subclasses.
  public static let standard = Regime(
    name: "standard",
    summary: "Quiet patches, weak distractors and polylog many subclasses: the defaults of the model.",
    mode: .pruned,
    rules: [
      .k: Rule("max(2, round(L²/2))", because: "k_y ≥ polylog(d): the smallest power of L that outgrows s/(s†ι†) = L") {
        max(2, ($0.L * $0.L / 2).rounded())
      },
      .s: .constant(2, because: "polylog many signal patches; with two, no single patch decides a sample"),
      .P: Rule("2s + 4", because: "room for four patches of pure noise beside the signal") { 2 * $0.value(.s) + 4 },
      .iota: .constant(0.05, because: "o(1) jitter, small and visible"),
      .noiseNorm: Rule(
        "0.25 / L²", because: "1/polylog(d), so that trained neurons stay silent on pure noise from d ≈ 128"
      ) {
        0.25 / ($0.L * $0.L)
      },
      .distractors: Rule("s", because: "as many distractor patches as signal patches") { $0.value(.s) },
      .distractorStrength: Rule("1 / L", because: "a weak distractor: 1/k ≪ ι† ≪ 1") { 1 / $0.L },
      .dominantNoise: .constant(0, because: "hard samples carry distractors instead"),
      .biasFactor: .constant(1.5, because: "width d^(c_b²/2) stays poly(d) and few neurons are lucky twice"),
      .lucky: .constant(16, because: "every (head, feature) has a lucky neuron with probability 1 − e⁻¹⁶"),
      .initExponent: .constant(
        1.5, because: "σ0 = 1/poly(d): the initial network is negligible beside the trained one"),
      .stepSize: .constant(
        0.1, because: "the paper's summary asks for a proper choice of step size: with this one both label sets fit"),
      .batch: .constant(64, because: "each step sees most superclass–subclass pairs at moderate k"),
      .biasDecay: Rule("L⁻³", because: "the bias decays a polylog fraction of the motion of the weights") {
        1 / ($0.L * $0.L * $0.L)
      },
      .testSamples: .constant(500, because: "one error in 500 is well below the materiality of every claim"),
      .hardShare: .constant(0, because: "easy samples only (Definition 4.4)"),
      .sourceSize: .constant(0, because: "every step draws fresh samples"),
    ])

  /// As standard, with two subclasses: below the crossing k ≈ s/(s†ι†) the coarse network is right on hard samples.
  public static let constantK = standard.varied(
    as: "constantK", "Two subclasses at every d: the hypothesis k ≥ polylog(d) is taken away.",
    [.k: .constant(2, because: "below s/(s†ι†) at every d: coarse labels reach the rare features too")])

  /// As standard, with one patch of dominant noise in hard samples instead of distractors.
  public static let dominantNoise = standard.varied(
    as: "dominantNoise", "Hard samples carry one patch of dominant noise instead of distractors.",
    [
      .distractors: .constant(0, because: "dominant noise takes their place"),
      .dominantNoise: .constant(0.3, because: "strong enough to outweigh a response of order 1/k"),
      .initExponent: .constant(3, because: "the untrained neurons that dominant noise wakes must add nothing visible"),
    ])

  /// Loud noise in a small dense network, so that errors occur and their decay with d can be measured.
  public static let loud = standard.varied(
    as: "loud", "Loud noise: nothing is dormant, errors are visible and shrink with d.", mode: .dense,
    [
      .noiseNorm: .constant(3, because: "loud enough that errors are neither 0 nor 1 at small d"),
      .biasFactor: .constant(1, because: "a dense network must stay small: width d^(1/2)"),
      .lucky: .constant(4, because: "a dense network must stay small"),
    ])
}
