import Experiments
import Foundation

/// Reads a whole input file, or standard input.
enum InputFile {
  /// The largest number of bytes that is read, 256 MiB; a file of a million rows has about a tenth of that.
  static let largestSize = 1 << 28

  /// Returns the bytes of a file, or of standard input for the path `-`.
  ///
  /// - Throws: ``UsageError`` naming the file.
  static func bytes(_ path: String) throws(UsageError) -> [UInt8] {
    let name = path == "-" ? "standard input" : "“\(path)”"
    var isFolder: ObjCBool = false
    if path != "-", FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw UsageError("\(name) is a folder; name a file, or - for standard input.")
    }
    guard let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path) else {
      throw UsageError("\(name) cannot be opened; name a file that exists and can be read.")
    }
    var bytes: [UInt8] = []
    do {
      while let part = try handle.read(upToCount: 1 << 22), !part.isEmpty {
        bytes.append(contentsOf: part)
        if bytes.count > largestSize { break }
      }
    } catch {
      throw UsageError("\(name) cannot be read: \(error.localizedDescription)")
    }
    guard bytes.count <= largestSize else {
      throw UsageError("\(name) is too large; at most \(largestSize >> 20) MiB are read.")
    }
    return bytes
  }
}
