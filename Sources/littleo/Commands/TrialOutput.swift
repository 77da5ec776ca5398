import Foundation
import MultiView
import Reporting
import Training

/// A trial and its trace as `littleo trial` prints them.
struct TrialOutput: Encodable {
  /// A group of columns that can be shown.
  enum Observables: String, CaseIterable {
    /// Loss, errors and margins, with the weights that explain them.
    case errors
    /// The weights of lucky neurons on features, with shares and ratios computed from them.
    case weights
    /// The responses of heads to single patches, and counts of neurons that fired on noise or awoke.
    case responses
    /// All three, one table after the other.
    case all

    /// The tables that are shown.
    var tables: [Observables] { self == .all ? [.errors, .weights, .responses] : [self] }
  }

  let regime: String
  let trial: NetworkTrial
  /// The read-out whose errors are shown as easy and hard error.
  let readout: Readout
  let trace: NetworkTrace
  let seconds: Double

  /// One JSON object with sorted keys.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Returns a line about the trial, the tables of its checkpoints, a line about its certificate, and for a concentrated
  /// trial a line about its law.
  func text(_ observables: Observables) -> String {
    let parameters = trial.parameters
    let frame = trial.frame.map { ", \($0.rawValue) dictionary" } ?? ""
    let readout = self.readout == .max ? "" : ", read out by \(self.readout.rawValue)"
    let tables = stages.flatMap { stage in
      observables.tables.map {
        (stages.count > 1 ? "\(stage.name) on \(stage.labels.name) labels\(stage.extra)\n" : "") + table($0, stage)
      }
    }
    return """
      \(trial.labels.name) labels\(frame), regime \(regime), d = \(parameters.d), k = \(parameters.k), seed \(trial.seed): \
      \(trace.heads) heads of \(parameters.value(of: .width)) neurons, \(trace.aliveNeurons) in memory (\(parameters.mode.rawValue))\(readout)
      \(tables.joined(separator: "\n\n"))
      \(certificate)\(trace.law.map { "\n" + text($0) } ?? "")
      """
  }

  private var certificate: String {
    let certificate = trace.certificate
    // A concentrated trial counts every pair of a neuron and a patch, drawn or not.
    let most = trace.law == nil ? "" : "at most "
    return "certificate \(certificate.met ? "met" : "not met"): δ = \(TerminalNumber.short(certificate.delta)), "
      + "z = \(TerminalNumber.short(certificate.multiplier)), "
      + "\(most)\(TerminalNumber.short(certificate.screened)) evaluations left out; \(TerminalNumber.short(seconds)) s"
  }

  /// Returns the line about what separates a concentrated trial from the exact one in law.
  private func text(_ law: LawCertificate) -> String {
    let counts = [
      (law.decisions, "decision"), (Double(law.openings), "neuron"), (Double(law.droppedPairs), "pair"),
      (Double(law.macroSteps), "macro step"),
    ].map { "\(TerminalNumber.short($0)) \($1)\($0 == 1 ? "" : "s")" }
    let bias =
      law.macroSteps > 0 ? " that change the loss by about \(TerminalNumber.short(100 * law.macroBias)) %" : ""
    return "law: ε_d = \(TerminalNumber.short(law.deviation)), outputs off by about "
      + "\(TerminalNumber.short(law.logitBound)) of their size (an estimate, no bound); \(counts[0]) drawn, \(counts[1]) opened, "
      + "\(counts[2]) left out, \(counts[3])\(bias)"
  }

  /// A stage of the trial as it is printed.
  private struct Stage {
    let name: String
    let labels: LabelMap
    let heads: Int
    /// What else is said of it in its heading.
    var extra = ""
    let checkpoints: [Checkpoint]
  }

  private var stages: [Stage] {
    let pretraining = Stage(
      name: "pretraining", labels: trial.labels, heads: trace.heads, checkpoints: trace.checkpoints)
    guard let finetuning = trace.finetuning else { return [pretraining] }
    let head = trial.newHead.map { head in
      ", new head on \(head.set.samples) samples, "
        + (head.tuning == .frozen ? "hidden neurons frozen" : "all weights trained")
    }
    return [
      pretraining,
      Stage(name: "finetuning", labels: .coarse, heads: 2, extra: head ?? "", checkpoints: finetuning),
    ]
  }

  private var columns: [CheckpointColumn] {
    CheckpointColumn.all(readout: readout, parameters: trial.parameters, census: trace.census)
  }

  private func table(_ observables: Observables, _ stage: Stage) -> String {
    let columns = self.columns.filter { $0.heading?.table == observables }
    var table = TextTable(["T"] + columns.compactMap { $0.heading?.text }, numeric: Set(0...columns.count))
    for checkpoint in stage.checkpoints { table.add(["\(checkpoint.time)"] + columns.map { $0.cell(checkpoint).text }) }
    return table.text
  }

