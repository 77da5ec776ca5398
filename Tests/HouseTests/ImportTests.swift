import Foundation
import Testing

/// Modules import only modules listed before them, and Package.swift declares what they import.
@Suite struct ImportTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  /// The Swift files of a room with their texts.
  private static func files(of room: House.Room) throws -> [(name: String, text: String)] {
    let folder = root.appending(path: room.name == "Claims" ? "Claims" : "Sources/\(room.name)")
    let found = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    return try found.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map {
      ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8))
    }
  }

  @Test func everyImportFollowsAnArrow() throws {
    for room in House.rooms {
      for file in try Self.files(of: room) {
        #expect(House.violations(in: file.text, of: room.name, file: file.name) == [])
      }
    }
  }

  @Test func everySourceFolderIsAListedModule() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
    #expect(Set(folders).union(["Claims"]) == Set(House.rooms.map(\.name)))
  }

  /// The check can fail: it names an upward import in each form of the statement.
  @Test(arguments: [
    "import Verification", "@testable import Verification", "package import Verification",
    "import struct Verification.Finding",
  ])
  func aPlantedUpwardImportIsFound(_ line: String) throws {
    let room = try #require(House.rooms.first { $0.name == "Statistics" })
    let file = try #require(try Self.files(of: room).first)
    let planted = line + "\n" + file.text
    let violations = House.violations(in: planted, of: "Statistics", file: file.name)
    #expect(violations.count == 1)
    #expect(violations.first?.contains("Statistics imports Verification") == true)
  }

  /// Modules are listed in order: none imports a later one, so there is no cycle.
  @Test func arrowsPointDown() {
    var seen: Set<String> = []
    for room in House.rooms {
      #expect(seen.isSuperset(of: room.imports), "\(room.name)")
      seen.insert(room.name)
    }
  }

  /// Package.swift declares exactly what the files of a module import.
  @Test func packageDeclaresWhatIsImported() throws {
    let manifest = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
    let names = Set(House.rooms.map(\.name))
    for room in House.rooms where room.name != "CKernels" {
      let pattern = try Regex(
        #"arget\(\s*name: ""# + room.name + #"",((?:(?!arget\()[^\]])*dependencies: \[([^\]]*)\])?"#)
      let match = try #require(try pattern.firstMatch(in: manifest), "\(room.name) is not a target")
      let list = match.output[2].substring ?? ""
      let declared = Set(list.split(separator: "\"").map(String.init).filter(names.contains))
      let imported = Set(try Self.files(of: room).flatMap { House.imports(of: $0.text) }.filter(names.contains))
      #expect(declared == imported.subtracting([room.name]), "\(room.name)")
    }
  }

  /// The page holds the table that these tests check; a failure prints the table to paste.
  @Test func thePageShowsTheArrows() throws {
    let page = try String(contentsOf: Self.root.appending(path: "Documentation/architecture.md"), encoding: .utf8)
    #expect(page.contains(House.table), "Documentation/architecture.md must hold this table:\n\(House.table)")
  }
}
