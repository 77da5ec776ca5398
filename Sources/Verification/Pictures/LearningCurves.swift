import ClaimKit
import Experiments
import Planning
import Statistics
import Trials

/// Quantities of a claim's runs over time, at its largest scale.
///
/// No verdict depends on them.
package struct LearningCurves: Sendable {
  /// One measure under one arm.
  package struct Curve: Sendable {
    /// The arm of the runs.
    package let arm: Arm
    /// What is followed, and on which chart.
    package let declaration: CurveDeclaration
    /// The last time of the first stage, and what follows; nil if nothing follows.
    package let continuation: (start: Int, words: String)?
    /// The times, in steps, at which every run was observed.
    package let times: [Int]
    /// The values of the runs at each time, in run order; nil where a run failed or the measure is undefined.
    package let runs: [[Double?]]

    /// The median of the runs' finite values at each time; nil without any.
    package var medians: [Double?] { runs.map(Median.of) }
  }

  /// The largest scale of the study.
  package let scale: Int
  /// The curves, ordered by arm and then by measure.
  package let curves: [Curve]

  /// The fewest observation times for which a curve is drawn.
  private static let fewestTimes = 3

  /// The curves of a study; nil if its trials are not observed over time, or have fewer than three common times.
  init?(of study: Study, arms: [Arm], curves declared: [CurveDeclaration], from outcomes: [Trial: TrialOutcome]) {
    guard let scale = study.design.scales.last else { return nil }
    self.scale = scale
    curves = arms.flatMap { arm -> [Curve] in
      let traces = (study.trials(of: arm).last ?? []).map { outcomes[$0]?.trace }
      let seen = traces.compactMap { $0 }
      // Runs end at different times. Beyond the end of the shortest, the median would be over the remaining runs only.
      var times = Set(seen.first?.stages.flatMap(\.times) ?? [])
      for trace in seen { times.formIntersection(trace.stages.flatMap(\.times)) }
      guard times.count >= Self.fewestTimes else { return [] }
      let order = times.sorted()
      let words = study.world(of: arm).window.continuation?.words
      var continuation: (start: Int, words: String)?
      if let first = seen.first, first.stages.count > 1, let start = first.stages.first?.times.last {
        continuation = (start, words ?? "the second stage")
      }
      return declared.compactMap { declaration in
        let values = order.map { time in
          traces.map { trace in trace.flatMap { Self.value(of: declaration.observable, at: time, in: $0) } }
        }
        guard values.contains(where: { $0.contains { $0 != nil } }) else { return nil }
        return Curve(arm: arm, declaration: declaration, continuation: continuation, times: order, runs: values)
      }
    }
    if curves.isEmpty { return nil }
  }

  /// Returns a value at a time; counts are shares.
  private static func value(of observable: Observable, at time: Int, in trace: Trace) -> Double? {
    for stage in trace.stages {
      guard let place = stage.times.firstIndex(of: time) else { continue }
      return stage.columns[observable.name]?[place].map { value in
        value.of.map { value.number / Double($0) } ?? value.number
      }
    }
    return nil
  }
}
