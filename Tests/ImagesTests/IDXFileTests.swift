import Foundation
import Testing

@testable import Images

@Suite struct IDXFileTests {
  /// Two images of 2×3 pixels.
  private let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + (1...12)

  private func message(_ bytes: [UInt8]) -> String {
    do {
      _ = try IDXFile(bytes, name: "f")
      return ""
    } catch { return error.description }
  }

  @Test func aFileIsReadAsWritten() throws {
    let file = try IDXFile(images, name: "f")
    #expect(file.element == .unsignedByte)
    #expect(file.dimensions == [2, 2, 3])
    #expect(file.bytes == Array(1...12))
  }

  @Test func numbersOfTwoAndFourBytesHaveTheHighestByteFirst() throws {
    #expect(try IDXFile([0, 0, 0x0B, 1, 0, 0, 0, 2, 1, 2, 0xFF, 0xFE], name: "f").numbers == [258, -2])
    #expect(
      try IDXFile([0, 0, 0x0C, 1, 0, 0, 0, 2, 0, 1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], name: "f").numbers == [65536, -1])
  }

  /// Every beginning of a file is refused as cut off, and every longer file as too long.
  @Test func everyCutIsNoticed() {
    for count in images.indices {
      #expect(message(Array(images.prefix(count))).contains("cut off"), "\(count)")
    }
    #expect(message(images + [0]).contains("too long"))
  }

  @Test func hostileHeadersAreRefusedWithTheirReason() {
    #expect(message([1, 0, 8, 1, 0, 0, 0, 1, 5]).contains("begins with 01 00 08 01"))
    #expect(message([0, 0, 0x0D, 1, 0, 0, 0, 1, 5]).contains("type 0d"))
    #expect(message([0, 0, 8, 0, 0, 0, 0, 1]).contains("0 dimensions"))
    #expect(message([0, 0, 8, 255, 0, 0, 0, 1]).contains("255 dimensions"))
    #expect(message([0, 0, 8, 1, 0, 0, 0, 0]).contains("a dimension of 0"))
    // Four dimensions of 2³² − 1: the product does not fit 64 bits.
    #expect(message([0, 0, 8, 4] + [UInt8](repeating: 255, count: 16)).contains("more than 1073741824 bytes"))
    #expect(message([0, 0, 8, 1, 0x40, 0, 0, 1]).contains("more than 1073741824 bytes"))
  }

  @Test(.enabled(if: Gzip.isAvailable)) func compressedFilesHoldTheSameNumbers() throws {
    let bytes = try #require(Data(base64Encoded: "H4sIAAAAAAAC/2Ng4GBkYGBgYWdn5wQARzT8JAwAAAA="))
    #expect(try IDXFile(Array(bytes), name: "f").numbers == [7, 7, 7, 9])
    #expect(try IDXFile(StoredGzip.bytes(images), name: "f").bytes == Array(1...12))
  }

  /// A header that promises 4 numbers, followed by a million: not more than 4 + 1 are ever expanded.
  @Test(.enabled(if: Gzip.isAvailable)) func dataThatExpandBeyondThePromiseAreRefused() throws {
    let bomb = try #require(Data(base64Encoded: StoredGzip.bomb, options: .ignoreUnknownCharacters))
    #expect(message(Array(bomb)).contains("expands to more than the 12 bytes"))
    #expect(message(StoredGzip.bytes(images + [1])).contains("expands to more than"))
    #expect(message(StoredGzip.bytes(Array(images.dropLast()))).contains("too short"))
  }

  /// Every beginning of a compressed file is refused, and so is every file with one changed byte of its data.
  @Test(.enabled(if: Gzip.isAvailable)) func damagedCompressionIsNoticed() {
    let whole = StoredGzip.bytes(images)
    for count in 0..<whole.count { #expect(!message(Array(whole.prefix(count))).isEmpty, "\(count)") }
    for index in 15..<whole.count {
      var changed = whole
      changed[index] ^= 1
      #expect(!message(changed).isEmpty, "\(index)")
    }
    #expect(message(whole + [0]).contains("1 bytes behind its compressed data"))
  }
}

/// Gzip data whose contents are stored as they are, written by hand.
enum StoredGzip {
  static func bytes(_ contents: [UInt8]) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 255) } }
    var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
    result += little(contents.count, 2)
    result += little(~contents.count & 0xFFFF, 2)
    result += contents
    result += little(Int(checksum(contents)), 4)
    return result + little(contents.count, 4)
  }

  /// CRC-32, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }

  /// The header of four numbers and a million zeros, compressed by a library.
  static let bomb = """
    H4sIAAAAAAAC/+3BQQ0AMAgAsSPZA/+KEbK2tVO9AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
    AAAAAAAAAACAbx2GVk8aSEIPAA==
    """
}
