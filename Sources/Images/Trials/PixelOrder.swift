import Randomness

/// How the pixels of images are moved before a network sees them.
package enum PixelOrder: String, CaseIterable, Sendable {
  /// Not at all.
  case kept
  /// In one way for all images of a run: every pixel keeps its meaning, but neighbours are torn apart.
  case permuted
  /// In another way for every image: only the number of pixels of each brightness is left.
  case scrambled

  /// Returns the images with their pixels moved.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - seed: The seed of the run.
  ///   - part: A number for these images, so that the orders of two tables of a run differ.
  func apply(to images: ImageTable, seed: UInt64, part: Int) -> ImageTable {
    guard self != .kept else { return images }
    var pixels = images.pixels
    var order: [Int] = []
    for image in 0..<images.count {
      if self == .scrambled || image == 0 {
        var draws = Draws(seed: seed, .pixels, part: self == .scrambled ? part << 20 + image : 0)
        order = draws.permutation(of: images.size)
      }
      let start = image * images.size
      for (place, source) in order.enumerated() { pixels[start + place] = images.pixels[start + source] }
    }
    return ImageTable(rows: images.rows, columns: images.columns, pixels: pixels, classes: images.classes)
  }
}
