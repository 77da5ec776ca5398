import Experiments
import Files
import Foundation

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
  let files: Folder
  /// Whether the store never changes the folder; damaged records are then reported and left in place.
  private let isReadOnly: Bool

  /// Opens a folder as a store and creates it if necessary.
  ///
  /// - Throws: ``StoreError`` naming the folder if no file can be written there.
  package init(
    folder: URL, experiments: ExperimentCatalogue, on disk: Disk = .machine
  ) throws(StoreError) {
    self.folder = folder
    self.experiments = experiments
    files = Folder(folder.relativePath, on: disk)
    isReadOnly = false
    do {
      try disk.makeFolders(folder.relativePath)
      let probe = Folder.temporaryName()
      try files.write(Data(), to: probe)
      files.remove(probe)
    } catch {
      throw StoreError(
        "store \(Quoted.path(folder.path)) cannot be written to (\(error)): it must be a folder, or a path where a folder "
          + "can be created.")
    }
    removeLeftovers()
  }

  /// Opens a store for reading only.
  ///
  /// - Throws: ``StoreError`` naming the folder if there is none.
  package init(
    reading folder: URL, experiments: ExperimentCatalogue, on disk: Disk = .machine
  ) throws(StoreError) {
    self.folder = folder
    self.experiments = experiments
    files = Folder(folder.relativePath, on: disk)
    isReadOnly = true
    do { try files.entered(creating: false) { _ in } } catch {
      guard [ENOENT, ENOTDIR].contains(error.code) else {
        throw StoreError("store \(Quoted.path(folder.path)) cannot be read (\(error)).")
      }
      throw StoreError("there is no store \(Quoted.path(folder.path)): “littleo verify” creates one.")
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
    let (data, identity): (Data, FileStatus.Identity)
    do throws(Folder.Refusal) {
      (data, identity) = try files.read(key.hex + ".json", limit: Self.largestRecord)
    } catch {
      switch error {
      case .missing: return .missing
      case .irregular: return quarantine(url, because: "it is not a regular file, or is larger than any record")
      // The record may be sound: too many files may be open, or the disk may fail. So the file stays in place.
      case .unreadable(let failure):
        return .damaged(
          "record \(Quoted.path(url.path)) is not used (it cannot be read: \(failure))"
            + "\(isReadOnly ? "" : "; its trial is run again").")
      }
    }
    let record: TrialRecord
    do {
      record = try TrialRecord(from: data, experiments: experiments.with([planned.experiment]))
    } catch {
      return quarantine(url, identity, because: error.description)
    }
    if let defect = record.defect(
      asRecordOf: planned.trial, key: key, version: planned.experiment.version, readFrom: data)
    {
      return quarantine(url, identity, because: defect)
    }
    return .done(record)
  }

  /// Returns the right to train a trial; nil while another process that shares the folder has it.
  ///
  /// If nothing can be written, or the file system has no locks, every process gets the right.
  package func lock(_ key: TrialKey) -> TrialLock? {
    if isReadOnly { return TrialLock() }
    return TrialLock(key.hex + ".lock", in: Folder(folder.relativePath, below: Self.lockFolder, on: files.disk))
  }

  /// The largest record that is read, in bytes.
  ///
  /// A record has about ten thousand bytes. Decoded, it takes about thirty times as much memory.
  static let largestRecord = 1 << 22

  private static let lockFolder = "claims"

  /// Writes a record and replaces an existing one.
  ///
  /// - Throws: ``StoreError`` naming the file if it cannot be written, or if the file there cannot be read now: it may be
  ///   a sound record.
  package func save(_ record: TrialRecord) throws(StoreError) {
    let name = record.key.hex + ".json"
    do {
      if case .unreadable(let failure)? = files.refusal(of: name, limit: Self.largestRecord) { throw failure }
      try files.write(record.data, to: name)
    } catch {
      throw StoreError(
        "record \(Quoted.path(url(of: record.key).path)) could not be written (\(error)); its trial will be run again next time."
      )
    }
  }

  /// Moves a damaged file to `quarantine/` under a unique name and returns its state with the reason.
  ///
  /// - Parameter identity: What tells the file that was read from one that took its name meanwhile, if it was read.
  private func quarantine(
    _ url: URL, _ identity: FileStatus.Identity? = nil, because reason: String
  ) -> TrialState {
    if isReadOnly {
      return .damaged("record \(Quoted.path(url.path)) is not used (\(reason)); it is left where it is.")
    }
    let name = "\(url.deletingPathExtension().lastPathComponent).\(UniqueName.digits().prefix(12)).json"
    // Another process may have moved it first, or the folder may be read-only: the record is not used either way.
    let moved = files.move(url.lastPathComponent, to: name, in: "quarantine", if: identity)
    let action = moved ? "moved to quarantine/ and trained again" : "ignored and trained again"
    return .damaged("record \(Quoted.path(url.path)) is not used (\(reason)); \(action).")
  }

  /// Moves whatever has the name of a record to `quarantine/`, where it is kept.
  ///
  /// - Throws: ``StoreError`` naming the file if it cannot be looked at or moved.
  func setAside(_ key: TrialKey) throws(StoreError) {
    let name = key.hex + ".json"
    do {
      guard try files.status(of: name) != nil else { return }
    } catch {
      throw StoreError(
        "record \(Quoted.path(url(of: key).path)) cannot be looked at (\(error)); it is left where it is.")
    }
    guard files.move(name, to: "\(key.hex).\(UniqueName.digits().prefix(12)).json", in: "quarantine") else {
      throw StoreError(
        "record \(Quoted.path(url(of: key).path)) cannot be moved to quarantine/; it is left where it is.")
    }
  }

  /// Removes half-written records and lock files older than a day, which killed processes left behind.
  ///
  /// No write takes a day.
  private func removeLeftovers() {
    for name in (try? files.names()) ?? [] where Folder.isTemporaryName(name) {
      if let age = files.age(of: name), age > 86_400 { files.remove(name) }
    }
    let locks = Folder(folder.relativePath, below: Self.lockFolder, on: files.disk)
    for name in (try? locks.names()) ?? [] where name.hasSuffix(".lock") && Self.isKey(name.dropLast(5)) {
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
