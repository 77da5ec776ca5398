import Experiments
import Files

/// Images of one size with their classes.
package struct ImageTable: Sendable {
  /// The rows of pixels of an image.
  package let rows: Int
  /// The pixels of a row.
  package let columns: Int
  /// The pixels of all images, from 0 to 255, image by image and row by row.
  package let pixels: [UInt8]
  /// The class of every image: its place among the values of the labels, from 0 on.
  package let classes: [Int]

  /// A table from its parts.
  ///
  /// - Parameters:
  ///   - rows: The rows of pixels of an image.
  ///   - columns: The pixels of a row.
  ///   - pixels: `rows` times `columns` pixels for every class in `classes`.
  ///   - classes: The class of every image.
  package init(rows: Int, columns: Int, pixels: [UInt8], classes: [Int]) {
    self.rows = rows
    self.columns = columns
    self.pixels = pixels
    self.classes = classes
  }

  /// The number of images.
  package var count: Int { classes.count }
  /// The number of pixels of an image.
  package var size: Int { rows * columns }
}

/// Training and test images from a folder of four IDX files.
package struct ImageSet: Sendable {
  /// The images to learn from.
  package let training: ImageTable
  /// The images that only measure.
  package let test: ImageTable
  /// The labels in the files, increasing; an image's class is the place of its label here.
  package let labels: [Int]
  /// A hash of every pixel, label and size; part of the key of every trial.
  package let fingerprint: String

  /// The numbers of classes that are accepted.
  package static let classCounts = 2...1000
  /// The lengths of the sides of an image that are accepted.
  static let sides = 2...512

  /// A set from its tables.
  ///
  /// - Throws: ``ImageError`` if sizes or classes do not fit together.
  package init(training: (IDXFile, IDXFile), test: (IDXFile, IDXFile), place: String) throws(ImageError) {
    let labels = Set(training.1.numbers).sorted()
    guard Self.classCounts.contains(labels.count) else {
      throw ImageError(
        "\(place) has \(labels.count) classes; 2 to 1,000 are accepted.")
    }
    let classOf = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    self.labels = labels
    self.training = try Self.table(training, classOf, "the training images of \(place)")
    self.test = try Self.table(test, classOf, "the test images of \(place)")
    guard self.training.rows == self.test.rows, self.training.columns == self.test.columns else {
      throw ImageError(
        "\(place) has training images of \(self.training.rows)×\(self.training.columns) pixels and test images of "
          + "\(self.test.rows)×\(self.test.columns); both must have one size.")
    }
    fingerprint = Self.fingerprint(of: [training.0, training.1, test.0, test.1])
  }

  /// The number of classes.
  package var classCount: Int { labels.count }

  private static func table(
    _ files: (images: IDXFile, labels: IDXFile), _ classOf: [Int: Int], _ name: String
  ) throws(ImageError) -> ImageTable {
    let (images, labels) = files
    guard images.element == .unsignedByte, images.dimensions.count == 3 else {
      throw ImageError(
        "\(name) have \(images.dimensions.count) dimensions; number, rows and columns of bytes are read.")
    }
    guard labels.dimensions.count == 1 else {
      throw ImageError("the labels of \(name) have \(labels.dimensions.count) dimensions; they must have one.")
    }
    guard images.dimensions[0] == labels.dimensions[0] else {
      throw ImageError(
        "\(name) do not match: there are \(images.dimensions[0]) images and \(labels.dimensions[0]) labels.")
    }
    guard sides.contains(images.dimensions[1]), sides.contains(images.dimensions[2]) else {
      throw ImageError(
        "\(name) have \(images.dimensions[1])×\(images.dimensions[2]) pixels; sides of 2 to 512 pixels are accepted.")
    }
    var classes: [Int] = []
    for label in labels.numbers {
      guard let number = classOf[label] else {
        throw ImageError("\(name) have the label \(label), which no training image has.")
      }
      classes.append(number)
    }
    return ImageTable(
      rows: images.dimensions[1], columns: images.dimensions[2], pixels: images.bytes, classes: classes)
  }
}

