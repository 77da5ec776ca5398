import Decision
import Statistics

/// One case: data, the predicate asked of them, and the expected decision.
package struct DecisionCase: Sendable, CustomStringConvertible {
  /// The name of the case.
  let id: String
  /// A description of the case.
  let note: String
  /// The data; null is a missing run.
  package let evidence: Evidence
  /// The predicate asked of the data.
  package let predicate: Predicate
  /// The rules, with the parameters of the case.
  package let rules: DecisionRules
  /// The decays, with the parameters of the case.
  let decays: DecayClass
  /// The decision expected.
  package let expected: CaseOutcome

  /// Name and note.
  package var description: String { "\(id): \(note)" }

  /// Judges the data as the case asks.
  package func decide() throws(DecisionError) -> Decision {
    try DecisionEngine.decide(evidence, that: predicate, rules: rules, decays: decays)
  }

  /// A case as it stands in the file.
  struct Entry: Decodable {
    let id: String
    let note: String?
    let d: [Double]?
    let kind: String
    let n: Double?
    let data: [[Double?]?]?
    let predicate: Asked
    let expect: CaseOutcome
  }

  /// The predicate of a case; the parameters of the rules are kept apart.
  struct Asked: Decodable {
    let type: String
    let ref: [Double]?
    let regressor: String?
    let parameters: CaseParameters

    private enum Key: String, CodingKey { case type, ref, regressor }

    init(from decoder: any Decoder) throws {
      let object = try decoder.container(keyedBy: Key.self)
      type = try object.decode(String.self, forKey: .type)
      ref = try object.decodeIfPresent([Double].self, forKey: .ref)
      regressor = try object.decodeIfPresent(String.self, forKey: .regressor)
      parameters = try CaseParameters(from: decoder)
    }
  }

  init(_ entry: Entry, defaults: CaseParameters, place: String) throws(CaseFileError) {
    id = entry.id
    note = entry.note ?? ""
    let kind: MetricKind
    switch entry.kind {
    case "count":
      guard let trials = Int(exactly: (entry.n ?? 1).rounded()) else {
        throw CaseFileError("\(place).n is not a number of trials")
      }
      kind = .count(trials: trials)
    case "positive": kind = .positive
    case "signed": kind = .signed
    case "boolean": kind = .boolean
    default: throw CaseFileError("\(place).kind is “\(entry.kind)”, but must be count, positive, signed or boolean")
    }
    let scales = entry.d ?? []
    let runs = entry.data.map { $0.map { $0 ?? [] } } ?? scales.map { _ in [] }
    evidence = Evidence(scales: scales, runs: runs, kind: kind)
    let asked = entry.predicate
    switch asked.type {
    case "o1": predicate = .littleO
    case "omega1": predicate = .bigOmega
    case "theta":
      predicate = .bigTheta(
        GrowthReference(values: asked.ref ?? [], regressor: asked.regressor == "d" ? .scale : .reference))
    case "poly": predicate = .poly(quantum: asked.parameters.quantum ?? defaults.quantum ?? 0)
    case "whp": predicate = .withHighProbability
    default:
      throw CaseFileError(
        "\(place).predicate.type is “\(asked.type)”, but must be o1, omega1, theta, poly or whp")
    }
    var rules = DecisionRules()
    // Cases check the formulas as specified. The corrections, which all other decisions use, would hide a wrong
    // formula.
    rules.procedure = .specified
    var decays = rules.decays
    defaults.apply(to: &rules, &decays)
    asked.parameters.apply(to: &rules, &decays)
    self.rules = rules
    self.decays = decays
    expected = entry.expect
  }
}
