import Foundation

/// A single generated page outside a report's folders.
package enum GeneratedPage {
  /// Checks before any work is done that a page can be written, and that none of somebody's own would be lost.
  ///
  /// - Throws: ``ReportError`` naming the path.
  package static func prepare(_ file: URL) throws(ReportError) {
    let manager = FileManager.default
    if manager.fileExists(atPath: file.path) {
      guard let text = try? String(contentsOf: file, encoding: .utf8), text.hasPrefix(ReportText.marker) else {
        throw ReportError(
          "output \(file.relativePath) exists and is no generated page: name a new file, or an earlier page.")
      }
    }
    do {
      try StagingFolder(in: file.deletingLastPathComponent()).remove()
    } catch {
      throw ReportError("output \(file.relativePath) cannot be written: its folder must be one, and writable.")
    }
  }

  /// Writes a page in place of an earlier one, whole or not at all.
  ///
  /// - Throws: ``ReportError`` if it cannot be written.
  package static func write(_ markdown: String, to file: URL) throws(ReportError) {
    do {
      try Data(markdown.utf8).write(to: file, options: .atomic)
    } catch {
      throw ReportError("output \(file.relativePath) could not be written: the disk may be full.")
    }
  }
}
