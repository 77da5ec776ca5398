import Files
import Foundation

/// Test cases of the decision procedure with their expected outcomes, in the format of `vectors.json`.
///
/// Three sections, each optional: *cases* (data, predicate, expected decision), *primitives* (rows of statistical
/// functions with their exact values), *families* (cases judged together). The section *format* may give defaults for
/// parameters that a predicate leaves out.
///
/// A case is judged by the formulas as specified, unless its `procedure` is `corrected`. It is then judged as all
/// reported verdicts are, and its p-values are those that decide.
package struct CaseFile: Sendable {
  /// The cases in the order of the file.
  package let cases: [DecisionCase]
  /// The rows of the primitives.
  let primitives: PrimitiveTables
  /// The families in the order of the file.
  let families: [CaseFamily]

  /// Reads a file.
  ///
  /// NaN and infinities may be written as the bare words `NaN`, `Infinity`, `-Infinity`, as Python does, or as strings.
  ///
  /// - Throws: ``CaseFileError`` naming the place that cannot be read.
  package init(_ data: Data) throws(CaseFileError) {
    guard String(validating: data, as: UTF8.self) != nil else {
      throw CaseFileError("the file is not JSON: it holds bytes that are not UTF-8")
    }
    // Text in UTF-16 can be UTF-8 by chance, and the decoder would recognise it.
    guard !data.contains(0) else { throw CaseFileError("the file is not JSON: it holds a byte 0") }
    if let repeated = RepeatedMember(inJSON: data) { throw CaseFileError(repeated.words(in: "the file")) }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    let content: Content
    do {
      content = try decoder.decode(Content.self, from: BareNumbers.quoted(in: data))
    } catch {
      throw CaseFileError(error)
    }
    if content.cases == nil && content.primitives == nil && content.families == nil {
      throw CaseFileError("the file has none of the sections cases, primitives, families")
    }
    let defaults = content.format?.defaults ?? CaseParameters()
    var cases: [DecisionCase] = []
    for (index, entry) in (content.cases ?? []).enumerated() {
      cases.append(try DecisionCase(entry, defaults: defaults, place: "cases[\(index)]"))
    }
    self.cases = cases
    primitives = content.primitives ?? PrimitiveTables()
    families = content.families ?? []
  }

  /// Checks everything in the file against the engine, in the order cases, primitives, families.
  package func results() -> [CheckResult] {
    var judged: [String: CaseCheck] = [:]
    var results: [CheckResult] = []
    for sample in cases {
      let check = CaseCheck(sample)
      if judged[sample.id] == nil { judged[sample.id] = check }
      results.append(check.result)
    }
    results += PrimitiveCheck(primitives).results
    for (index, family) in families.enumerated() {
      results.append(FamilyCheck(family, position: index, members: judged).result)
    }
    return results
  }

  private struct Content: Decodable {
    struct Format: Decodable {
      let defaults: CaseParameters?
    }

    let format: Format?
    let cases: [DecisionCase.Entry]?
    let primitives: PrimitiveTables?
    let families: [CaseFamily]?
  }
}

/// A file of cases that cannot be read.
package struct CaseFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence that names the place and what was expected there.
  package let description: String

  /// An error with its sentence.
  init(_ description: String) {
    self.description = description.hasSuffix(".") ? String(description.dropLast()) : description
  }

  /// The sentence for a decoding error.
  init(_ error: any Error) {
    guard let error = error as? DecodingError else {
      self.init("the file is not JSON: \(Quoted.text("\(error)"))")
      return
    }
    switch error {
    case .typeMismatch(let type, let context):
      self.init("\(Self.place(context)) must be \(Self.name(type))")
    case .valueNotFound(let type, let context):
      self.init("\(Self.place(context)) is null, but must be \(Self.name(type))")
    case .keyNotFound(let key, let context):
      self.init("\(Self.place(context)) lacks “\(Quoted.text(key.stringValue))”")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      self.init("the file is not JSON: \(Quoted.text(context.debugDescription))")
    case .dataCorrupted(let context):
      self.init("\(Self.place(context)) cannot be read: \(Quoted.text(context.debugDescription))")
    @unknown default:
      self.init("the file cannot be read: \(Quoted.text("\(error)"))")
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    var place = ""
    for key in context.codingPath {
      if let index = key.intValue {
        place += "[\(index)]"
      } else {
        place += (place.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return place.isEmpty ? "the file" : Quoted.text(place)
  }

  private static func name(_ type: any Any.Type) -> String {
    if type is any Sequence.Type { return "a list or object of the expected kind" }
    switch "\(type)" {
    case "Double", "Int": return "a number"
    case "String": return "text"
    case "Bool": return "true or false"
    case let name where name.hasPrefix("Dictionary") || name.contains("Entry") || name.contains("Content"):
      return "an object"
    case let name where name.hasPrefix("Array"): return "a list"
    default: return "an object"
    }
  }
}

/// Reads JSON with bare `NaN` and infinities, which Python writes although JSON does not have them.
enum BareNumbers {
  private static let words = ["-Infinity", "Infinity", "NaN"].map { Array($0.utf8) }

  /// Returns the text with the bare words `NaN`, `Infinity` and `-Infinity` in quotation marks, and nothing else changed.
  ///
  /// Foundation's JSON 5 reader knows these words, but it crashes on a number such as `1e+` and on a name that is not
  /// UTF-8.
  ///
  /// - Complexity: O(length).
  static func quoted(in data: Data) -> Data {
    let bytes = [UInt8](data)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isText = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if isText {
        if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
          result += [byte, bytes[index + 1]]
          index += 2
          continue
        }
        if byte == UInt8(ascii: "\"") { isText = false }
      } else if byte == UInt8(ascii: "\"") {
        isText = true
      } else if let word = words.first(where: { bytes[index...].starts(with: $0) }),
        index == 0 || !continues(bytes[index - 1]),
        index + word.count == bytes.count || !continues(bytes[index + word.count])
      {
        result.append(UInt8(ascii: "\""))
        result += word
        result.append(UInt8(ascii: "\""))
        index += word.count
        continue
      }
      result.append(byte)
      index += 1
    }
    return Data(result)
  }

  /// Whether a byte next to a word makes it part of a longer one.
  private static func continues(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      0x80...:
      true
    default: false
    }
  }
}
