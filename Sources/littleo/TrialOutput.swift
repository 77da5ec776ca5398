import Foundation
import MultiView
import Training

/// A trial and its trace as `littleo trial` prints them.
struct TrialOutput: Encodable {
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

  /// A table of the checkpoints under a line on the trial.
  var table: String {
    let parameters = trial.parameters
    var table = TextTable(
      [
        "T", "loss", "easy error", "hard error", "easy margin", "hard margin", "common weight", "rare weight",
        "lucky common", "lucky rare", "undecided",
      ], numeric: Set(0...10))
    for checkpoint in trace.checkpoints {
      table.add([
        "\(checkpoint.time)", TerminalNumber.short(checkpoint.trainingLoss),
        TerminalNumber.short(share(checkpoint.easyErrors)),
        TerminalNumber.short(share(checkpoint.hardErrors)), TerminalNumber.short(checkpoint.medianEasyMargin),
        TerminalNumber.short(checkpoint.medianHardMargin), TerminalNumber.short(checkpoint.commonWeight),
        TerminalNumber.short(checkpoint.rareWeight), "\(checkpoint.luckyCommon)", "\(checkpoint.luckyRare)",
        "\(checkpoint.undecided)",
      ])
    }
    let certificate = trace.certificate
    return """
      \(trial.labels.name) labels, regime \(regime), d = \(parameters.d), k = \(parameters.k), seed \(trial.seed): \
      \(trace.heads) heads of \(parameters.width) neurons, \(trace.aliveNeurons) held (\(parameters.mode.rawValue))
      \(table.text)
      certificate \(certificate.met ? "met" : "not met"): δ = \(TerminalNumber.short(certificate.delta)), \
      z = \(TerminalNumber.short(certificate.multiplier)), \(TerminalNumber.short(certificate.screened)) uses; \
      \(TerminalNumber.short(seconds)) s
      """
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
    try object.encode(seconds, forKey: "seconds")
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
    try entry.encode(checkpoint.medianEasyMargin, forKey: "medianEasyMargin")
    try entry.encode(checkpoint.medianHardMargin, forKey: "medianHardMargin")
    try entry.encode(checkpoint.commonWeight, forKey: "commonWeight")
    try entry.encode(checkpoint.rareWeight, forKey: "rareWeight")
    try entry.encode(checkpoint.luckyCommon, forKey: "luckyCommon")
    try entry.encode(checkpoint.luckyRare, forKey: "luckyRare")
    try entry.encode(checkpoint.undecided, forKey: "undecided")
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
