import Foundation
import Training

extension TrialStore {
  /// The keys of the records in the folder, by their file names, in order.
  ///
  /// - Throws: ``StoreError`` if the folder cannot be listed.
  package func keys() throws(StoreError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".json") && Self.isKey($0.dropLast(5)) }
        .map { String($0.dropLast(5)) }.sorted()
    } catch {
      throw StoreError("store \(folder.path) cannot be read: it must be a folder of records.")
    }
  }

  /// Returns a record by its key alone, checked as if its trial were planned.
  ///
  /// Nothing is moved to `quarantine/`: an audit only looks.
  ///
  /// - Throws: ``StoreError`` naming the file and what is wrong with it.
  package func record(named key: String) throws(StoreError) -> TrialRecord {
    var sound: Set<Trial> = []
    return try record(named: key, sound: &sound)
  }

  /// The same for many records, where `sound` remembers which trials, but for their seed, can be trained.
  func record(named key: String, sound: inout Set<Trial>) throws(StoreError) -> TrialRecord {
    let url = folder.appending(path: key + ".json")
    guard Self.isKey(key[...]), let data = try? files.contents(of: key + ".json"),
      let record = try? CanonicalJSON.value(TrialRecord.self, from: data)
    else { throw StoreError("record \(url.path) is truncated or not a trial record.") }
    let expected = TrialKey(of: record.trial, trainerVersion: trainerVersion)
    if let defect = record.defect(
      asRecordOf: record.trial, key: expected, trainerVersion: trainerVersion, readFrom: data)
    {
      throw StoreError("record \(url.path) cannot be trusted: \(defect).")
    }
    guard expected.hex == key else {
      throw StoreError("record \(url.path) has another name than its trial, whose key is \(expected.hex).")
    }
    // Nobody planned this trial: its numbers are whatever the file says.
    let kind = record.trial.seeded(0)
    if !sound.contains(kind) {
      guard record.trial.fault?.isPossible ?? true else {
        throw StoreError("record \(url.path) cannot be trusted: no such fault can be planted.")
      }
      do { _ = try Demand.checked(record.trial, memory: .infinity) } catch {
        throw StoreError("record \(url.path) cannot be trusted: \(error)")
      }
      sound.insert(kind)
    }
    return record
  }

  /// Returns every record of the folder that can be trusted, in the order of their keys; others are left out.
  ///
  /// - Throws: ``StoreError`` if the folder cannot be listed.
  /// - Complexity: reads every file.
  package func records() throws(StoreError) -> [TrialRecord] {
    var sound: Set<Trial> = []
    return try keys().compactMap { try? record(named: $0, sound: &sound) }
  }

  /// Whether the folder holds a record of a trial that can be trusted.
  package func holds(_ planned: PlannedTrial) -> Bool {
    if case .done = state(of: planned.trial, key: planned.key) { true } else { false }
  }

  private static func isKey(_ name: Substring) -> Bool {
    name.count == 64 && name.allSatisfy { $0.isASCII && ($0.isNumber || ("a"..."f").contains($0)) }
  }
}
