import Experiments
import Testing

@testable import MultiView

/// The samples and the settings of fine-tuning with a new head.
@Suite struct TuningSetTests {
  private let set = TuningSet(samples: 10)

  private func source(batch: Double = 4, _ overrides: [RegimeParameter: Double] = [:]) throws -> SampleSource {
    let parameters = try Regime.standard.parameters(
      at: 32, overrides: overrides.merging([.batch: batch]) { $1 })
    return SampleSource(parameters: parameters, seed: 5)
  }

  /// Every epoch shows each sample of the set once, in another order.
  @Test func epochsShowTheWholeSet() throws {
    let source = try source()
    let whole = (0..<10).map { source.sample($0, at: .tuningSet(set)) }
    #expect(source.tuningBatch(of: set) == 4)
    let seen = (0..<5).flatMap { step in (0..<4).map { source.sample($0, at: .tuning(step: step, set)) } }
    let epochs = [seen[0..<10], seen[10..<20]].map { $0.map { sample in whole.firstIndex(of: sample) } }
    #expect(epochs.allSatisfy { Set($0) == Set(0..<10) } && epochs[0] != epochs[1])
  }

  /// A batch is never larger than the set.
  @Test func aSmallSetIsOneBatch() throws {
    let source = try source(batch: 64)
    #expect(source.tuningBatch(of: set) == 10)
    let second = (0..<10).map { source.sample($0, at: .tuning(step: 1, set)) }
    #expect(second.allSatisfy { sample in (0..<10).contains { source.sample($0, at: .tuningSet(set)) == sample } })
  }

  /// The set is apart from all other samples, does not depend on the finite training set, and is easy unless asked.
  @Test func theSetIsItsOwn() throws {
    let source = try source([.sourceSize: 10, .hardShare: 0.5])
    let easy = (0..<10).map { source.sample($0, at: .tuningSet(set)) }
    #expect(easy.allSatisfy { $0.kind == .easy })
    let plain = try self.source()
    #expect(easy == (0..<10).map { plain.sample($0, at: .tuningSet(set)) })
    for place in [SampleSource.Place.source, .test(.easy, time: 1), .probe(time: 1)] {
      #expect(easy != (0..<10).map { source.sample($0, at: place) })
    }
    let mixed = TuningSet(samples: 400, hardShare: 0.25)
    let hard = (0..<400).count { source.sample($0, at: .tuningSet(mixed)).kind == .hard }
    #expect((70...130).contains(hard))
  }

  /// A planted defect of training labels also hits the labels of a new head.
  @Test func plantedLabelDefectsReachTheSet() throws {
    let parameters = try Regime.standard.parameters(at: 32)
    var batch = Batch()
    let plain = SampleSource(parameters: parameters, seed: 5)
    batch.fill(0..<64, at: .tuning(step: 0, TuningSet(samples: 64)), from: plain)
    let shuffled = SampleSource(parameters: parameters, seed: 5, fault: .labelsShuffled)
    #expect(shuffled.labels(of: batch, under: .coarse) != plain.labels(of: batch, under: .coarse))
  }

  /// A trial is the one that its settings describe, and one without a new head has none of the head's settings.
  @Test func settingsDescribeTheHead() throws {
    func trial(_ head: NewHead?) throws -> NetworkTrial {
      NetworkTrial(
        parameters: try Regime.standard.parameters(at: 32), labels: .fine, seed: 4, schedule: .steps(4), finetuning: 3,
        newHead: head)
    }
    let heads = [
      nil, NewHead(.frozen, on: set), NewHead(.full, on: TuningSet(samples: 7, hardShare: 0.5), step: 2),
    ]
    for head in heads {
      let trial = try trial(head)
      #expect(try NetworkTrial(trial.trial) == trial)
    }
    let names = ["newHead", "finetuneSamples", "finetuneHardShare", "headStep"]
    let held = try heads.map { head in try names.filter { try trial(head).trial.settings[$0] != nil } }
    #expect(held == [[], ["newHead", "finetuneSamples"], names])
    for (name, value) in [("newHead", Setting.word("half")), ("finetuneSamples", .number(1.5))] {
      var settings = try trial(heads[1]).trial.settings.values
      settings[name] = value
      let broken = Trial(experiment: "multi-view", settings: Settings(settings), scale: 32, seed: 4)
      let error = #expect(throws: ExperimentError.self) { try NetworkTrial(broken) }
      #expect(error?.description.contains(name) == true)
    }
  }
}
