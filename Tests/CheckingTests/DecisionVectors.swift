import Checking
import Foundation

/// The decision vectors.
struct DecisionVectors: Decodable {
  struct Predicate: Decodable {
    let type: String
    let eps: Double?
    let relative: Bool?
    let ref: [Double]?
    let regressor: String?
    let quantum: Double?
    let qstar: Double?
  }

  struct Numbers: Decodable {
    let basis: String?
    let phi: Double?
    let c: Double?
    let family: String?
    let p_dir: Double?
    let p_ext: Double?
    let p_floor: Double?
    let p_low: Double?
    let p_mix: Double?
    let pNV_fast: Double?
    let lof: Bool?
    let m_off: Int?
    let slope: Double?
    let se: Double?
    let p_lof: Double?
    let gamma: Double?
    let se_gamma: Double?
    let top_exponent: Double?
    let superpoly_wins_by: Double?
    let upper: Double?
  }

  struct Outcome: Decodable {
    let verdict: String
    let reason: String
    let pS: Double
    let pR: Double
    let gateS: String?
    let gateR: String?
    let stop: String?
    let notes: [String]?
    let diagnostics: Numbers?
    let tol_ln_p: Double
  }

  struct Sample: Decodable, CustomStringConvertible {
    let id: String
    let note: String
    let d: [Double]
    let kind: String
    let n: Int?
    let data: [[Double?]]
    let predicate: Predicate
    let expect: Outcome

    var description: String { "\(id): \(note)" }

    var decisionPredicate: Checking.Predicate? {
      switch predicate.type {
      case "o1": .vanishes
      case "omega1": .staysAway
      case "theta":
        .isProportional(
          to: GrowthReference(
            values: predicate.ref ?? [], regressor: predicate.regressor == "d" ? .scale : .reference))
      case "poly": .isPolynomial(quantum: predicate.quantum ?? 0)
      case "whp": .holdsUsually
      default: nil
      }
    }

    var evidence: Evidence {
      let kind: MetricKind =
        switch self.kind {
        case "positive": .positive
        case "signed": .signed
        case "boolean": .boolean
        default: .count(trials: n ?? 1)
        }
      return Evidence(scales: d, runs: data, kind: kind)
    }

    var rules: DecisionRules {
      var rules = DecisionRules()
      rules.procedure = .specified
      if let eps = predicate.eps { rules.materiality = eps }
      if let relative = predicate.relative { rules.isRelative = relative }
      if let rate = predicate.qstar { rules.failureRate = rate }
      return rules
    }

    /// The verdict in the words the families use.
    var verdict: String { expect.reason.isEmpty ? expect.verdict : "\(expect.verdict)(\(expect.reason))" }
  }

  struct Family: Decodable {
    let cases: [String]
    let alphaS: Double
    let alphaR: Double
    let adjusted_pS: [Double]
    let adjusted_pR: [Double]
    let verdicts: [String]
  }

  let cases: [Sample]
  let families: [Family]

  /// The file beside this one, read once.
  static let all: DecisionVectors = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appendingPathComponent("Vectors/vectors.json")
    do {
      return try JSONDecoder().decode(DecisionVectors.self, from: Data(contentsOf: file))
    } catch {
      fatalError("cannot read \(file.path): \(error)")
    }
  }()

  /// The cases of o(1) and Ω(1).
  static let limits = all.cases.filter { $0.decisionPredicate?.isLimit == true }
}

/// Whether two p-values agree: in the logarithm, or relatively in the logarithm when they are tiny.
func pValuesAgree(_ value: Double, _ expected: Double, tolerance: Double) -> Bool {
  if value < 1e-300 && expected < 1e-300 { return true }
  if expected >= 1e-12 { return abs(log(value) - log(expected)) <= tolerance }
  return abs(log(value) / log(expected) - 1) <= 1e-3
}
