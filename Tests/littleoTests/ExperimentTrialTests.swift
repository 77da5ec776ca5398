import Foundation
import TestSupport
import Testing

@testable import littleo

/// `littleo trial --experiment`: what it refuses, and that the same seed gives the same numbers.
@Suite struct ExperimentTrialTests {
  @Test(arguments: [
    (["--experiment", "couponColector", "--scale", "8"], "did you mean “couponCollector”"),
    (["--experiment", "couponCollector"], "--scale is missing"),
    (["--experiment", "couponCollector", "--scale", "0"], "--scale"),
    (["--experiment", "couponCollector", "--scale", "8", "--times", "1,2"], "without times"),
    (["--experiment", "couponCollector", "--scale", "8", "--set", "share"], "NAME=VALUE"),
    (["--experiment", "couponCollector", "--scale", "8", "--set", "share=2"], "from 0 to 1"),
    (["--experiment", "couponCollector", "--scale", "8", "--set", "share=many"], "it is a number"),
    (["--experiment", "couponCollector", "--scale", "8", "--set", "shares=1"], "did you mean “share”"),
    (["--experiment", "couponCollector", "--scale", "8", "--set", "share=1", "--set", "share=1"], "given twice"),
    (["--experiment", "multi-view", "--scale", "8"], "options of its own"),
  ])
  func refusalsNameTheInput(line: [String], words: String) {
    let error = #expect(throws: UsageError.self) { try ExperimentTrialCommand(line) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func aTrialIsAFunctionOfItsLine() async throws {
    try await withFolder { folder in
      let littleo = try Executable(in: folder)
      let line = ["trial", "--experiment", "couponCollector", "--scale", "16", "--seed", "1000001", "--json"]
      let first = try littleo.run(line)
      #expect(first.status == 0 && first.errors.isEmpty)
      #expect(try littleo.run(line).output == first.output)
      #expect(try littleo.run(line.map { $0 == "1000001" ? "1000002" : $0 }).output != first.output)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any])
      #expect(object["experiment"] as? String == "couponCollector" && object["seed"] as? String == "1000001")
      #expect(((object["run"] as? [String: Any])?["draws"] as? Double ?? 0) >= 16)
    }
  }
}
