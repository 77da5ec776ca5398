import ClaimKit
import Experiments
import Foundation
import MultiView
import MultiViewClaims
import TestSupport
import Testing

@testable import Decision
@testable import Planning
@testable import Training
@testable import Trials

/// How conclusions of each form are turned into numbers: with high probability, Θ, poly(d), arms, axes.
@Suite struct VocabularyTests {
  private func study(_ claim: FormClaim, _ design: Design = toyDesign) throws -> Study {
    try Study(claim, control: nil, design: design)
  }

  private func readings(_ claim: FormClaim, _ design: Design = toyDesign) throws -> [Reading] {
    let study = try study(claim, design)
    return try claim.conclusions.flatMap { conclusion in
      Reading.all(of: conclusion, in: study, by: try #require(claim.standIn.materiality(of: conclusion)))
    }
  }

  /// Returns a trace for every run of a study, with one checkpoint per loss at doubling times.
  private func outcomes(_ study: Study, losses: (Trial) -> [Double], timeToFit: Int? = 1) -> [Trial: TrialOutcome] {
    Dictionary(
      uniqueKeysWithValues: Set(study.allTrials).map { trial in
        let checkpoints = losses(trial).enumerated().map { index, loss in
          ToyTrainer.checkpoint(time: 1 << index, loss: loss, easy: 5, hard: 400)
        }
        return (trial, .trained(ToyTrainer.trace(checkpoints, timeToFit: timeToFit), of: trial))
      })
  }

  @Test func aRunViolatesWhereItsWorstValuePassesTheTolerance() throws {
    let claim = FormClaim(.trainingLoss, .littleO, isWithHighProbability: true, tolerance: 0.3)
    let study = try study(claim)
    let reading = try readings(claim)[0]
    #expect(reading.kind == .boolean && reading.predicate == .withHighProbability)
    let seen = outcomes(study, losses: { $0.seed % 1000 == 1 ? [0.2, 0.31, 0.1] : [0.2, 0.3, 0.1] })
    #expect(reading.evidence(from: seen).runs == [[1, 0], [1, 0]])
    #expect(reading.values(from: seen) == [[0.31, 0.3], [0.31, 0.3]])
  }

  /// A distance is stated in units of the tolerance: positive where the run holds, 0 at the tolerance itself.
  @Test func aRunCarriesItsDistanceToTheTolerance() throws {
    let upper = FormClaim(.trainingLoss, .littleO, isWithHighProbability: true, tolerance: 0.4)
    let losses: (Trial) -> [Double] = { $0.seed % 1000 == 1 ? [0.2, 0.5, 0.1] : [0.2, 0.3, .infinity] }
    let above = try readings(upper)[0].evidence(from: outcomes(study(upper), losses: losses))
    #expect(above.margins?.count == 2)
    for row in try #require(above.margins) {
      #expect(abs(try #require(row[0]) + 0.25) < 1e-12 && row[1] == -.infinity)
    }
    let lower = FormClaim(.error(on: .hard), .bigOmega, isWithHighProbability: true, tolerance: 0.4)
    let below = try readings(lower)[0].evidence(from: outcomes(study(lower), losses: { _ in [1] }))
    // 400 errors of 500 are twice the tolerance.
    #expect(try #require(below.margins).joined().allSatisfy { abs(($0 ?? 0) - 1) < 1e-12 })
    let broken = try readings(upper)[0].evidence(from: outcomes(study(upper), losses: { _ in [.nan] }))
    #expect(broken.margins == [[nil, nil], [nil, nil]])
    #expect(try readings(upper)[0].evidence(from: [:]).margins == [[nil, nil], [nil, nil]])
    #expect(try readings(FormClaim(.trainingLoss, .bigTheta(.k), growth: true))[0].evidence(from: [:]).margins == nil)
  }

  @Test func lowerBoundsAreViolatedFromBelowAndErrorsAreShares() throws {
    let claim = FormClaim(.error(on: .hard), .bigOmega, isWithHighProbability: true, tolerance: 0.8)
    let study = try study(claim)
    let seen = outcomes(study, losses: { _ in [1] })
    // 400 errors of 500 equal the tolerance 0.8, which is no violation.
    #expect(try readings(claim)[0].evidence(from: seen).runs == [[0, 0], [0, 0]])
    let stricter = FormClaim(.error(on: .hard), .bigOmega, isWithHighProbability: true, tolerance: 0.81)
    #expect(try readings(stricter)[0].evidence(from: seen).runs == [[1, 1], [1, 1]])
  }

