import Files
import Foundation
import Testing

@testable import Images

@Suite struct ImageSetTests {
  /// A folder of four small files, of which some are replaced.
  private func set(_ changes: [String: [UInt8]] = [:], without missing: String = "") throws -> ImageSet {
    let url = FileManager.default.temporaryDirectory.appending(path: "littleo-images-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    var files: [String: [UInt8]] = [
      "train-images-idx3-ubyte": Self.images(3), "train-labels-idx1-ubyte": Self.labels([5, 9, 5]),
      "t10k-images-idx3-ubyte": Self.images(2), "t10k-labels-idx1-ubyte": Self.labels([9, 5]),
    ]
    for (name, bytes) in changes { files[name] = bytes }
    files[missing] = nil
    for (name, bytes) in files { try Data(bytes).write(to: url.appending(path: name)) }
    return try ImageSet(reading: Folder(url.path, on: .machine))
  }

  private static func images(_ count: UInt8, rows: UInt8 = 2, columns: UInt8 = 2) -> [UInt8] {
    [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, rows, 0, 0, 0, columns]
      + (0..<count * rows * columns).map { $0 }
  }

  private static func labels(_ values: [UInt8]) -> [UInt8] { [0, 0, 8, 1, 0, 0, 0, UInt8(values.count)] + values }

  private func message(_ changes: [String: [UInt8]] = [:], without missing: String = "") throws -> String {
    do { _ = try set(changes, without: missing) } catch let error as ImageError { return error.description }
    return ""
  }

  @Test func labelsBecomeClassesInTheirOrder() throws {
    let set = try set()
    #expect(set.labels == [5, 9])
    #expect(set.training.classes == [0, 1, 0])
    #expect(set.test.classes == [1, 0])
    #expect(set.training.pixels == Array(0..<12))
  }

  @Test func filesThatDoNotMatchAreRefused() throws {
    #expect(try message(["train-labels-idx1-ubyte": Self.labels([5, 9])]).contains("3 images and 2 labels"))
    #expect(try message(["t10k-labels-idx1-ubyte": Self.labels([9, 7])]).contains("the label 7, which no training"))
    #expect(
      try message(["t10k-images-idx3-ubyte": Self.images(2, columns: 3)]).contains("2×3; both must have one size"))
    #expect(try message(["train-labels-idx1-ubyte": Self.labels([5, 5, 5])]).contains("1 classes; 2 to 1,000"))
    #expect(try message(["train-images-idx3-ubyte": Self.labels([5, 5, 5])]).contains("have 1 dimensions"))
    #expect(try message(without: "t10k-labels-idx1-ubyte").contains("has no file t10k-labels-idx1-ubyte"))
    #expect(
      try message(["emnist-train-labels-idx1-ubyte": Self.labels([5, 9, 5])]).contains("there must be one"))
    #expect(try message(["train-images-idx3-ubyte": Self.images(3, rows: 1, columns: 4)]).contains("sides of 2 to 512"))
  }

  /// The key of a trial must change with every pixel and label, and must not change with the compression.
  @Test func theFingerprintIsOneOfTheContents() throws {
    let own = try set().fingerprint
    var images = Self.images(3)
    images[20] ^= 1
    #expect(try set(["train-images-idx3-ubyte": images]).fingerprint != own)
    #expect(try set(["t10k-labels-idx1-ubyte": Self.labels([5, 9])]).fingerprint != own)
    guard Gzip.isAvailable else { return }
    let compressed = ["train-images-idx3-ubyte.gz": StoredGzip.bytes(Self.images(3))]
    #expect(try set(compressed, without: "train-images-idx3-ubyte").fingerprint == own)
  }

  @Test(.enabled(if: FashionMNIST.isInstalled)) func fashionMNISTIsReadWhole() throws {
    let set = try ImageSet(reading: Folder(FashionMNIST.folder, on: .machine))
    #expect(set.training.count == 60_000 && set.test.count == 10_000 && set.labels == Array(0..<10))
    #expect(set.training.classes.prefix(5) == [9, 0, 0, 3, 0])
    #expect((0..<10).allSatisfy { label in set.training.classes.count { $0 == label } == 6000 })
  }
}
