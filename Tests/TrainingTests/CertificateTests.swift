import MultiView
import Testing

@testable import Training

/// The certificate's arithmetic against networks of which nothing is left out.
@Suite struct CertificateTests {
  func trial(_ d: Int, _ labels: LabelMap, _ overrides: [RegimeParameter: Double] = [:], seed: UInt64 = 1) throws
    -> Trial
  {
    let parameters = try Regime.standard.parameters(at: d, overrides: overrides, mode: .dense)
    return Trial(parameters: parameters, labels: labels, seed: seed, extent: .steps(64))
  }

  /// A multiplier that is too small is found out: spared neurons fire, as often as the normal law says.
  @Test(arguments: [LabelMap.coarse, .fine])
  func aSmallMultiplierIsFoundOut(labels: LabelMap) throws {
    let audit = ScreenAudit(
      try trial(48, labels, [.lucky: 6, .noiseNorm: 0.08]), multiplier: 1, steps: 16, expecting: true, on: .everyCore)
    #expect(audit.awakenings > 100)
    // Awakenings of one patch share its noise, so they are not independent; allow for runs of them.
    let slack = 8 * audit.expected.squareRoot()
    #expect(abs(Double(audit.awakenings) - audit.expected) < slack, "\(audit.awakenings) against \(audit.expected)")
  }

  /// At the computed multiplier nobody awakes late, in 10⁹ pairs.
  @Test func theComputedMultiplierHolds() throws {
    let trial = try trial(128, .coarse)
    let audit = ScreenAudit(trial, steps: 32, on: .everyCore)
    #expect(audit.screened > 1_000_000_000)
    #expect(audit.awakenings == 0)
  }

  /// The same at loud noise, where much less is spared, and under fine labels.
  @Test(arguments: [0.05, 0.15])
  func theComputedMultiplierHoldsForLouderNoise(noise: Double) throws {
    let audit = ScreenAudit(try trial(40, .fine, [.lucky: 6, .noiseNorm: noise]), steps: 24, on: .everyCore)
    #expect(audit.screened > 10_000_000)
    #expect(audit.awakenings == 0)
  }

  /// What the screen lists at initialisation lives: no block without a living neuron is a listener.
  @Test func theDormantAreNeverListed() throws {
    let trial = try trial(64, .fine, [.lucky: 3])
    let screen = Screen(for: trial)
    let network = Network(of: trial, screen: screen, on: Execution())
    let layout = NetworkLayout(of: trial, screen: screen)
    let index = ListenerIndex(
      network, parameters: trial.parameters, multiplier: screen.multiplier, isScreening: true, on: Execution())
    let lanes = NetworkLayout.lanes
    var listed = 0
    for list in index.lists {
      for block in list {
        listed += 1
        let living = (0..<lanes).contains { layout.slots[Int(block) * lanes + $0]?.isLiving ?? false }
        #expect(living)
      }
    }
    #expect(listed > 0 && listed < network.blocks)
    #expect(index.lists.last?.isEmpty == true)
  }
}
