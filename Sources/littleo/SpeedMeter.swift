import Checking
import Reporting
import Synchronization
import Training

/// Measures how fast trials are trained, and says how long settling an open claim would take on this machine.
final class SpeedMeter: Sendable {
  private let _speed = Mutex(TrialSpeed())

  /// Takes news of the run.
  func report(_ event: RunEvent) {
    if case .trained(let work, let seconds) = event { _speed.withLock { $0.add(work: work, seconds: seconds) } }
  }

  /// Returns one line per open claim whose plan has a price.
  ///
  /// If every trial came from the store, one of the first such claim's trials is trained again to measure the speed.
  func estimates(
    for findings: [Finding], of plan: Plan, _ outcomes: [Trial: TrialOutcome], jobs: Int
  ) -> [String] {
    let open = findings.filter { $0.settlement?.work != nil }
    guard let first = open.first else { return [] }
    if _speed.withLock({ $0.perSecond }) == nil,
      let planned = plan.claims.first(where: { $0.claim.name == first.name })
    {
      let measured = TrialSpeed.measured(on: planned.study.allTrials, outcomes)
      _speed.withLock { $0 = measured }
    }
    let speed = _speed.withLock { $0 }
    guard let rate = speed.perSecond else { return [] }
    return open.compactMap { finding in
      finding.settlement?.work.flatMap { work in
        speed.seconds(for: work, jobs: jobs).map { seconds in
          "\(finding.name): the additional trials would take about \(TerminalNumber.duration(seconds)) with \(jobs) "
            + "\(jobs == 1 ? "job" : "jobs") at the measured \(SettlementText.number(rate)) multiply–adds/s each."
        }
      }
    }
  }
}
