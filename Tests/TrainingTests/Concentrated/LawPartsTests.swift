import Foundation
import MultiView
import Randomness
import Testing
import TestSupport

@testable import Training

/// The laws that stand for vectors of length d.
@Suite struct LawPartsTests {
  private let world = ConcentratedWorld.self

  /// P(χ² ≤ x) by the series of the incomplete gamma function.
  private func below(_ x: Double, degrees: Double) -> Double {
    guard x > 0 else { return 0 }
    let a = degrees / 2
    var term = exp(a * log(x / 2) - x / 2 - lgamma(a + 1))
    var sum = term
    var number = a
    while term > 1e-17 * sum || number < x / 2 {
      number += 1
      term *= x / 2 / number
      sum += term
    }
    return sum
  }

  // MARK: Squared norms

  @Test(arguments: [16, 64, 1024, 4096]) func squaredNormsFollowTheirLaw(d: Int) throws {
    let law = try world.law(d: d)
    var tape = world.tape()
    tape.open(.concentratedStart, step: 0)
    let repeats = 40_000
    let degrees = Double(d)
    let values = (0..<repeats).map { _ in law.chiSquare(degrees: degrees, &tape) }
    let n = Double(repeats)
    let deviation = (2 * degrees).squareRoot()
    func mean(_ power: Double) -> Double { values.reduce(0) { $0 + pow(($1 - degrees) / deviation, power) } / n }
    #expect(abs(mean(1)) < 5 / n.squareRoot())
    #expect(abs(mean(2) - 1) < 5 * ((2 + 12 / degrees) / n).squareRoot())
    #expect(abs(mean(3) - (8 / degrees).squareRoot()) < 8 * (15 / n).squareRoot())
    // Kolmogorov–Smirnov: √n·D exceeds 2.2 with probability 1.3·10⁻⁴; the variate's own error is below 0.001.
    let distance = values.sorted().enumerated().reduce(0.0) {
      max($0, abs(below($1.element, degrees: degrees) - (Double($1.offset) + 0.5) / n))
    }
    #expect(distance < 2.2 / n.squareRoot() + 0.001)
    for quantile in [0.001, 0.999] {
      let value = values.sorted()[Int(quantile * n)]
      #expect(abs(below(value, degrees: degrees) - quantile) < 5 * (0.001 / n).squareRoot() + 0.0005)
    }
  }

  /// From 200,000 dimensions on, the mean stands for the variate, and no number is drawn.
  @Test(arguments: [200_000, 1_000_000, 1 << 60]) func largeNormsAreTheirMean(d: Int) throws {
    let law = try world.law(d: d)
    var tape = world.tape()
    tape.open(.sharedNoise, step: 1)
    for held in [1, 3, 96] {
      #expect(law.chiSquare(degrees: Double(d - held), &tape) == Double(d - held))
      let norm = law.noiseNorm(0.25, held: held, &tape)
      #expect(abs(norm / (law.noise * law.noise * 0.25 * (Double(d) - Double(held))) - 1) < 1e-15)
    }
    var fresh = world.tape()
    fresh.open(.sharedNoise, step: 1)
    #expect(tape.next() == fresh.next())
  }

  /// A displacement's squared noise norm has mean σ_ζ²·Σg²·(d − held); an error of 1 % would be seen.
  @Test func noiseNormsAreScaledSquares() throws {
    let trial = try world.trial(d: 256)
    let law = world.law(trial)
    var tape = world.tape()
    tape.open(.sharedNoise, step: 9)
    let n = 4000.0
    let unit = trial.parameters.noiseScale * trial.parameters.noiseScale * 0.7 * 254
    let mean = (0..<Int(n)).reduce(0.0) { sum, _ in sum + law.noiseNorm(0.7, held: 2, &tape) } / unit / n
    let tolerance = 5 * (2 / 254.0 / n).squareRoot()
    #expect(abs(mean - 1) < tolerance && tolerance < 0.01)
    #expect(law.noiseNorm(0, held: 2, &tape) == 0)
  }

