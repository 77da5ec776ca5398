import Foundation
import Training

/// A folder of finished trials, one JSON record per trial, named after the trial's key.
///
/// A record is written to a temporary name in the same folder, flushed to the disk and renamed, so a record either
/// exists whole or not at all and several processes may share the folder; a process claims a trial before it trains it, so that
/// the others train something else. A file that is truncated, edited or renamed, that names another trainer than its key, and
/// whatever is no regular file, is moved to `quarantine/` and reported, and its trial counts as missing. Records of other trainer
/// versions have other keys: they are never asked for, and an audit names them. No link in the folder is followed.
package struct TrialStore: TrialArchive {
  /// The folder.
  package let folder: URL
  /// The version of the trainer whose records are accepted.
  package let trainerVersion: String
  let files: StoreFolder
  /// Whether nothing in the folder is changed: damaged records are named and left where they are.
  private let isReadOnly: Bool

  /// Opens a folder as a store, creating it where necessary.
  ///
  /// - Throws: ``StoreError`` naming the folder if no file can be written there.
  package init(folder: URL, trainerVersion: String = Trainer.version) throws(StoreError) {
    self.folder = folder
    self.trainerVersion = trainerVersion
    files = StoreFolder(url: folder)
    isReadOnly = false
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let probe = StoreFolder.temporaryName()
      try files.write(Data(), to: probe)
      files.remove(probe)
    } catch {
      throw StoreError(
        "store \(folder.path) cannot be written to: it must be a folder, or a path where one can be made.")
    }
    removeLeftovers()
  }

  /// Opens a store to read from it alone.
  ///
  /// - Throws: ``StoreError`` naming the folder if there is none.
  package init(reading folder: URL, trainerVersion: String = Trainer.version) throws(StoreError) {
    self.folder = folder
    self.trainerVersion = trainerVersion
    files = StoreFolder(url: folder)
    isReadOnly = true
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw StoreError("there is no store \(folder.path): “littleo verify” makes one.")
    }
  }

  /// Returns the place of a trial's record, whether or not it exists.
  package func url(of key: TrialKey) -> URL { folder.appending(path: key.hex + ".json") }

  /// Reads the record of a trial and checks its key, trainer version, trial and checksum.
  ///
  /// A file that fails a check is moved to `quarantine/`.
  package func state(of trial: Trial, key: TrialKey) -> TrialState {
    let url = url(of: key)
    let data: Data
    do {
      data = try files.contents(of: key.hex + ".json")
    } catch .missing {
      return .missing
    } catch .irregular {
      return quarantine(url, because: "it is no regular file, or larger than any record")
    } catch {
      // Too many open files or a failing disk say nothing against the record, so it stays where it is.
      return .damaged(
        "record \(url.path) is not used (it cannot be read)\(isReadOnly ? "" : "; ignored and trained again").")
    }
    guard let record = try? CanonicalJSON.value(TrialRecord.self, from: data) else {
      return quarantine(url, because: "it is truncated or not a trial record")
    }
    if let defect = record.defect(asRecordOf: trial, key: key, trainerVersion: trainerVersion, readFrom: data) {
      return quarantine(url, because: defect)
    }
    return .done(record)
  }

  /// Returns the right to train a trial; nil while another process that shares the folder has it.
  ///
  /// Where nothing can be written, or the file system has no locks, everybody has it.
  package func claim(_ key: TrialKey) -> TrialClaim? {
    if isReadOnly { return TrialClaim() }
    return TrialClaim(key.hex + ".lock", in: StoreFolder(url: folder, below: Self.claims))
  }

  private static let claims = "claims"

  /// Writes a record, in place of one that may exist.
  ///
  /// - Throws: ``StoreError`` naming the file if it cannot be written.
  package func save(_ record: TrialRecord) throws(StoreError) {
    do {
      try files.write(CanonicalJSON.data(record), to: record.key.hex + ".json")
    } catch {
      throw StoreError(
        "record \(url(of: record.key).path) could not be written; its trial will be trained again next time.")
    }
  }

  /// Moves a file out of the way under a name that no other file has.
  private func quarantine(_ url: URL, because reason: String) -> TrialState {
    if isReadOnly { return .damaged("record \(url.path) is not used (\(reason)); it is left where it is.") }
    let name = "\(url.deletingPathExtension().lastPathComponent).\(UUID().uuidString.prefix(8)).json"
    // Another process may have moved it first, or the folder may be read-only: the record is not used either way.
    let moved = files.move(url.lastPathComponent, to: name, in: "quarantine")
    let fate = moved ? "moved to quarantine/ and trained again" : "ignored and trained again"
    return .damaged("record \(url.path) is not used (\(reason)); \(fate).")
  }

  /// Removes what killed processes left, half-written records and claims; a day is longer than any write that is under way.
  private func removeLeftovers() {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names ?? [] where name.hasPrefix("writing-") && name.hasSuffix(".tmp") {
      if let age = files.age(of: name), age > 86_400 { files.remove(name) }
    }
    let claims = StoreFolder(url: folder, below: Self.claims)
    let locks = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: Self.claims).path)
    for name in locks ?? [] where name.hasSuffix(".lock") {
      // One that is held is a trial of more than a day: it may be trained a second time.
      if let age = claims.age(of: name), age > 86_400 { claims.remove(name) }
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
