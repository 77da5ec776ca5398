import Decision
import Statistics

/// The parameters of a predicate in a file of cases, by the names of the format; those left out are nil.
struct CaseParameters: Decodable, Sendable {
  /// ε.
  var eps: Double?
  /// Whether ε is a share of the first mean.
  var relative: Bool?
  /// δ, the slowest power.
  var delta: Double?
  /// The steepest power.
  var bmax: Double?
  /// How many powers.
  var nb: Double?
  /// β₀, the slowest power of ln d.
  var beta0: Double?
  /// The steepest power of ln d.
  var betamax: Double?
  /// How many powers of ln d.
  var nbeta: Double?
  /// The fastest exponential.
  var gmax: Double?
  /// How many exponentials.
  var ngam: Double?
  /// κ.
  var kappa: Double?
  /// C.
  var band: Double?
  /// γ_tol.
  var gamma_tol: Double?
  /// k_max.
  var kmax: Double?
  /// q, the ln-spacing of the values.
  var quantum: Double?
  /// q*.
  var qstar: Double?
  /// The fewest scales.
  var Kmin: Double?
  /// The smallest span.
  var span: Double?
  /// The fewest runs.
  var Rmin: Double?
  /// The largest share of missing runs.
  var discard: Double?
  /// The deviating runs needed before a dispersion is trusted.
  var m_min: Double?
  /// The level of the gates.
  var a_gate: Double?
  /// The level of the lack-of-fit test.
  var a_lof: Double?
  /// The level of the rise gate.
  var a_rise: Double?
  /// The level of the mixture gate.
  var a_mix: Double?
  /// The level of the drop gate.
  var a_drop: Double?

  /// No parameter at all.
  init() {}

  /// The first count that is not a whole number, as a clause; nil if there is none.
  var fractionalCount: String? {
    let counts = [
      ("nb", nb), ("nbeta", nbeta), ("ngam", ngam), ("Kmin", Kmin), ("Rmin", Rmin), ("m_min", m_min),
    ]
    for case (let name, let count?) in counts where count != count.rounded() {
      return "\(name) = \(count); must be a whole number"
    }
    return nil
  }

  /// Writes the parameters that are present into rules and decays.
  ///
  /// A number too large for a count becomes the largest count, which the engine then refuses as out of range.
  func apply(to rules: inout DecisionRules, _ decays: inout DecayClass) {
    func set(_ target: inout Double, _ value: Double?) { if let value { target = value } }
    func set(_ target: inout Int, _ value: Double?) {
      if let value { target = Int(exactly: value.rounded()) ?? (value < 0 ? .min : .max) }
    }
    set(&rules.materiality, eps)
    if let relative { rules.isRelative = relative }
    set(&rules.slowestPower, delta)
    set(&rules.slowestLogarithmicPower, beta0)
    set(&rules.slopeTolerance, kappa)
    set(&rules.bandRatio, band)
    set(&rules.bendTolerance, gamma_tol)
    set(&rules.largestDegree, kmax)
    set(&rules.failureRate, qstar)
    set(&rules.minimumScales, Kmin)
    set(&rules.minimumSpan, span)
    set(&rules.minimumRuns, Rmin)
    set(&rules.largestMissingShare, discard)
    set(&rules.deviatingRunsNeeded, m_min)
    set(&rules.gateLevel, a_gate)
    set(&rules.lackOfFitLevel, a_lof)
    set(&rules.riseLevel, a_rise)
    set(&rules.mixtureLevel, a_mix)
    set(&rules.dropLevel, a_drop)
    set(&decays.slowestPower, delta)
    set(&decays.steepestPower, bmax)
    set(&decays.powerCount, nb)
    set(&decays.slowestLogarithmicPower, beta0)
    set(&decays.steepestLogarithmicPower, betamax)
    set(&decays.logarithmicCount, nbeta)
    set(&decays.fastestExponentialRate, gmax)
    set(&decays.exponentialCount, ngam)
  }
}
