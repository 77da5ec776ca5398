import Decision
import Statistics

/// The intermediate numbers that a case may expect, by the names of the format.
struct CaseDiagnostics: Decodable, Sendable {
  /// model or distribution-free.
  let basis: String?
  /// power, log or exp, of the best decay.
  let family: String?
  /// Whether lack of fit was found.
  let lof: Bool?
  /// Everything that is a number.
  let numbers: [String: Double]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads the known names and ignores all others.
  init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    basis = try object.decodeIfPresent(String.self, forKey: Key("basis"))
    family = try object.decodeIfPresent(String.self, forKey: Key("family"))
    lof = try object.decodeIfPresent(Bool.self, forKey: Key("lof"))
    var numbers: [String: Double] = [:]
    for name in Self.exact.keys.sorted() + Self.probabilities.keys.sorted() + ["phi", "c", "m_off"] {
      numbers[name] = try object.decodeIfPresent(Double.self, forKey: Key(name))
    }
    self.numbers = numbers
  }

  /// Returns the differences that fail the case, and those that are for information only.
  ///
  /// p-values agree like p-values, other numbers to relative 10⁻⁹. Where several curves fit equally well, the data do
  /// not determine the floor and family of the best one, so differences in these do not fail the case.
  func differences(from actual: Diagnostics, tolerance: Double) -> (faults: [String], remarks: [String]) {
    var faults: [String] = []
    var remarks: [String] = []
    func compare(_ name: String, _ value: String?, _ expected: String?) {
      if let expected, value != expected { faults.append("\(name) \(value ?? "absent"), expected \(expected)") }
    }
    func compare(_ name: String, _ value: Double?, _ agrees: (Double, Double) -> Bool) {
      guard let expected = numbers[name] else { return }
      if let value, agrees(value, expected) { return }
      faults.append("\(name) \(value.map { "\($0)" } ?? "absent"), expected \(expected)")
    }
    compare("basis", actual.basis?.rawValue, basis)
    compare("lof", "\(actual.hasLackOfFit)", lof.map { "\($0)" })
    compare("m_off", actual.deviatingRuns.map(Double.init), ==)
    for (name, path) in Self.probabilities.sorted(by: { $0.key < $1.key }) {
      compare(name, actual[keyPath: path]) { Tolerance.pValuesAgree($0, $1, tolerance: tolerance) }
    }
    for (name, path) in Self.exact.sorted(by: { $0.key < $1.key }) {
      compare(name, actual[keyPath: path]) { abs($0 - $1) <= 1e-9 * max(1e-3, abs($1)) }
    }
    compare("phi", actual.dispersion) { abs($0 - $1) <= 1e-9 * abs($1) }
    if let expected = numbers["c"], let fit = actual.bestDecay, !(abs(fit.floor - expected) <= 1e-4) {
      remarks.append("c \(fit.floor), expected \(expected)")
    }
    if let family, let fit = actual.bestDecay, Self.name(of: fit.shape.family) != family {
      remarks.append("family \(Self.name(of: fit.shape.family)), expected \(family)")
    }
    return (faults, remarks)
  }

  /// The name of a family of decays in the format.
  static func name(of family: DecayShape.Family) -> String {
    switch family {
    case .power: "power"
    case .logarithmic: "log"
    case .exponential: "exp"
    case .shiftedPower: "shifted power"
    case .stretchedExponential: "stretched exp"
    }
  }

  private static var probabilities: [String: KeyPath<Diagnostics, Double?>] {
    [
      "p_dir": \.pDirect, "p_ext": \.pExtrapolated, "p_floor": \.pFloor, "p_low": \.pLow, "p_mix": \.pMixture,
      "pNV_fast": \.pFastFloor,
    ]
  }

  private static var exact: [String: KeyPath<Diagnostics, Double?>] {
    [
      "slope": \.slope, "se": \.slopeError, "p_lof": \.pLackOfFit, "gamma": \.bend, "se_gamma": \.bendError,
      "top_exponent": \.topExponent, "superpoly_wins_by": \.superpolynomialAdvantage, "upper": \.failureLimit,
    ]
  }
}

/// The decision that a case expects.
///
/// If gates, stop or notes are left out, the decision must have none; with the corrected procedure they are then not
/// compared. If p-values, verdict or reason are left out, they are not compared.
package struct CaseOutcome: Decodable, Sendable {
  /// supported, refuted, inconclusive, or error for data without a decision.
  package let verdict: String?
  /// Why it is inconclusive; empty for a verdict that is not.
  package let reason: String?
  /// The unadjusted p-value for the conclusion, by the procedure that the case names.
  let pS: Double?
  /// The unadjusted p-value against it.
  let pR: Double?
  /// The part of the p-value for the conclusion that needs no fitted curve.
  let observed: Double?
  /// Why support is withheld.
  let gateS: String?
  /// Why refutation is withheld.
  let gateR: String?
  /// Why the data were not judged.
  let stop: String?
  /// The remarks.
  let notes: [String]?
  /// Intermediate numbers; unknown names are not compared.
  let diagnostics: CaseDiagnostics?
  /// How far the logarithm of a p-value may be off.
  let tol_ln_p: Double?

  /// Whether the data must be refused.
  package var isError: Bool { verdict == "error" }

  /// The verdict in the words of ``Verdict/description``, such as `inconclusive(power)`.
  var words: String {
    let reason = reason ?? ""
    return (verdict ?? "") + (reason.isEmpty ? "" : "(\(reason))")
  }
}
