import Experiments
import Files
import Foundation

/// A folder that holds a report, beside whatever else the user keeps there.
///
/// A report is put in place in steps, so that a reader is never shown an old front page above new pages:
///
/// 1. Every file that changes is written to a staging folder and synchronised.
/// 2. The front page is replaced by one that says that the report is being written. `environment.json` lists the hashes
///    of the old and the new files.
/// 3. The other files are moved into their places, and files that the report no longer has are removed.
/// 4. The new `environment.json` and then the new front page are moved into their places.
///
/// After each step the folder is synchronised. If the process ends in between, the front page says so and the same
/// command finishes the work. Nothing is replaced or removed that littleo did not write.
package struct ReportFolder: Sendable {
  private let folder: Folder
  /// The path as messages show it.
  private let name: String

  /// Refers to a folder without accessing it.
  package init(_ url: URL, on disk: Disk = .machine) {
    folder = Folder(url.relativePath, on: disk)
    name = Quoted.path(url.relativePath)
  }

  /// Prepares the folder before anything is trained.
  ///
  /// - Throws: ``ReportError`` if no file can be written there, or if it holds a page that littleo did not generate.
  ///
  /// - Parameter claims: The claims whose pages will be written. Their charts are checked when they are known.
  package func prepare(for claims: [String] = []) throws(ReportError) {
    do {
      try folder.disk.makeFolders(folder.path)
      try StagingFolder(in: folder).remove()
    } catch {
      throw ReportError(
        "output \(name) cannot be written to (\(error)): it must be a folder, or a path where one can be made.")
    }
    for file in [Report.front, EnvironmentFile.name] { try check(file) { EnvironmentFile.wrote($0) } }
    let earlier = self.environment
    for path in claims.flatMap({ ["\($0)/\(Report.front)", "\($0)/points.csv"] }) {
      try check(path) { earlier?.isKnown($0, at: path) == true }
    }
  }

  /// Puts a report into the folder, in place of an earlier one.
  ///
  /// - Throws: ``ReportError`` if a file of the user's is in the way, and then nothing is changed; or if a file cannot be
  ///   written or moved.
  package func write(_ report: Report) throws(ReportError) {
    try prepare()
    let lock = try self.lock()
    defer { try? folder.disk.calls.close(lock) }
    StagingFolder.removeLeftovers(in: folder)
    let earlier = self.environment
    let stale = earlier.map { $0.paths.subtracting(report.files.keys) } ?? []
    for path in report.files.keys.sorted() {
      try check(path) {
        $0 == report.files[path] || earlier?.isKnown($0, at: path) == true
          || path == EnvironmentFile.name && EnvironmentFile.wrote($0)
      }
    }
    let changed = report.files.filter { bytes(at: $0.key) != $0.value }
    let gone = stale.filter { path in
      // A file that was changed since is left where it is.
      guard let data = bytes(at: path), earlier?.isKnown(data, at: path) == true else { return false }
      let (place, file) = self.place(of: path)
      return Replaceable.answer(to: file, in: place, as: .init(ofFile: file)) { _ in true } == .ours
    }
    if changed.isEmpty, gone.isEmpty { return }
    do {
      try put(report, changed: changed, gone: gone.sorted(), after: earlier)
    } catch {
      throw ReportError("output \(name) could not receive the whole report (\(error)): run the same command again.")
    }
  }

  private func put(
    _ report: Report, changed: [String: Data], gone: [String], after earlier: EnvironmentFile.Content?
  ) throws(CallFailure) {
    var staging = try StagingFolder(in: folder)
    defer { staging.remove() }
    var numbers: [String: Int] = [:]
    for (path, data) in changed.sorted(by: { $0.key < $1.key }) { numbers[path] = try staging.add(data) }
    let heads = [EnvironmentFile.name, Report.front]
    // The front page and the hashes are moved last, although they may not have changed: both are replaced before.
    for path in heads where numbers[path] == nil { numbers[path] = try staging.add(report.files[path] ?? Data()) }
    let journal = try staging.add(report.environment.replacing(earlier).data)
    let notice = try staging.add(Data(Self.notice.utf8))
    try staging.place(journal, as: EnvironmentFile.name, in: folder)
    try folder.synchronize()
    try staging.place(notice, as: Report.front, in: folder)
    try folder.synchronize()
    var touched: Set<String> = []
    for (path, number) in numbers.sorted(by: { $0.key < $1.key }) where !heads.contains(path) {
      let (place, file) = self.place(of: path)
      try staging.place(number, as: file, in: place)
      if let claim = place.below { touched.insert(claim) }
    }
    for path in gone {
      let (place, file) = self.place(of: path)
      place.remove(file)
      if let claim = place.below { touched.insert(claim) }
    }
    for claim in touched.sorted() {
      try Folder(folder.path, below: claim, on: folder.disk).synchronize()
      // Only an empty folder is removed: one of a claim that the report no longer has.
      folder.removeFolder(claim)
    }
    try folder.synchronize()
    for path in heads {
      guard let number = numbers[path] else { continue }
      try staging.place(number, as: path, in: folder)
      try folder.synchronize()
    }
  }

  /// The front page while a report is being written.
  private static let notice = """
    \(ReportText.marker)

    # This report is not whole

    It is being written now, or writing it was interrupted. If this page stays, run the command that writes the report
    again. The pages beside this one may belong to the earlier report or to the new one.

    """

  /// Waits until no other process writes a report here.
  private func lock() throws(ReportError) -> Int32 {
    let disk = folder.disk
    let start = ContinuousClock.now
    do {
      let own = try folder.entered(creating: false) { (folder) throws(CallFailure) in
        try disk.open(".", in: folder, for: .folder)
      }
      // Where the file system has no locks, nothing keeps others away.
      while (try? disk.lock(own)) == false {
        guard ContinuousClock.now - start < .seconds(60) else {
          try? disk.calls.close(own)
          throw CallFailure(EWOULDBLOCK)
        }
        usleep(20_000)
      }
      return own
    } catch {
      throw ReportError("output \(name) cannot be used now (\(error)): another process may be writing a report there.")
    }
  }

  /// The report in the folder, so that the next one can say what changed; nil if there is none that can be read.
  package var earlier: EarlierReport? { environment.map { EarlierReport(content: $0) } }

  /// What an earlier report in the folder says of itself; nil if there is none that can be read.
  private var environment: EnvironmentFile.Content? {
    bytes(at: EnvironmentFile.name).flatMap { EnvironmentFile.read($0) }
  }

  /// Refuses a file that littleo did not write, and a claim's folder that is a link.
  private func check(_ path: String, _ isKnown: (Data) -> Bool) throws(ReportError) {
    let (place, file) = self.place(of: path)
    if let claim = place.below, let kind = (try? folder.status(of: claim))?.kind, kind != .folder {
      throw ReportError(
        "output \(name)/\(claim) is \(kind == .link ? "a symbolic link" : "not a folder"): a report is written only into "
          + "real folders.")
    }
    if case .refused(let why) = Replaceable.answer(to: file, in: place, as: .init(ofFile: file), isKnown: isKnown) {
      throw ReportError(
        "output \(name)/\(path) \(why): name an empty or new folder, or one that holds an earlier report.")
    }
  }

  private func bytes(at path: String) -> Data? {
    let (place, file) = self.place(of: path)
    return try? place.contents(of: file, limit: Replaceable.largestSize)
  }

  /// The folder and the name of a file of the report.
  private func place(of path: String) -> (folder: Folder, file: String) {
    let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return (folder, path) }
    return (Folder(folder.path, below: parts[0], on: folder.disk), parts[1])
  }
}

