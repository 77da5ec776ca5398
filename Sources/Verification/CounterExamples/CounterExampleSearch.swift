import ClaimKit
import Experiments
import Planning
import Trials

/// Searches for the run that best shows why a conclusion fails: one on the wrong side of its bound.
///
/// For a limit it is sought from the largest scale down, because a small scale says little about a limit. For all other
/// conclusions it is sought from the smallest scale up.
///
/// The bound depends on the conclusion:
/// - o(1) and Ω(1): ε, for o(1) of signed quantities on both sides.
/// - A predicted curve: the ends of its zone.
/// - With high probability: the tolerance of single runs.
/// - O(h) and Θ(h): the allowed band around h, scaled to the mean at the smallest scale.
/// - poly(d) and exponents: none, since only all scales together refute them.
struct CounterExampleSearch {
  let study: Study
  let finding: ConclusionFinding
  let outcomes: [Trial: TrialOutcome]
  /// A bound that replaces the conclusion's own; nil to use the conclusion's own.
  var kept: (value: Double, isUpper: Bool)?
  /// The place of the first scale that is searched.
  var firstScale = 0

  /// Whether the conclusion has a bound that a single run can be on the wrong side of.
  var hasBounds: Bool { study.design.scales.indices.contains { $0 >= firstScale && !bounds(at: $0).isEmpty } }

  private var quantity: Quantity { finding.conclusion.quantity }

  /// The scales in the order in which they are searched, by their places.
  private var places: [Int] {
    let places = Array(study.design.scales.indices.dropFirst(firstScale))
    return isLimit ? places.reversed() : places
  }

  private var isLimit: Bool { finding.predicate.isLimit && !finding.conclusion.isWithHighProbability }

  /// The counter-example; nil if no single run is on the wrong side of the bound.
  func first() -> CounterExample? {
    for index in places {
      let bounds = self.bounds(at: index)
      let arms = quantity.arms.isEmpty ? Array(study.arms.prefix(1)) : quantity.arms
      let found = (0..<study.design.runs).compactMap { run -> CounterExample? in
        bounds.compactMap { bound in
          arms.count > 1
            ? pair(arms, at: index, run: run, bound) : arms.first.flatMap { single($0, at: index, run: run, bound) }
        }.min { $0.time < $1.time }
      }
      // Of several equally early runs, the one with the lowest seed is taken.
      if let best = found.min(by: { ($0.time, $0.seed) < ($1.time, $1.seed) }) { return best }
    }
    return nil
  }

  // MARK: Bounds

  private struct Bound {
    let value: Double
    /// Whether values above the bound are on the wrong side.
    let isUpper: Bool

    func isPassed(by value: Double) -> Bool { isUpper ? value > self.value : value < self.value }
  }

  private func bounds(at index: Int) -> [Bound] {
    if let kept { return [Bound(value: kept.value, isUpper: kept.isUpper)] }
    let order = finding.conclusion.order
    if finding.conclusion.isWithHighProbability {
      guard case .tolerance(let rule) = finding.materiality.size else { return [] }
      let d = study.claim.standIn.axis.dimension(at: study.design.scales[index])
      return [Bound(value: rule.value(at: d), isUpper: order.isUpperBound)]
    }
    if finding.predicate.isLimit {
      guard let threshold = finding.decision.diagnostics.threshold ?? plainThreshold else { return [] }
      let isTwoSided = finding.evidence.kind == .signed && finding.predicate.relation == .littleO
      return [Bound(value: threshold, isUpper: order.isUpperBound)]
        + (isTwoSided ? [Bound(value: -threshold, isUpper: false)] : [])
    }
    if case .curve(let values, let tolerance) = finding.predicate.zone, values.indices.contains(index) {
      let (value, margin) = (values[index], tolerance.margin(at: values[index]))
      return [Bound(value: value + margin, isUpper: true), Bound(value: value - margin, isUpper: false)]
    }
    guard let law = finding.predicate.reference, case .growth(_, let band, _) = finding.materiality.size, index > 0,
      let first = finding.decision.scales.first?.mean, let unit = law.values.first, law.values.indices.contains(index)
    else { return [] }
    let expected = first / unit * law.values[index]
    let upper = Bound(value: expected * band, isUpper: true)
    let lower = Bound(value: expected / band, isUpper: false)
    return switch finding.predicate.relation.sides {
    case .above: [upper]
    case .below: [lower]
    case .both: [upper, lower]
    }
  }

