import ClaimKit
import Experiments
import Foundation
import MultiView
import MultiViewClaims
import Randomness
import TestSupport
import Testing
import Training

@testable import Benchmarking
@testable import Planning
@testable import Trials

/// A cost model recovers the prices and the law of T* from synthetic records that were made with them.
@Suite struct CostModelTests {
  private static func trials() throws -> [NetworkTrial] {
    var trials: [NetworkTrial] = []
    for d in [32, 64, 128, 256] {
      let pruned = try Regime.standard.parameters(at: d)
      let small = try Regime.standard.parameters(at: d, overrides: [.width: 64], mode: .dense)
      let finite = try Regime.standard.parameters(at: d, overrides: [.sourceSize: 128])
      for seed in UInt64(1_000_001)...1_000_003 {
        for labels in [LabelMap.coarse, .fine] {
          trials.append(NetworkTrial(parameters: pruned, labels: labels, seed: seed, schedule: .steps(64)))
          trials.append(NetworkTrial(parameters: pruned, labels: labels, seed: seed, schedule: .finish(steps: 32)))
          trials.append(
            NetworkTrial(
              parameters: pruned, labels: labels, seed: seed,
              schedule: .window(lossBound: 1 / Double(d), factor: 4, stepLimit: 4096)))
          trials.append(NetworkTrial(parameters: small, labels: labels, seed: seed, schedule: .finish(steps: 8)))
          trials.append(NetworkTrial(parameters: finite, labels: labels, seed: seed, schedule: .finish(steps: 8)))
        }
        trials.append(NetworkTrial(parameters: pruned, labels: .fine, seed: seed, schedule: .steps(16), finetuning: 16))
        trials.append(
          NetworkTrial(parameters: pruned, labels: .coarse, seed: seed, schedule: .inspection(samples: 100)))
        trials.append(NetworkTrial(parameters: small, labels: .coarse, seed: seed, schedule: .audit(steps: 4)))
      }
    }
    return trials
  }

  private static let prices: [Workload.Part: Double] = [
    .start: 0.01, .setup: 1e-8, .draws: 2e-9, .products: 4e-11, .denseProducts: 7e-11, .repeated: 5e-11, .tuning: 8e-11,
    .inspection: 1e-9, .audit: 1e-10, .observedDraws: 3e-9,
  ]

  /// T* = 2 · (1/bound)^0.5 under coarse labels and 0.5 · (1/bound)^0.5 · k · (1/stepSize)^0.5 under others.
  private static func timeToFit(_ trial: NetworkTrial) -> Int? {
    guard case .window(let bound, _, _) = trial.schedule else { return nil }
    let root = pow(1 / bound, 0.5)
    if trial.labels == .coarse { return Int((2 * root).rounded()) }
    return Int((0.5 * root * Double(trial.parameters.k) * pow(1 / trial.parameters.stepSize, 0.5)).rounded())
  }

  private static func records(slow: Set<UInt64> = []) throws -> [TrialRecord] {
    try Self.trials().map { trial in
      let time = Self.timeToFit(trial)
      let trace = ToyTrainer.trace([], timeToFit: time)
      let seconds = zip(
        Workload.Part.allCases, Workload(of: trial, timeToFit: time.map(Double.init)).amounts
      ).reduce(0) { $0 + (prices[$1.0] ?? 0) * $1.1 }
      return TrialRecord(trial: trial, trace: trace, seconds: slow.contains(trial.seed) ? 10 * seconds : seconds)
    }
  }

  @Test func plantedPricesAndTimesComeBack() throws {
    let records = try Self.records()
    let model = try #require(CostModel(records))
    for record in records {
      // T* is rounded to a whole number, so trials that search for T* are predicted less exactly.
      let isExact = record.trace.timeToFit == nil
      #expect(abs(model.seconds(of: record.trial.network) / record.seconds - 1) < (isExact ? 1e-6 : 0.15))
    }
    let own = try #require(CostError(of: model, on: records))
    #expect(abs(own.totalRatio - 1) < 0.05 && own.medianError < 1e-6 && own.kinds == records.count / 3)
    // Some prices are determined by a few kinds only. A fit without those kinds misses them, so the bound is wide.
    let error = try #require(CostError.crossValidated(records))
    #expect(error.kinds == own.kinds && error.trials == records.count)
    #expect(error.medianError < 0.2 && error.medianError <= error.largeError)
  }

