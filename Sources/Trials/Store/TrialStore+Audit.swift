import Experiments
import Files
import Foundation

extension TrialStore {
  /// Returns the keys of the records in the folder, taken from the file names and sorted.
  ///
  /// - Throws: ``StoreError`` if the folder cannot be listed.
  package func keys() throws(StoreError) -> [String] {
    do {
      return try files.names().filter { $0.hasSuffix(".json") && Self.isKey($0.dropLast(5)) }
        .map { String($0.dropLast(5)) }
    } catch {
      throw StoreError(
        "store \(Quoted.path(folder.path)) cannot be read (\(error)): it must be a folder of records.")
    }
  }

  /// Returns a record by its key alone, checked as if its trial were planned.
  ///
  /// An audit changes nothing: no file is moved to `quarantine/`.
  ///
  /// - Throws: ``StoreError`` naming the file and what is wrong with it.
  package func record(named key: String) throws(StoreError) -> TrialRecord {
    var sound: Set<Trial> = []
    return try record(named: key, sound: &sound)
  }

  /// Returns a record by its key alone and remembers in `sound` which trials can be trained.
  ///
  /// `sound` holds trials with seed 0: trials that differ only in the seed are checked once.
  func record(named key: String, sound: inout Set<Trial>) throws(StoreError) -> TrialRecord {
    let url = folder.appending(path: key + ".json")
    guard Self.isKey(key[...]), let data = try? files.contents(of: key + ".json", limit: Self.largestRecord) else {
      throw StoreError("record \(Quoted.path(url.path)) is truncated or not a trial record.")
    }
    let record: TrialRecord
    do {
      record = try TrialRecord(from: data, experiments: experiments)
    } catch {
      throw StoreError("record \(Quoted.path(url.path)) cannot be trusted: \(error.description).")
    }
    guard let experiment = experiments[record.trial.experiment] else {
      throw StoreError("record \(Quoted.path(url.path)) cannot be trusted: its experiment is unknown here.")
    }
    let expected = TrialKey(of: record.trial, by: experiment)
    if let defect = record.defect(
      asRecordOf: record.trial, key: expected, version: experiment.version, readFrom: data)
    {
      throw StoreError("record \(Quoted.path(url.path)) cannot be trusted: \(defect).")
    }
    guard expected.hex == key else {
      throw StoreError(
        "record \(Quoted.path(url.path)) is named after another trial: the key of its own trial is \(expected.hex).")
    }
    // This trial comes from the file and not from a plan, so its numbers must be checked here.
    let kind = record.trial.seeded(0)
    if !sound.contains(kind) {
      do { _ = try experiment.demand(of: record.trial, memory: .infinity) } catch {
        throw StoreError("record \(Quoted.path(url.path)) cannot be trusted: \(error)")
      }
      sound.insert(kind)
    }
    return record
  }

  /// Returns every record of the folder that passes all checks, in the order of the keys.
  ///
  /// - Throws: ``StoreError`` if the folder cannot be listed.
  /// - Complexity: Reads every file.
  package func records() throws(StoreError) -> [TrialRecord] {
    var sound: Set<Trial> = []
    return try keys().compactMap { try? record(named: $0, sound: &sound) }
  }

  /// Whether the folder holds a record of a trial that passes all checks.
  package func holds(_ planned: PlannedTrial) -> Bool {
    if case .done = state(of: planned) { true } else { false }
  }

  /// Whether a text has the form of a key: 64 hexadecimal digits in lower case.
  static func isKey(_ name: Substring) -> Bool {
    name.count == 64 && name.allSatisfy { $0.isASCII && ($0.isNumber || ("a"..."f").contains($0)) }
  }
}
