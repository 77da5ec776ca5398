import Testing

@testable import littleo

/// The seeds of an exploration, and the command line that repeats it.
@Suite struct FirstSeedTests {
  @Test func theCommandRepeatsTheSeeds() throws {
    let plain = try VerifyOptions(["LossDecay", "--explore"], trains: true)
    #expect(plain.design.firstSeed == VerifyOptions.exploredSeed && !plain.command.contains("--first-seed"))
    let other = try VerifyOptions(["LossDecay", "--explore", "--first-seed", "2000001"], trains: true)
    #expect(other.design.firstSeed == 2_000_001 && other.command.contains("--explore --first-seed 2000001"))
    #expect(other.output == nil)
  }

  @Test func aFirstSeedNeedsAnExploration() {
    #expect(throws: UsageError.self) { try VerifyOptions(["--first-seed", "2000001"], trains: true) }
    #expect(throws: UsageError.self) {
      try VerifyOptions(["--explore", "--first-seed", "1000000"], trains: true)
    }
  }
}
