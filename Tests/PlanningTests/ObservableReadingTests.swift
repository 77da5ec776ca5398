import ClaimKit
import MultiView
import TestSupport
import Testing
import Training

@testable import Planning

/// Every observable that a claim can name is read from a trace.
@Suite struct ObservableReadingTests {
  /// A new observable without a row in `Checkpoint.named`, or with another name there, fails here.
  @Test(arguments: Observable.allCases) func everyObservableIsRead(observable: Observable) throws {
    let parameters = try Regime.standard.parameters(at: 64)
    let trial = Trial(parameters: parameters, labels: .coarse, seed: 1, schedule: .steps(16))
    let reader = RunReader(trial: trial, trace: InventedWorld.trace(of: trial), window: .throughout)
    let value = try #require(reader.extreme(of: .observed(observable), largest: true))
    #expect(value.isFinite)
  }

  /// Names are unique, or one observable would be read for another.
  @Test func namesAreUnique() {
    let names = Checkpoint.named.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
