import Foundation
import MultiView
import MultiViewClaims
import Testing
import Training

/// The memory that a process takes is at most 1.5 times the predicted demand of its trial, plus 60 MB for the program.
@Suite struct MemoryTests {
  /// Trials that differ in what takes the most memory: neurons evaluated on noise, patches, heads or neurons.
  static let trials = [
    "labels coarse d 16 steps 2 set s=1 set k=1 set P=1000 set batch=24 set biasFactor=0.1 set noiseNorm=0.002 "
      + "set stepSize=100 set distractors=0 set biasDecay=0 set testSamples=1 set width=20000",
    "labels coarse d 64 steps 2 set batch=8192 set testSamples=1",
    "labels fine d 512 steps 16 set testSamples=100",
    "labels fine d 64 steps 4 set testSamples=50 set sourceSize=1000000",
  ]

  @Test(arguments: trials)
  func predictionsBoundTheProcess(line: String) async throws {
    let words = line.split(separator: " ").map(String.init)
    var options: [String: String] = [:]
    var overrides: [RegimeParameter: Double] = [:]
    var arguments = ["bench", "trial", "--json"]
    for index in stride(from: 0, to: words.count, by: 2) {
      arguments += ["--" + words[index], words[index + 1]]
      let parts = words[index + 1].split(separator: "=").map(String.init)
      if let parameter = parts.first.flatMap(RegimeParameter.init), parts.count == 2 {
        overrides[parameter] = Double(parts[1])
      } else {
        options[words[index]] = words[index + 1]
      }
    }
    let d = try #require(options["d"].flatMap { Int($0) })
    let labels = try #require(options["labels"].flatMap { LabelMap(name: $0) })
    let steps = try #require(options["steps"].flatMap { Int($0) })
    let demand = try NetworkDemand.checked(
      NetworkTrial(
        parameters: Regime.standard.parameters(at: d, overrides: overrides), labels: labels, seed: 1_000_001,
        schedule: .steps(steps)))
    try await withFolder { folder in
      let result = try Executable(in: folder).run(arguments)
      #expect(result.status == 0)
      let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      // Some systems do not report the peak; then there is nothing to compare.
      guard let peak = object?["peakBytes"] as? Double else { return }
      let program = 60e6
      #expect(peak < 1.5 * demand.bytes + program, "\(peak / 1e6) MB against \(demand.bytes / 1e6) MB")
    }
  }
}
