import Foundation
import MultiView
import Testing
import Training

@testable import Benchmarking

@Suite struct PerformancePageTests {
  static let peers = """
    {"versions": {"numpy": "2.0", "torch": null}, "threads": 2, "rounds": 5, "workloads": {
      "wide-fine-64": {"heads": 18, "widthPerHead": 14409, "medians": {"numpy": 0.5, "littleo": 0.001},
        "bestPeerRatio": 512, "losses": {"step": 20, "values": {"numpy": 2.5, "littleo": 2.25}}, "skipped": {}},
      "wide-fine-128": {"heads": 24, "widthPerHead": 100, "medians": {"numpy": 0.25, "littleo": 0.002},
        "bestPeerRatio": 125},
      "product": {"shapes": [{"patches": 512, "neurons": 512, "d": 256, "medians": {"numpy": 80, "littleo": 88},
        "bestPeerRatio": 1.1}]},
      "normals": {"medians": {"numpy": 0.125, "littleo": 0.5}, "bestPeerRatio": 4}}}
    """

  /// A step bench and a trial bench give plausible numbers, and the page shows the script's results.
  @Test func thePageShowsWhatWasMeasured() throws {
    let parameters = try Regime.standard.parameters(at: 32, overrides: [.lucky: 2, .testSamples: 10])
    let trial = NetworkTrial(parameters: parameters, labels: .fine, seed: 1_000_001, schedule: .steps(8))
    let step = try StepBench.measured(trial, steps: 6, on: Execution())
    #expect(step.stepsSeconds.count == 6 && step.stepsSeconds.allSatisfy { $0 > 0 })
    #expect(step.minimumStepSeconds <= step.medianStepSeconds)
    #expect(step.heads == 12 && step.finalLoss > 0 && step.finalLoss < 3)
    #expect(step.work > 0 && step.predictedStepWork > 0)
    let whole = try TrialBench.measured(trial, on: Execution())
    #expect(whole.evaluations == 6 && whole.testSamples == 20 && whole.certificateMet)
    let file = FileManager.default.temporaryDirectory.appending(path: "peers-\(UUID().uuidString).json")
    try Data(Self.peers.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let results = BenchResults(
      machine: .current, products: [KernelBench.product(on: .portable, repetitions: 1)],
      normals: [NormalsBench.measured(on: .portable, repetitions: 1)], steps: [step], trials: [whole],
      peers: try PeerResults(file: file))
    let page = PerformancePage(results, command: "littleo bench").markdown
    #expect(page.hasPrefix("<!-- Generated"))
    for text in [
      Machine.current.processor, "| wide-fine-64 | 2.6·10⁵ | 500 | — | — | 1 | 512 | 2.5, —, —, 2.25 |",
      "| 512 × 512 × 256 | 80 | — | — | 88 | 1.1 |", "| normals | 0.125 | — | — | 0.5 | 4 |", "torch not installed",
      "littleo bench",
    ] { #expect(page.contains(text), "\(text)\n\(page)") }
    let first = try #require(page.range(of: "| wide-fine-64 "))
    let second = try #require(page.range(of: "| wide-fine-128 "))
    #expect(first.lowerBound < second.lowerBound)
  }

  /// The predicted work of a step is near the work that the screen leaves: the counted work is 0.5 to 3 times as much.
  @Test(arguments: [LabelMap.coarse, .fine])
  func predictedWorkIsNearCountedWork(labels: LabelMap) throws {
    let parameters = try Regime.standard.parameters(at: 256, overrides: [.testSamples: 1])
    let trial = NetworkTrial(parameters: parameters, labels: labels, seed: 1_000_002, schedule: .steps(20))
    let bench = try StepBench.measured(trial, steps: 20, on: Execution())
    let perStep = Double(bench.work) / 20
    #expect(perStep > 0.5 * bench.predictedStepWork && perStep < 3 * bench.predictedStepWork)
  }
}
