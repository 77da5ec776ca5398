import Randomness

/// Lloyd's algorithm on small pictures of images.
///
/// A picture has 4×4 means of pixels, as whole sums, so that every distance is exact and the result is the same on every
/// machine.
struct KMeans {
  /// The sums of pixels of every picture.
  let points: [[Int32]]

  /// The pictures of some images.
  ///
  /// - Parameters:
  ///   - pixels: The pixels of all images.
  ///   - rows: The rows of an image.
  ///   - columns: The pixels of a row.
  init(pixels: [UInt8], rows: Int, columns: Int) {
    let (down, across) = ((rows + 3) / 4, (columns + 3) / 4)
    points = stride(from: 0, to: pixels.count, by: rows * columns).map { start in
      var sums = [Int32](repeating: 0, count: down * across)
      for row in 0..<rows {
        for column in 0..<columns {
          sums[row / 4 * across + column / 4] += Int32(pixels[start + row * columns + column])
        }
      }
      // A 16th of the sum: squared distances of 49 such numbers fit 32 bits.
      return sums.map { $0 / 16 }
    }
  }

  /// Returns the part of each of some points.
  ///
  /// Ten rounds, from points drawn at random. A centre without points stays where it is. A tie goes to the first centre.
  ///
  /// - Parameters:
  ///   - members: The points, by number.
  ///   - parts: The number of parts, at least 1; never more than there are points.
  ///   - draws: The random numbers.
  /// - Complexity: O(10 · members · parts · size of a picture).
  func parts(of members: [Int], into parts: Int, _ draws: inout Draws) -> [Int] {
    guard parts > 1, members.count > 1 else { return members.map { _ in 0 } }
    let first = draws.permutation(of: members.count).prefix(parts)
    var centres = first.map { points[members[$0]] }
    var result = members.map { _ in 0 }
    for _ in 0..<10 {
      for (place, member) in members.enumerated() { result[place] = Self.nearest(points[member], centres) }
      var sums = centres.map { $0.map { _ in 0 } }
      var counts = centres.map { _ in 0 }
      for (place, member) in members.enumerated() {
        counts[result[place]] += 1
        for (index, value) in points[member].enumerated() { sums[result[place]][index] += Int(value) }
      }
      for (index, count) in counts.enumerated() where count > 0 {
        centres[index] = sums[index].map { Int32(($0 + count / 2) / count) }
      }
    }
    return result
  }

  private static func nearest(_ point: [Int32], _ centres: [[Int32]]) -> Int {
    var best = (distance: Int32.max, index: 0)
    point.withUnsafeBufferPointer { point in
      for (index, centre) in centres.enumerated() {
        let distance = centre.withUnsafeBufferPointer { centre in
          var sum: Int32 = 0
          for place in point.indices {
            let difference = point[place] &- centre[place]
            sum = sum &+ (difference &* difference)
          }
          return sum
        }
        if distance < best.distance { best = (distance, index) }
      }
    }
    return best.index
  }
}