extension ImageSet {
  /// The names of the four files, each with its other spelling; a file may end in `.gz` as well.
  private static let names = [
    ["train-images-idx3-ubyte", "train-images.idx3-ubyte"], ["train-labels-idx1-ubyte", "train-labels.idx1-ubyte"],
    ["t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte", "test-images-idx3-ubyte"],
    ["t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte", "test-labels-idx1-ubyte"],
  ]

  /// Returns the names of the four files of a folder.
  ///
  /// A name may have anything before `train`, `t10k` or `test`, as the files of EMNIST have.
  ///
  /// - Throws: ``ImageError`` if the folder cannot be read, or if a file is missing or there are several.
  package static func files(in folder: Folder) throws(ImageError) -> [String] {
    let found: [String]
    do { found = try folder.names() } catch {
      throw ImageError("the folder \(Quoted.path(folder.path)) cannot be read: \(error).")
    }
    var chosen: [String] = []
    for spellings in names {
      let matches = found.filter { name in
        spellings.contains { name.hasSuffix($0) || name.hasSuffix($0 + ".gz") }
      }.sorted()
      guard let first = matches.first else {
        throw ImageError("\(Quoted.path(folder.path)) has no file \(spellings[0]) or \(spellings[0]).gz.")
      }
      // A file that stands there both compressed and expanded is one file.
      guard Set(matches.map { $0.hasSuffix(".gz") ? String($0.dropLast(3)) : $0 }).count == 1 else {
        throw ImageError(
          "\(Quoted.path(folder.path)) has several files \(spellings[0]): "
            + "\(matches.map { Quoted.text($0) }.joined(separator: ", ")); there must be one.")
      }
      chosen.append(first)
    }
    return chosen
  }

  /// Reads the four files of a folder.
  ///
  /// - Throws: ``ImageError`` naming the file and what is wrong with it.
  package init(reading folder: Folder) throws(ImageError) {
    var parts: [IDXFile] = []
    for name in try Self.files(in: folder) {
      let data: [UInt8]
      do { data = Array(try folder.contents(of: name, limit: IDXFile.largestSize)) } catch {
        throw ImageError("\(Quoted.text(name)) in \(Quoted.path(folder.path)) cannot be read: \(error).")
      }
      parts.append(try IDXFile(data, name: Quoted.text(name)))
    }
    try self.init(training: (parts[0], parts[1]), test: (parts[2], parts[3]), place: Quoted.path(folder.path))
  }

  /// Returns a hash of the contents of files, whatever their names and compression are.
  ///
  /// Each file is reduced to 256 bits by four running sums that are multiplied by odd numbers, and all of that is hashed
  /// by SHA-256. It tells data apart that differ by accident; it is no protection against forgery.
  private static func fingerprint(of files: [IDXFile]) -> String {
    var text = ""
    for file in files {
      var sums = SIMD4<UInt64>(
        0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x27D4_EB2F_1656_67C5)
      let padding = [UInt8](repeating: 0, count: -file.bytes.count & 31)
      (file.bytes + padding).withUnsafeBytes { bytes in
        for start in stride(from: 0, to: bytes.count, by: 32) {
          for lane in 0..<4 {
            let word = bytes.loadUnaligned(fromByteOffset: start + 8 * lane, as: UInt64.self)
            sums[lane] = (sums[lane] ^ UInt64(littleEndian: word)) &* 0x0000_0100_0000_01B3
          }
          sums ^= sums &>> SIMD4(repeating: 29)
        }
      }
      text += "\(file.element) \(file.dimensions) \((0..<4).map { sums[$0] })\n"
    }
    return String(SHA256.hex(CanonicalJSON.data(text)).prefix(16))
  }
}
