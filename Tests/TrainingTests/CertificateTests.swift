import MultiView
import Testing

@testable import Training

/// Tests of the certificate's arithmetic against dense networks, in which every neuron is evaluated.
@Suite struct CertificateTests {
  func trial(_ d: Int, _ labels: LabelMap, _ overrides: [RegimeParameter: Double] = [:], seed: UInt64 = 1) throws
    -> NetworkTrial
  {
    let parameters = try Regime.standard.parameters(at: d, overrides: overrides, mode: .dense)
    return NetworkTrial(parameters: parameters, labels: labels, seed: seed, schedule: .steps(64))
  }

  /// The counts of a screen audit.
  struct Counts {
    let screened: Int
    let awakenings: Int
    let expected: Double
  }

  func audit(_ trial: NetworkTrial, multiplier: Double? = nil, steps: Int, expecting: Bool = false) throws -> Counts {
    var session = try Session(trial, on: .everyCore)
    var audit = session.audit(multiplier: multiplier, expecting: expecting, on: .everyCore)
    for _ in 0..<steps { try session.step(under: &audit) }
    return Counts(screened: audit.screened, awakenings: audit.awakenings, expected: audit.expected)
  }

  /// With a multiplier that is too small, skipped pairs fire, as often as the normal law predicts.
  @Test(arguments: [LabelMap.coarse, .fine])
  func aSmallMultiplierIsFoundOut(labels: LabelMap) throws {
    let audit = try audit(
      try trial(48, labels, [.lucky: 6, .noiseNorm: 0.08]), multiplier: 1, steps: 16, expecting: true)
    #expect(audit.awakenings > 100)
    // Missed firings on the same patch share its noise, so they are not independent and vary more than a Poisson count.
    let slack = 8 * audit.expected.squareRoot()
    #expect(abs(Double(audit.awakenings) - audit.expected) < slack, "\(audit.awakenings) against \(audit.expected)")
  }

  /// With the computed multiplier there is no missed firing in 10⁹ pairs.
  @Test func theComputedMultiplierHolds() throws {
    let trial = try trial(128, .coarse)
    let audit = try audit(trial, steps: 32)
    #expect(audit.screened > 1_000_000_000)
    #expect(audit.awakenings == 0)
  }

  /// The same holds with louder noise, where the screen skips far fewer pairs, and under fine labels.
  @Test(arguments: [0.05, 0.15])
  func theComputedMultiplierHoldsForLouderNoise(noise: Double) throws {
    let audit = try audit(try trial(40, .fine, [.lucky: 6, .noiseNorm: noise]), steps: 24)
    #expect(audit.screened > 10_000_000)
    #expect(audit.awakenings == 0)
  }

  /// The count of screen uses equals a direct count of the (neuron, patch) pairs that were not evaluated.
  ///
  /// These are all pairs except those of the neurons in evaluated blocks; their number is never negative.
  @Test func usesAreCountedOneByOne() throws {
    for (width, labels) in [(1, LabelMap.random(50)), (3, .coarse), (40, .fine)] {
      let parameters = try Regime.standard.parameters(
        at: 16, overrides: [.width: Double(width), .biasFactor: 0.2, .noiseNorm: 0, .testSamples: 20])
      let trial = NetworkTrial(parameters: parameters, labels: labels, seed: 2, schedule: .steps(1))
      var bench = Bench(trial)
      let place = SampleSource.Place.test(.easy, time: 1)
      let samples = (0..<20).map { bench.source.sample($0, at: place) }
      var skipped = 0
      for sample in samples {
        for position in 0..<parameters.P {
          let patch = sample.signals.first { $0.position == position }
          let feature = patch?.feature ?? bench.network.features
          var evaluated = 0
          for block in bench.candidates.lists[feature]
          where (patch?.strength ?? 0) > bench.candidates.reach(of: Int(block), on: feature) {
            evaluated += bench.network.occupied[Int(block)].nonzeroBitCount
          }
          skipped += width * trial.heads - evaluated
        }
      }
      bench.run(Batch(samples, first: 0, at: place))
      #expect(bench.pass.screened == Double(skipped))
      #expect(skipped >= 0)
    }
  }

  /// The multiplier, and so the sampled network, is the same for every length of a trial.
  @Test func theMultiplierDoesNotDependOnTheLength() throws {
    let parameters = try Regime.standard.parameters(at: 16, overrides: [.batch: 4096, .P: 100])
    let screens = [1, 60_000, Schedule.longest].map {
      Screen(for: NetworkTrial(parameters: parameters, labels: .fine, seed: 1, schedule: .steps($0)))
    }
    #expect(Set(screens.map(\.multiplier)).count == 1)
    #expect(Set(screens.map(\.livingCut)).count == 1)
  }

  /// At initialisation, the screen lists only blocks with at least one living neuron.
  @Test func theDormantAreNeverListed() throws {
    let trial = try trial(64, .fine, [.lucky: 3])
    let screen = Screen(for: trial)
    let network = Network(of: trial, screen: screen, on: Execution())
    let layout = NetworkLayout(of: trial, screen: screen)
    let index = CandidateIndex(
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
