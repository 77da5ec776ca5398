import Checking
import Reporting

/// A mutation matrix on the terminal: a row per defect, a character per claim, and what the characters mean.
struct MutantsTable {
  private let _matrix: MutationMatrix

  init(_ matrix: MutationMatrix) { _matrix = matrix }

  var text: String {
    let numbers = Array(1...max(1, _matrix.claims.count))
    let units = numbers.map { "\($0 % 10)" }.joined()
    var table = TextTable(["fault", units, "noticed by", "what it is"], numeric: [2])
    for row in _matrix.rows {
      table.add([
        row.mutant.name, row.marks.map(\.rawValue).joined(), "\(row.marks.count(where: \.isNotice))",
        row.mutant.fault.words,
      ])
    }
    var claims = TextTable(["", "claim", "without a fault"], numeric: [0])
    for (number, (claim, verdict)) in zip(numbers, zip(_matrix.claims, _matrix.verdicts)) {
      claims.add(["\(number)", claim, verdict.map { "\($0)" } ?? "cannot be run"])
    }
    return ([table.text, _legend, claims.text] + _remarks).joined(separator: "\n\n")
  }

  /// The same as a JSON object.
  var object: JSONValue {
    .object([
      "claims": .array(
        zip(_matrix.claims, _matrix.verdicts).map { claim, verdict in
          .object(["name": .string(claim), "withoutFault": .optional(verdict.map { "\($0)" })])
        }),
      "faults": .array(
        _matrix.rows.map { row in
          .object([
            "name": .string(row.mutant.name), "words": .string(row.mutant.fault.words),
            "noticedBy": .array(zip(_matrix.claims, row.marks).filter { $1.isNotice }.map { .string($0.0) }),
          ])
        }),
    ])
  }

  private var _legend: String {
    """
    A column is a claim, by the last digit of its number below. R refuted with the fault, ? inconclusive with it, H its trials
    fail or are not fit to be judged; · supported all the same, – not supported without it either, x cannot be run with it.
    """
  }

  private var _remarks: [String] {
    var remarks: [String] = []
    if !_matrix.unnoticing.isEmpty {
      remarks.append(
        "Supported claims that notice none of these faults: \(_matrix.unnoticing.joined(separator: ", ")).")
    }
    let missed = _matrix.unnoticed.map(\.name)
    remarks.append(
      missed.isEmpty ? "Every fault is noticed." : "Faults that no claim notices: \(missed.joined(separator: ", ")).")
    return remarks
  }
}