extension ReportFolder {
  /// What a folder holds, compared with what the report there says of itself.
  package enum Audit: Hashable, Sendable {
    /// No report.
    case missing
    /// A report that says nothing of its files, written by an earlier version.
    case unlisted
    /// A report whose writing was interrupted.
    case unfinished
    /// A report of so many files. The changed ones are missing, or not as littleo wrote them. The added ones stand
    /// beside a claim's page and are not of the report; they may be the user's, and do no harm.
    case listed(files: Int, changed: [String], added: [String])
  }

  /// Compares every file of the report in the folder with its hash.
  ///
  /// - Throws: ``ReportError`` if what the report says of itself cannot be read.
  package func audit() throws(ReportError) -> Audit {
    let data: Data
    do throws(Folder.Refusal) {
      data = try folder.contents(of: EnvironmentFile.name, limit: Replaceable.largestSize)
    } catch {
      switch error {
      case .missing: return .missing
      case .irregular: throw ReportError("report \(name)/\(EnvironmentFile.name) is not a file.")
      case .unreadable(let failure):
        if failure.code == ENOTDIR { return .missing }
        throw ReportError("report \(name)/\(EnvironmentFile.name) cannot be read (\(failure)).")
      }
    }
    guard let content = try? JSONDecoder().decode(EnvironmentFile.Content.self, from: data) else {
      throw ReportError("report \(name)/\(EnvironmentFile.name) is truncated, or is not the data of a report.")
    }
    guard let files = content.files else { return .unlisted }
    guard EnvironmentFile.wrote(data) else {
      throw ReportError("report \(name)/\(EnvironmentFile.name) lists a file that no report has, or lacks its mark.")
    }
    if content.replaces != nil { return .unfinished }
    let changed = files.filter { path, hash in bytes(at: path).map { SHA256.hex($0) } != hash }.keys.sorted()
    return .listed(files: files.count, changed: changed, added: added(to: files))
  }

  /// The paths in the folders of a report's claims that it does not list.
  private func added(to files: [String: String]) -> [String] {
    let claims = Set(files.keys.compactMap { place(of: $0).folder.below }).sorted()
    return claims.flatMap { claim in
      let names = (try? Folder(folder.path, below: claim, on: folder.disk).names()) ?? []
      return names.map { "\(claim)/\($0)" }.filter { files[$0] == nil }
    }
  }
}

extension EnvironmentFile {
  /// Reads a file that littleo wrote; nil for any other.
  static func read(_ data: Data) -> Content? {
    guard let content = try? JSONDecoder().decode(Content.self, from: data), content.generated == Replaceable.marker,
      content.paths.allSatisfy(isPath)
    else { return nil }
    return content
  }

  /// Whether a text can be the path of a file of a report: a name, or a folder's name, a slash and a name.
  ///
  /// A list of hashes could be forged, so no path may lead elsewhere.
  private static func isPath(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ Folder.isName($0) && !$0.hasPrefix(".") }), let file = parts.last else { return false }
    switch parts.count {
    case 1: return file == Report.front || Report.besides.contains(file)
    case 2: return file == Report.front || file.hasSuffix(".svg") || Report.tables.contains(file)
    default: return false
    }
  }

  /// Whether littleo wrote a file of this kind with these bytes.
  static func wrote(_ data: Data) -> Bool { read(data) != nil }
}

extension EnvironmentFile.Content {
  /// The paths of all files that belong to the report, or to one that it replaces.
  var paths: Set<String> { Set((files ?? [:]).keys).union((replaces ?? [:]).keys) }
}
