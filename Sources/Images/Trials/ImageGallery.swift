import Experiments
import Foundation

/// A picture of images with their names: one SVG that holds the pixels as a PNG.
struct ImageGallery {
  /// The images beside each other.
  private static let columns = 10
  /// The length of a side of an image in the picture.
  private static let side = 64
  /// The height of the line below an image.
  private static let line = 18
  /// The space between images.
  private static let gap = 8

  /// Returns the picture.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - names: The name of every image.
  static func svg(of images: ImageTable, names: [String]) -> String {
    let rows = (images.count + columns - 1) / columns
    let (wide, tall) = (columns * (side + gap) + gap, rows * (side + line + gap) + gap)
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(wide)\" height=\"\(tall)\" viewBox=\"0 0 \(wide) \(tall)\" "
        + "font-family=\"sans-serif\" font-size=\"11\" text-anchor=\"middle\">",
      "<rect width=\"\(wide)\" height=\"\(tall)\" fill=\"#ffffff\"/>",
    ]
    for index in 0..<images.count {
      let (x, y) = (gap + index % columns * (side + gap), gap + index / columns * (side + line + gap))
      let pixels = Array(images.pixels[index * images.size..<(index + 1) * images.size])
      let data = Data(PNG.bytes(gray: pixels, width: images.columns, height: images.rows)).base64EncodedString()
      parts.append(
        "<image x=\"\(x)\" y=\"\(y)\" width=\"\(side)\" height=\"\(side)\" style=\"image-rendering:pixelated\" "
          + "href=\"data:image/png;base64,\(data)\"/>")
      let name = names[index].filter { $0.isLetter || $0.isNumber || " -".contains($0) }
      parts.append("<text x=\"\(x + side / 2)\" y=\"\(y + side + 13)\" fill=\"#333333\">\(name)</text>")
    }
    return parts.joined(separator: "\n") + "\n</svg>\n"
  }
}

/// Pictures in the format PNG, without compression.
enum PNG {
  /// Returns a gray picture.
  ///
  /// - Parameters:
  ///   - gray: The pixels, from black to white, row by row; `width` times `height` of them.
  ///   - width: The pixels of a row; a row must fit a block of 65,535 bytes.
  ///   - height: The number of rows.
  static func bytes(gray: [UInt8], width: Int, height: Int) -> [UInt8] {
    var rows: [UInt8] = []
    // Each row begins with its filter, 0 for none.
    for row in 0..<height { rows += [0] + gray[row * width..<(row + 1) * width] }
    var stored: [UInt8] = [0x78, 0x01]
    let blocks = max(1, (rows.count + 65_534) / 65_535)
    for block in 0..<blocks {
      let part = rows[block * 65_535..<min((block + 1) * 65_535, rows.count)]
      let size = UInt16(part.count)
      stored += [
        block == blocks - 1 ? 1 : 0, UInt8(size & 255), UInt8(size >> 8), UInt8(~size & 255), UInt8(~size >> 8),
      ]
      stored += part
    }
    stored += word(adler(rows))
    let header = word(UInt32(width)) + word(UInt32(height)) + [8, 0, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", stored)
      + chunk("IEND", [])
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return word(UInt32(content.count)) + body + word(checksum(body))
  }

  private static func word(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }

  /// Adler-32.
  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }

  /// CRC-32.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}

extension ImagesExperiment {
  /// The hard images of the standard task, for claims that read an error on them.
  package func pictures(for observables: [Observable]) -> [DataPicture] {
    guard observables.contains(ImageQuantity.hardError), let task = source.tasks.first,
      let set = try? source.images(), let hard = try? source.hardImages(of: task)
    else { return [] }
    let chosen = Array(hard.hard.prefix(40))
    let names = chosen.map { source.name(of: set.training.classes[$0], in: set) }
    return [
      DataPicture(
        file: "hard-images.svg", title: "Hard images",
        caption: """
          The \(chosen.count) of \(hard.hard.count) hard images of the task “\(task)” that coarse networks are least sure of, \
          with their classes. They were chosen before any run that is compared, and no run learns from them.
          """,
        svg: ImageGallery.svg(of: set.training.selecting(chosen), names: names))
    ]
  }
}
