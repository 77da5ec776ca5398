import Files
import Foundation

/// A single generated file outside a report: a page, or a chart.
package struct GeneratedPage: Sendable {
  private let folder: Folder
  private let file: String
  private let kind: Replaceable.Kind
  /// What the file is called in messages, such as `output Reports/mutants.md`.
  private let name: String

  /// Refers to a file without accessing it.
  ///
  /// - Parameters:
  ///   - place: The file.
  ///   - kind: Whether it is a page or a chart.
  ///   - word: What messages put before the path, such as `--chart`.
  ///   - disk: The disk that it is on.
  package init(
    _ place: Place, as kind: Replaceable.Kind = .page, called word: String = "output", on disk: Disk = .machine
  ) {
    self.kind = kind
    folder = Folder(place.parent, on: disk)
    // A path that ends with a slash names a folder.
    file = place.path.hasSuffix("/") ? "" : place.name
    name = "\(word) \(Quoted.path(place.path))"
  }

  /// Checks, before any work is done, that the file can be written and that no file of the user's own would be
  /// overwritten.
  ///
  /// - Throws: ``ReportError`` naming the path.
  package func prepare() throws(ReportError) {
    try check()
    do { try StagingFolder(in: folder).remove() } catch {
      throw ReportError(
        "\(name) cannot be written (\(error)): name a file in a folder that exists and can be written.")
    }
  }

  /// Writes the file in place of an earlier one, whole or not at all.
  ///
  /// - Throws: ``ReportError`` if it cannot be written, or if a file of the user's own is there.
  package func write(_ text: String) throws(ReportError) {
    try check()
    do { try folder.write(Data(text.utf8), to: file) } catch {
      throw ReportError(
        "\(name) cannot be written (\(error)): name a file in a folder that exists and can be written.")
    }
  }

  private func check() throws(ReportError) {
    guard Folder.isName(file) else { throw ReportError("\(name) is not the name of a file.") }
    if case .refused(let why) = Replaceable.answer(to: file, in: folder, as: kind) {
      throw ReportError("\(name) \(why): name a new file, or an earlier one that littleo wrote.")
    }
  }
}
