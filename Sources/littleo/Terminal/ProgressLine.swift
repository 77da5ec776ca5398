import Files
import Foundation
import Planning
import Reporting
import Synchronization
import Experiments
import Trials
import Verification

/// Shows the progress of a long command on standard error: one live line on a terminal, an occasional line elsewhere.
final class ProgressLine: Sendable {
  private struct State {
    var shownAt: ContinuousClock.Instant?
    var shownTenth = -1
    var isLineOpen = false
  }

  private let isTerminal: Bool
  private let state = Mutex(State())

  private let title: String
  private let console: Console

  /// A line that begins with a title, for a command that does several long things one after the other.
  init(on console: Console, title: String = "", isTerminal: Bool = isatty(STDERR_FILENO) == 1) {
    self.console = console
    self.title = title.isEmpty ? "" : title + ": "
    self.isTerminal = isTerminal
  }

  /// Shows an event of a run.
  func report(_ event: RunEvent) {
    self.state.withLock { state in
      switch event {
      case .notice(let notice), .unkept(let notice):
        if state.isLineOpen { console.show("\r\u{1B}[K") }
        console.warn(notice)
        state.isLineOpen = false
      case .progress(let progress):
        show(text(of: progress), done: progress.done, of: progress.total, &state)
      case .trained, .done: break
      }
    }
  }

  /// Writes a line of its own above the progress.
  func say(_ line: String) {
    state.withLock { state in
      if state.isLineOpen { console.show("\r\u{1B}[K") }
      console.show(line + "\n")
      state.isLineOpen = false
    }
  }

  /// Shows how many things of one sort are done, such as `cell 3 of 416`.
  func report(_ thing: String, done: Int, of total: Int) {
    let text = "\(thing) \(TerminalNumber.count(done)) of \(TerminalNumber.count(total))"
    state.withLock { show(text, done: done, of: total, &$0) }
  }

  private func show(_ text: String, done: Int, of total: Int, _ state: inout State) {
    let isDone = done == total
    let now = ContinuousClock.now
    if isTerminal {
      if !isDone, let shownAt = state.shownAt, now - shownAt < .milliseconds(100) { return }
      console.show("\r\u{1B}[K" + text + (isDone ? "\n" : ""))
      state.isLineOpen = !isDone
    } else {
      let tenth = done * 10 / max(1, total)
      let isDue = state.shownAt.map { now - $0 >= .seconds(60) } ?? true
      guard tenth > state.shownTenth || isDue else { return }
      state.shownTenth = tenth
      console.show(text + "\n")
    }
    state.shownAt = now
  }

  /// Returns the line for some progress, such as `run 40 of 14,248 · 12 from the store · about 64 min left`.
  func text(of progress: RunProgress) -> String {
    var parts = ["\(title)run \(TerminalNumber.count(progress.done)) of \(TerminalNumber.count(progress.total))"]
    if progress.fromStore > 0 { parts.append("\(TerminalNumber.count(progress.fromStore)) from the store") }
    if progress.failures > 0 { parts.append("\(TerminalNumber.count(progress.failures)) failed") }
    if let seconds = progress.secondsLeft, progress.done < progress.total {
      parts.append("about \(TerminalNumber.duration(seconds)) left")
    }
    return parts.joined(separator: " · ")
  }
}

/// Measures how fast the trials of each experiment run, and estimates how long settling an open claim would take here.
final class SpeedMeter: Sendable {
  private let speeds = Mutex<[String: TrialSpeed]>([:])

  /// Adds the speed of a trial that was run.
  func report(_ event: RunEvent) {
    guard case .trained(let experiment, let work, let seconds) = event else { return }
    speeds.withLock { $0[experiment, default: TrialSpeed()].add(work: work, seconds: seconds) }
  }

  /// Returns one line per open claim whose settlement has a known amount of work.
  ///
  /// If every trial of an experiment came from the store, one of its first open claim is run again to measure the
  /// speed.
  func estimates(
    for findings: [Finding], of plan: Plan, _ outcomes: [Trial: TrialOutcome], jobs: Int
  ) async -> [String] {
    var lines: [String] = []
    for finding in findings {
      guard let work = finding.settlement?.work else { continue }
      let experiment = finding.claim.standIn.setup.experiment
      if speeds.withLock({ $0[experiment]?.perSecond }) == nil,
        let planned = plan.claims.first(where: { $0.claim.name == finding.name })
      {
        let own = Set(planned.study.allTrials)
        let measured = await TrialSpeed.measured(on: plan.trials.filter { own.contains($0.trial) }, outcomes)
        speeds.withLock { $0[experiment] = measured }
      }
      let speed = speeds.withLock { $0[experiment] }
      guard let speed, let rate = speed.perSecond, let seconds = speed.seconds(for: work, jobs: jobs) else { continue }
      lines.append(
        "\(finding.name): the additional trials would take about \(TerminalNumber.duration(seconds)) with \(jobs) "
          + "\(jobs == 1 ? "job" : "jobs") at the measured \(SettlementText.number(rate)) "
          + "\(finding.totals.remarks.unit)/s each.")
    }
    return lines
  }
}
