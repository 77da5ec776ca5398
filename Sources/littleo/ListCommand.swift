import ClaimKit
import Foundation

/// `littleo list`: the claims, one line each, with what the committed report says of them.
struct ListCommand {
  private let _standing: Standing

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(line, Arguments.Grammar(command: "list", options: ["reports": false]))
    _standing = Standing(folder: arguments.value("reports"))
  }

  func run() -> ExitStatus {
    _standing.warn()
    var table = TextTable(["claim", "folder", "source", "", "verdict", "says in short"])
    for entry in Catalogue.entries {
      let source = entry.claim.source
      table.add([
        entry.claim.name, entry.folder, source.label, source.provenance.mark, "\(_standing.of(entry))",
        entry.claim.title,
      ])
    }
    print(table.text)
    print(
      "\n[P] the paper's own, [R] reconstructed, [C] chosen by us. \(_standing.origin) “littleo explain CLAIM” shows one "
        + "in full.")
    return .passed
  }
}