  func encode(to encoder: any Encoder) throws {
    let parameters = trial.parameters
    var object = encoder.container(keyedBy: Name.self)
    try object.encode(JSONValue.schema, forKey: "schema")
    try object.encode(parameters.d, forKey: "d")
    try object.encode(parameters.k, forKey: "k")
    try object.encode(trace.heads, forKey: "heads")
    try encode(parameters.value(of: .width), forKey: "widthPerHead", into: &object)
    try object.encode(trace.aliveNeurons, forKey: "aliveNeurons")
    try object.encode(trial.seed, forKey: "seed")
    try object.encode(trial.labels.name, forKey: "labels")
    try object.encode((trial.frame ?? .standard).rawValue, forKey: "frame")
    try object.encode(readout.rawValue, forKey: "readout")
    try object.encode(seconds, forKey: "seconds")
    try encodeCensus(into: &object)
    var values = object.nestedContainer(keyedBy: Name.self, forKey: "regime")
    try values.encode(regime, forKey: "name")
    for parameter in RegimeParameter.allCases where parameter != .macro || parameters.macro != 0 {
      try encode(parameters.value(of: parameter), forKey: Name(parameter.rawValue), into: &values)
    }
    var certificate = object.nestedContainer(keyedBy: Name.self, forKey: "certificate")
    try certificate.encode(trace.certificate.delta, forKey: "delta")
    try certificate.encode(trace.certificate.multiplier, forKey: "multiplier")
    try certificate.encode(trace.certificate.screened, forKey: "screened")
    try certificate.encode(trace.certificate.met, forKey: "met")
    // Exact trials have no such key.
    try object.encodeIfPresent(trace.law, forKey: "law")
    var stages = object.nestedUnkeyedContainer(forKey: "stages")
    for stage in self.stages {
      var entry = stages.nestedContainer(keyedBy: Name.self)
      try entry.encode(stage.name, forKey: "name")
      try entry.encode(stage.labels.name, forKey: "labels")
      try entry.encode(stage.heads, forKey: "heads")
      var checkpoints = entry.nestedUnkeyedContainer(forKey: "checkpoints")
      for checkpoint in stage.checkpoints { try encode(checkpoint, into: &checkpoints) }
    }
    // The checkpoints of all stages in order; T counts on from one stage to the next.
    let all = self.stages.flatMap(\.checkpoints)
    var checkpoints = object.nestedUnkeyedContainer(forKey: "checkpoints")
    for checkpoint in all { try encode(checkpoint, into: &checkpoints) }
    if let last = all.last { try encodeReadouts(of: last, into: &object) }
  }

  /// Writes the value of a parameter: a whole number, another number or a word.
  private func encode(_ text: String, forKey name: Name, into object: inout KeyedEncodingContainer<Name>) throws {
    if let whole = Int(text) {
      try object.encode(whole, forKey: name)
    } else if let number = Double(text) {
      try object.encode(number, forKey: name)
    } else {
      try object.encode(text, forKey: name)
    }
  }

  /// Writes null where a value is absent, so that every checkpoint has every key.
  private func encode(_ checkpoint: Checkpoint, into list: inout some UnkeyedEncodingContainer) throws {
    var entry = list.nestedContainer(keyedBy: Name.self)
    try entry.encode(checkpoint.time, forKey: "T")
    for column in columns {
      switch column.cell(checkpoint) {
      case .number(let value): try entry.encode(value, forKey: Name(column.key))
      case .count(let value): try entry.encode(value, forKey: Name(column.key))
      }
    }
    try encodeReadouts(of: checkpoint, into: &entry)
  }

  /// Writes the errors under every read-out; null if one was not taken.
  private func encodeReadouts(of checkpoint: Checkpoint, into object: inout KeyedEncodingContainer<Name>) throws {
    var readouts = object.nestedContainer(keyedBy: Name.self, forKey: "readouts")
    for readout in Readout.allCases {
      let name = Name(readout.rawValue)
      guard let errors = checkpoint.errors(by: readout) else {
        try readouts.encodeNil(forKey: name)
        continue
      }
      var entry = readouts.nestedContainer(keyedBy: Name.self, forKey: name)
      try entry.encode(errors.shares(in: trial.parameters).easy, forKey: "easyError")
      try entry.encode(errors.shares(in: trial.parameters).hard, forKey: "hardError")
      try entry.encode(errors.undecided, forKey: "undecided")
    }
  }

  /// Writes the census of lucky neurons at initialisation, null if there is none.
  ///
  /// It holds the expected count of a head and feature, and the smallest count over heads and their own features. Over
  /// all heads it holds the number of neurons lucky for at least one feature, and for two or more.
  private func encodeCensus(into object: inout KeyedEncodingContainer<Name>) throws {
    guard let census = trace.census else { return try object.encodeNil(forKey: "census") }
    var entry = object.nestedContainer(keyedBy: Name.self, forKey: "census")
    try entry.encode(census.expected, forKey: "expected")
    try entry.encode(census.fewest, forKey: "fewest")
    try entry.encode(census.lucky, forKey: "lucky")
    try entry.encode(census.overlapping, forKey: "overlapping")
  }

  private struct Name: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringLiteral name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }
}