  /// The planted factor acts on the initial norms.
  @Test func thePlantedFactorScalesInitialNorms() throws {
    #expect(world.law(try world.trial(d: 256)).normFactor == 1)
    #expect(world.law(try world.trial(d: 256, fault: .noiseNormScaled(1.1))).normFactor == 1.1)
  }

  // MARK: Tapes

  @Test func tapesAreFunctionsOfTheirPlace() {
    func numbers(_ seed: UInt64, _ stream: Randomness.Stream, _ step: Int, _ sample: Int) -> [Double] {
      var tape = world.tape(seed)
      tape.open(.easySharedNoise, step: 99)
      _ = tape.next()
      tape.open(stream, step: step, sample: sample)
      return (0..<700).map { _ in tape.next() }
    }
    let expected = numbers(1, .sharedNoise, 2, 3)
    #expect(expected == numbers(1, .sharedNoise, 2, 3))
    #expect(expected != numbers(2, .sharedNoise, 2, 3))
    #expect(expected != numbers(1, .probeSharedNoise, 2, 3))
    #expect(expected != numbers(1, .sharedNoise, 2 + 1 << 32, 3))
    #expect(expected != numbers(1, .sharedNoise, 2, 4))
    // No number comes twice, so chunks do not overlap.
    #expect(Set(expected).count > 695)
  }

  /// A taken run is the rest of a chunk where it fits, and the beginning of the next one where it does not.
  @Test func runsDoNotCrossChunks() {
    var single = world.tape()
    var double = world.tape()
    single.open(.sharedNoise, step: 4)
    double.open(.sharedNoise, step: 4)
    let rows = (0..<512).map { _ in single.next() }
    func take(_ count: Int) -> [Double] { double.take(count) { row in (0..<count).map { Double(row[$0]) } } }
    #expect(take(200) == Array(rows[0..<200]))
    #expect(take(56) == Array(rows[200..<256]))
    #expect(take(3) == Array(rows[256..<259]))
    #expect(take(254) != Array(rows[259..<512]), "the rest of the second chunk is too short, and is skipped")
    let long = take(1000)
    #expect(Set(long).count > 990 && Set(long).intersection(rows).count < 5)
  }

  /// More than 2²⁴ variates of one sequence are still all fresh.
  @Test func longTapesDoNotComeAgain() {
    var tape = world.tape()
    tape.open(.easySharedNoise, step: 1)
    let first = (0..<512).map { _ in tape.next() }
    for _ in 0..<(1 << 16 - 2) { tape.take(256) { _ in } }
    #expect(first != (0..<512).map { _ in tape.next() })
  }

  // MARK: Softmax

