import Foundation

/// Test cases of the decision procedure with their expected outcomes, in the format of `vectors.json`.
///
/// Three sections, each optional: *cases* (data, predicate, expected decision), *primitives* (rows of statistical
/// functions with their exact values), *families* (cases judged together). The section *format* may hold defaults of the
/// parameters that a predicate leaves out.
public struct CaseFile: Sendable {
  /// The cases in the order of the file.
  public let cases: [DecisionCase]
  /// The rows of the primitives.
  public let primitives: PrimitiveTables
  /// The families in the order of the file.
  public let families: [CaseFamily]

  /// Reads a file.
  ///
  /// NaN and infinities may be written as the bare words `NaN`, `Infinity`, `-Infinity`, as Python does, or as strings.
  ///
  /// - Throws: ``CaseFileError`` naming the place that cannot be read.
  public init(_ data: Data) throws(CaseFileError) {
    guard String(validating: data, as: UTF8.self) != nil else {
      throw CaseFileError("the file is not JSON: it holds bytes that are not UTF-8")
    }
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
  public func results() -> [CheckResult] {
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
