import Foundation
import MultiView
import Training

/// A trial and its trace as `littleo trial` prints them.
struct TrialOutput: Encodable {
  /// The columns of the table.
  enum Observables: String, CaseIterable {
    /// Loss, errors and margins, with the weights that explain them.
    case errors
    /// What lucky neurons weigh.
    case weights
    /// What networks answer to single patches, and who woke up.
    case responses
    /// One table after the other.
    case all
  }

  let regime: String
  let trial: Trial
  let trace: Trace
  let seconds: Double

  /// One JSON object with sorted keys.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Tables of the checkpoints under a line on the trial.
  func text(_ observables: Observables) -> String {
    let parameters = trial.parameters
    let tables =
      switch observables {
      case .errors: [_errors]
      case .weights: [_weights]
      case .responses: [_responses]
      case .all: [_errors, _weights, _responses]
      }
    let certificate = trace.certificate
    let frame = trial.frame.map { ", \($0.rawValue) dictionary" } ?? ""
    return """
      \(trial.labels.name) labels\(frame), regime \(regime), d = \(parameters.d), k = \(parameters.k), seed \(trial.seed): \
      \(trace.heads) heads of \(parameters.width) neurons, \(trace.aliveNeurons) held (\(parameters.mode.rawValue))
      \(tables.joined(separator: "\n\n"))
      certificate \(certificate.met ? "met" : "not met"): δ = \(TerminalNumber.short(certificate.delta)), \
      z = \(TerminalNumber.short(certificate.multiplier)), \(TerminalNumber.short(certificate.screened)) uses; \
      \(TerminalNumber.short(seconds)) s
      """
  }

  private var _errors: String {
    _table([
      "loss", "easy error", "hard error", "easy margin", "hard margin", "common weight", "rare weight", "lucky common",
      "lucky rare", "undecided",
    ]) { checkpoint in
      [
        checkpoint.trainingLoss, share(checkpoint.easyErrors), share(checkpoint.hardErrors),
        checkpoint.easyMargin?.median, checkpoint.hardMargin?.median, checkpoint.commonWeight, checkpoint.rareWeight,
      ].map { TerminalNumber.short($0) } + [
        "\(trace.census?.common ?? 0)", "\(trace.census?.rare ?? 0)", "\(checkpoint.undecided)",
      ]
    }
  }

  private var _weights: String {
    _table([
      "common", "rare", "other common", "other rare", "common growth", "other-class share", "off-feature share",
      "bias ratio",
    ]) { checkpoint in
      [
        checkpoint.commonWeight, checkpoint.rareWeight, checkpoint.otherCommonWeight, checkpoint.otherRareWeight,
        checkpoint.commonGrowth, checkpoint.otherClassShare, checkpoint.offFeatureShare, checkpoint.biasRatio,
      ].map { TerminalNumber.short($0) }
    }
  }

  private var _responses: String {
    _table(["to common", "to rare", "to distractor", "noise firings", "awakened"]) { checkpoint in
      [checkpoint.commonResponse, checkpoint.rareResponse, checkpoint.distractorResponse].map {
        TerminalNumber.short($0)
      }
        + ["\(checkpoint.noiseFirings)", "\(checkpoint.awakened)"]
    }
  }

  private func _table(_ header: [String], _ cells: (Checkpoint) -> [String]) -> String {
    var table = TextTable(["T"] + header, numeric: Set(0...header.count))
    for checkpoint in trace.checkpoints { table.add(["\(checkpoint.time)"] + cells(checkpoint)) }
    return table.text
  }

