import Experiments
import Foundation
import MultiView

@testable import Training
@testable import Trials

/// A record is refused in one line, or it can be used; so is its content under a checksum of its own.
enum RecordDoor {
  private static let catalogue = ExperimentCatalogue([MultiViewExperiment()], unnamed: NetworkTrial.experiment)

  static func outcome(_ bytes: [UInt8]) -> Door.Outcome {
    let data = Data(bytes)
    let record: TrialRecord
    do throws(StoreError) {
      record = try TrialRecord(from: data, experiments: catalogue)
    } catch {
      return .refused(error.description)
    }
    guard let experiment = catalogue.experiment(named: record.trial.experiment) else { return .broken("no experiment") }
    // A fuzzer never guesses a checksum, but an attacker computes it.
    let sealed = TrialRecord(trial: record.trial, trace: record.trace, seconds: record.seconds, by: experiment)
    if let rule = brokenRule(sealed, experiment) { return .broken(rule) }
    if let defect = defect(of: record, experiment, data) ?? flaw(of: record, experiment) { return .refused(defect) }
    return .used
  }

  /// Returns what is wrong with how a record with the right checksum is judged, nil if nothing is.
  private static func brokenRule(_ sealed: TrialRecord, _ experiment: any Experiment) -> String? {
    if let defect = defect(of: sealed, experiment, sealed.data) { return Message.fault(defect) }
    guard let again = try? TrialRecord(from: sealed.data, experiments: catalogue), again == sealed else {
      return "a record that is usable and not read back"
    }
    return flaw(of: sealed, experiment).flatMap(Message.fault)
  }

  /// Returns why the trial of a record cannot be priced, as an audit of a store asks; nil if it can.
  private static func flaw(of record: TrialRecord, _ experiment: any Experiment) -> String? {
    do {
      let demand = try experiment.demand(of: record.trial, memory: .infinity)
      precondition([demand.bytes, demand.work].allSatisfy { $0.isFinite && $0 >= 0 }, "a demand of \(demand)")
      return nil
    } catch {
      return error.description
    }
  }

  private static func defect(of record: TrialRecord, _ experiment: any Experiment, _ data: Data) -> String? {
    record.defect(
      asRecordOf: record.trial, key: TrialKey(of: record.trial, by: experiment), version: experiment.version,
      readFrom: data)
  }
}
