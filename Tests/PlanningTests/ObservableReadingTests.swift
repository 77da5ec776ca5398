import Experiments
import MultiView
import MultiViewClaims
import TestSupport
import Testing

@testable import Planning
@testable import Training

/// Every quantity that the shared trainer declares is read from a trace of some kind of trial.
@Suite struct ObservableReadingTests {
  private static let trials: [NetworkTrial] = {
    guard let parameters = try? Regime.standard.parameters(at: 64) else { return [] }
    return [
      NetworkTrial(parameters: parameters, labels: .coarse, seed: 1, schedule: .steps(16), readout: .probe),
      NetworkTrial(
        parameters: parameters, labels: .coarse, seed: 1,
        schedule: .window(lossBound: 0.1, factor: 4, stepLimit: 64)),
      NetworkTrial(parameters: parameters, labels: .coarse, seed: 1, schedule: .inspection(samples: 10)),
      NetworkTrial(parameters: parameters, labels: .coarse, seed: 1, schedule: .audit(steps: 4)),
      NetworkTrial(
        parameters: parameters.held(.concentrated), labels: .coarse, seed: 1, schedule: .comparison(steps: 4)),
      NetworkTrial(
        parameters: parameters, labels: .coarse, seed: 1, schedule: .steps(16), finetuning: 4,
        newHead: NewHead(.full, on: TuningSet(samples: 8))),
    ]
  }()

  /// A quantity that is declared and not read, or read under another name, fails here.
  @Test(arguments: ObservableReadings.declared)
  func everyObservableIsRead(observable: Observable) throws {
    // Only a finite training set has a loss of its own, and the invented world has none.
    if observable == .sourceLoss { return }
    let values = Self.trials.compactMap { trial in
      RunReader(trial: trial.trial, trace: InventedWorld.trace(of: trial.trial), window: .throughout)
        .extreme(of: .observed(observable), largest: true)
    }
    #expect(!values.isEmpty && values.allSatisfy(\.isFinite), "\(observable.name)")
  }

  /// Names are unique, or one quantity would be read for another.
  @Test func namesAreUnique() {
    let names = ObservableReadings.declared.map(\.name)
    #expect(Set(names).count == names.count)
    let shown = Checkpoint.named.map(\.name)
    #expect(Set(shown).count == shown.count)
  }
}
