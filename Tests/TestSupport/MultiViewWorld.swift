import ClaimKit
import Experiments
import Foundation
import MultiView
import Planning
import Training
import Trials
import Verification

// The harness with the shared trainer in place, as most tests use it.

extension ExperimentCatalogue {
  /// The shared trainer alone, as the program registers it.
  package static let multiView = ExperimentCatalogue([MultiViewExperiment()], unnamed: NetworkTrial.experiment)
}

extension Trial {
  /// The trial as the shared trainer reads it.
  package var network: NetworkTrial {
    do { return try NetworkTrial(self) } catch { preconditionFailure("\(error)") }
  }

  package var parameters: ModelParameters { network.parameters }
  package var labels: LabelMap { network.labels }
  package var schedule: Schedule { network.schedule }
  package var finetuning: Int? { network.finetuning }
  package var readout: Readout? { network.readout }
  package var frame: Frame? { network.frame }
  package var fault: Fault? { network.fault }
  package var heads: Int { network.heads }

  package func with(_ fault: Fault?) -> Trial { network.with(fault).trial }
}

extension TrialOutcome {
  /// A trial of the shared trainer that was trained.
  package static func trained(_ trace: NetworkTrace, of trial: Trial) -> TrialOutcome {
    .trained(Trace(trace, of: trial.network))
  }
}

extension Plan {
  package init(
    _ entries: [ClaimEntry], design: Design, hasPictures: Bool = true, memory: Double = MachineMemory.limit
  ) throws(PlanError) {
    try self.init(
      entries, design: design, experiments: .multiView, hasPictures: hasPictures, memory: memory)
  }

  package static func faulty(_ entries: [ClaimEntry], design: Design, fault: Fault?) throws(PlanError) -> Plan {
    try faulty(
      entries, design: design, experiments: .multiView,
      defect: fault.map { MultiViewExperiment.defect("planted", $0) })
  }
}

extension PlanOutline {
  package init(_ entries: [ClaimEntry], design: Design, memory: Double = MachineMemory.limit) throws(PlanError) {
    try self.init(entries, design: design, experiments: .multiView, memory: memory)
  }
}

extension Study {
  package init(
    _ claim: any Claim, control: Control?, design: Design, fault: Fault?, fitLimit: Int? = nil,
    hasPictures: Bool = true
  ) throws(PlanError) {
    try self.init(
      claim, control: control, design: design, defect: fault.map { MultiViewExperiment.defect("planted", $0) },
      fitLimit: fitLimit, hasPictures: hasPictures)
  }
}

extension TrialRunner {
  /// A runner with a trainer of its own.
  package init(
    archive: (any TrialArchive)?, jobs: Int = ProcessInfo.processInfo.activeProcessorCount,
    memoryBudget: Double = 0.7 * MachineMemory.limit,
    train: @escaping @Sendable (NetworkTrial, Execution) throws(TrainingError) -> NetworkTrace
  ) {
    let run: Run = { planned, threads throws(ExperimentError) in
      let trial = try NetworkTrial(planned.trial)
      let trace: NetworkTrace
      do {
        trace = try train(trial, Execution(threads: threads))
      } catch {
        throw ExperimentError("\(error)")
      }
      return Trace(trace, of: trial)
    }
    self.init(archive: archive, jobs: jobs, memoryBudget: memoryBudget, substitute: run)
  }
}

extension TrialStore {
  package init(folder: URL, trainerVersion: String = Trainer.version) throws(StoreError) {
    try self.init(folder: folder, experiments: .trainer(trainerVersion))
  }

  package init(reading folder: URL, trainerVersion: String = Trainer.version) throws(StoreError) {
    try self.init(reading: folder, experiments: .trainer(trainerVersion))
  }

  package func state(of trial: NetworkTrial, key: TrialKey) -> TrialState { state(of: PlannedTrial(trial.trial)) }
}

