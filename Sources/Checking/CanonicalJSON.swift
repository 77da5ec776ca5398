import Foundation

/// JSON with one spelling per value: sorted keys, no spaces, shortest decimal that reads back to the same number.
///
/// Infinities and NaN, which a diverging trial can yield, are written as the strings `inf`, `-inf` and `nan`.
enum CanonicalJSON {
  static func data(_ value: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try encoder.encode(value)
    } catch {
      // Every type of the package that is written has synthesised coding, and no number is refused.
      preconditionFailure("a value could not be written as JSON: \(error)")
    }
  }

  static func value<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: data)
  }
}
