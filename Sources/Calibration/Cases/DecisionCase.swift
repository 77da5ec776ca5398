import Decision
import Files
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

  /// The largest number of trials of a count, as for the counts of experiments.
  private static let mostTrials = 0x1p53

  /// Name and note.
  package var description: String { "\(Quoted.text(id)): \(Quoted.text(note))" }

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
    let margins: [[Double?]]?
    let procedure: String?
    let predicate: Asked
    let expect: CaseOutcome
  }

  /// The predicate of a case; the parameters of the rules are kept apart.
  struct Asked: Decodable {
    let type: String
    let ref: [Double]?
    let regressor: String?
    let exponent: Double?
    let tolerance: Double?
    let share: Bool?
    let parameters: CaseParameters

    private enum Key: String, CodingKey { case type, ref, regressor, exponent, tolerance, share }

    init(from decoder: any Decoder) throws {
      let object = try decoder.container(keyedBy: Key.self)
      type = try object.decode(String.self, forKey: .type)
      ref = try object.decodeIfPresent([Double].self, forKey: .ref)
      regressor = try object.decodeIfPresent(String.self, forKey: .regressor)
      exponent = try object.decodeIfPresent(Double.self, forKey: .exponent)
      tolerance = try object.decodeIfPresent(Double.self, forKey: .tolerance)
      share = try object.decodeIfPresent(Bool.self, forKey: .share)
      parameters = try CaseParameters(from: decoder)
    }
  }

  /// Reads a case.
  ///
  /// - Parameters:
  ///   - entry: The case as it stands in the file.
  ///   - defaults: The parameters that the file gives for all its cases.
  ///   - place: Where the case stands in the file, for errors.
  /// - Throws: ``CaseFileError`` naming the place of a word that has no meaning there.
  init(_ entry: Entry, defaults: CaseParameters, place: String) throws(CaseFileError) {
    id = entry.id
    note = entry.note ?? ""
    let kind: MetricKind
    switch entry.kind {
    case "count":
      let number = entry.n ?? 1
      guard number <= Self.mostTrials, let trials = Int(exactly: number) else {
        throw CaseFileError("\(place).n = \(number); must be a whole number of at most \(Self.mostTrials)")
      }
      kind = .count(trials: trials)
    case "positive": kind = .positive
    case "signed": kind = .signed
    case "boolean": kind = .boolean
    default:
      throw CaseFileError(
        "\(place).kind is “\(Quoted.text(entry.kind))”, but must be count, positive, signed or boolean")
    }
    let scales = entry.d ?? []
    let runs = entry.data.map { $0.map { $0 ?? [] } } ?? scales.map { _ in [] }
    evidence = Evidence(scales: scales, runs: runs, kind: kind, margins: entry.margins)
    let asked = entry.predicate
    predicate = try asked.predicate(defaults, place: place)
    var rules = DecisionRules()
    switch entry.procedure {
    // Most cases check the formulas as specified. The corrections, which all other decisions use, would hide a wrong
    // formula.
    case nil, "specified": rules.procedure = .specified
    case "corrected": rules.procedure = .corrected
    case let name?:
      throw CaseFileError("\(place).procedure is “\(Quoted.text(name))”, but must be specified or corrected")
    }
    for (parameters, source) in [(defaults, "format.defaults"), (asked.parameters, "\(place).predicate")] {
      if let fault = parameters.fractionalCount { throw CaseFileError("\(source).\(fault)") }
    }
    var decays = rules.decays
    defaults.apply(to: &rules, &decays)
    asked.parameters.apply(to: &rules, &decays)
    self.rules = rules
    self.decays = decays
    expected = entry.expect
  }
}

extension DecisionCase.Asked {
  /// Returns the predicate of the engine.
  ///
  /// `ref` is the law of O and Θ, and the predicted mean of a curve, at each scale.
  fileprivate func predicate(_ defaults: CaseParameters, place: String) throws(CaseFileError) -> Predicate {
    let reference = GrowthReference(values: ref ?? [], regressor: regressor == "d" ? .scale : .reference)
    switch type {
    case "o1": return .littleO
    case "at_most_o1": return .atMostLittleO
    case "omega1": return .bigOmega
    case "big_o": return .bigO(reference)
    case "theta": return .bigTheta(reference)
    case "poly": return .poly(quantum: parameters.quantum ?? defaults.quantum ?? 0)
    case "whp": return .withHighProbability
    case "exponent":
      guard let exponent, let tolerance else {
        throw CaseFileError("\(place).predicate lacks “exponent” or “tolerance”")
      }
      return .exponent(exponent, within: tolerance)
    case "curve":
      guard let ref, let tolerance else { throw CaseFileError("\(place).predicate lacks “ref” or “tolerance”") }
      return .curve(ref, within: share == true ? .share(tolerance) : .difference(tolerance))
    default:
      throw CaseFileError(
        "\(place).predicate.type is “\(Quoted.text(type))”, but must be o1, at_most_o1, omega1, big_o, theta, poly, whp, exponent or "
          + "curve")
    }
  }
}
