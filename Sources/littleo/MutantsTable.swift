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
    for (index, claim) in _matrix.claims.enumerated() {
      claims.add(["\(index + 1)", claim, _matrix.standing(of: index)])
    }
    return ([table.text, _legend, claims.text] + _remarks).joined(separator: "\n\n")
  }

  /// The same as a JSON object.
  var object: JSONValue {
    .object([
      "claims": .array(
        _matrix.claims.indices.map { index in
          .object([
            "name": .string(_matrix.claims[index]), "withoutFault": .optional(_matrix.verdicts[index].map { "\($0)" }),
            "isTried": .bool(_matrix.isTried[index]),
          ])
        }),
      "faults": .array(
        _matrix.rows.map { row in
          .object([
            "name": .string(row.mutant.name), "words": .string(row.mutant.fault.words),
            "noticedBy": .array(zip(_matrix.claims, row.marks).filter { $1.isNotice }.map { .string($0.0) }),
            "unnoticedBy": .array(_matrix.claims(marked: .unnoticed, in: row).map { .string($0) }),
          ])
        }),
    ])
  }

  private var _legend: String {
    """
    A column is a claim, by the last digit of its number below. R refuted with the fault, ? inconclusive with it, H its trials
    fail or are not fit to be judged; · supported all the same, – not supported without it either, x cannot be run with it;
    blank: not tried.
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
