import Experiments

/// An array of whole numbers in the format IDX, in which MNIST and its relatives are published.
///
/// Two zero bytes, the type of the numbers, the number of dimensions, each dimension in four bytes (the highest first),
/// then the numbers, of which the last dimension runs fastest. Source: <http://yann.lecun.com/exdb/mnist/>.
package struct IDXFile: Sendable {
  /// The type of the numbers.
  package enum Element: UInt8, Sendable {
    /// Numbers from 0 to 255, as pixels have.
    case unsignedByte = 0x08
    /// Numbers from −2¹⁵, in two bytes.
    case short = 0x0B
    /// Numbers from −2³¹, in four bytes.
    case integer = 0x0C

    /// The bytes of a number.
    var size: Int {
      switch self {
      case .unsignedByte: 1
      case .short: 2
      case .integer: 4
      }
    }
  }

  /// The first bytes of a file: type and dimensions.
  struct Header: Equatable {
    let element: Element
    let dimensions: [Int]

    /// The bytes of the header itself.
    var size: Int { 4 + 4 * dimensions.count }
    /// The bytes of the whole file.
    var total: Int { size + dimensions.reduce(element.size, *) }
  }

  /// The type of the numbers.
  package let element: Element
  /// The dimensions, the slowest first.
  package let dimensions: [Int]
  /// The numbers as they stand in the file, the highest byte first.
  package let bytes: [UInt8]

  /// The most bytes that a file may hold when it is expanded.
  package static let largestSize = 1 << 30
  /// The most dimensions that are read.
  static let mostDimensions = 4

  /// Reads a file, which may be compressed by gzip.
  ///
  /// - Parameters:
  ///   - data: The bytes of the file.
  ///   - name: The name of the file, for messages.
  /// - Throws: ``ImageError`` naming the file and what is wrong with it.
  /// - Complexity: O(n) for the n bytes that the header promises; at most ``largestSize``.
  package init(_ data: [UInt8], name: String) throws(ImageError) {
    let isCompressed = Gzip.isCompressed(data)
    let head = isCompressed ? try Gzip.head(of: data, count: 4 + 4 * Self.mostDimensions, name: name) : data
    let header = try Self.header(head, name: name)
    let whole = isCompressed ? try Gzip.contents(of: data, count: header.total, name: name) : data
    guard whole.count >= header.total else {
      throw ImageError(
        "\(name) is cut off: it has \(whole.count) of the \(header.total) bytes that its header promises.")
    }
    guard whole.count == header.total else {
      throw ImageError(
        "\(name) is too long: it has \(whole.count) bytes, and its header promises \(header.total).")
    }
    element = header.element
    dimensions = header.dimensions
    bytes = Array(whole.dropFirst(header.size))
  }

  /// Reads type and dimensions from the first bytes of a file.
  static func header(_ bytes: [UInt8], name: String) throws(ImageError) -> Header {
    guard bytes.count >= 4 else {
      throw ImageError("\(name) is cut off: an IDX file has at least 4 bytes, and this one has \(bytes.count).")
    }
    guard bytes[0] == 0, bytes[1] == 0 else {
      throw ImageError("\(name) is no IDX file: it begins with \(hex(bytes[0..<4])), and IDX files begin with 00 00.")
    }
    guard let element = Element(rawValue: bytes[2]) else {
      throw ImageError(
        "\(name) holds numbers of type \(hex(bytes[2...2])); read are 08 (unsigned byte), 0b (short) and 0c (integer).")
    }
    let count = Int(bytes[3])
    guard (1...mostDimensions).contains(count) else {
      throw ImageError("\(name) has \(count) dimensions; files of 1 to \(mostDimensions) dimensions are read.")
    }
    guard bytes.count >= 4 + 4 * count else {
      throw ImageError("\(name) is cut off: its header of \(count) dimensions ends after \(bytes.count) bytes.")
    }
    var dimensions: [Int] = []
    var size = element.size
    for index in 0..<count {
      let dimension = bytes[4 + 4 * index..<8 + 4 * index].reduce(0) { $0 << 8 | Int($1) }
      guard dimension >= 1 else {
        throw ImageError("\(name) has a dimension of 0; every dimension must be at least 1.")
      }
      let product = size.multipliedReportingOverflow(by: dimension)
      guard !product.overflow, product.partialValue <= largestSize else {
        throw ImageError("\(name) promises more than \(largestSize) bytes; files of up to 1 GiB are read.")
      }
      size = product.partialValue
      dimensions.append(dimension)
    }
    return Header(element: element, dimensions: dimensions)
  }

  /// The numbers of a file of any type.
  package var numbers: [Int] {
    switch element {
    case .unsignedByte: bytes.map(Int.init)
    case .short: stride(from: 0, to: bytes.count, by: 2).map { Int(Int16(truncatingIfNeeded: word($0, 2))) }
    case .integer: stride(from: 0, to: bytes.count, by: 4).map { Int(Int32(truncatingIfNeeded: word($0, 4))) }
    }
  }

  private func word(_ start: Int, _ count: Int) -> Int {
    bytes[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func hex(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
