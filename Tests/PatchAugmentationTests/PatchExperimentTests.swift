import Experiments
import Testing

@testable import PatchAugmentation

@Suite struct PatchExperimentTests {
  private func trial(_ changes: [String: Setting] = [:], scale: Int = 256, times: [Int] = [0, 10]) throws -> Trial {
    let declared = try Patches.experiment.description().settings
    let settings = Dictionary(uniqueKeysWithValues: declared.map { ($0.name, changes[$0.name] ?? $0.standard) })
    return Trial(
      experiment: "patchAugmentation", settings: Settings(settings), scale: scale, seed: 4, times: times)
  }

  @Test(arguments: Augmentation.allCases) func everyQuantityIsReadAtEveryTime(augmentation: Augmentation) async throws {
    let session = Patches.experiment.session(jobs: 1)
    let asked = try trial(["method": .word(augmentation.rawValue)])
    let trace = try await session.run(asked, threads: 1)
    #expect(Patches.experiment.defect(in: trace, of: asked) == nil)
    let again = try await session.run(asked, threads: 1)
    #expect(trace == again)
    await session.end()
  }

  @Test func aRefusedTrialNamesTheNumber() async throws {
    let session = Patches.experiment.session(jobs: 1)
    let asked = try trial(scale: 100)
    await #expect(throws: ExperimentError.self) { try await session.run(asked, threads: 1) }
    await session.end()
  }

  @Test func aSettingOutOfRangeIsRefused() throws {
    let asked = try trial(["patches": 1])
    #expect(throws: ExperimentError.self) { try Patches.experiment.demand(of: asked, memory: .infinity) }
  }
}
