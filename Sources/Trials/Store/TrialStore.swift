import Foundation
import Experiments

/// A folder of finished trials, one JSON record per trial, named after the trial's key.
///
/// Several processes may share the folder. Records are written atomically, and a process locks a trial before it trains
/// it, so that the other processes train other trials.
///
/// These files are moved to `quarantine/` and reported, and their trials count as missing; a read-only store leaves
/// them in place:
///
/// - a file that was truncated, edited or renamed;
/// - a record that names another version of its experiment than its key;
/// - a file that is not a regular file, such as a symbolic link, or that is larger than any record.
///
/// Records of other versions have other keys: a run never reads them, and an audit reports them. No link in the
/// folder is followed.
package struct TrialStore: TrialArchive {
  /// The path of the folder.
  package let folder: URL
  /// The experiments whose records can be read by their key alone.
  package let experiments: ExperimentCatalogue
  let files: StoreFolder
  /// Whether the store never changes the folder; damaged records are then reported and left in place.
  private let isReadOnly: Bool

  /// Opens a folder as a store and creates it if necessary.
  ///
  /// - Throws: ``StoreError`` naming the folder if no file can be written there.
  package init(folder: URL, experiments: ExperimentCatalogue) throws(StoreError) {
    self.folder = folder
    self.experiments = experiments
    files = StoreFolder(url: folder)
    isReadOnly = false
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let probe = StoreFolder.temporaryName()
      try files.write(Data(), to: probe)
      files.remove(probe)
    } catch {
      throw StoreError(
        "store \(folder.path) cannot be written to: it must be a folder, or a path where a folder can be created.")
    }
    removeLeftovers()
  }

  /// Opens a store for reading only.
  ///
  /// - Throws: ``StoreError`` naming the folder if there is none.
  package init(reading folder: URL, experiments: ExperimentCatalogue) throws(StoreError) {
    self.folder = folder
    self.experiments = experiments
    files = StoreFolder(url: folder)
    isReadOnly = true
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw StoreError("there is no store \(folder.path): “littleo verify” creates one.")
    }
  }

  /// Returns the path of a trial's record, whether or not the file exists.
  package func url(of key: TrialKey) -> URL { folder.appending(path: key.hex + ".json") }

  /// Reads the record of a trial and checks its key, version, trial and checksum.
  ///
  /// A file that fails a check is moved to `quarantine/`, but not in a read-only store. A file that cannot be read now
  /// stays in place.
  package func state(of planned: PlannedTrial) -> TrialState {
    let key = planned.key
    let url = url(of: key)
    let data: Data
    do {
      data = try files.contents(of: key.hex + ".json")
    } catch .missing {
      return .missing
    } catch .irregular {
      return quarantine(url, because: "it is not a regular file, or is larger than any record")
    } catch {
      // The record may be sound: too many files may be open, or the disk may fail. So the file stays in place.
      return .damaged(
        "record \(url.path) is not used (it cannot be read)\(isReadOnly ? "" : "; ignored and trained again").")
    }
    let record: TrialRecord
    do {
      record = try TrialRecord(from: data, experiments: experiments.with([planned.experiment]))
    } catch {
      return quarantine(url, because: error.description)
    }
    if let defect = record.defect(
      asRecordOf: planned.trial, key: key, version: planned.experiment.version, readFrom: data)
    {
      return quarantine(url, because: defect)
    }
    return .done(record)
  }

  /// Returns the right to train a trial; nil while another process that shares the folder has it.
  ///
  /// If nothing can be written, or the file system has no locks, every process gets the right.
  package func lock(_ key: TrialKey) -> TrialLock? {
    if isReadOnly { return TrialLock() }
    return TrialLock(key.hex + ".lock", in: StoreFolder(url: folder, below: Self.lockFolder))
  }

  private static let lockFolder = "claims"

  /// Writes a record and replaces an existing one.
  ///
  /// - Throws: ``StoreError`` naming the file if it cannot be written.
  package func save(_ record: TrialRecord) throws(StoreError) {
    do {
      try files.write(record.data, to: record.key.hex + ".json")
    } catch {
      throw StoreError(
        "record \(url(of: record.key).path) could not be written; its trial will be trained again next time.")
    }
  }

  /// Moves a damaged file to `quarantine/` under a unique name and returns its state with the reason.
  private func quarantine(_ url: URL, because reason: String) -> TrialState {
    if isReadOnly { return .damaged("record \(url.path) is not used (\(reason)); it is left where it is.") }
    let name = "\(url.deletingPathExtension().lastPathComponent).\(UUID().uuidString.prefix(8)).json"
    // Another process may have moved it first, or the folder may be read-only: the record is not used either way.
    let moved = files.move(url.lastPathComponent, to: name, in: "quarantine")
    let action = moved ? "moved to quarantine/ and trained again" : "ignored and trained again"
    return .damaged("record \(url.path) is not used (\(reason)); \(action).")
  }

  /// Removes half-written records and lock files older than a day, which killed processes left behind.
  ///
  /// No write takes a day.
  private func removeLeftovers() {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names ?? [] where name.hasPrefix("writing-") && name.hasSuffix(".tmp") {
      if let age = files.age(of: name), age > 86_400 { files.remove(name) }
    }
    let locks = StoreFolder(url: folder, below: Self.lockFolder)
    let lockNames = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: Self.lockFolder).path)
    for name in lockNames ?? [] where name.hasSuffix(".lock") {
      // If the lock is still held, its trial takes more than a day and another process may train it as well.
      if let age = locks.age(of: name), age > 86_400 { locks.remove(name) }
    }
  }
}

/// A folder that cannot serve as a store of trials, or a record that could not be written there.
package struct StoreError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the folder or file.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) {
    self.description = description
  }
}
