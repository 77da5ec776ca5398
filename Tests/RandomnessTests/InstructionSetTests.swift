import Testing

@testable import Randomness

@Suite struct InstructionSetTests {
  @Test func everyProcessorHasThePortablePath() {
    #expect(InstructionSet.portable.isSupported)
    #expect(InstructionSet.fastest.isSupported)
    #expect(InstructionSet.current.isSupported)
    #expect(Set(InstructionSet.allCases.map(\.path)).count == InstructionSet.allCases.count)
  }

  @Test func theEnvironmentForcesOrIsRefused() throws {
    #expect(try InstructionSet.forced(by: [:]) == nil)
    #expect(try InstructionSet.forced(by: ["LITTLEO_CPU": ""]) == nil)
    #expect(try InstructionSet.forced(by: ["LITTLEO_CPU": "portable"]) == .portable)
    for name in ["AVX2", "sse9"] + InstructionSet.allCases.filter({ !$0.isSupported }).map(\.rawValue) {
      let error = #expect(throws: UnknownInstructionSet.self) { try InstructionSet.forced(by: ["LITTLEO_CPU": name]) }
      #expect(try #require(error).description.contains(name))
      #expect(try #require(error).description.contains("portable"))
    }
  }
}