  /// If one run in three is measured on a busy machine, the median keeps the predictions unchanged.
  @Test func busyMomentsDoNotCount() throws {
    let quiet = try #require(CostModel(try Self.records()))
    let busy = try #require(CostModel(try Self.records(slow: [1_000_002])))
    for trial in try Self.trials() {
      let ratio = busy.seconds(of: trial) / quiet.seconds(of: trial)
      #expect(abs(ratio - 1) < 1e-6)
    }
  }

  @Test func tooFewRecordsGiveNoCostModel() throws {
    #expect(CostModel([TrialRecord]()) == nil)
    #expect(CostModel(Array(try Self.records().prefix(8))) == nil)
    #expect(CostError.crossValidated([TrialRecord]()) == nil && CostError(of: .reference, on: [TrialRecord]()) == nil)
  }

  /// Planted defects change the work of a trial, so such trials are not used to predict sound ones.
  @Test func defectsAreNotMeasured() throws {
    let records = try Self.records()
    let faulty = records.map {
      TrialRecord(trial: $0.trial.with(.biasFrozen), trace: $0.trace, seconds: 1e6)
    }
    #expect(CostModel(records + faulty)?.prices == CostModel(records)?.prices)
    _ = try #require(CostModel(records))
  }

  @Test func workGrowsWithWhatIsAsked() throws {
    let parameters = try Regime.standard.parameters(at: 64)
    func work(_ steps: Int, labels: LabelMap = .fine) -> Workload {
      Workload(
        of: NetworkTrial(parameters: parameters, labels: labels, seed: 1, schedule: .finish(steps: steps)),
        timeToFit: nil)
    }
    #expect(work(64)[.products] == 2 * work(32)[.products] && work(64)[.draws] == 2 * work(32)[.draws])
    #expect(work(64)[.setup] == work(32)[.setup] && work(64)[.observedDraws] == work(32)[.observedDraws])
    #expect(work(64, labels: .coarse)[.products] < work(64)[.products])
    let window = NetworkTrial(
      parameters: parameters, labels: .fine, seed: 1, schedule: .window(lossBound: 0.1, factor: 4, stepLimit: 100))
    // Without T*, or with T* beyond the limit, the trial ends at the limit, otherwise at factor·T*.
    let without = Workload(of: window, timeToFit: nil)
    #expect(Workload(of: window, timeToFit: 101) == without && without[.products] == work(100)[.products])
    #expect(Workload(of: window, timeToFit: 50)[.products] == work(200)[.products])
    for trial in try Self.trials() {
      #expect(Workload(of: trial, timeToFit: 8).amounts.allSatisfy { $0 >= 0 && $0.isFinite })
    }
  }

  /// The shares hold every trial once, do not depend on the order of trials, and differ in cost by at most one trial.
  @Test(arguments: [1, 2, 3, 8, 500]) func sharesAreAPartition(count: Int) throws {
    let trials = try Plan([ToyClaim().entry], design: toyDesign).trials
    let shares = Share.shares(of: trials, count: count)
    #expect(shares.count == count)
    #expect(shares.flatMap { $0.trials.map(\.key) }.sorted() == trials.map(\.key).sorted())
    let again = Share.shares(of: trials.reversed(), count: count)
    #expect(again.map { $0.trials.map(\.key) } == shares.map { $0.trials.map(\.key) })
    let dearest = trials.map { $0.demand.seconds }.max() ?? 0
    let loads = shares.map(\.seconds)
    #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= dearest * (1 + 1e-9))
  }
}
