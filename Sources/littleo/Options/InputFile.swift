import Files
import Foundation

/// Reads a whole input file, or standard input.
enum InputFile {
  /// The largest number of bytes that is read, 256 MiB; a file of a million rows has about a tenth of that.
  static let largestSize = 1 << 28

  /// Returns the bytes of a file, or of standard input for the path `-`.
  ///
  /// - Throws: ``UsageError`` naming the file.
  static func bytes(_ path: String, on disk: Disk) throws(UsageError) -> [UInt8] {
    let name = path == "-" ? "standard input" : "“\(Quoted.path(path))”"
    do {
      return try disk.input(path == "-" ? nil : Place(argument: path), limit: largestSize)
    } catch {
      switch error.code {
      case EISDIR: throw UsageError("\(name) is a folder; name a file, or - for standard input.")
      case EFBIG: throw UsageError("\(name) is too large; at most \(largestSize >> 20) MiB are read.")
      case ENOENT, EACCES, ENOTDIR, ENAMETOOLONG, ELOOP:
        throw UsageError("\(name) cannot be opened; name a file that exists and can be read.")
      default: throw UsageError("\(name) cannot be read: \(error).")
      }
    }
  }
}
