import Files
import Foundation
import TestSupport
import Testing

@testable import Reporting
@testable import littleo

/// Random sequences of commands over one folder that also holds files of the user's.
///
/// Commands fail, are killed, or lose the power in between, and the user writes, edits and removes files. Whatever happens,
/// no file of the user's is changed, a report that was announced is whole, and the last report is always the same.
@Suite struct SequenceTests {
  /// How many sequences; `LITTLEO_SEQUENCES` gives another number.
  private static let count = ProcessInfo.processInfo.environment["LITTLEO_SEQUENCES"].flatMap(Int.init) ?? 300

  @Test func noSequenceHarmsTheUser() async {
    let start = await FolderHistory.start()
    let faults = await concurrentMap(Array(0..<Self.count)) { number -> String? in
      var dice = Dice(seed: UInt64(number) + 1_000_001)
      let steps = (0..<2 + dice.below(7)).map { _ in FolderStep.random(&dice) }
      guard await FolderHistory(start, steps).fault != nil else { return nil }
      let smallest = await Shrinking.smallest(steps) { await FolderHistory(start, $0).fault != nil }
      let fault = await FolderHistory(start, smallest).fault ?? "it does not fail each time"
      return "sequence \(number): \(fault), after\n" + smallest.map { "  \($0)" }.joined(separator: "\n")
    }
    for fault in faults.compactMap(\.self).prefix(5) { Issue.record("\(fault)") }
    print("sequences: \(Self.count) random sequences of commands")
  }

  /// A failing sequence is reduced to the steps that it needs.
  @Test func failingSequencesShrink() async {
    let numbers = Array(0..<40)
    let smallest = await Shrinking.smallest(numbers) { $0.contains(7) && $0.contains(31) }
    #expect(smallest == [7, 31])
    #expect(await Shrinking.smallest(numbers) { !$0.isEmpty }.count == 1)
  }

  /// The law can fail: a command that overwrites is found.
  @Test func aHarmfulStepIsFound() async {
    let start = await FolderHistory.start()
    let steps: [FolderStep] = [
      .run(.report, .none), .harm(path: "desk/thesis.txt"), .run(.verify(runs: 1, folder: "report"), .none),
    ]
    let history = await FolderHistory(start, steps)
    #expect(history.fault?.contains("thesis.txt") == true)
    let smallest = await Shrinking.smallest(steps) { await FolderHistory(start, $0).fault != nil }
    #expect(smallest.count == 1)
  }
}

/// Finds a small part of a list that still fails.
enum Shrinking {
  /// Returns a part of a list that fails, none of whose elements can be left out.
  ///
  /// - Complexity: Tries O(n²) parts.
  static func smallest<Element>(_ all: [Element], fails: ([Element]) async -> Bool) async -> [Element] {
    var left = all
    // Large pieces first, then single elements until none can go.
    var size = max(1, left.count / 2)
    while true {
      var wasShortened = false
      var start = 0
      while start < left.count {
        let shorter = Array(left[..<start] + left[min(left.count, start + size)...])
        if await fails(shorter) {
          left = shorter
          wasShortened = true
        } else {
          start += size
        }
      }
      if size == 1, !wasShortened { return left }
      size = max(1, size / 2)
    }
  }
}
