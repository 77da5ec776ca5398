import Foundation
import MultiView
import Testing

@testable import Training

/// The concentrated trainer against the exact one, path by path.
///
/// Both have the same initial neurons, the same samples and strengths, the same noise on heard features and the same
/// products of initial weights with noise. Apart lie only products of displacements with fresh noise, the χ² laws of
/// squared norms, and ⟨u, Δu⟩ = 0.
///
/// With `LITTLEO_PATHWISE=<seeds>`, d = 4096 is added, and the differences without shared products are printed as well.
@Suite struct PathwiseTests {
  /// A quantity of a checkpoint that both trainers have.
  struct Reading: Sendable {
    let name: String
    /// A bound on the mean relative difference, times √d.
    var bound = 0.005
    let value: @Sendable (Checkpoint) -> Double?

    static let all = [
      Reading(name: "loss") { $0.trainingLoss },
      // A margin is a quantile of few samples and may be near zero.
      Reading(name: "hard margin", bound: 0.1) { $0.hardMargin?.median },
      Reading(name: "common weight") { $0.commonWeight },
      Reading(name: "rare weight") { $0.rareWeight },
      Reading(name: "other common weight") { $0.otherCommonWeight },
      Reading(name: "other rare weight") { $0.otherRareWeight },
      Reading(name: "bias ratio", bound: 0.02) { $0.biasRatio },
      // Squared norms of displacements are drawn, and a χ² law deviates from its mean by √(2/d).
      Reading(name: "off-feature share", bound: 2) { $0.offFeatureShare },
      Reading(name: "common response") { $0.commonResponse },
      Reading(name: "rare response") { $0.rareResponse },
      Reading(name: "least common weight") { $0.leastCommonWeight },
      Reading(name: "least rare weight") { $0.leastRareWeight },
      Reading(name: "firing share") { $0.firingShare },
      Reading(name: "least common response") { $0.leastCommonResponse },
      Reading(name: "least rare response") { $0.leastRareResponse },
      Reading(name: "largest rare response") { $0.largestRareResponse },
      Reading(name: "residual concentration") { $0.residualConcentration },
    ]
  }

  /// What is trained, at every dimension.
  struct Setting: Sendable, CustomTestStringConvertible {
    let name: String
    let labels: LabelMap
    var overrides: [RegimeParameter: Double] = [:]
    var testDescription: String { name }

    /// Noise loud enough that its effect stands above single precision.
    ///
    /// The bias falls fast enough that hardly a neuron is opened: the coordinates of opened neurons are drawn anew, so
    /// their paths part.
    private static let louder: [RegimeParameter: Double] = [.noiseNorm: 0.05, .biasDecay: 0.05]

    static let all = [
      Setting(name: "coarse", labels: .coarse, overrides: louder),
      Setting(name: "fine", labels: .fine, overrides: louder),
      Setting(name: "hard samples", labels: .coarse, overrides: louder.merging([.hardShare: 0.2]) { $1 }),
    ]

    func trial(d: Int, seed: UInt64) throws -> NetworkTrial {
      let common: [RegimeParameter: Double] = [.k: 4, .lucky: 4, .testSamples: 50]
      let parameters = try Regime.standard.parameters(
        at: d, overrides: common.merging(overrides) { $1 }, mode: .concentrated)
      return NetworkTrial(parameters: parameters, labels: labels, seed: seed, schedule: .finish(steps: 24))
    }
  }

  private static let seeds = UInt64(ProcessInfo.processInfo.environment["LITTLEO_PATHWISE"] ?? "")
  private static let dimensions = [256, 512, 1024, 2048] + (seeds == nil ? [] : [4096])

  /// The checkpoint of a concentrated trial, and how many neurons were opened.
  private func run(_ trial: NetworkTrial, _ start: ExactStart?) throws -> (checkpoint: Checkpoint, openings: Int) {
    var session = ConcentratedSession(trial, neurons: start?.neurons, shared: start?.products)
    while session.time < trial.schedule.maximalSteps { try session.step(until: trial.schedule.maximalSteps) }
    return (try session.observe(), session.lawCertificate.openings)
  }

  /// The mean absolute difference of every reading over seeds, relative to its mean absolute value.
  private struct Differences {
    private var sums = Array(repeating: (difference: 0.0, value: 0.0), count: Reading.all.count)
    var openings = 0

    mutating func add(_ law: Checkpoint, _ exact: Checkpoint) {
      for (place, reading) in Reading.all.enumerated() {
        guard let one = reading.value(law), let two = reading.value(exact) else { continue }
        sums[place].difference += abs(one - two)
        sums[place].value += abs(two)
      }
    }

    /// 0 for a reading that the labels do not define.
    var relative: [Double] { sums.map { $0.value > 0 ? $0.difference / $0.value : 0 } }
  }

  private func differences(_ setting: Setting, d: Int, seeds: UInt64, fault: Fault? = nil) throws
    -> (shared: Differences, apart: Differences)
  {
    var shared = Differences()
    var apart = Differences()
    for seed in 0..<seeds {
      let trial = try setting.trial(d: d, seed: 1_000_000 + seed)
      let exact = try #require(try Trainer.train(trial.held(.pruned, for: trial.schedule)).checkpoints.last)
      let law = try run(trial.with(fault), ExactStart(trial))
      shared.openings += law.openings
      shared.add(law.checkpoint, exact)
      if Self.seeds != nil { apart.add(try run(trial, nil).checkpoint, exact) }
    }
    return (shared, apart)
  }

  /// With shared initial products, the differences of all observables are of the order of d^(−1/2) or less.
  @Test(arguments: Setting.all) func differencesFallWithTheDimension(setting: Setting) throws {
    var shared: [Differences] = []
    var apart: [Differences] = []
    for d in Self.dimensions {
      let both = try differences(setting, d: d, seeds: Self.seeds ?? 2)
      shared.append(both.shared)
      apart.append(both.apart)
    }
    var lines: [String] = []
    for (place, reading) in Reading.all.enumerated() {
      let values = shared.map { $0.relative[place] }
      for (d, value) in zip(Self.dimensions, values) {
        #expect(value <= reading.bound / Double(d).squareRoot(), "\(setting.name), d = \(d): \(reading.name)")
      }
      lines.append("\(reading.name): \(row(values)); not shared: \(row(apart.map { $0.relative[place] }))")
    }
    guard Self.seeds != nil else { return }
    let openings = shared.map(\.openings)
    print("\(setting.name), d = \(Self.dimensions), \(openings) neurons opened\n  " + lines.joined(separator: "\n  "))
  }

  /// Without the noise of decisions, the paths part visibly.
  @Test func planted() throws {
    let setting = Setting.all[0]
    let relative = try differences(setting, d: 256, seeds: 2, fault: .decisionNoiseOff).shared.relative
    let missed = zip(Reading.all, relative).filter { $0.1 > $0.0.bound / 16 }.map(\.0.name)
    #expect(missed.contains("loss") && missed.contains("common weight") && missed.contains("common response"))
  }

  private func row(_ values: [Double]) -> String {
    let rate = slope(of: values, over: Self.dimensions)
    return values.map { String(format: "%.1e", $0) }.joined(separator: " ") + String(format: ", rate %+.2f", rate)
  }

  /// The slope of ln(value) against ln d by least squares.
  private func slope(of values: [Double], over dimensions: [Int]) -> Double {
    let x = dimensions.map { log(Double($0)) }
    let y = values.map { log(max($0, 1e-12)) }
    let (center, middle) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - center) * ($1.1 - middle) }
    return covariance / x.reduce(0) { $0 + ($1 - center) * ($1 - center) }
  }
}
