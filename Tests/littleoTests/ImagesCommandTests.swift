import Foundation
import Testing

/// `littleo images` on a folder of planted images, and on folders that it must refuse.
@Suite struct ImagesCommandTests {
  /// Writes images of 8×8 pixels in classes 3, 5, 7 and 9, each with a bright square at a place of its own.
  private func write(_ count: Int, _ prefix: String, to folder: URL) throws {
    var pixels: [UInt8] = []
    var labels: [UInt8] = []
    for number in 0..<count {
      var image = (0..<64).map { UInt8(($0 * 37 + number * 101 + $0 * number) % 60) }
      for place in 0..<6 { image[(number % 4) * 16 + place] = UInt8(180 + (number * 13) % 60) }
      pixels += image
      labels.append(UInt8(3 + 2 * (number % 4)))
    }
    let size = [UInt8(count >> 8), UInt8(count & 255)]
    let head: [UInt8] = [0, 0, 8, 3, 0, 0] + size + [0, 0, 0, 8, 0, 0, 0, 8]
    try Data(head + pixels).write(to: folder.appending(path: "\(prefix)-images-idx3-ubyte"))
    let labelHead: [UInt8] = [0, 0, 8, 1, 0, 0] + size
    try Data(labelHead + labels).write(to: folder.appending(path: "\(prefix)-labels-idx1-ubyte"))
  }

  @Test func aFolderIsDescribedAndDecided() async throws {
    try await withFolder { folder in
      try write(300, "train", to: folder)
      try write(100, "t10k", to: folder)
      try Data("3 low\n5 low\n7 high\n9 high\n".utf8).write(to: folder.appending(path: "halves.txt"))
      let program = try Executable(in: folder)
      let result = try program.run(
        ["images", folder.path, "--hierarchy", "halves.txt", "--seeds", "2", "--explore", "--store", "store"])
      #expect(result.status == 0, "\(result.errors)")
      for part in [
        "300 training and 100 test images of 8×8 pixels in 4 classes", "low: 3, 5", "high: 7, 9",
        "labels of pretraining",
        "coarse  ", "The opposite, error on hard images (coarse − classes) = Ω(1)",
      ] {
        #expect(result.output.contains(part), "\(part)")
      }
    }
  }

  @Test func whatIsMissingOrWrongIsNamed() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let nothing = try program.run(["images", "nowhere"])
      #expect(nothing.status == 2 && nothing.errors.contains("nowhere"))
      let empty = try program.run(["images", folder.path])
      #expect(empty.status == 2 && empty.errors.contains("has no file train-images-idx3-ubyte"))
      try write(300, "train", to: folder)
      try write(100, "t10k", to: folder)
      try Data("3 low\n5 low\n7 high\n".utf8).write(to: folder.appending(path: "short.txt"))
      let short = try program.run(["images", folder.path, "--hierarchy", "short.txt"])
      #expect(short.status == 2 && short.errors.contains("does not name the label 9"))
      let none = try program.run(["images"])
      #expect(none.status == 2 && none.errors.contains("a folder of images is missing"))
    }
  }
}
