import MultiView
import Testing

@testable import Training

/// The squared norms that concentrated neurons start with.
@Suite struct ConcentratedNormTests {
  /// They have the mean of the exact network: the features that a neuron does not hear lie below the cut.
  ///
  /// Without the cut, squared norms were too large, and under fine labels at d = 64 about 1 % more neurons woke up.
  @Test func initialNormsHaveTheMeanOfTheExactNetwork() throws {
    var sum = (drawn: 0.0, exact: 0.0, squares: 0.0, count: 0.0)
    for seed in UInt64(1_000_000)..<1_000_004 {
      let parameters = try Regime.standard.parameters(at: 32, mode: .concentrated)
      let trial = NetworkTrial(parameters: parameters, labels: .fine, seed: seed, schedule: .finish(steps: 1))
      let screen = Screen(for: trial)
      let stage = Stage(
        pretraining: trial, source: SampleSource(trial), headOfBlock: (0..<Int32(trial.heads)).map { $0 })
      let drawn = ConcentratedStart(
        of: trial, screen: screen, law: ConcentratedLaw(of: trial, screen: screen),
        own: OwnFeatures(of: trial, stage.features), on: Execution()
      ).neurons
      let exact = ExactStart(trial).neurons
      #expect(drawn.map(\.place) == exact.map(\.place))
      for (one, two) in zip(drawn, exact) {
        sum.drawn += one.rest
        sum.exact += two.rest
        sum.squares += (one.rest - two.rest) * (one.rest - two.rest)
        sum.count += 1
      }
    }
    let z = (sum.drawn - sum.exact) / sum.squares.squareRoot()
    #expect(abs(z) < 4, "\(sum.drawn / sum.exact), \(sum.count) neurons")
  }
}
