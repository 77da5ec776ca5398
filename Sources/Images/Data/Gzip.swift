import Foundation

/// Expands gzip data with the zlib of the system, which is loaded at run time.
///
/// The size of the result is bounded by the caller. What the data say of their own size is not read.
package enum Gzip {
  /// The names under which systems keep zlib.
  static let libraries = ["libz.so.1", "libz.so", "libz.dylib", "/usr/lib/libz.dylib"]

  /// Whether this system has zlib.
  package static var isAvailable: Bool {
    guard let library = ZLibrary(libraries) else { return false }
    library.close()
    return true
  }

  /// Whether data begin like gzip data.
  package static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// Returns the beginning of the expanded data: `count` bytes, or fewer if there are no more.
  ///
  /// - Parameters:
  ///   - bytes: The compressed data.
  ///   - count: The number of bytes wanted.
  ///   - name: The name of the file, for messages.
  /// - Throws: ``ImageError`` if zlib is missing or the data are damaged.
  package static func head(of bytes: [UInt8], count: Int, name: String) throws(ImageError) -> [UInt8] {
    try expand(bytes, into: count, name: name).bytes
  }

  /// Returns the expanded data, which must have exactly `count` bytes.
  ///
  /// - Parameters:
  ///   - bytes: The compressed data: one gzip member and nothing behind it.
  ///   - count: The number of bytes that the header of the expanded data promises. One byte more is made room for.
  ///   - name: The name of the file, for messages.
  /// - Throws: ``ImageError`` if zlib is missing, the data are damaged or there are more or fewer bytes.
  /// - Complexity: O(count) time and memory, however much the data would expand to.
  package static func contents(of bytes: [UInt8], count: Int, name: String) throws(ImageError) -> [UInt8] {
    let result = try expand(bytes, into: count + 1, name: name)
    guard result.bytes.count <= count else {
      throw ImageError("\(name) is too long: it expands to more than the \(count) bytes that its header promises.")
    }
    guard result.isWhole else {
      throw ImageError("\(name) is cut off: its compressed data end after \(result.bytes.count) of \(count) bytes.")
    }
    guard result.bytes.count == count else {
      throw ImageError("\(name) is too short: it expands to \(result.bytes.count) of the \(count) bytes promised.")
    }
    guard result.used == bytes.count else {
      throw ImageError("\(name) has \(bytes.count - result.used) bytes behind its compressed data; it must have none.")
    }
    return result.bytes
  }

  /// Expands data until the room is full or the data end.
  ///
  /// - Returns: The bytes, whether the data ended whole with a correct checksum, and how many bytes were used.
  private static func expand(
    _ input: [UInt8], into room: Int, name: String
  ) throws(ImageError) -> (bytes: [UInt8], isWhole: Bool, used: Int) {
    guard let library = ZLibrary(libraries) else {
      throw ImageError("\(name) is compressed, and this system has no zlib: expand it with “gunzip” and try again.")
    }
    defer { library.close() }
    guard let size = UInt32(exactly: room), let length = UInt32(exactly: input.count) else {
      throw ImageError("\(name) is too large: compressed files of up to 4 GB are read.")
    }
    var (status, used) = (ZLibrary.memoryError, 0)
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { output, initialized in
      input.withUnsafeBufferPointer { input in
        var stream = ZLibrary.Stream()
        stream.nextIn = input.baseAddress
        stream.availableIn = length
        stream.nextOut = output.baseAddress
        stream.availableOut = size
        status = library.inflate(&stream)
        used = input.count - Int(stream.availableIn)
        initialized = room - Int(stream.availableOut)
      }
    }
    guard [ZLibrary.ok, ZLibrary.end, ZLibrary.needsMore].contains(status) else {
      throw ImageError("\(name) is damaged: zlib reports error \(status) after \(bytes.count) bytes.")
    }
    return (bytes, status == ZLibrary.end, used)
  }
}

/// The three functions of zlib that expand data.
private struct ZLibrary {
  /// `z_stream` of zlib on machines with 64-bit pointers.
  struct Stream {
    var nextIn: UnsafePointer<UInt8>?
    var availableIn: UInt32 = 0
    var totalIn: UInt = 0
    var nextOut: UnsafeMutablePointer<UInt8>?
    var availableOut: UInt32 = 0
    var totalOut: UInt = 0
    var message: UnsafePointer<CChar>?
    var state: OpaquePointer?
    var allocate: OpaquePointer?
    var free: OpaquePointer?
    var opaque: OpaquePointer?
    var dataType: Int32 = 0
    var adler: UInt = 0
    var reserved: UInt = 0
  }

  static let (ok, end, memoryError, needsMore): (Int32, Int32, Int32, Int32) = (0, 1, -4, -5)

  private typealias Begin = @convention(c) (UnsafeMutableRawPointer, Int32, UnsafePointer<CChar>, Int32) -> Int32
  private typealias Step = @convention(c) (UnsafeMutableRawPointer, Int32) -> Int32
  private typealias End = @convention(c) (UnsafeMutableRawPointer) -> Int32

  private let handle: UnsafeMutableRawPointer
  private let begin: Begin
  private let step: Step
  private let finish: End

  /// Loads the first library that has the functions; nil if there is none.
  init?(_ names: [String]) {
    for name in names {
      guard let handle = dlopen(name, RTLD_NOW) else { continue }
      if let begin = dlsym(handle, "inflateInit2_"), let step = dlsym(handle, "inflate"),
        let finish = dlsym(handle, "inflateEnd")
      {
        self.handle = handle
        self.begin = unsafeBitCast(begin, to: Begin.self)
        self.step = unsafeBitCast(step, to: Step.self)
        self.finish = unsafeBitCast(finish, to: End.self)
        return
      }
      dlclose(handle)
    }
    return nil
  }

  func close() { dlclose(handle) }

  /// Expands as much as the output has room for, and returns the last status of zlib.
  func inflate(_ stream: inout Stream) -> Int32 {
    // 15 bits of window, and 16 for gzip with its checksum.
    let first = begin(&stream, 31, "1.2.11", Int32(MemoryLayout<Stream>.size))
    guard first == Self.ok else { return first }
    defer { _ = finish(&stream) }
    var status = Self.ok
    while status == Self.ok, stream.availableOut > 0 { status = step(&stream, 0) }
    return status
  }
}