  @Test func missingRunsStayMissing() throws {
    let claim = FormClaim(.trainingLoss, .littleO, isWithHighProbability: true, tolerance: 0.3)
    #expect(try readings(claim)[0].evidence(from: [:]).runs == [[nil, nil], [nil, nil]])
  }

  @Test func thetaIsReadAtBothEndsOfTheWindow() throws {
    let claim = FormClaim(.trainingLoss, .bigTheta(.k), growth: true)
    let readings = try readings(claim)
    #expect(readings.map(\.extreme) == [.largest, .smallest])
    let seen = outcomes(try study(claim), losses: { _ in [3, 5, 4] })
    #expect(readings[0].evidence(from: seen).runs == [[5, 5], [5, 5]])
    #expect(readings[1].evidence(from: seen).runs == [[3, 3], [3, 3]])
    // A window with one checkpoint is read once.
    #expect(try self.readings(FormClaim(.trainingLoss, .bigTheta(.k), growth: true, window: .loud)).count == 1)
  }

  /// h comes from the claim's own world, even in a control.
  @Test func referencesBelongToTheClaim() throws {
    let claim = FormClaim(.trainingLoss, .bigO(.distractorStrength), growth: true)
    let own = try readings(claim)[0].predicate
    let values = [16, 32].map { 1 / log(Double($0)) }
    guard own.relation == .bigO, let reference = own.reference else { throw TrainingError("O(h) is asked as a bound") }
    for (seen, expected) in zip(reference.values, values) { #expect(abs(seen - expected) < 1e-12) }
    let study = try Study(claim, control: claim.controls[0], design: toyDesign)
    let materiality = try #require(claim.standIn.materiality(of: claim.conclusions[0]))
    #expect(Reading.all(of: claim.conclusions[0], in: study, by: materiality)[0].predicate == own)
  }

  @Test func timeToFitIsMissingWhereThereIsNone() throws {
    let claim = FormClaim(.timeToFit, .poly, spacing: 1.5)
    let reading = try readings(claim)[0]
    #expect(reading.predicate == .poly(quantum: log(1.5)))
    let study = try study(claim)
    #expect(reading.evidence(from: outcomes(study, losses: { _ in [1] }, timeToFit: 7)).runs == [[7, 7], [7, 7]])
    #expect(
      reading.evidence(from: outcomes(study, losses: { _ in [1] }, timeToFit: nil)).runs == [[nil, nil], [nil, nil]])
  }

  @Test func timeScalesUseDifferentSeeds() throws {
    let axis = Axis.time("T", at: 64, of: "d", [.quick: [16, 32, 64]], because: "a test")
    let claim = FormClaim(.trainingLoss, .bigTheta(.oneOverTime), growth: true, window: .times, axis: axis)
    let study = try study(claim, Design(.quick, runs: 3))
    let trials = study.trials(of: .coarse)
    #expect(trials.map { $0[0].schedule } == [.finish(steps: 16), .finish(steps: 32), .finish(steps: 64)])
    #expect(trials.allSatisfy { $0.allSatisfy { $0.parameters.d == 64 } })
    #expect(Set(trials.joined().map(\.seed)).count == 9)
  }

  @Test func anAxisSetsItsParameterAndAnArmItsMultiple() throws {
    let arm = Arm(.coarse, multiples: [.k: 2])
    let claim = FormClaim(
      .under(arm, .error(on: .hard)), .bigOmega, isWithHighProbability: true, tolerance: 0.5,
      axis: .inverseDistractorStrength)
    let study = try study(claim, Design(.quick, runs: 1))
    let parameters = study.trials(of: arm).map { $0[0].parameters }
    #expect(parameters.map(\.k) == [8, 16, 32, 64, 128])
    #expect(parameters.map(\.distractorStrength) == [0.25, 0.125, 0.0625, 0.03125, 0.015625])
    #expect(parameters.allSatisfy { $0.d == 512 })
  }

  @Test func faultsOfAWorldReachItsTrialsAndTheirKeys() throws {
    let claim = FormClaim(.trainingLoss, .littleO, isWithHighProbability: true, tolerance: 0.3)
    let own = try Study(claim, control: nil, design: toyDesign).allTrials
    let faulty = try Plan.faulty([claim.entry], design: toyDesign, fault: .biasFrozen).trials
    #expect(own.allSatisfy { $0.fault == nil })
    #expect(faulty.allSatisfy { $0.trial.fault == .biasFrozen })
    #expect(Set(faulty.map(\.trial.seed)) == Set(own.map(\.seed)))
    #expect(Set(faulty.map(\.key)).isDisjoint(with: own.map { TrialKey(of: $0) }))
  }

