import ClaimKit
import Training

/// How a conclusion is read from the trials of a study: one number per run, the worst of the run's window.
///
/// o(1) is read from the largest value in the window and Ω(1) from the smallest, so that "for every T" costs no
/// multiplicity. A difference is read from the worst of both windows, each side in its own, paired by run number.
struct Reading {
  let study: Study
  let conclusion: Conclusion

  init(_ study: Study, of conclusion: Conclusion) {
    self.study = study
    self.conclusion = conclusion
  }

  /// What the numbers are.
  var kind: MetricKind { _kind(of: conclusion.quantity, under: study.arms.first) }

  /// Returns one number per run and scale; nil where the trial failed or labels do not define the quantity.
  func evidence(from outcomes: [Trial: TrialOutcome]) -> Evidence {
    let largest = conclusion.order == .vanishing
    let runs: [[Double?]]
    if case .difference(let quantity, let first, let second) = conclusion.quantity {
      let minuends = _values(of: quantity, under: first, largest: largest, outcomes)
      let subtrahends = _values(of: quantity, under: second, largest: !largest, outcomes)
      runs = zip(minuends, subtrahends).map { minuends, subtrahends in
        zip(minuends, subtrahends).map { minuend, subtrahend in
          guard let minuend, let subtrahend else { return nil }
          return minuend / _unit(of: quantity, first) - subtrahend / _unit(of: quantity, second)
        }
      }
    } else if let arm = study.arms.first {
      runs = _values(of: conclusion.quantity, under: arm, largest: largest, outcomes)
    } else {
      runs = study.design.scales.map { _ in Array(repeating: nil, count: study.design.runs) }
    }
    return Evidence(scales: study.design.scales.map(Double.init), runs: runs, kind: kind)
  }

  /// Returns what the two sides of a difference were read as; none for other quantities.
  func sides(from outcomes: [Trial: TrialOutcome]) -> [(quantity: Quantity, labels: Labels, evidence: Evidence)] {
    guard case .difference(let quantity, let first, let second) = conclusion.quantity else { return [] }
    let largest = conclusion.order == .vanishing
    return [(first, largest), (second, !largest)].map { labels, largest in
      let runs = _values(of: quantity, under: labels, largest: largest, outcomes)
      let scales = study.design.scales.map(Double.init)
      return (quantity, labels, Evidence(scales: scales, runs: runs, kind: _kind(of: quantity, under: labels)))
    }
  }

  private func _values(
    of quantity: Quantity, under arm: Labels, largest: Bool, _ outcomes: [Trial: TrialOutcome]
  ) -> [[Double?]] {
    let factor = study.claim.instance.window.factor
    return study.trials(of: arm).map { trials in
      trials.map { trial in
        outcomes[trial]?.trace?.extreme(of: quantity, largest: largest, factor: factor)
      }
    }
  }

  private func _kind(of quantity: Quantity, under arm: Labels?) -> MetricKind {
    switch quantity.range {
    case .count: .count(trials: _testSamples(of: arm))
    case .positive: .positive
    case .signed: .signed
    }
  }

  /// The number that a count is divided by before two are subtracted; 1 for other quantities.
  private func _unit(of quantity: Quantity, _ arm: Labels) -> Double {
    quantity.range == .count ? Double(_testSamples(of: arm)) : 1
  }

  private func _testSamples(of arm: Labels?) -> Int {
    arm.flatMap { study.trials(of: $0).first?.first?.parameters.testSamples } ?? 1
  }
}
