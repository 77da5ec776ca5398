import Calibration
import Foundation

/// The test vectors of the decision procedure, read by ``CaseFile``, the reader that LittleO itself uses.
package enum DecisionVectors {
  /// The bytes of the file beside this one, read once.
  package static let data = read("vectors")

  /// The vectors.
  package static let all: CaseFile = {
    do { return try CaseFile(data) } catch { fatalError("\(error)") }
  }()

  /// The cases of the corrected procedure, with the outcomes that `Vectors/verdicts.py` computes.
  package static let corrected: CaseFile = {
    do { return try CaseFile(read("verdicts")) } catch { fatalError("\(error)") }
  }()

  private static func read(_ name: String) -> Data {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appendingPathComponent("Vectors/\(name).json")
    do { return try Data(contentsOf: file) } catch { fatalError("cannot read \(file.path): \(error)") }
  }

  /// The file as dictionaries and lists, which a test can corrupt.
  package static func object() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// The cases of o(1) and Ω(1).
  package static let limits = all.cases.filter(\.predicate.isLimit)
}
