import Experiments

/// The Gaussian noise of all training patches, in coordinates in which most entries are 0.
///
/// Training moves the weights within the span of the noise vectors only. Gram and Schmidt turn m standard Gaussian vectors
/// in D dimensions into coordinates along an orthonormal basis of that span. Row j then has j independent standard normal
/// entries, the length of a standard Gaussian vector in D − j dimensions, and zeros. The rows drawn here have exactly
/// this law (Bartlett 1933), so a run costs the same at every d.
struct NoisePatches: Sendable {
  /// A part of a row: sixteen coordinates, in single precision as in the shared trainer.
  typealias Block = SIMD16<Float>

  /// The rows one after the other, each filled up with zeros to whole blocks.
  private let blocks: [Block]
  /// The first block of every row, and the end of the last row.
  private let starts: [Int]

  /// Draws the noise of all patches, sample by sample; the dominant noise of a sample is its first patch.
  init(of model: PatchModel, _ random: inout RandomNumbers) {
    let dimension = Double(model.noiseDimension)
    let deviations = model.deviations
    self.init(
      rows: (0..<model.noisePatches).map { row in
        let deviation = row % (model.patches - 1) == 0 ? deviations.dominant : deviations.background
        let entries = (0..<row).map { _ in deviation * random.normal() }
        return entries + [deviation * random.length(in: dimension - Double(row))]
      })
  }

  /// Noise from its rows.
  ///
  /// - Parameter rows: The entries; rows may have any length.
  init(rows: [[Double]]) {
    var blocks: [Block] = []
    var starts = [0]
    for row in rows {
      blocks += Self.blocks(of: row)
      starts.append(blocks.count)
    }
    self.blocks = blocks
    self.starts = starts
  }

  /// Returns coordinates in whole blocks, filled up with zeros.
  static func blocks(of entries: [Double]) -> [Block] {
    let filled = entries.map(Float.init) + [Float](repeating: 0, count: -entries.count & 15)
    return stride(from: 0, to: filled.count, by: 16).map { Block(filled[$0..<$0 + 16]) }
  }

  /// The number of rows.
  var count: Int { starts.count - 1 }

  /// The number of blocks that hold a vector of the span.
  var width: Int { zip(starts, starts.dropFirst()).map { $1 - $0 }.max() ?? 0 }

  /// Returns the inner products of all rows with two vectors.
  ///
  /// - Complexity: O(m²) for m rows, one pass over the rows.
  func products(with first: [Block], _ second: [Block]) -> (first: [Double], second: [Double]) {
    var results = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    blocks.withUnsafeBufferPointer { blocks in
      first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
          for row in 0..<count {
            let start = starts[row]
            var (one, two) = (Block.zero, Block.zero)
            for index in 0..<starts[row + 1] - start {
              let block = blocks[start + index]
              one += block * first[index]
              two += block * second[index]
            }
            results.0[row] = Double(one.sum())
            results.1[row] = Double(two.sum())
          }
        }
      }
    }
    return results
  }

  /// Adds a multiple of every row to two vectors.
  ///
  /// - Complexity: O(m²) for m rows, one pass over the rows.
  func add(_ multiples: (first: [Double], second: [Double]), to first: inout [Block], _ second: inout [Block]) {
    blocks.withUnsafeBufferPointer { blocks in
      first.withUnsafeMutableBufferPointer { first in
        second.withUnsafeMutableBufferPointer { second in
          for row in 0..<count {
            let start = starts[row]
            let (one, two) = (Float(multiples.first[row]), Float(multiples.second[row]))
            for index in 0..<starts[row + 1] - start {
              let block = blocks[start + index]
              first[index] += one * block
              second[index] += two * block
            }
          }
        }
      }
    }
  }
}
