import Foundation
import Randomness

/// Simulated repetitions of a design: runs are drawn from the observed ones and moved to the mean of a law.
///
/// A positive run is multiplied. A signed run is shifted and kept in its range. In a count, errors or correct answers
/// are thinned, which keeps runs as unequal as they were. A run's random numbers depend on the data, the repetition,
/// its scale and its position. A larger design therefore contains the smaller one's runs.
struct Resampler {
  /// The runs present at each scale with their distances to the tolerance; nil where there are none.
  private let sources: [[(value: Double, margin: Double?)]]
  private let centres: [Double]
  private let evidence: Evidence
  private let truth: FittedTruth
  private let seed: UInt64

  init(_ evidence: Evidence, predicate: Predicate, truth: FittedTruth) {
    self.evidence = evidence
    self.truth = truth
    sources = evidence.runs.enumerated().map { scale, runs in
      runs.enumerated().compactMap { place, run in
        run.map { value in (value, evidence.margin(ofRun: place, at: scale)) }
      }
    }
    // Growth is judged on logarithms, so its centre is the geometric mean.
    let isGeometric = evidence.kind == .positive && predicate.isLogarithmic
    centres = sources.map { runs in
      guard !runs.isEmpty else { return 0 }
      let values = runs.map(\.value)
      let count = Double(values.count)
      if isGeometric { return exp(values.reduce(0) { $0 + log(max($1, 1e-300)) } / count) }
      return evidence.kind.share(of: values.reduce(0, +) / count)
    }
    seed = Self.fingerprint(of: evidence)
  }

  /// Returns one repetition of a design whose first scales are those of the data.
  func evidence(scales: [Double], runs: Int, repetition: Int) -> Evidence {
    let rows = scales.indices.map { index -> [(value: Double, margin: Double?)?] in
      var draws = Draws(seed: seed, stream: .resampling, step: repetition, sample: index)
      let isKnown = index < sources.count
      let source = isKnown ? sources[index] : sources[sources.count - 1]
      let centre = isKnown ? centres[index] : centres[centres.count - 1]
      let target: Double
      if truth.isRecentred {
        target = truth.mean(at: scales[index])
      } else if isKnown {
        target = centre
      } else {
        let last = truth.mean(at: evidence.scales[evidence.scales.count - 1])
        target = last > 0 ? centre * truth.mean(at: scales[index]) / last : centre
      }
      return (0..<runs).map { _ in
        guard !source.isEmpty else { return nil }
        let run = source[draws.index(below: source.count)]
        // Runs that carry a distance are Boolean. They are never moved, so the distance stays that of the drawn run.
        return (moved(run.value, from: centre, to: target, &draws), run.margin)
      }
    }
    return Evidence(
      scales: scales, runs: rows.map { $0.map { $0?.value } }, kind: evidence.kind,
      margins: evidence.margins.map { _ in rows.map { $0.map { $0?.margin } } })
  }

  private func moved(_ value: Double, from centre: Double, to target: Double, _ draws: inout Draws) -> Double {
    if target == centre { return value }
    switch evidence.kind {
    case .positive: return centre > 0 ? min(value * target / centre, 1e100) : value
    case .signed: return min(1, max(-1, value + target - centre))
    case .count, .boolean:
      let trials = evidence.kind.trials
      if target < centre { return Self.thinned(value, keeping: target / centre, &draws) }
      return trials - Self.thinned(trials - value, keeping: (1 - min(1, target)) / (1 - centre), &draws)
    }
  }

  /// Returns how many of `count` errors remain if each is kept with probability `share`; a fraction is kept or lost
  /// whole.
  private static func thinned(_ count: Double, keeping share: Double, _ draws: inout Draws) -> Double {
    let whole = count.rounded(.down)
    let rest = count - whole
    let kept = Double(binomial(Int(whole), probability: min(1, max(0, share)), &draws))
    return kept + (rest > 0 && draws.uniform() <= share ? rest : 0)
  }

  /// Returns a binomial variate.
  ///
  /// It is exact, by geometric gaps, if the rarer outcome is expected fewer than 20 times. Otherwise it is a rounded
  /// normal variate.
  static func binomial(_ trials: Int, probability: Double, _ draws: inout Draws) -> Int {
    let rare = min(probability, 1 - probability)
    var count = 0
    if rare > 0, Double(trials) * rare < 20 {
      let scale = 1 / log1p(-rare)
      var place = 0.0
      while true {
        place += (log(draws.uniform()) * scale).rounded(.down) + 1
        if place > Double(trials) { break }
        count += 1
      }
    } else if rare > 0 {
      let mean = Double(trials) * rare
      let value = (mean + (mean * (1 - rare)).squareRoot() * draws.normal()).rounded()
      count = Int(min(Double(trials), max(0, value)))
    }
    return probability <= 0.5 ? count : trials - count
  }

  /// FNV-1a over the bits of every number, the same on every machine.
  private static func fingerprint(of evidence: Evidence) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ bits: UInt64) {
      for shift in stride(from: 0, to: 64, by: 8) { hash = (hash ^ (bits >> UInt64(shift) & 0xff)) &* 0x100_0000_01b3 }
    }
    for (scale, values) in zip(evidence.scales, evidence.runs) {
      add(scale.bitPattern)
      for value in values { add(value?.bitPattern ?? .max) }
    }
    return hash
  }
}