  /// ε where too few runs or scales were decided for the decision to hold it; a share of the first mean if it is one.
  private var plainThreshold: Double? {
    switch finding.materiality.size {
    case .absolute(let epsilon): epsilon
    case .shareOfFirst(let share): finding.decision.scales.first?.mean.map { share * $0 }
    case .tolerance, .growth, .polynomial, .exponent, .curve: nil
    }
  }

  // MARK: Runs

  private func reader(_ arm: Arm, at index: Int, run: Int) -> RunReader? {
    guard let trial = self.trial(arm, at: index, run: run), let trace = outcomes[trial]?.trace else { return nil }
    return RunReader(trial: trial, trace: trace, window: study.world(of: arm).window)
  }

  private func trial(_ arm: Arm, at index: Int, run: Int) -> Trial? {
    let trials = study.trials(of: arm)[index]
    return trials.indices.contains(run) ? trials[run] : nil
  }

  /// A value of a run in the unit of means and bounds: counts of errors become shares.
  private func share(_ value: Double, _ reader: RunReader) -> Double { reader.share(of: value, as: quantity) }

  /// The run at the earliest time of its window at which its value passes the bound; nil if the value never does.
  private func single(_ arm: Arm, at index: Int, run: Int, _ bound: Bound) -> CounterExample? {
    guard let reader = self.reader(arm, at: index, run: run) else { return nil }
    if quantity.isOfRun {
      guard let value = reader.extreme(of: quantity, largest: bound.isUpper), bound.isPassed(by: share(value, reader))
      else {
        return nil
      }
      return example([(arm, reader, reader.lastTime)], share(value, reader), bound, at: index)
    }
    // Θ reads the largest and the smallest value separately. A largest value breaks the lower bound only if it lies
    // below it, and a smallest value the upper bound only if it lies above it.
    if finding.extreme == (bound.isUpper ? .smallest : .largest) {
      let largest = finding.extreme == .largest
      guard let value = reader.extreme(of: quantity, largest: largest), bound.isPassed(by: share(value, reader)) else {
        return nil
      }
      let time = reader.time(ofExtreme: quantity, largest: largest) ?? reader.lastTime
      return example([(arm, reader, time)], share(value, reader), bound, at: index)
    }
    for place in reader.places {
      guard let value = reader.value(of: quantity, at: place, largest: bound.isUpper),
        bound.isPassed(by: share(value, reader))
      else { continue }
      // An undecided answer puts half an error in doubt.
      let undecided = quantity.kind == .count ? Int(2 * reader.doubt(of: quantity, at: place)) : 0
      return example(
        [(arm, reader, reader.time(at: place))], share(value, reader), bound, at: index, undecided: undecided)
    }
    return nil
  }

  /// Two arms of one seed, each at the time at which its side of the comparison is read.
  private func pair(_ arms: [Arm], at index: Int, run: Int, _ bound: Bound) -> CounterExample? {
    let values = finding.conclusion.isWithHighProbability ? finding.runValues : finding.evidence.runs
    guard let value = values[index][run], bound.isPassed(by: value) else { return nil }
    guard case .difference(let inner, _, _) = quantity else {
      return distance(arms, at: index, run: run, value, bound)
    }
    let sides = zip(arms, [bound.isUpper, !bound.isUpper]).compactMap { arm, largest in
      self.reader(arm, at: index, run: run).map { reader in
        (arm, reader, reader.time(ofExtreme: inner, largest: largest) ?? reader.lastTime)
      }
    }
    return sides.count == arms.count ? example(sides, value, bound, at: index) : nil
  }

  private func distance(_ arms: [Arm], at index: Int, run: Int, _ value: Double, _ bound: Bound) -> CounterExample? {
    let sides = arms.compactMap { arm in reader(arm, at: index, run: run).map { (arm, $0, $0.lastTime) } }
    return sides.count == arms.count ? example(sides, value, bound, at: index) : nil
  }

  private func example(
    _ sides: [(arm: Arm, reader: RunReader, time: Int)], _ value: Double, _ bound: Bound, at index: Int,
    undecided: Int = 0
  ) -> CounterExample {
    let parts = sides.map { side in
      CounterExample.Part(
        trial: side.reader.trial, time: side.time,
        line: TrialLine(
          side.reader.trial, side.reader.trace, at: side.time, in: study.world(of: side.arm).setup,
          observing: quantity.observables))
    }
    return CounterExample(
      conclusion: finding.text, quantity: quantity.text, symbol: study.claim.standIn.axis.symbol,
      scale: study.design.scales[index], parts: parts, value: value, bound: bound.value, isAbove: bound.isUpper,
      isAtLargestScale: isLimit, undecided: undecided)
  }
}