  @Test func distancesAreRelativeForPositiveNumbers() throws {
    let rotated = Arm(.coarse, frame: .rotated)
    let claim = FormClaim(
      .distance(of: .trainingLoss, between: rotated, and: .coarse), .negligible, isWithHighProbability: true,
      tolerance: 0.3, window: .loud, regime: .loud)
    let study = try study(claim)
    let seen = outcomes(study, losses: { $0.frame == .rotated ? [2] : [3] })
    let values = try readings(claim)[0].values(from: seen).joined().compactMap { $0 }
    #expect(values.count == 4 && values.allSatisfy { abs($0 - 1.0 / 3) < 1e-12 })
  }

  /// A step size of 2^(−L²/4) makes T* super-polynomial, but the decision procedure accepts T* as polynomial.
  ///
  /// L is ln d. T* ∝ 2^(L²/4) bends by ln 2 / 4 = 0.17, and the decision procedure allows 0.5. With a step size of e^(−L²)
  /// T* bends by 1, but a constant overhead plus a power fits it too. The control of the time to fit therefore uses
  /// e^(−0.45·d/64), which such a sum does not fit.
  @Test func theCataloguesVanishingStepIsStillPolynomialToTheProcedure() throws {
    func verdict(_ law: (Double) -> Double) throws -> Verdict {
      let scales: [Double] = [64, 128, 256, 512, 1024]
      let runs = scales.map { d in (0..<30).map { run -> Double? in law(log(d)) * exp(0.3 * sin(Double(7 * run))) } }
      return try DecisionEngine.decide(
        Evidence(scales: scales, runs: runs, kind: .positive), that: .poly(quantum: log(1.5))
      ).verdict()
    }
    #expect(try verdict { 8 * pow(2, $0 * $0 / 4) } == .supported)
    #expect(try verdict { 8 * exp(($0 - 4.85) * ($0 - 4.85)) } == .inconclusive(.preAsymptotic))
    #expect(try verdict { 8 * exp(0.45 * (exp($0) / 64 - 1)) } == .refuted)
  }
}

/// A claim with a single conclusion of a chosen form.
private struct FormClaim: Claim {
  let conclusion: Conclusion
  let materiality: Materiality
  var window = Window.standard
  var axis = Axis.dimension
  var regime = Regime.standard

  let source = Source("Toy", .chosen)
  let title = "A toy"
  let says = "A toy."

  init() { self.init(.trainingLoss, .littleO, isWithHighProbability: true, tolerance: 0.3) }

  init(
    _ quantity: Quantity, _ order: Order, isWithHighProbability: Bool = false, tolerance: Double = 0.5,
    growth: Bool = false, spacing: Double? = nil, window: Window = .standard, axis: Axis = .dimension,
    regime: Regime = .standard
  ) {
    conclusion = Conclusion(quantity: quantity, order: order, isWithHighProbability: isWithHighProbability)
    if growth {
      materiality = Materiality(of: quantity, slope: 0.15, band: 2, because: "a test")
    } else if let spacing {
      materiality = Materiality(of: quantity, bend: 0.5, degree: 6, spacing: spacing, because: "a test")
    } else {
      materiality = Materiality(of: quantity, tolerance: tolerance, because: "a test")
    }
    self.window = window
    self.axis = axis
    self.regime = regime
  }

  // The explicit return turns the result builder off, so that the clauses can be given as an array.
  var statement: [Clause] {
    return [.given(.arm(.coarse, words: "coarse")), .forEvery(from: .tStar, to: .poly(.d), [conclusion])]
  }
  var standIn: StandIn { StandIn(regime: regime, axis: axis, window: window, materialities: [materiality]) }

  var controls: [Control] {
    Control("constant distractors", refutes: conclusion.quantity, because: "a test") {
      $0.regime = .constantDistractors
    }
  }

  var entry: ClaimEntry { ClaimEntry(folder: "Toys", claim: self) }
}

extension Window {
  fileprivate static let times = Window(.scaledSteps, readFrom: .end, because: "a test")
}

/// Claim files write growth laws as products, with ClaimKit as their only import.
@Suite struct GrowthVocabularyTests {
  @Test func lawsAreProductsInTheSymbolOfTheAxis() {
    #expect(Law(.d * .log, of: "n").text == "n·ln n")
    #expect(Law(.d.power(0.5) / .log, of: "T").text == "√T/ln T")
    #expect(Law(.d * .log) == Law(Growth(scaleExponent: 1, logarithmExponent: 1)))
  }
}
