import Experiments
import Foundation

/// How fast this machine trains: multiply–adds per second of one job.
///
/// The speed serves estimates on the terminal only: no verdict and no report depends on it.
package struct TrialSpeed: Sendable, Hashable {
  /// Multiply–adds done.
  package private(set) var work = 0.0
  /// Seconds that the multiply–adds took, added over jobs.
  package private(set) var seconds = 0.0

  /// A speed without measurements.
  package init() {}

  /// Multiply–adds per second and job; nil before the first measurement.
  package var perSecond: Double? { work > 0 && seconds > 0 ? work / seconds : nil }

  /// Adds a trial that was trained.
  package mutating func add(work: Int, seconds: Double) {
    self.work += Double(work)
    self.seconds += seconds
  }

  /// Returns how long an amount of work takes with several jobs at once; nil before the first measurement.
  package func seconds(for work: Double, jobs: Int) -> Double? {
    perSecond.map { work / ($0 * Double(max(1, jobs))) }
  }

  /// Work below which a trial is too short to be timed: about a third of a second at 2·10⁹ multiply–adds a second.
  private static let timeable = 6e8

  /// Measures the speed by running one trial again: the cheapest that is long enough to be timed, otherwise the most
  /// expensive.
  ///
  /// - Parameters:
  ///   - trials: The trials to choose from.
  ///   - outcomes: The outcomes of the trials, which tell how much work each one took.
  ///   - run: Runs a trial in place of its experiment; nil for the experiment.
  package static func measured(
    on trials: [PlannedTrial], _ outcomes: [Trial: TrialOutcome], run: TrialRunner.Run? = nil
  ) async -> TrialSpeed {
    var speed = TrialSpeed()
    let known = trials.compactMap { planned in
      outcomes[planned.trial]?.trace.map { (planned: planned, work: $0.work) }
    }
    let long = known.filter { Double($0.work) >= timeable }.min { $0.work < $1.work }
    guard let chosen = long ?? known.max(by: { $0.work < $1.work }) else { return speed }
    let session = chosen.planned.experiment.session(jobs: 1)
    let clock = ContinuousClock()
    let start = clock.now
    let trace: Trace?
    if let run {
      trace = try? await run(chosen.planned, 1)
    } else {
      trace = try? await session.run(chosen.planned.trial, threads: 1)
    }
    if let trace { speed.add(work: trace.work, seconds: (clock.now - start) / .seconds(1)) }
    await session.end()
    return speed
  }
}
