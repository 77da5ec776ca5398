import Claims
import Foundation
import Testing

/// Checks of the whole catalogue that need no training.
@Suite struct CatalogueTests {
  @Test func everyFileDeclaresTheClaimItIsNamedAfter() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Claims").standardized
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
      .compactMap { $0 as? URL }
      .filter { $0.pathExtension == "swift" }
      .map { [$0.deletingLastPathComponent().lastPathComponent, $0.deletingPathExtension().lastPathComponent] }
    let claims = AllClaims.registered.map { [$0.folder, $0.claim.name] }
    #expect(Set(files) == Set(claims))
    #expect(files.count == claims.count)
  }

  @Test func namesAreUnique() {
    let names = AllClaims.registered.map(\.claim.name)
    #expect(Set(names).count == names.count)
  }

  @Test func noClaimHasADefect() {
    for (_, claim) in AllClaims.registered { #expect(claim.defect() == nil) }
  }

  /// The page about the source names every claim that is said to come from the paper's summary.
  @Test func theSourcePageNamesWhatTheSummaryStates() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/source.md").standardized
    let text = try String(contentsOf: page, encoding: .utf8)
    let stated = AllClaims.registered.map(\.claim).filter { $0.source.provenance == .stated }
    for claim in stated {
      #expect(text.contains("`\(claim.name)`"), "\(claim.name) is marked [P]; Documentation/source.md does not name it")
      #expect(!claim.source.remark.isEmpty, "\(claim.name) does not say what of it is ours")
    }
  }

  @Test func whatAClaimRestsOnIsRegistered() {
    let names = Set(AllClaims.registered.map(\.claim.name))
    for (_, claim) in AllClaims.registered {
      for support in claim.restsOn { #expect(names.contains(support.name), "\(claim.name) rests on \(support.name)") }
    }
  }
}
