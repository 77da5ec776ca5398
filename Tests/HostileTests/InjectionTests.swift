import Files
import Foundation
import TestSupport
import Testing

@testable import littleo

/// Every call to the system that a whole verification makes fails once.
///
/// No failure may end the process, be called success, harm a file of the user's, or change the report of the next run.
@Suite struct InjectionTests {
  /// The error numbers that a call fails with.
  private static let codes = [EIO, ENOSPC, EINTR, EMFILE]

  /// `LITTLEO_INJECTIONS=all` fails each call with each number; otherwise each call fails with one of them in turn.
  private static let isFull = ProcessInfo.processInfo.environment["LITTLEO_INJECTIONS"] == "all"

  @Test func everyCallMayFail() async {
    let desk = VerifiedDesk()
    let clean = await DeskRun(desk.words, on: desk.before)
    #expect([.passed, .refuted].contains(clean.status) && clean.open == 0, "\(clean.errors)")
    let numbers = (1...clean.calls).flatMap { call in
      Self.codes.indices.filter { Self.isFull || $0 == call % Self.codes.count }.map { (call, Self.codes[$0]) }
    }
    let faults = await concurrentMap(numbers) { call, code in
      await Self.fault(failing: call, code: code, on: desk, clean: clean)
    }
    for fault in faults.compactMap(\.self) { Issue.record("\(fault)") }
    print("injection: \(numbers.count) failures at \(clean.calls) calls of a whole verification")
  }

  /// Returns what went wrong where a call failed; nil if nothing did.
  private static func fault(failing call: Int, code: Int32, on desk: VerifiedDesk, clean: DeskRun) async -> String? {
    let run = await DeskRun(desk.words, on: desk.before, failing: .one(call, code: code))
    let name = "call \(call), \(run.failed ?? "never made"), \(CallFailure(code))"
    if run.open != 0 { return "\(name): \(run.open) descriptors are still open" }
    if let harm = desk.harm(to: run.disk) { return "\(name): \(harm)" }
    let report = desk.report(on: run.disk)
    if [.passed, .refuted].contains(run.status) {
      if run.status != clean.status { return "\(name): the status is \(run.status)" }
      if run.output != clean.output { return "\(name): success, although the answer is not whole" }
      if report != desk.report(on: clean.disk) { return "\(name): success, although the report is not whole" }
    } else if code == EINTR {
      return "\(name): an interrupted call was not repeated: \(run.errors)"
    } else if !run.errors.contains("littleo: ") {
      return "\(name): failed without a word"
    }
    let healed = await DeskRun(desk.words, on: run.disk)
    if healed.status != clean.status { return "\(name): the next run ends with \(healed.status): \(healed.errors)" }
    if desk.report(on: healed.disk) != desk.report(on: clean.disk) { return "\(name): the next report differs" }
    return desk.harm(to: healed.disk).map { "\(name): \($0) by the next run" }
  }
}

/// Returns what a function gives for each value, computed on every core.
func concurrentMap<Value: Sendable, Result: Sendable>(
  _ values: [Value], _ transform: @escaping @Sendable (Value) async -> Result
) async -> [Result] {
  await withTaskGroup(of: [(Int, Result)].self) { group in
    let workers = ProcessInfo.processInfo.activeProcessorCount
    for worker in 0..<workers {
      group.addTask {
        var results: [(Int, Result)] = []
        for index in stride(from: worker, to: values.count, by: workers) {
          results.append((index, await transform(values[index])))
        }
        return results
      }
    }
    var all: [(Int, Result)] = []
    for await part in group { all += part }
    return all.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
