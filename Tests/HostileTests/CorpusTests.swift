import Foundation
import Testing

/// Every input in the corpus passes its door: no crash, messages in one line, in bounded time.
///
/// The corpus holds inputs that once failed and small valid ones, from which `Tests/fuzz.sh` starts. The name of a file
/// says what it holds.
@Suite struct CorpusTests {
  /// The longest time for one input, in seconds; far above what any needs, because tests share the machine.
  private static let patience = 20.0

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

  @Test func tablesAreRefusedInALineOrRead() throws { try replay(.tables) }

  @Test func casesAreRefusedInALineOrChecked() throws { try replay(.cases) }

  @Test func recordsAreRefusedInALineOrUsable() throws { try replay(.records) }

  @Test func answersAreRefusedInALineOrRead() throws { try replay(.answers) }

  @Test func lawsAreRefusedInALineOrRead() throws { try replay(.laws) }

  /// Files named `valid…` are not refused, so that the fuzzer starts behind the first checks of each door.
  @Test(arguments: Door.allCases) func validSeedsAreNotRefused(door: Door) throws {
    let seeds = try inputs(of: door).filter { $0.lastPathComponent.hasPrefix("valid") }
    #expect(!seeds.isEmpty)
    for seed in seeds {
      let refusal = door.refusal([UInt8](try Data(contentsOf: seed)))
      #expect(refusal == nil, "\(seed.lastPathComponent)")
    }
  }

  /// A record sealed with impossible numbers is refused, although its checksum is right.
  @Test func sealedImpossibleRecordsAreRefused() throws {
    for input in try inputs(of: .records) where input.lastPathComponent.hasPrefix("sealed") {
      let refusal = Door.records.refusal([UInt8](try Data(contentsOf: input)))
      #expect(refusal != nil, "\(input.lastPathComponent)")
    }
  }

  // MARK: Replaying

  private func inputs(of door: Door) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: Self.folder.appending(path: door.rawValue), includingPropertiesForKeys: nil
    ).sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  private func replay(_ door: Door) throws {
    let inputs = try inputs(of: door)
    #expect(inputs.count >= 20)
    for input in inputs {
      let bytes = [UInt8](try Data(contentsOf: input))
      let start = ContinuousClock.now
      let fault = door.fault(bytes)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      #expect(fault == nil, "\(door)/\(input.lastPathComponent)")
      #expect(seconds < Self.patience, "\(door)/\(input.lastPathComponent)")
    }
  }
}
