import CKernels
import Randomness

/// Rates of the hot loops on one core.
package struct KernelBench: Encodable, Sendable {
  /// The rate of a product of patches with neurons.
  package struct Product: Encodable, Sendable {
    /// Patches, the rows of the first factor.
    let patches: Int
    /// Neurons, the rows of the second factor.
    let neurons: Int
    /// Coordinates of each row.
    let d: Int
    /// 10⁹ additions and multiplications per second, in the median repetition.
    let gflops: Double
    /// The same rate in the best repetition.
    let best: Double
  }

  /// The instructions that were used.
  package let path: String
  /// Threads at work: the loops are measured on one.
  package let threads = 1
  /// The rates of the forward product, with bias, ReLU, the record of which neurons fired, and pooling included.
  package let shapes: [Product]

  /// Measures the dense forward product at d = 256, 512 and 1024.
  ///
  /// - Parameters:
  ///   - instructions: The instruction set to measure.
  ///   - repetitions: How often to measure; at least once is measured.
  package static func product(on instructions: InstructionSet, repetitions: Int) -> KernelBench {
    KernelBench(
      path: instructions.rawValue,
      shapes: [256, 512, 1024].map { d in
        let forward = ForwardLoop(patches: 512, blocks: 32, d: d, instructions: instructions)
        var watch = Stopwatch()
        forward.run()
        for _ in 0..<max(1, repetitions) { watch.time { forward.run() } }
        let work = 2.0 * 512 * 512 * Double(d) * 1e-9
        return Product(patches: 512, neurons: 512, d: d, gflops: work / watch.median, best: work / watch.best)
      })
  }
}

/// The buffers of a forward product, which can be run repeatedly; 16 neurons per block.
private final class ForwardLoop {
  private let patches: UnsafeMutablePointer<Float>
  private let weights: UnsafeMutablePointer<Float>
  private let panels: [UnsafePointer<Float>?]
  private let biases: [Float]
  private let blocks: [Int32]
  private let rowsPerBlock: [Int32]
  private let stride: Int
  private let count: Int
  private let d: Int
  private let path: Int32
  private var lanes: [Float]
  private var masks: [UInt16]

  init(patches: Int, blocks: Int, d: Int, instructions: InstructionSet) {
    stride = d + 16
    count = patches
    self.d = d
    path = instructions.path
    self.patches = Self.normals(patches * stride, sample: 1, instructions)
    self.weights = Self.normals(blocks * 16 * d, sample: 2, instructions)
    let weights = self.weights
    panels = (0..<blocks).map { UnsafePointer(weights + $0 * 16 * d) }
    biases = Array(repeating: -1, count: blocks * 16)
    self.blocks = (0..<Int32(blocks)).map { $0 }
    rowsPerBlock = Array(repeating: Int32(patches), count: blocks)
    lanes = Array(repeating: 0, count: patches * 16)
    masks = Array(repeating: 0, count: patches * blocks)
  }

  deinit {
    patches.deallocate()
    weights.deallocate()
  }

  func run() {
    littleo_respond(
      path, patches, stride, d, panels, biases, blocks, rowsPerBlock, blocks.count, &lanes, &masks, count)
  }

  private static func normals(_ count: Int, sample: Int, _ instructions: InstructionSet) -> UnsafeMutablePointer<Float>
  {
    let row = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: count)
    Draws.fillNormals(
      row, count: count, scale: 1, seed: 1, stream: .trainingNoise, step: 0, sample: sample, patch: 0, on: instructions)
    return row
  }
}

/// The rate of normal variates on one core.
package struct NormalsBench: Encodable, Sendable {
  /// The instructions that were used.
  package let path: String
  /// Threads at work.
  package let threads = 1
  /// 10⁹ variates per second, in the median repetition.
  let gigasamplesPerSecond: Double
  /// The same rate in the best repetition.
  package let best: Double

  /// Measures rows of 1024 variates, the noise of one patch at d = 1024.
  package static func measured(on instructions: InstructionSet, repetitions: Int) -> NormalsBench {
    let rows = 1024
    var watch = Stopwatch()
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 1024) { buffer in
      guard let row = buffer.baseAddress else { return }
      for _ in 0..<max(1, repetitions) {
        watch.time {
          for sample in 0..<rows {
            Draws.fillNormals(
              row, count: 1024, scale: 1, seed: 1, stream: .trainingNoise, step: 0, sample: sample, patch: 0,
              on: instructions)
          }
        }
      }
    }
    let count = Double(rows * 1024) * 1e-9
    return NormalsBench(
      path: instructions.rawValue, gigasamplesPerSecond: count / watch.median, best: count / watch.best)
  }
}