  func encode(to encoder: any Encoder) throws {
    let parameters = trial.parameters
    var object = encoder.container(keyedBy: Name.self)
    try object.encode(parameters.d, forKey: "d")
    try object.encode(parameters.k, forKey: "k")
    try object.encode(trace.heads, forKey: "heads")
    try object.encode(parameters.width, forKey: "widthPerHead")
    try object.encode(trace.aliveNeurons, forKey: "aliveNeurons")
    try object.encode(trial.seed, forKey: "seed")
    try object.encode(trial.labels.name, forKey: "labels")
    try object.encode((trial.frame ?? .standard).rawValue, forKey: "frame")
    try object.encode(seconds, forKey: "seconds")
    try _encodeCensus(into: &object)
    var values = object.nestedContainer(keyedBy: Name.self, forKey: "regime")
    try values.encode(regime, forKey: "name")
    for parameter in RegimeParameter.allCases {
      let text = parameters.value(of: parameter)
      if let whole = Int(text) {
        try values.encode(whole, forKey: Name(parameter.rawValue))
      } else if let number = Double(text) {
        try values.encode(number, forKey: Name(parameter.rawValue))
      } else {
        try values.encode(text, forKey: Name(parameter.rawValue))
      }
    }
    var certificate = object.nestedContainer(keyedBy: Name.self, forKey: "certificate")
    try certificate.encode(trace.certificate.delta, forKey: "delta")
    try certificate.encode(trace.certificate.multiplier, forKey: "multiplier")
    try certificate.encode(trace.certificate.screened, forKey: "screened")
    try certificate.encode(trace.certificate.met, forKey: "met")
    var checkpoints = object.nestedUnkeyedContainer(forKey: "checkpoints")
    for checkpoint in trace.checkpoints {
      var entry = checkpoints.nestedContainer(keyedBy: Name.self)
      try encode(checkpoint, into: &entry)
    }
  }

  /// Writes null where a value is absent, so that every checkpoint has every key.
  private func encode(_ checkpoint: Checkpoint, into entry: inout KeyedEncodingContainer<Name>) throws {
    try entry.encode(checkpoint.time, forKey: "T")
    try entry.encode(checkpoint.trainingLoss, forKey: "trainingLoss")
    try entry.encode(share(checkpoint.easyErrors), forKey: "easyError")
    try entry.encode(share(checkpoint.hardErrors), forKey: "hardError")
    try entry.encode(checkpoint.easyMargin?.median, forKey: "medianEasyMargin")
    try entry.encode(checkpoint.hardMargin?.median, forKey: "medianHardMargin")
    try entry.encode(checkpoint.commonWeight, forKey: "commonWeight")
    try entry.encode(checkpoint.rareWeight, forKey: "rareWeight")
    try entry.encode(trace.census?.common ?? 0, forKey: "luckyCommon")
    try entry.encode(trace.census?.rare ?? 0, forKey: "luckyRare")
    try entry.encode(checkpoint.undecided, forKey: "undecided")
    try entry.encode(checkpoint.easyMargin?.low, forKey: "lowEasyMargin")
    try entry.encode(checkpoint.easyMargin?.high, forKey: "highEasyMargin")
    try entry.encode(checkpoint.hardMargin?.low, forKey: "lowHardMargin")
    try entry.encode(checkpoint.hardMargin?.high, forKey: "highHardMargin")
    try entry.encode(checkpoint.otherCommonWeight, forKey: "otherCommonWeight")
    try entry.encode(checkpoint.otherRareWeight, forKey: "otherRareWeight")
    try entry.encode(checkpoint.commonGrowth, forKey: "commonGrowth")
    try entry.encode(checkpoint.otherClassShare, forKey: "otherClassShare")
    try entry.encode(checkpoint.offFeatureShare, forKey: "offFeatureShare")
    try entry.encode(checkpoint.biasRatio, forKey: "biasRatio")
    try entry.encode(checkpoint.commonResponse, forKey: "commonResponse")
    try entry.encode(checkpoint.rareResponse, forKey: "rareResponse")
    try entry.encode(checkpoint.distractorResponse, forKey: "distractorResponse")
    try entry.encode(checkpoint.noiseFirings, forKey: "noiseFirings")
    try entry.encode(checkpoint.awakened, forKey: "awakened")
  }

  /// What was counted at initialisation: per (head, feature) expected, least of the own ones, lucky once, lucky twice.
  private func _encodeCensus(into object: inout KeyedEncodingContainer<Name>) throws {
    guard let census = trace.census else { return try object.encodeNil(forKey: "census") }
    var entry = object.nestedContainer(keyedBy: Name.self, forKey: "census")
    try entry.encode(census.expected, forKey: "expected")
    try entry.encode(census.fewest, forKey: "fewest")
    try entry.encode(census.lucky, forKey: "lucky")
    try entry.encode(census.overlapping, forKey: "overlapping")
  }

  private func share(_ errors: Double?) -> Double? { errors.map { $0 / Double(trial.parameters.testSamples) } }

  private struct Name: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringLiteral name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }
}
