import Foundation

/// The calls to the operating system through which files, folders and streams are read and written.
///
/// Tests put other conformers in the place of ``KernelCalls``: one that fails a chosen call, and one that models a disk
/// which loses what was not synchronised. A name without a folder is a path; all other names are plain.
package protocol SystemCalls: Sendable {
  /// Opens a file or a folder and returns its descriptor.
  func open(_ name: String, in folder: Int32?, for purpose: OpenPurpose) throws(CallFailure) -> Int32
  /// Returns at most `count` bytes from the present position; none at the end.
  func read(_ file: Int32, upTo count: Int) throws(CallFailure) -> [UInt8]
  /// Writes some of the bytes and returns how many.
  func write(_ file: Int32, _ bytes: ArraySlice<UInt8>) throws(CallFailure) -> Int
  /// Waits until a file's bytes, or a folder's entries, are on the disk.
  func synchronize(_ file: Int32) throws(CallFailure)
  /// Gives a descriptor back; it is gone even if the call fails.
  func close(_ file: Int32) throws(CallFailure)
  /// Returns what is known of an open file.
  func status(of file: Int32) throws(CallFailure) -> FileStatus
  /// Returns what is known of an entry; a symbolic link is not followed.
  func status(of name: String, in folder: Int32?) throws(CallFailure) -> FileStatus
  /// Gives a file or link another name, in place of a file that has it.
  func rename(_ name: String, in folder: Int32, to other: String, in target: Int32) throws(CallFailure)
  /// Gives a file a second name; fails if that name is taken.
  func link(_ name: String, in folder: Int32, to other: String, in target: Int32) throws(CallFailure)
  /// Removes a file or a link.
  func remove(_ name: String, in folder: Int32) throws(CallFailure)
  /// Removes an empty folder.
  func removeFolder(_ name: String, in folder: Int32) throws(CallFailure)
  /// Makes a folder.
  func makeFolder(_ name: String, in folder: Int32?) throws(CallFailure)
  /// Returns the names in a folder, in no order; names that are not UTF-8 are left out.
  func names(in folder: Int32) throws(CallFailure) -> [String]
  /// Locks an open file until it is closed; false if another process has locked it.
  func lock(_ file: Int32) throws(CallFailure) -> Bool
}

/// What a file or folder is opened for.
package enum OpenPurpose: Hashable, Sendable {
  /// To read a file that must not be a link; never waits for the writer of a pipe.
  case reading
  /// To read an input that the user named, which may be a link or a pipe.
  case input
  /// To write a file that must not exist yet.
  case creating
  /// To lock a file, which is created if necessary.
  case locking
  /// To reach what a folder holds; a link is followed only in a path.
  case folder
}

/// A call that the operating system refused.
package struct CallFailure: Error, Hashable, CustomStringConvertible {
  /// The system's number of the reason, such as `ENOENT`.
  package let code: Int32

  /// A failure with its number.
  package init(_ code: Int32) { self.code = code }

  /// The reason in the system's words, such as `No space left on device`.
  package var description: String { String(cString: strerror(code)) }
}

/// What the system knows of a file.
package struct FileStatus: Hashable, Sendable {
  /// The sort of a file.
  package enum Kind: Hashable, Sendable {
    /// A regular file.
    case file
    /// A folder.
    case folder
    /// A symbolic link.
    case link
    /// A pipe, a socket or a device.
    case other
  }

  /// What tells a file from every other of the machine, whatever its name.
  package struct Identity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64

    /// An identity from its two numbers.
    package init(device: UInt64, number: UInt64) {
      self.device = device
      self.number = number
    }
  }

  /// The sort of the file.
  package let kind: Kind
  /// The number of bytes.
  package let size: Int
  /// Whether anyone may write to it.
  package let isWritable: Bool
  /// The number of names that it has.
  package let links: Int
  /// When it was last written, in seconds since 1970.
  package let modified: Double
  /// What tells it from other files.
  package let identity: Identity

  /// A status from its parts.
  package init(kind: Kind, size: Int, isWritable: Bool, links: Int, modified: Double, identity: Identity) {
    self.kind = kind
    self.size = size
    self.isWritable = isWritable
    self.links = links
    self.modified = modified
    self.identity = identity
  }
}
