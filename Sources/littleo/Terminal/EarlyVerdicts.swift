import Experiments
import Planning
import Synchronization
import Trials
import Verification

/// Says the verdict on each claim as soon as its last trial is done.
///
/// Such a verdict is that of the claim on its own. The table at the end corrects for the other claims.
final class EarlyVerdicts: Sendable {
  private struct State {
    var outcomes: [Trial: TrialOutcome] = [:]
    /// The number of trials that each claim still waits for, in the order of the plan.
    var waits: [Int]
    var hasBegun = false
  }

  private let verifier: Verifier
  private let claims: [PlannedClaim]
  /// The places of the claims that need a trial.
  private let users: [Trial: [Int]]
  private let state: Mutex<State>
  private let say: @Sendable (String) -> Void

  /// Verdicts on the claims of a verification.
  ///
  /// - Parameter say: Writes a line.
  init(_ verifier: Verifier, say: @escaping @Sendable (String) -> Void) {
    self.verifier = verifier
    claims = verifier.plan.claims
    var users: [Trial: [Int]] = [:]
    var waits: [Int] = []
    for (place, planned) in claims.enumerated() {
      let trials = Set(([planned.study] + planned.controls).flatMap(\.allTrials))
      waits.append(trials.count)
      for trial in trials { users[trial, default: []].append(place) }
    }
    self.users = users
    state = Mutex(State(waits: waits))
    self.say = say
  }

  /// Takes an event of the run, and says what it decides.
  ///
  /// Claims whose trials are all in the store are not mentioned: the table at the end comes at once.
  func report(_ event: RunEvent) {
    switch event {
    case .progress: state.withLock { $0.hasBegun = true }
    case .done(let trial, let outcome):
      for (place, outcomes) in state.withLock({ note(trial, outcome, in: &$0) }) { say(line(place, outcomes)) }
    case .notice, .unkept, .trained: break
    }
  }

  private typealias Ready = (place: Int, outcomes: [Trial: TrialOutcome])

  private func note(_ trial: Trial, _ outcome: TrialOutcome, in state: inout State) -> [Ready] {
    state.outcomes[trial] = outcome
    var ready: [Ready] = []
    for place in users[trial] ?? [] {
      state.waits[place] -= 1
      if state.waits[place] == 0, state.hasBegun { ready.append((place, state.outcomes)) }
    }
    return ready
  }

  private func line(_ place: Int, _ outcomes: [Trial: TrialOutcome]) -> String {
    let planned = claims[place]
    let (verdict, refuted) = verifier.alone(planned, outcomes)
    let controls = planned.controls.count
    let rest =
      controls == 0 ? "" : ", \(refuted) of \(controls) \(controls == 1 ? "control" : "controls") refuted"
    let scope = verifier.isFamily && claims.count > 1 ? " (before the correction for the other claims)" : ""
    return "\(planned.claim.name): \(verdict)\(scope)\(rest)"
  }
}