  @Test func softmaxAgreesWithTheDenseOne() {
    var dice = SplitMix64(seed: 11)
    for round in 0..<2000 {
      let count = 2 + Int(dice.next() % 9)
      let scale = [0.1, 3, 40, 900][round % 4]
      var outputs = Array(repeating: 0.0, count: count)
      let touched = (0..<count).filter { _ in dice.uniform() < [0, 0.5, 1][round % 3] }.shuffled(using: &dice)
      for output in touched { outputs[output] = scale * (2 * dice.uniform() - 0.5) }
      let label = Int(dice.next() % UInt64(count))
      var probabilities = Array(repeating: -1.0, count: count)
      let softmax = SparseSoftmax(outputs, touched: touched, label: label, into: &probabilities)
      let most = outputs.max()!
      let masses = outputs.map { exp($0 - most) }
      let sum = masses.reduce(0, +)
      let missed = masses.indices.reduce(0) { $1 == label ? $0 : $0 + masses[$1] } / sum
      let loss = most - outputs[label] + log1p((sum - 1))
      func near(_ one: Double, _ two: Double) -> Bool { abs(one - two) <= 1e-12 * abs(two) + 1e-300 }
      #expect(near(softmax.missed, missed))
      #expect(abs(softmax.loss - loss) <= 1e-12 * (1 + loss) || outputs[label] == most)
      for output in 0..<count {
        let isTouched = touched.contains(output)
        #expect(near(isTouched ? probabilities[output] : softmax.silent, masses[output] / sum))
        if !isTouched { #expect(probabilities[output] == -1) }
      }
    }
  }

  /// 1 − p keeps its relative precision, and so does −ln p, where p itself is 1.
  @Test(arguments: [1.0, 30, 69, 300, 700]) func certainLabelsKeepTheirMiss(output: Double) {
    var probabilities = [0.0, 0, 0]
    let softmax = SparseSoftmax([output, 0, 0], touched: [0], label: 0, into: &probabilities)
    let odds = 2 * exp(-output)
    #expect(abs(softmax.missed / (odds / (1 + odds)) - 1) < 1e-13)
    #expect(abs(softmax.loss / log1p(odds) - 1) < 1e-13)
    let dense = SparseSoftmax([output, 0, 0], touched: [2, 0, 1], label: 0, into: &probabilities)
    #expect(dense.missed == softmax.missed && dense.loss == softmax.loss)
  }

  /// Between 708 and 746, the mass of the label is too small for a normal number.
  @Test func wrongAnswersHaveTheirLoss() {
    var probabilities = [0.0, 0, 0]
    for output in stride(from: 690.0, through: 760, by: 0.5) {
      let softmax = SparseSoftmax([output, 0, 0], touched: [0], label: 1, into: &probabilities)
      #expect(abs(softmax.loss / output - 1) < 1e-14 && softmax.missed == 1)
    }
  }

  @Test func extremeOutputsStayFinite() {
    var probabilities = [0.0, 0, 0]
    let wrong = SparseSoftmax([1e5, 0, 3], touched: [0, 2], label: 1, into: &probabilities)
    #expect(wrong.missed == 1 && wrong.loss == 1e5 && wrong.silent == 0)
    #expect(probabilities[0] == 1 && probabilities[2] == 0)
    let silent = SparseSoftmax([0, 0, 0], touched: [], label: 1, into: &probabilities)
    #expect(abs(silent.loss - log(3)) < 1e-15 && abs(silent.missed - 2 / 3.0) < 1e-15)
    let below = SparseSoftmax([-1e5, -1e5 - 1, -1e5], touched: [0, 1, 2], label: 1, into: &probabilities)
    #expect(abs(below.loss - log(1 + 2 * exp(1))) < 1e-10)
  }

  // MARK: Binomial means

  @Test(arguments: [1, 2, 64, 1000, 65_536], [0, 1e-12, 0.003, 0.3, 0.5, 0.97, 1])
  func binomialMeansAreSums(trials: Int, probability: Double) {
    let (n, p) = (Double(trials), probability)
    let mean = BinomialMean(trials: trials, probability: probability)
    let deviation = (n * p * (1 - p)).squareRoot()
    #expect(abs(mean.value { _ in 1 } - 1) < 1e-15)
    #expect(abs(mean.value { Double($0) } - n * p) <= 1e-10 * (n * p + deviation))
    let square = mean.value { (Double($0) - n * p) * (Double($0) - n * p) }
    #expect(abs(square - deviation * deviation) <= 1e-8 * deviation * deviation + 1e-12)
    guard trials <= 1000, p > 0, p < 1 else { return }
    let kink = n * p
    var direct = 0.0
    for count in 0...trials {
      let k = Double(count)
      let choices: Double = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
      direct += exp(choices + k * log(p) + (n - k) * log1p(-p)) * abs(k - kink)
    }
    #expect(abs(mean.value { abs(Double($0) - kink) } - direct) <= 1e-9 * (direct + 1e-3 * kink))
  }
}