extension TrialMemory {
  package func state(of trial: NetworkTrial, key: TrialKey) -> TrialState { state(of: PlannedTrial(trial.trial)) }
}

extension ExperimentCatalogue {
  static func trainer(_ version: String) -> ExperimentCatalogue {
    ExperimentCatalogue([MultiViewExperiment(version: version)], unnamed: NetworkTrial.experiment)
  }
}

extension PlannedTrial {
  /// A planned trial of the shared trainer.
  package init(_ trial: Trial, demand: Demand = Demand(bytes: 1, work: 1, seconds: 1)) {
    self.init(trial: trial, experiment: MultiViewExperiment(), demand: demand)
  }
}

extension TrialKey {
  package init(of trial: NetworkTrial, trainerVersion: String = Trainer.version) {
    self.init(of: trial.trial, by: MultiViewExperiment(version: trainerVersion))
  }
}

extension TrialRecord {
  package init(trial: NetworkTrial, trace: NetworkTrace, seconds: Double, trainerVersion: String = Trainer.version) {
    self.init(
      trial: trial.trial, trace: Trace(trace, of: trial), seconds: seconds,
      by: MultiViewExperiment(version: trainerVersion))
  }
}

extension ReplayAudit {
  package init(_ records: [TrialRecord], runner: TrialRunner) {
    self.init(records, runner: runner, experiments: .multiView)
  }
}

extension Trace {
  /// The trace as the shared trainer wrote it; only for a trace that still has its stored bytes.
  package var network: NetworkTrace {
    do {
      return try CanonicalJSON.value(NetworkTrace.self, from: content)
    } catch {
      preconditionFailure("the trace has no stored bytes: \(error)")
    }
  }

  package var checkpoints: [Checkpoint] { network.checkpoints }
  package var audit: Audit? { network.audit }
}

extension ToyTrainer {
  package static func train(_ trial: Trial) throws(TrainingError) -> NetworkTrace { try train(trial.network) }
}

extension TrialStore {
  package func state(of trial: Trial, key: TrialKey) -> TrialState { state(of: PlannedTrial(trial)) }
}

extension TrialMemory {
  package func state(of trial: Trial, key: TrialKey) -> TrialState { state(of: PlannedTrial(trial)) }
}

extension TrialKey {
  package init(of trial: Trial, trainerVersion: String = Trainer.version) {
    self.init(of: trial, by: MultiViewExperiment(version: trainerVersion))
  }
}

extension TrialRecord {
  package init(trial: Trial, trace: NetworkTrace, seconds: Double, trainerVersion: String = Trainer.version) {
    self.init(trial: trial.network, trace: trace, seconds: seconds, trainerVersion: trainerVersion)
  }

  package init(trial: Trial, trace: Trace, seconds: Double, trainerVersion: String = Trainer.version) {
    self.init(trial: trial, trace: trace, seconds: seconds, by: MultiViewExperiment(version: trainerVersion))
  }
}

extension TrialRunner {
  /// A trainer in place of the shared one.
  package typealias Training = @Sendable (NetworkTrial, Execution) throws(TrainingError) -> NetworkTrace
}

/// A planted defect under a name.
package func Mutant(_ name: String, _ fault: Fault) -> PlantedDefect { MultiViewExperiment.defect(name, fault) }

extension MutantHunt {
  package init(
    _ entries: [ClaimEntry], design: Design, runner: TrialRunner, endsWithNotice: Bool = false,
    asksConclusions: Bool = false
  ) {
    self.init(
      entries, design: design, experiments: .multiView, runner: runner, endsWithNotice: endsWithNotice,
      asksConclusions: asksConclusions)
  }
}

extension InventedWorld {
  /// The invented trace of a trial, as the harness reads it.
  package static func trace(of trial: Trial) -> Trace {
    let network = trial.network
    let invented: NetworkTrace = trace(of: network)
    return Trace(invented, of: network)
  }
}
