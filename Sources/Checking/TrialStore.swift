import Foundation
import Training

/// A folder of finished trials, one JSON record per trial, named after the trial's key.
///
/// A record is written to a temporary name in the same folder, flushed to the disk and renamed, so a record either
/// exists whole or not at all and several processes may share the folder. A file that is truncated, edited, renamed,
/// or written by another trainer is moved to `quarantine/` and reported, and its trial counts as missing.
public struct TrialStore: TrialArchive {
  /// The folder.
  public let folder: URL
  /// The version of the trainer whose records are accepted.
  public let trainerVersion: String

  /// Opens a folder as a store, creating it where necessary.
  ///
  /// - Throws: ``StoreError`` naming the folder if no file can be written there.
  public init(folder: URL, trainerVersion: String = Trainer.version) throws(StoreError) {
    self.folder = folder
    self.trainerVersion = trainerVersion
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let probe = folder.appending(path: Self._temporaryName())
      try Data().write(to: probe)
      try FileManager.default.removeItem(at: probe)
    } catch {
      throw StoreError(
        "store \(folder.path) cannot be written to: it must be a folder, or a path where one can be made.")
    }
    _removeLeftovers()
  }

  /// Returns the place of a trial's record, whether or not it exists.
  public func url(of key: TrialKey) -> URL { folder.appending(path: key.hex + ".json") }

  /// Reads the record of a trial and checks its key, trainer version, trial and checksum.
  ///
  /// A file that fails a check is moved to `quarantine/`.
  public func state(of trial: Trial, key: TrialKey) -> TrialState {
    let url = url(of: key)
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch CocoaError.fileReadNoSuchFile {
      return .missing
    } catch {
      // Too many open files or a failing disk say nothing against the record, so it stays where it is.
      return .damaged("record \(url.path) is not used (it cannot be read); ignored and trained again.")
    }
    guard let record = try? CanonicalJSON.value(TrialRecord.self, from: data) else {
      return _quarantine(url, because: "it is truncated or not a trial record")
    }
    if let defect = record.defect(asRecordOf: trial, key: key, trainerVersion: trainerVersion) {
      return _quarantine(url, because: defect)
    }
    return .done(record)
  }

  /// Writes a record, in place of one that may exist.
  ///
  /// - Throws: ``StoreError`` naming the file if it cannot be written.
  public func save(_ record: TrialRecord) throws(StoreError) {
    let target = url(of: record.key)
    let temporary = folder.appending(path: Self._temporaryName())
    do {
      try CanonicalJSON.data(record).write(to: temporary)
      let file = try FileHandle(forWritingTo: temporary)
      try file.synchronize()
      try file.close()
      guard rename(temporary.path, target.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw StoreError("record \(target.path) could not be written; its trial will be trained again next time.")
    }
  }

  /// Moves a file out of the way under a name that no other file has.
  private func _quarantine(_ url: URL, because reason: String) -> TrialState {
    let quarantine = folder.appending(path: "quarantine")
    let name = "\(url.deletingPathExtension().lastPathComponent).\(UUID().uuidString.prefix(8)).json"
    try? FileManager.default.createDirectory(at: quarantine, withIntermediateDirectories: true)
    // Another process may have moved it first, or the folder may be read-only: the record is not used either way.
    let moved = rename(url.path, quarantine.appending(path: name).path) == 0
    let fate = moved ? "moved to quarantine/ and trained again" : "ignored and trained again"
    return .damaged("record \(url.path) is not used (\(reason)); \(fate).")
  }

  private static func _temporaryName() -> String { "writing-\(UUID().uuidString).tmp" }

  /// Removes what killed processes left half-written; a day is longer than any write that is still under way.
  private func _removeLeftovers() {
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.contentModificationDateKey])
    for file in files ?? [] where file.pathExtension == "tmp" && file.lastPathComponent.hasPrefix("writing-") {
      let date = try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
      if let date, date.timeIntervalSinceNow < -86_400 { try? FileManager.default.removeItem(at: file) }
    }
  }
}
