import ClaimKit
import Decision
import Foundation
import Experiments
import MultiView
import MultiViewClaims
import Planning
import Synchronization
import Training
import Trials
import Verification

/// A claim in which a test can change whatever a registration covers.
package struct ToyClaim: Claim {
  package var says = "A toy."
  package var title = "A toy"
  package var hardEpsilon = 0.05
  package var hardReason = "a test"
  package var window = Window.standard
  package var regime = Regime.standard
  package var controlSteps = 64
  package var secondControl = false

  package let source = Source("Toy", .chosen)

  package var statement: [Clause] {
    Given(labels: .coarse)
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .hard), is: .bigOmega(1))
    }
  }

  package var standIn: StandIn {
    StandIn(
      regime: regime, window: window,
      materialities: [
        Materiality(of: .trainingLoss, shareOfFirst: 0.5, because: "a test"),
        Materiality(of: .error(on: .hard), hardEpsilon, because: hardReason),
      ])
  }

  package var controls: [Control] {
    let fine = Control("fine", refutes: .error(on: .hard), because: "a test") { $0.labels = .fine }
    let steps = controlSteps
    let random = Control("random", refutes: .trainingLoss, because: "a test") {
      $0.labels = .random
      $0.stepLimit = steps
    }
    return secondControl ? [fine, random, fine] : [fine, random]
  }

  package init() {}

  package var entry: ClaimEntry { ClaimEntry(folder: "Toys", claim: self) }
}

/// Makes traces without training: coarse labels fail on hard samples, fine ones do not, random ones learn nothing.
package enum ToyTrainer {
  package static func train(_ trial: NetworkTrial) throws(TrainingError) -> NetworkTrace {
    let samples = Double(trial.parameters.testSamples)
    let jitter = 1 + 0.01 * Double(trial.seed % 7)
    var isRandom = false
    if case .random = trial.labels { isRandom = true }
    let hard = trial.labels == .coarse ? samples : 0
    let fit = isRandom ? nil : 8
    let fitted = trial.schedule.times(reachingFitAt: fit)
    let times = fitted ?? trial.schedule.times(reachingFitAt: nil) ?? []
    let checkpoints = times.map { time in
      checkpoint(
        time: time,
        loss: isRandom ? 3 * jitter : jitter / Double(trial.parameters.d) * (1 + 8 / Double(time)),
        easy: isRandom ? nil : 0, hard: isRandom ? nil : hard)
    }
    return trace(checkpoints, timeToFit: fitted == nil ? nil : fit, heads: trial.heads)
  }

  package static func checkpoint(time: Int, loss: Double = 0, easy: Double? = nil, hard: Double? = nil) -> Checkpoint {
    var checkpoint = Checkpoint(time: time, trainingLoss: loss)
    checkpoint.easyErrors = easy
    checkpoint.hardErrors = hard
    checkpoint.commonWeight = 0.1
    return checkpoint
  }

  package static func trace(_ checkpoints: [Checkpoint], timeToFit: Int?, heads: Int = 2) -> NetworkTrace {
    NetworkTrace(
      heads: heads, aliveNeurons: 5, certificate: Certificate(delta: 1e-9, multiplier: 9, screened: 7, met: true),
      timeToFit: timeToFit, checkpoints: checkpoints, work: 11)
  }
}

/// Counts how often something happens, and how many at the same time.
package final class Counter: Sendable {
  package init() {}

  private let state = Mutex((total: 0, current: 0, most: 0))

  package var total: Int { state.withLock { $0.total } }
  package var most: Int { state.withLock { $0.most } }

  package func enter() {
    state.withLock {
      $0.total += 1
      $0.current += 1
      $0.most = max($0.most, $0.current)
    }
  }

  package func leave() { state.withLock { $0.current -= 1 } }
}

/// Records the events of a run, in order.
package final class Log: Sendable {
  package init() {}

  private let events = Mutex<[RunEvent]>([])

  package func add(_ event: RunEvent) { events.withLock { $0.append(event) } }

  package var notices: [String] {
    events.withLock { $0 }.compactMap { event in
      switch event {
      case .notice(let text), .unkept(let text): return text
      default: break
      }
      return nil
    }
  }

  package var trained: [Int] {
    events.withLock { $0 }.compactMap { event in
      if case .trained(_, let work, _) = event { return work }
      return nil
    }
  }

  package var first: RunProgress? {
    for case .progress(let progress) in events.withLock({ $0 }) { return progress }
    return nil
  }

  package var last: RunProgress? {
    for case .progress(let progress) in events.withLock({ $0 }).reversed() { return progress }
    return nil
  }
}

extension TrialRunner {
  /// A runner that counts trainings instead of doing them.
  package static func toy(_ archive: (any TrialArchive)?, _ counter: Counter = Counter(), jobs: Int = 2) -> TrialRunner
  {
    TrialRunner(archive: archive, jobs: jobs) { trial, _ throws(TrainingError) in
      counter.enter()
      defer { counter.leave() }
      return try ToyTrainer.train(trial)
    }
  }
}

extension TrialRunner {
  /// Trains the trials of a plan and returns one finding per claim.
  package func findings(
    on plan: Plan, isFamily: Bool, report: @Sendable (RunEvent) -> Void = { _ in }
  ) async throws -> [Finding] {
    Verifier(plan, isFamily: isFamily).judge(try await run(plan.trials, report: report))
  }
}

/// Runs a body with a new folder and removes the folder afterwards.
package func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder)
}

package let toyDesign = Design(scales: [16, 32], runs: 2)
