import CKernels
import Randomness

/// How images become the rows that a network sees: one row per patch.
///
/// A row holds the pixels of a square patch, with the mean of the training images taken off, divided by their deviation
/// and by the side of a patch. A position code follows: one of `down` and one of `across` places is ½, the others are 0.
/// Pixels beyond the edge of an image count as empty ones.
package struct PatchShape: Hashable, Sendable {
  /// The rows and columns of an image.
  package let rows, columns: Int
  /// The side of a patch.
  package let side: Int

  /// A shape from its parts; a side as long as the image makes one patch, as in a fully connected network.
  package init(rows: Int, columns: Int, side: Int) {
    self.rows = rows
    self.columns = columns
    self.side = side
  }

  /// The patches below each other.
  package var down: Int { (rows + side - 1) / side }
  /// The patches beside each other.
  package var across: Int { (columns + side - 1) / side }
  /// P, the number of patches.
  package var patches: Int { down * across }
  /// The numbers in a row.
  package var dimension: Int { side * side + down + across }
  /// The room for a row.
  var stride: Int { (dimension + 15) / 16 * 16 }

  /// The strength of the position code.
  static let position: Float = 0.5

  /// Returns what each value of a pixel becomes.
  ///
  /// Mean and deviation are computed from whole sums, so they are the same on every machine.
  func table(of images: ImageTable) -> [Float] {
    let (mean, deviation) = images.moments
    return (0..<256).map { Float((Double($0) - mean) / deviation / Double(side)) }
  }

  /// Writes the rows of an image.
  func write(_ pixels: UnsafeBufferPointer<UInt8>, _ table: [Float], to output: UnsafeMutablePointer<Float>) {
    table.withUnsafeBufferPointer { table in
      for patch in 0..<patches {
        let (top, left) = (patch / across * side, patch % across * side)
        let row = output + patch * stride
        for y in 0..<side {
          for x in 0..<side {
            let isInside = top + y < rows && left + x < columns
            row[y * side + x] = table[isInside ? Int(pixels[(top + y) * columns + left + x]) : 0]
          }
        }
        for place in 0..<down + across { row[side * side + place] = 0 }
        row[side * side + patch / across] = Self.position
        row[side * side + down + patch % across] = Self.position
      }
    }
  }
}

extension ImageTable {
  /// The mean and the deviation of all pixels; a deviation of 0 counts as 1.
  var moments: (mean: Double, deviation: Double) {
    var counts = [Int](repeating: 0, count: 256)
    for pixel in pixels { counts[Int(pixel)] += 1 }
    let total = Double(max(1, pixels.count))
    let sum = counts.enumerated().reduce(0) { $0 + $1.offset * $1.element }
    let squares = counts.enumerated().reduce(0) { $0 + $1.offset * $1.offset * $1.element }
    let mean = Double(sum) / total
    let variance = Double(squares) / total - mean * mean
    return (mean, variance > 0 ? variance.squareRoot() : 1)
  }

  /// Returns the images of some numbers, in the order given.
  ///
  /// - Parameter numbers: Numbers of images, each below ``count``.
  package func selecting(_ numbers: [Int]) -> ImageTable {
    var chosen: [UInt8] = []
    chosen.reserveCapacity(numbers.count * size)
    for number in numbers { chosen += pixels[number * size..<(number + 1) * size] }
    return ImageTable(rows: rows, columns: columns, pixels: chosen, classes: numbers.map { classes[$0] })
  }
}
