import ClaimKit

/// `littleo list`: the claims, one line each.
struct ListCommand {
  init(_ line: [String]) throws(UsageError) {
    _ = try Arguments(line, Arguments.Grammar(command: "list"))
  }

  func run() -> ExitStatus {
    var table = TextTable(["claim", "folder", "source", "", "says in short"])
    for entry in Catalogue.entries {
      let source = entry.claim.source
      table.add([entry.claim.name, entry.folder, source.label, source.provenance.mark, entry.claim.title])
    }
    print(table.text)
    print("\n[P] the paper's own, [R] reconstructed, [C] chosen by us. “littleo explain CLAIM” shows one in full.")
    return .passed
  }
}
