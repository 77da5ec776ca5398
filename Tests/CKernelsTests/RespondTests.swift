import CKernels
import Testing

/// The forward loop against double precision, and its independence of instructions and of how the work is divided.
@Suite struct RespondTests {
  /// Blocks of weights with biases, and patches, all from a fixed sequence.
  struct Input {
    let dimension: Int
    let stride: Int
    let patches: [Float]
    let panels: [[Float]]
    let biases: [Float]
    let rows: Int

    init(dimension: Int, rows: Int, blocks: Int) {
      self.dimension = dimension
      self.rows = rows
      stride = dimension + 3
      patches = Loops.numbers(rows * stride, salt: 1)
      panels = (0..<blocks).map { Loops.numbers(dimension * 16, salt: UInt32(77 + $0)) }
      biases = Loops.numbers(blocks * 16, salt: 5).map { $0 * 0.5 }
    }

    /// Pre-activation of a lane, in double precision.
    func exact(_ patch: Int, block: Int, lane: Int) -> Double {
      (0..<dimension).reduce(Double(biases[block * 16 + lane])) {
        $0 + Double(patches[patch * stride + $1]) * Double(panels[block][$1 * 16 + lane])
      }
    }

    func run(_ path: Int32, blocks: [Int32], rowsPerBlock: [Int32], recording: Bool = true) -> (
      lanes: [Float], masks: [UInt16]
    ) {
      var lanes = Array(repeating: Float(0), count: rows * 16)
      var masks = Array(repeating: UInt16(0), count: rows * blocks.count)
      var pointers: [UnsafePointer<Float>?] = []
      func descend(_ index: Int) {
        guard index < panels.count else {
          masks.withUnsafeMutableBufferPointer { masks in
            littleo_respond(
              path, patches, stride, dimension, pointers, biases, blocks, rowsPerBlock, blocks.count, &lanes,
              recording ? masks.baseAddress : nil, rows)
          }
          return
        }
        panels[index].withUnsafeBufferPointer { panel in
          pointers.append(panel.baseAddress)
          descend(index + 1)
        }
      }
      descend(0)
      return (lanes, masks)
    }
  }

  @Test(arguments: Loops.paths, [1, 5, 16, 129])
  func respondAgreesWithDoublePrecision(path: Int32, dimension: Int) {
    for rows in [1, 2, 3, 5, 6, 7, 8, 9, 14, 23, 33] {
      let input = Input(dimension: dimension, rows: rows, blocks: 3)
      let blocks: [Int32] = [0, 2]
      let (lanes, masks) = input.run(path, blocks: blocks, rowsPerBlock: [Int32(rows), Int32(rows)])
      for patch in 0..<rows {
        for lane in 0..<16 {
          var sum = 0.0
          for (place, block) in blocks.enumerated() {
            let exact = input.exact(patch, block: Int(block), lane: lane)
            sum += max(0, exact)
            if abs(exact) > 1e-4 { #expect((masks[place * rows + patch] >> UInt16(lane) & 1 == 1) == (exact > 0)) }
          }
          #expect(abs(Double(lanes[patch * 16 + lane]) - sum) < 1e-5 * Double(dimension))
        }
      }
    }
  }

  /// Every path, with any blocks evaluated together, gives the bits of one block at a time on the portable path.
  @Test(arguments: Loops.paths)
  func respondIsTheSameOnEveryPathAndGrouping(path: Int32) {
    let rows = 37
    let input = Input(dimension: 45, rows: rows, blocks: 5)
    let blocks: [Int32] = [0, 1, 2, 3, 4]
    for rowsPerBlock in [[37, 37, 37, 37, 37], [37, 0, 20, 21, 1], [3, 7, 30, 8, 36]] as [[Int32]] {
      let (lanes, masks) = input.run(path, blocks: blocks, rowsPerBlock: rowsPerBlock)
      var expected = Array(repeating: Float(0), count: rows * 16)
      for block in blocks {
        let alone = input.run(Loops.portable, blocks: [block], rowsPerBlock: [rowsPerBlock[Int(block)]])
        for index in expected.indices { expected[index] += alone.lanes[index] }
        for row in 0..<Int(rowsPerBlock[Int(block)]) { #expect(masks[Int(block) * rows + row] == alone.masks[row]) }
      }
      #expect(lanes == expected)
      #expect(input.run(path, blocks: blocks, rowsPerBlock: rowsPerBlock, recording: false).lanes == lanes)
    }
  }

  @Test(arguments: Loops.paths)
  func foldSumsLanesInOneOrder(path: Int32) {
    let lanes = Loops.numbers(5 * 16, salt: 3)
    var output = Array(repeating: Float(0), count: 5 * 3)
    littleo_fold(path, lanes, 5, &output, 3)
    for patch in 0..<5 {
      var part = Array(lanes[(patch * 16)..<(patch * 16 + 16)])
      for width in [8, 4, 2, 1] { for lane in 0..<width { part[lane] += part[lane + width] } }
      #expect(output[patch * 3] == part[0])
    }
  }
}
